import { expect, test } from 'vitest'
import { compileRelease } from '../compiled.ts'
import { createEvaluator } from '../evaluator/evaluator.ts'
import { RULE_KINDS } from '../kinds/catalogue.ts'
import { claimsOf } from '../samples/claims.ts'
import { pointOf, releaseOf } from '../samples/point.ts'
import { findConflicts } from './detect.ts'
import { overlapsOf } from './overlaps.ts'

test('two points that always hit the same lines are seen in the hits of an evaluation', () => {
  const points = [
    pointOf({ kpId: 'A', kind: 'R13', keys: ['XA1'], params: { modes: 'IPT' } }),
    pointOf({ kpId: 'B', kind: 'R45', keys: ['XA*'], params: { min_title: 4 } }),
  ]
  const lines = Array.from({ length: 30 }, (_, i) => ({ code: i === 29 ? 'XA2' : 'XA1', at: '2025-03-02', inscp: '1' }))
  const claims = claimsOf({ visits: [{ mode: 'OPT' }], lines })
  const { hits } = createEvaluator(compileRelease(releaseOf(points), RULE_KINDS)).evaluate(claims)
  const overlaps = overlapsOf(hits, () => 1)
  expect(overlaps).toEqual([{ a: 'A@1', b: 'B@1', hitsA: 29, hitsB: 30, both: 29 }])
  expect(findConflicts({ points, sets: [], overlaps }).map(({ code }) => code)).toEqual(['K11'])
})
