import {
  BESIDE,
  dayNumberOf,
  nameInstitution,
  NOW,
  type Beside,
  type ClaimSet,
  type ClaimTable,
  type CompiledRelease,
  type Judge,
  type Line,
} from '@yijian/rules'
import type { Judging } from '../service/active.ts'
import type { AuditRequest, Patient } from './normalise.ts'
import type { PersonState } from './person-state.ts'
import { snOf, unpackLine } from './pack.ts'
import { relatedHistory } from './related.ts'

const YEARS_3 = 3 * 366

export interface JudgedPatient {
  readonly judges: readonly Judge[]
  /** Rules that missing data left open, points and rules that failed. */
  readonly cannotTell: ReadonlyMap<string, number>
  readonly failed: ReadonlyMap<string, string>
  /** False when the evaluation broke off. */
  readonly complete: boolean
}

/** Judges one patient of a request with all that is known of them. Never throws. */
export function judgePatient(
  patient: Patient,
  request: AuditRequest,
  { judging, state }: { judging: Judging; state: PersonState | undefined },
): JudgedPatient {
  try {
    const { evaluator } = judging
    const { claims, ...beside } = claimsWith(patient, request, { release: evaluator.release, state })
    const table = evaluator.tableOfNet(claims, beside)
    const { judges, cannotTell, failed } = evaluator.judgeRows(table, request.stage, marksOf(table, patient, request.stage)) // prettier-ignore
    const { ruleIds } = request
    const asked = ruleIds === null ? judges : judges.filter(({ kind }) => ruleIds.has(kind))
    const { institution } = patient
    // A hospital is not told which other one the person went to.
    const nameOf = (code: string) => (code === institution.code ? institution.name || code : '其他定点医疗机构')
    return { judges: asked.map((judge) => nameInstitution(judge, nameOf)), cannotTell, failed, complete: true } // prettier-ignore
  } catch {
    return { judges: [], cannotTell: new Map(), failed: new Map(), complete: false }
  }
}

/** What was ordered or charged before is not this caller's act: a judge is answered when one of its rows is judged now. */
function marksOf(table: ClaimTable, { current, judged }: Patient, stage: 'B' | 'D'): Uint8Array {
  const marks = new Uint8Array(table.rows)
  const visit = table.mdtrtId.indexOf(current.mdtrtId)
  const { src } = table.row
  for (let row = 0; row < table.rows; row++)
    if (table.visit[row] === visit) marks[row] = stage === 'D' || src[row] !== 0 || judged.has(table.sn[row]!) ? NOW : BESIDE // prettier-ignore
  return marks
}

/** The request, and behind it what concerns it of the person's earlier encounters that it does not carry itself. */
export function claimsWith(
  patient: Patient,
  request: AuditRequest,
  { release, state }: { release: CompiledRelease; state: PersonState | undefined },
): { claims: ClaimSet } & Beside {
  const { person, current, full, encounters } = patient
  const persons = [person]
  if (!state || state.encounters.size === 0)
    return { claims: { persons, encounters, lines: patient.lines, aggregates: [] } }
  const lines: Line[] = [...patient.lines]
  // Before settlement the whole unsettled stay is judged, also when only the new orders are sent.
  const own = state.encounters.get(current.mdtrtId)
  if (own && own.settledAs === undefined && request.stage === 'D' && !full)
    for (const line of own.lines) if (!patient.lineInfo.has(snOf(line, current.mdtrtId))) lines.push(unpackLine(line, current.mdtrtId)) // prettier-ignore
  const sent = new Set(encounters.map(({ mdtrtId }) => mdtrtId))
  const related = relatedHistory(state, release, { current, lines, sent, since: dayNumberOf(current.adm) - YEARS_3 })
  const claims = { persons, encounters: [...encounters, ...related.encounters], lines: [...lines, ...related.lines], aggregates: [] } // prettier-ignore
  return { claims, unseen: related.unseen, background: related.background }
}
