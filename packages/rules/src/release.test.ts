import type { Day } from '@yijian/kernel'
import { describe, expect, it } from 'vitest'
import { compileRelease } from './compiled.ts'
import { createEvaluator } from './evaluator/evaluator.ts'
import { RULE_KINDS } from './kinds/catalogue.ts'
import type { KnowledgePoint } from './knowledge.ts'
import { makeRelease } from './release.ts'
import { claimsOf } from './samples/claims.ts'
import { pointOf, releaseOf } from './samples/point.ts'

const rules = [{ kind: 'R105' as const, version: 1, severity: null, stages: null }]
const point = (kpId: string, words: Partial<KnowledgePoint> = {}) => pointOf({ kind: 'R105', kpId, keys: ['X1'], ...words }) // prettier-ignore
const kpsOf = (points: readonly KnowledgePoint[], code: string, at = '2025-03-02') =>
  createEvaluator(compileRelease(releaseOf(points), RULE_KINDS))
    .evaluate(claimsOf({ lines: [{ code, at, inscp: '10' }] }))
    .hits.map((hit) => hit.kpId)

describe('a release', () => {
  it('has one hash whatever the order of its parts, another when a point changes', () => {
    const [a, b] = [point('A'), point('B')]
    const hash = makeRelease({ rules, points: [a, b], sets: [] }).hash
    expect(makeRelease({ rules, points: [b, a], sets: [] }).hash).toBe(hash)
    expect(makeRelease({ rules, points: [a, { ...b, keys: ['X2'] }], sets: [] }).hash).not.toBe(hash)
  })

  it('holds what was known at an instant, and the points of its area', () => {
    const late = point('late', { recordedAt: '2025-02-01T00:00:00Z' })
    const gone = point('gone', { retractedAt: '2025-01-15T00:00:00Z' })
    const away = point('away', { area: '6101' })
    const ids = (knownAt?: string, area?: string) =>
      makeRelease({ rules, points: [late, gone, away], sets: [], ...(knownAt ? { knownAt } : {}), ...(area ? { area } : {}) }).points.map((kept) => kept.kpId) // prettier-ignore
    expect(ids('2025-01-01T00:00:00Z')).toEqual(['gone'])
    expect(ids('2025-03-01T00:00:00Z')).toEqual(['late'])
    expect(ids(undefined, '610100')).toEqual(['away', 'late'])
  })

  it('refuses two versions of one point', () => {
    expect(() => makeRelease({ rules, points: [point('A'), point('A', { version: 2 })], sets: [] })).toThrow(/重复/)
  })
})

describe('matching', () => {
  const generic = point('generic', { keys: ['X1*'] })
  const exact = point('exact', { keys: ['X12'], effBegin: '2025-01-01' as Day, effEnd: '2025-06-30' as Day })

  it('takes the longest match of a rule', () => {
    expect(kpsOf([generic, exact], 'X12')).toEqual(['exact'])
    expect(kpsOf([generic, exact], 'X13')).toEqual(['generic'])
  })

  it('by the law of the service date: a longer match not in force does not shadow', () => {
    expect(kpsOf([generic, exact], 'X12', '2024-12-31')).toEqual(['generic'])
    expect(kpsOf([generic, exact], 'X12', '2025-06-30')).toEqual(['exact'])
    expect(kpsOf([generic, exact], 'X12', '2025-07-01')).toEqual(['generic'])
  })
})

describe('a point that cannot be executed', () => {
  it.each([
    [point('bad', { keys: ['@NONE'] }), /代码集不存在/],
    [point('bad', { keys: [] }), /缺少对象编码/],
    [point('bad', { params: { max: 1 } }), /不适用/],
    [pointOf({ kind: 'R27', kpId: 'bad', keys: ['X1'] }), /缺少参数/],
    [pointOf({ kind: 'R27', kpId: 'bad', keys: ['X1'], params: { max: -1 } }), /不正确/],
    [pointOf({ kind: 'R25', kpId: 'bad', keys: ['X1'] }), /配套/],
  ])('is listed as failed with its reason, the others go on (%#)', (bad, reason) => {
    const { failed, hits } = createEvaluator(compileRelease(releaseOf([bad, point('good')]), RULE_KINDS)).evaluate(
      claimsOf({ lines: [{ code: 'X1', at: '2025-03-02', inscp: '10' }] }),
    )
    expect(failed.get('bad')).toMatch(reason)
    expect(hits.map((hit) => hit.kpId)).toEqual(['good'])
  })
})
