import type { Day, Fen } from '@yijian/kernel'
import { claimsOf, pointOf, type ClaimSet, type Encounter, type KnowledgePoint, type Line } from '@yijian/rules'

export const CROSS_LINE = 300
const LINES_PER_PERSON = 50
/** Share of lines whose code some point names. */
const NAMED = 0.6
/** Share of lines that are items a patient gets again and again, which cross-line rules are about. */
const REPEATED = 0.3

interface Draw {
  readonly draw: number
  readonly pick: number
  readonly names: number
  readonly patient: number
}

function codeOf({ draw, pick, names, patient }: Draw): string {
  if (draw < REPEATED) return itemOf((((patient * 5 + Math.floor(pick * 5)) % CROSS_LINE) * 7) % names)
  return draw < NAMED ? itemOf(Math.floor(pick * names)) : `9${String(Math.floor(pick * 20_000)).padStart(14, '0')}`
}

const itemOf = (n: number) => `0${String(n).padStart(14, '0')}`

/** Points of the kinds the national library has most of, one code each. */
export function pointRules(count: number): KnowledgePoint[] {
  return Array.from({ length: count }, (_, n) => {
    const base = { kpId: `KP-${n}`, keys: [itemOf(n)] }
    switch (n % 8) {
      case 0:
      case 1:
        return pointOf({ ...base, kind: 'R67', params: { gend: n % 320 === 0 ? 2 : 1 } })
      case 2:
        return pointOf({ ...base, kind: 'R65', params: n % 480 === 2 ? {} : { max_age_m: 1_400 } })
      case 3:
        return pointOf({ ...base, kind: 'R12', params: { min_tier: n % 640 === 3 ? 3 : 2 } })
      case 4:
        return pointOf({ ...base, kind: 'R13', params: { modes: 'IPT|EMERG' } })
      case 5:
        return pointOf({ ...base, kind: 'R8', params: { dx_allow: n % 800 === 5 ? 'E11' : 'I10|E11|J18' } })
      case 6:
        return pointOf({ ...base, kind: 'R14', params: { price_max: n % 560 === 6 ? '20' : '500' } })
      default:
        return pointOf({ ...base, kind: 'R71', params: { dx_deny: 'I21|I50|N18' } })
    }
  })
}

/** Rules that look at several lines: pairs, frequencies, courses, cycles, companions. */
export function crossLineRules(count: number): KnowledgePoint[] {
  return Array.from({ length: count }, (_, n) => {
    const base = { kpId: `KP-X${n}`, keys: [itemOf(n * 7)], partners: [itemOf(n * 7 + 3)] }
    const alone = { kpId: base.kpId, keys: base.keys }
    switch (n % 5) {
      case 0:
        return pointOf({ ...base, kind: 'R25', params: { per: 'day' } })
      case 1:
        return pointOf({ ...alone, kind: 'R27', params: { max: 1 } })
      case 2:
        return pointOf({ ...alone, kind: 'R10', params: { max_days: 14 } })
      case 3:
        return pointOf({ ...alone, kind: 'R31', params: { window_days: 2 } })
      default:
        return pointOf({ ...alone, kind: 'R28', params: { cap: '1000' } })
    }
  })
}

/** Inpatients with a month of lines; the same numbers give the same claims. */
export function claims({ lines, names }: { readonly lines: number; readonly names: number }): ClaimSet {
  const random = lcg(7)
  const visit = claimsOf({}).encounters[0]!
  const line = claimsOf({ lines: [{ code: 'x', at: '2025-03-01' }] }).lines[0]!
  const person = claimsOf({}).persons[0]!
  const count = Math.ceil(lines / LINES_PER_PERSON)
  const id = (letter: string, n: number) => letter + String(n).padStart(9, '0')
  const encounters = Array.from({ length: count }, (_, n): Encounter => ({ ...visit, mdtrtId: id('M', n), psnNo: id('P', n), adm: '2025-03-01' as Day, dsc: '2025-03-30' as Day, dx: n % 100 === 0 ? ['I50.000'] : ['I10.x00', 'E11.900'] })) // prettier-ignore
  const all = Array.from({ length: lines }, (_, n): Line => {
    const code = codeOf({ draw: random(), pick: random(), names, patient: Math.floor(n / LINES_PER_PERSON) })
    const inscp = BigInt(1000 + Math.floor(random() * 5000)) as Fen
    const time = `2025-03-${String(1 + Math.floor(random() * 29)).padStart(2, '0')} ${String(Math.floor(random() * 24)).padStart(2, '0')}:00:00`
    return { ...line, sn: id('L', n), mdtrtId: id('M', Math.floor(n / LINES_PER_PERSON)), code, name: code, time, price: inscp, amt: inscp, inscp } // prettier-ignore
  })
  const persons = encounters.map(({ psnNo }) => ({ ...person, psnNo }))
  return { persons, encounters, lines: all, aggregates: [] }
}

const HISTORY = 60
const NOW_LINES = 10
/** Days between the visits of one person. */
const APART = 20

/** Prescriptions of ten lines, each with sixty lines of twelve earlier visits; the visit of the prescription comes first. */
export function prescriptions({ count, names }: { readonly count: number; readonly names: number }): ClaimSet[] {
  const each = NOW_LINES + HISTORY
  const { persons, encounters, lines } = claims({ lines: count * each, names })
  const dayOf = (visit: number) =>
    new Date(Date.UTC(2025, 2, 1) - visit * APART * 86_400_000).toISOString().slice(0, 10)
  return Array.from({ length: count }, (_, n): ClaimSet => {
    const { mdtrtId } = encounters[n]!
    const visitOf = (at: number) => (at < NOW_LINES ? 0 : 1 + Math.floor((at - NOW_LINES) / 5))
    return {
      persons: [persons[n]!],
      encounters: Array.from({ length: 13 }, (_, visit): Encounter => ({ ...encounters[n]!, mdtrtId: `${mdtrtId}-${visit}`, adm: dayOf(visit) as Day, dsc: visit === 0 ? null : (dayOf(visit) as Day) })), // prettier-ignore
      lines: lines.slice(n * each, (n + 1) * each).map((line, at): Line => ({ ...line, mdtrtId: `${mdtrtId}-${visitOf(at)}`, time: `${dayOf(visitOf(at))} ${line.time.slice(11)}` })), // prettier-ignore
      aggregates: [],
    }
  })
}

function lcg(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
