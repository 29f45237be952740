import { claimsOf, KIND_SAMPLES, releaseOf, RULE_KINDS } from '@yijian/rules'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEngine, type Engine } from '../engine/public.ts'
import { plain, readTwice, sideBySide } from './both-readings.test-helper.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ threads: 1 })
})
afterAll(() => engine.close())

describe('the rule kinds', () => {
  it('are the 88 of the national catalogue and 18 extensions, numbered through', () => {
    expect(RULE_KINDS.map((kind) => kind.id)).toEqual(Array.from({ length: 106 }, (_, i) => `R${i + 1}`))
    expect(new Set(RULE_KINDS.map((kind) => kind.slug)).size).toBe(106)
  })

  it.each(KIND_SAMPLES)('$kind.id $kind.name: sample hits, near miss does not, in both readings', async (sample) => {
    const claims = sideBySide({ 'hit-': claimsOf(sample.hit), 'miss-': claimsOf(sample.miss) })
    const { memory, sql } = await readTwice(engine, releaseOf([sample.point]), claims)
    expect(memory.hits.map((hit) => hit.kind)).toEqual([sample.kind.id])
    expect(memory.hits[0]?.psnNo).toMatch(/hit-/)
    expect([memory.cannotTell.size, memory.failed.size]).toEqual([0, 0])
    expect(plain(sql)).toEqual(plain(memory))
  })
})
