import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeRank, layoutPeer, rankOf } from './peer.ts'

const even = Array.from({ length: 21 }, (_, i) => i * 100)

describe('rank among peers', () => {
  it.each([
    [-5, 0],
    [0, 0],
    [1000, 0.5],
    [1550, 0.775],
    [2000, 1],
    [9999, 1],
  ])('%d is at %d', (value, rank) => {
    expect(rankOf(value, even)).toBeCloseTo(rank, 9)
  })

  it('cannot tell without quantiles', () => {
    expect(rankOf(5, [])).toBeNaN()
    expect(describeRank(Number.NaN)).toBe('无法与同类比较')
  })

  it('is said in words', () => {
    expect([0, 0.03, 0.5, 0.97, 1].map(describeRank)).toEqual([
      '低于 99% 以上的同类',
      '低于 97% 的同类',
      '与同类中位水平相近',
      '高于 97% 的同类',
      '高于 99% 以上的同类',
    ])
  })
})

describe('dots', () => {
  it('are twenty, within the axis, for any quantiles', () => {
    const sorted = fc
      .array(fc.double({ min: -1e6, max: 1e7, noNaN: true }), { minLength: 21, maxLength: 21 })
      .map((a) => a.sort((x, y) => x - y))
    fc.assert(
      fc.property(sorted, fc.double({ min: -1e6, max: 1e7, noNaN: true }), (quantiles, value) => {
        const layout = layoutPeer({ value, median: quantiles[10] ?? 0, quantiles })
        expect(layout.dots).toHaveLength(20)
        for (const x of [layout.subject, layout.median, ...layout.dots.map((dot) => dot.x)]) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('pile up where the peers are equal', () => {
    const layout = layoutPeer({ value: 5, median: 5, quantiles: Array.from({ length: 21 }, () => 5) })
    expect(layout.levels).toBe(20)
  })

  it('use a logarithmic axis when the amounts span much', () => {
    const quantiles = Array.from({ length: 21 }, (_, i) => 10 ** (1 + i / 5))
    expect(layoutPeer({ value: 20, median: 1000, quantiles }).logarithmic).toBe(true)
    expect(layoutPeer({ value: 20, median: 1000, quantiles: even }).logarithmic).toBe(false)
  })
})
