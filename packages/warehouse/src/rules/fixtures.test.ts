import { formatYuan } from '@yijian/kernel'
import { claimsOf, FIXTURES, releaseOf } from '@yijian/rules'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEngine, type Engine } from '../engine/public.ts'
import { plain, readTwice } from './both-readings.test-helper.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ threads: 1 })
})
afterAll(() => engine.close())

describe('template fixtures in both readings', () => {
  it.each(FIXTURES)('$title hits', async ({ points, hit, expect: wanted }) => {
    const { memory, sql } = await readTwice(engine, releaseOf(points), claimsOf(hit))
    const seen = memory.hits.map((found) => ({
      amount: formatYuan(found.amount),
      severity: found.severity,
      violating: found.violating.map((row) => row.sn),
      ...(wanted.involved ? { involved: found.involved.map((row) => row.sn) } : {}),
    }))
    expect(seen).toEqual([wanted])
    expect(plain(sql)).toEqual(plain(memory))
  })

  it.each(FIXTURES)('$title: the near miss does not', async ({ points, misses }) => {
    for (const miss of misses) {
      const { memory, sql } = await readTwice(engine, releaseOf(points), claimsOf(miss))
      expect(plain(memory)).toEqual({ hits: [], cannotTell: {}, failed: {} })
      expect(plain(sql)).toEqual(plain(memory))
    }
  })
})
