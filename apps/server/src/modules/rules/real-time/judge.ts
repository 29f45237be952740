import type { ClaimSet, Encounter, Judge, Line } from '@yijian/rules'
import type { Judging } from '../service/active.ts'
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
    const table = evaluator.tableOf(claimsWith(patient, request, state))
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

/** The request, and behind it the person's earlier encounters that it does not carry itself. */
export function claimsWith(patient: Patient, request: AuditRequest, state: PersonState | undefined): ClaimSet {
  const { person, current, full } = patient
  if (!state || state.encounters.size === 0) return { persons: [person], encounters: patient.encounters, lines: patient.lines, aggregates: [] } // prettier-ignore
  const encounters: Encounter[] = [...patient.encounters]
  const lines: Line[] = [...patient.lines]
  const sent = new Set(encounters.map(({ mdtrtId }) => mdtrtId))
  const since = dayBefore(current.adm, YEARS_3)
  for (const [mdtrtId, stored] of state.encounters) {
    if (mdtrtId === current.mdtrtId) {
      // Before settlement the whole unsettled stay is judged, also when only the new orders are sent.
      if (request.stage !== 'D' || full) continue
      for (const line of stored.lines.values()) if (!patient.lineInfo.has(line.sn)) lines.push(line)
    } else if (!sent.has(mdtrtId) && stored.encounter.adm >= since) {
      encounters.push(stored.encounter)
      for (const line of stored.lines.values()) lines.push(line)
    }
  }
  return { persons: [person], encounters, lines, aggregates: [] }
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
