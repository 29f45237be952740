import { AppError, type Day } from '@yijian/kernel'
import type { Encounter, Line, Person, Stage, VisitMode } from '@yijian/rules'
import { chinese, linesOf, type LineInfo, type LineRow, type LinesReader } from './lines.ts'
import { day, field, isNode, moment, nodes, number, text, type Node } from './values.ts'

/** One request as all rules see it. Made exactly once; everything behind works with it alone. */
export interface AuditRequest {
  readonly stage: Stage & ('B' | 'D')
  readonly taskId: string | null
  /** 1…9; null for anything else: any scene. */
  readonly scene: number | null
  /** Rules the caller asks for, when it gives no scene; null: all. */
  readonly ruleIds: ReadonlySet<string> | null
  readonly patients: readonly Patient[]
  readonly notes: readonly string[]
}

export interface Patient {
  readonly person: Person
  readonly current: Encounter
  readonly institution: { readonly code: string; readonly name: string; readonly admdvs: string | null }
  readonly doctor: string | null
  /** The current encounter first, then the earlier ones of the request. */
  readonly encounters: readonly Encounter[]
  readonly lines: readonly Line[]
  /** Lines judged now, by `sn`. */
  readonly judged: ReadonlySet<string>
  readonly lineInfo: ReadonlyMap<string, LineInfo>
  /** The request shows more of the encounter than what is judged now, or all of it before settlement. */
  readonly full: boolean
}

export const LIMITS = { patients: 20, encounters: 2000, lines: 20_000, diagnoses: 200 } as const

/** Reads a 3101/3102 body, whatever envelope it came in. Throws `invalid` with what is missing. Pure. */
export function normalise(body: unknown, infno: '3101' | '3102', today: Day): AuditRequest {
  const data = dataOf(body)
  const scene = sceneOf(field(data, 'trig_scen'))
  const stage = infno === '3102' || (scene !== null && scene >= 6) ? 'D' : 'B'
  const patients = nodes(field(data, 'patient_dtos', 'fsi_patient_dtos', 'fsiPatientDtos', 'patientDto'))
  if (patients.length === 0) throw invalid('patient_dtos', '缺少参保人信息 patient_dtos')
  if (patients.length > LIMITS.patients) throw invalid('patient_dtos', `参保人超过 ${LIMITS.patients} 名`)
  const reader: Reader = { stage, scene, today, notes: new Set(), most: LIMITS.lines, lines: 0, encounters: 0 }
  return {
    stage,
    scene,
    taskId: text(field(data, 'task_id')),
    ruleIds: scene === null ? ruleIdsOf(field(data, 'rule_ids')) : null,
    patients: patients.map((node) => patientOf(node, reader)),
    notes: [...reader.notes],
  }
}

interface Reader extends LinesReader {
  readonly stage: 'B' | 'D'
  readonly scene: number | null
  encounters: number
}

/** `input.data`, `input`, `data` or the bare node; any of them may be a JSON text. */
export function dataOf(body: unknown): Node {
  let node = unfold(body)
  for (const name of ['input', 'data', 'Data'] as const) {
    const inner = Object.hasOwn(node, name) ? node[name] : undefined
    if (typeof inner === 'string' || isNode(inner)) node = unfold(inner)
    else if (Array.isArray(inner) && isNode(inner[0])) node = inner[0]
  }
  return node
}

function unfold(raw: unknown): Node {
  if (isNode(raw)) return raw
  if (typeof raw === 'string') {
    try {
      const parsed: unknown = JSON.parse(raw)
      if (isNode(parsed)) return parsed
    } catch {
      throw invalid('input', '报文不是有效的 JSON')
    }
  }
  throw invalid('input', '报文应为 JSON 对象')
}

function sceneOf(raw: unknown): number | null {
  const scene = number(raw)
  return scene !== null && Number.isInteger(scene) && scene >= 1 && scene <= 9 ? scene : null
}

/** Only ids of ours limit anything; `["3101"]`, which some clients send, does not. */
function ruleIdsOf(raw: unknown): ReadonlySet<string> | null {
  const list = Array.isArray(raw) ? raw : isNode(raw) ? Object.values(raw) : [raw]
  const ids = list.slice(0, 200).map((id) => text(id)).filter((id) => id !== null && /^R\d{1,3}$/.test(id)) // prettier-ignore
  return ids.length === 0 ? null : new Set(ids as string[])
}

function patientOf(node: Node, reader: Reader): Patient {
  const psnNo = text(field(node, 'patn_id', 'psn_no', 'psnNo'))
  if (psnNo === null) throw invalid('patn_id', '缺少参保人标识 patn_id')
  const sent = nodes(field(node, 'fsi_encounter_dtos', 'encounter_dtos', 'encounterDtos'))
  if (sent.length === 0) throw invalid('fsi_encounter_dtos', '缺少就诊信息 fsi_encounter_dtos')
  reader.encounters += sent.length
  if (reader.encounters > LIMITS.encounters) throw invalid('fsi_encounter_dtos', `就诊超过 ${LIMITS.encounters} 次`)
  const currentId = text(field(node, 'curr_mdtrt_id'))
  const byId = new Map<string, Node>()
  for (const encounter of sent) byId.set(text(field(encounter, 'mdtrt_id')) ?? currentId ?? '', encounter)
  const current = byId.get(currentId ?? '') ?? sent.at(-1)!
  if (currentId === null || !byId.has(currentId)) reader.notes.add('curr_mdtrt_id 与就诊不符，按最后一次就诊处理')
  const mdtrtId = text(field(current, 'mdtrt_id')) ?? currentId
  if (mdtrtId === null) throw invalid('mdtrt_id', '缺少就诊标识 mdtrt_id')
  const code = text(field(current, 'medins_id', 'fixmedins_code'), 30)
  if (code === null) throw invalid('medins_id', '缺少医疗机构标识 medins_id')
  const lines: LineRow[] = []
  for (const [id, encounter] of byId) lines.push(...linesOf(encounter, { mdtrtId: id || mdtrtId, isCurrent: encounter === current }, reader)) // prettier-ignore
  const hasMarked = lines.some(({ marked }) => marked)
  const judged = lines.filter(({ isCurrent, marked }) => isCurrent && (reader.stage === 'D' || !hasMarked || marked))
  const first = encounterOf(current, { mdtrtId, psnNo }, reader)
  const earlier = [...byId].filter(([, encounter]) => encounter !== current)
  return {
    person: personOf(node, psnNo, current),
    current: first,
    institution: { code, name: text(field(current, 'medins_name', 'fixmedins_name'), 200) ?? '', admdvs: text(field(current, 'medins_admdvs'), 6) }, // prettier-ignore
    doctor: text(field(current, 'dr_codg'), 30) ?? judged.find(({ doctor }) => doctor !== null)?.doctor ?? null,
    encounters: [first, ...earlier.map(([id, encounter]) => encounterOf(encounter, { mdtrtId: id, psnNo }, reader))],
    lines: lines.map(({ line }) => line),
    judged: new Set(judged.map(({ line }) => line.sn)),
    lineInfo: new Map(lines.map(({ line, info }) => [line.sn, info])),
    full: reader.stage === 'D' && (reader.scene ?? 0) >= 6 ? true : lines.some(({ isCurrent, marked }) => isCurrent && hasMarked && !marked), // prettier-ignore
  }
}

function personOf(node: Node, psnNo: string, current: Node): Person {
  const gend = text(field(node, 'gend'))
  const matn = text(field(current, 'matn_stas'))
  return {
    psnNo,
    brdy: day(field(node, 'brdy')),
    gend: gend === '1' || gend === '男' ? 1 : gend === '2' || gend === '女' ? 2 : null,
    dieDate: null,
    pregnant: matn === null ? null : matn === '1',
    lactating: matn === null ? null : matn === '2',
  }
}

interface EncounterKeys {
  readonly mdtrtId: string
  readonly psnNo: string
}

function encounterOf(node: Node, { mdtrtId, psnNo }: EncounterKeys, reader: Reader): Encounter {
  const get = (name: string, max = 50) => text(field(node, name), max)
  const adm = moment(field(node, 'adm_date'))
  const dsc = moment(field(node, 'dscg_date'))
  if (adm === null) reader.notes.add('adm_date 缺失，按当日处理')
  const medType = get('med_type')
  return {
    mdtrtId,
    psnNo,
    rev: 0,
    void: false,
    mode: modeOf(get('med_mdtrt_type'), medType),
    medType,
    insutype: get('insutype'),
    adm: (adm?.slice(0, 10) ?? reader.today) as Day,
    // Sent equal while the visit is not over.
    dsc: dsc === null || dsc === adm ? null : (dsc.slice(0, 10) as Day),
    inst: text(field(node, 'medins_id', 'fixmedins_code'), 30) ?? '',
    tier: tierOf(field(node, 'medins_lv')),
    hospType: chinese(get('medins_type')),
    dept: chinese(get('adm_dept_name')) ?? chinese(get('dscg_dept_name')),
    diseaseNo: text(field(node, 'dise_no', 'dise_codg')),
    internet: get('internet_flag') === '1',
    dx: diagnosesOf(node),
    ops: nodes(field(node, 'fsi_operation_dtos', 'operation_dtos', 'operationDtos'))
      .slice(0, LIMITS.diagnoses)
      .map((operation) => text(field(operation, 'oprn_code', 'oprn_codg'), 30))
      .filter((code) => code !== null),
    dscgWay: get('dscg_way'),
    receivingInst: null,
    birthWeight: null,
    gestWeeks: null,
    reportedDays: null,
    cert: null,
    instDesignated: null,
    batchShare: null,
  }
}

/** 医疗类别 says more than 就诊类型; both are asked. */
function modeOf(visitType: string | null, medType: string | null): VisitMode | null {
  if (medType !== null) {
    if (/^(14|1401|1402)/.test(medType) || medType === '9929') return 'OPSP'
    if (/^13/.test(medType)) return 'EMERG'
    if (/^(2[1-6]|28|52)/.test(medType)) return 'IPT'
    if (/^41/.test(medType)) return 'PHA'
  }
  const byType = ({ 1: 'OPT', 2: 'IPT', 3: 'PHA', 4: 'OTH' } as const)[Number(visitType) as 1]
  if (byType !== undefined) return byType
  return medType !== null && /^(11|12|19|51|81)/.test(medType) ? 'OPT' : null
}

/** Level codes 01…11 (三级特等…无等级), or the level itself. */
function tierOf(raw: unknown): number | null {
  const level = text(raw)
  if (level === null || !/^\d{1,2}$/.test(level)) return { 三级: 3, 二级: 2, 一级: 1 }[level?.slice(0, 2) ?? ''] ?? null
  const code = Number(level)
  if (level.length === 1 && code >= 1 && code <= 3) return code
  return code >= 1 && code <= 4 ? 3 : code <= 7 && code > 0 ? 2 : code <= 10 && code > 0 ? 1 : code === 11 ? 0 : null
}

/** Main first, then by number (which may start at 0), each once. */
function diagnosesOf(node: Node): string[] {
  const main = text(field(node, 'dscg_main_dise_codg'), 30)
  const listed = nodes(field(node, 'fsi_diagnose_dtos', 'diagnose_dtos', 'diagnoseDtos'))
    .slice(0, LIMITS.diagnoses)
    .map((diagnosis, at) => ({
      code: text(field(diagnosis, 'dise_codg', 'diag_code'), 30),
      main: text(field(diagnosis, 'maindise_flag')) === '1' ? 0 : 1,
      order: number(field(diagnosis, 'dias_srt_no')) ?? at,
    }))
    .sort((a, b) => a.main - b.main || a.order - b.order)
  return [...new Set([main, ...listed.map(({ code }) => code)].filter((code) => code !== null))]
}

function invalid(fieldName: string, message: string): AppError {
  return new AppError('invalid', 'rules.request', message, { field: fieldName })
}
