import {
  compileRelease,
  createEvaluator,
  RULE_KINDS,
  type ClaimSet,
  type Evaluation,
  type Release,
} from '@yijian/rules'
import type { Session } from '../engine/public.ts'
import { loadClaims } from './load-claims.ts'
import { scanRules } from './scan.ts'

/** The same claims through the evaluator and through SQL on the real engine. */
export async function readTwice(session: Session, release: Release, claims: ClaimSet) {
  const compiled = compileRelease(release, RULE_KINDS)
  const memory = createEvaluator(compiled).evaluate(claims)
  await loadClaims(session, claims)
  const sql = await scanRules(session, compiled)
  return { memory, sql }
}

/** Evaluations as plain values, so that a difference is shown field by field. */
export function plain(evaluation: Evaluation) {
  return {
    hits: evaluation.hits,
    cannotTell: Object.fromEntries([...evaluation.cannotTell].sort()),
    failed: Object.fromEntries(evaluation.failed),
  }
}

/** Claims of several people at once: the numbers of each get a tag, so nothing of one touches another. */
export function sideBySide(sets: Readonly<Record<string, ClaimSet>>): ClaimSet {
  const tagged = Object.entries(sets).map(([tag, set]) => ({
    persons: set.persons.map((person) => ({ ...person, psnNo: tag + person.psnNo })),
    encounters: set.encounters.map((visit) => ({ ...visit, psnNo: tag + visit.psnNo, mdtrtId: tag + visit.mdtrtId })),
    lines: set.lines.map((line) => ({ ...line, sn: tag + line.sn, mdtrtId: tag + line.mdtrtId })),
    aggregates: set.aggregates.map((aggregate) => ({ ...aggregate, id: tag + aggregate.id, inst: tag + aggregate.inst })), // prettier-ignore
  }))
  return {
    persons: tagged.flatMap((set) => set.persons),
    encounters: tagged.flatMap((set) => set.encounters),
    lines: tagged.flatMap((set) => set.lines),
    aggregates: tagged.flatMap((set) => set.aggregates),
  }
}
