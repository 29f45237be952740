import { compileRelease } from '../compiled.ts'
import type { ClaimSet } from '../context.ts'
import { createEvaluator, type Evaluator } from '../evaluator/evaluator.ts'
import type { CodeSet } from '../knowledge.ts'
import type { PointRef, Witness } from './conflict.ts'
import type { View } from './view.ts'

/** Judges claims by one point at a time, so that “longest match wins” hides no point. */
export type JudgeAlone = (view: View, claims: ClaimSet) => readonly string[]

/** Keeps the evaluators of the last points asked. */
export function createJudge(sets: readonly CodeSet[]): JudgeAlone {
  const known = new Map<PointRef, Evaluator>()
  return (view, claims) => {
    let evaluator = known.get(view.ref)
    if (!evaluator) {
      const rules = [{ kind: view.kind.id, version: 1, severity: null, stages: null }]
      evaluator = createEvaluator(compileRelease({ rules, points: [view.point], sets, hash: '' }, [view.kind]))
      if (known.size >= 64) known.clear()
      known.set(view.ref, evaluator)
    }
    return [...new Set(evaluator.evaluate(claims).hits.map((hit) => hit.psnNo))].sort()
  }
}

/** The claims with what each point said of them; undefined when one of them says nothing. */
export function witnessed(views: readonly View[], claims: ClaimSet, judge: JudgeAlone): Witness | undefined {
  const triggered = views.map((view) => ({ point: view.ref, psnNos: judge(view, claims) }))
  return triggered.every(({ psnNos }) => psnNos.length > 0) ? { claims, triggered } : undefined
}
