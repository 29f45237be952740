import { describe, expect, it } from 'vitest'
import { compileRelease } from '../compiled.ts'
import { createEvaluator } from '../evaluator/evaluator.ts'
import { unboundPlaceholders } from '../explain.ts'
import { claimsOf } from '../samples/claims.ts'
import { KIND_SAMPLES } from '../samples/kind-samples.ts'
import { releaseOf } from '../samples/point.ts'
import { RULE_KINDS } from './catalogue.ts'

describe('messages of the rule kinds', () => {
  it.each(RULE_KINDS)('$id $name names only facts a hit has', ({ message }) => {
    expect(unboundPlaceholders(message)).toEqual([])
  })

  it.each(KIND_SAMPLES)('$kind.id $kind.name: the sample hit is explained in full', ({ point, hit, kind }) => {
    const evaluator = createEvaluator(compileRelease(releaseOf([point]), RULE_KINDS))
    const stage = kind.stages.at(-1)!
    const [judge] = evaluator.judge(evaluator.tableOf(claimsOf(hit)), stage)
    expect(judge?.message).not.toMatch(/[{}]|undefined|NaN|^$/)
    expect(judge?.basis).toMatch(/样例/)
  })

  it('a rule whose window is still open only hints while the doctor orders', () => {
    const sample = KIND_SAMPLES.find(({ kind }) => kind.id === 'R10')!
    const evaluator = createEvaluator(compileRelease(releaseOf([sample.point]), RULE_KINDS))
    const table = evaluator.tableOf(claimsOf(sample.hit))
    expect(evaluator.judge(table, 'B').map((judge) => judge.severity)).toEqual([3])
    expect(evaluator.judge(table, 'A').map((judge) => judge.severity)).toEqual([1])
  })
})
