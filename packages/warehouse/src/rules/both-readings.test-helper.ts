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
