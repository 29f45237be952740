import type { ClaimSet, CompiledRelease, Encounter, Judge, Line } from '@yijian/rules'
import type { Judging } from '../service/active.ts'
import { unitsOfRelease } from './concerned.ts'
import type { AuditRequest, Patient } from './normalise.ts'
import type { PersonState } from './history.ts'

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
    const table = evaluator.tableOf(claimsWith(patient, request, { release: evaluator.release, state }))
    const judges = evaluator.judge(table, request.stage)
    // Before settlement it is said what could not be judged; while ordering that would only cost time.
    const said = request.stage === 'D' ? evaluator.evaluateTable(table) : undefined
    return {
      judges: judges.filter((judge) => concerns(judge, patient, request)),
      cannotTell: said?.cannotTell ?? new Map(),
      failed: said?.failed ?? judging.compiled.failed,
      complete: true,
    }
  } catch {
    return { judges: [], cannotTell: new Map(), failed: new Map(), complete: false }
  }
}

/**
 * The request, and behind it the person's earlier encounters that it does not carry itself. Of their lines those that some rule looks at
 * together with what is judged now; the others could only give judges that are not answered.
 */
export function claimsWith(
  patient: Patient,
  request: AuditRequest,
  { release, state }: { release: CompiledRelease; state: PersonState | undefined },
): ClaimSet {
  const { person, current, full } = patient
  const encounters: Encounter[] = [...patient.encounters]
  const lines: Line[] = [...patient.lines]
  if (!state || state.encounters.size === 0) return { persons: [person], encounters, lines, aggregates: [] }
  const sent = new Set(encounters.map(({ mdtrtId }) => mdtrtId))
  const since = dayBefore(current.adm, YEARS_3)
  // Before settlement the whole unsettled stay is judged, also when only the new orders are sent.
  const own = state.encounters.get(current.mdtrtId)
  if (own && request.stage === 'D' && !full)
    for (const line of own.lines.values()) if (!patient.lineInfo.has(line.sn)) lines.push(line)
  const isRelated = relation(release, { current, lines })
  for (const [mdtrtId, stored] of state.encounters) {
    if (sent.has(mdtrtId) || stored.encounter.adm < since) continue
    encounters.push(stored.encounter)
    for (const line of stored.lines.values()) if (isRelated(line)) lines.push(line)
  }
  return { persons: [person], encounters, lines, aggregates: [] }
}

/** Whether some unit of the release is concerned with a line and with what is judged now as well. */
function relation(release: CompiledRelease, { current, lines }: { current: Encounter; lines: readonly Line[] }) {
  const unitsOf = unitsOfRelease(release)
  const { mode, dx, ops } = current
  const units = new Set(lines.flatMap(({ code }) => unitsOf(code)))
  for (const text of [`visit:${mode ?? '?'}`, ...dx.map((code) => `dx:${code}`), ...ops.map((code) => `op:${code}`)])
    for (const unit of unitsOf(text)) units.add(unit)
  return ({ code }: Line): boolean => unitsOf(code).some((unit) => units.has(unit))
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
}

/** A judge is answered when one of its rows is judged now: what was ordered or charged before is not this caller's act. */
function concerns(judge: Judge, patient: Patient, { stage, ruleIds }: AuditRequest): boolean {
  if (ruleIds !== null && !ruleIds.has(judge.kind)) return false
  const { mdtrtId } = patient.current
  const isNow = ({ sn, mdtrtId: of }: { sn: string; mdtrtId: string }) =>
    patient.judged.has(sn) || (of === mdtrtId && (stage === 'D' || !sn.startsWith(`${mdtrtId}/`)))
  return judge.violating.some(isNow) || judge.involved.some(isNow)
}
