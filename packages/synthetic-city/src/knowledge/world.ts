import { CATALOGUE } from './catalogue.ts'
import { DEPARTMENTS } from './departments.ts'
import { type Disease } from './diseases.ts'
import { EXTRA_PACKS } from './extra-packs.ts'
import { FURTHER_DISEASES } from './further-diseases.ts'
import { MEDICAL_DISEASES } from './medical-diseases.ts'
import { SURGICAL_DISEASES } from './surgical-diseases.ts'
import { BASKETS, CHRONIC, COMPLAINTS } from './outpatient.ts'
import { LIGHT_WARD_PACK, type PackRow, parsePack, WARD_PACK } from './packs.ts'

export interface NumberedDisease extends Disease {
  readonly did: number
  readonly pack_no: number
  readonly light_pack: number
}

/** Tablets a clinic would give for the disease: what a needless stay consists of. */
const LIGHT_LIKE: Readonly<Record<string, string>> = {
  J20: 'o-bronchitis',
  J06: 'o-uri',
  K29: 'o-gastritis',
  M54: 'o-back',
  M47: 'o-back',
  I10: 'o-hypertension',
  E11: 'o-diabetes',
  N39: 'o-urine',
  H81: 'o-vertigo',
  I25: 'o-coronary',
}

export interface Pack {
  readonly pack: number
  readonly rows: readonly PackRow[]
}

const packs: Pack[] = []

function addPack(rows: readonly PackRow[]): number {
  packs.push({ pack: packs.length + 1, rows })
  return packs.length
}

/** A ward's general charges and a disease's own; what the disease names itself is not charged twice. */
function joinPacks(ward: readonly string[], own: readonly string[]): readonly PackRow[] {
  const rows = parsePack(own)
  const named = new Set(rows.map((row) => row.item))
  const general = parsePack(ward).filter((row) => !named.has(row.item))
  return [...rows, ...general.map((row) => ({ ...row, group: row.group + 200 }))]
}

function lightPack(disease: Disease): readonly PackRow[] {
  const complaint = COMPLAINTS.find((one) => one.id === (LIGHT_LIKE[disease.id] ?? 'o-bronchitis'))
  const tablets = (complaint?.pack ?? []).filter((line) => !line.includes('诊察费') && !line.includes('一般诊疗费'))
  return joinPacks(LIGHT_WARD_PACK, tablets)
}

export const ALL_DISEASES: readonly NumberedDisease[] = [
  ...MEDICAL_DISEASES,
  ...SURGICAL_DISEASES,
  ...FURTHER_DISEASES,
].map((disease, index) => ({
  ...disease,
  did: index + 1,
  pack_no: addPack(joinPacks(WARD_PACK, disease.pack)),
  light_pack: addPack(lightPack(disease)),
}))

export const NUMBERED_COMPLAINTS = COMPLAINTS.map((complaint, index) => ({
  ...complaint,
  cid: index + 1,
  pack_no: addPack(parsePack(complaint.pack)),
}))
export const NUMBERED_BASKETS = BASKETS.map((basket) => ({ ...basket, pack_no: addPack(parsePack(basket.pack)) }))
export const NUMBERED_CHRONIC = CHRONIC.map((disease) => ({ ...disease, pack_no: addPack(parsePack(disease.pack)) }))
export const NUMBERED_EXTRAS = EXTRA_PACKS.map((extra) => ({ ...extra, pack_no: addPack(parsePack(extra.pack)) }))
export const PACKS: readonly Pack[] = packs
export const DEPT_NAMES = Object.keys(DEPARTMENTS) as readonly (keyof typeof DEPARTMENTS)[]
export { CATALOGUE }

/** Small number of a department name; 0 for none. */
export function deptNo(name: string): number {
  return DEPT_NAMES.findIndex((dept) => dept === name) + 1
}

/** The disease of that id. Throws when there is none. */
export function getDisease(id: string): NumberedDisease {
  const disease = ALL_DISEASES.find((one) => one.id === id)
  if (!disease) throw new Error(`no such disease in the city: ${id}`)
  return disease
}
