import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalTail, poissonTail } from './distributions.ts'
import { runMethod } from './testing.ts'

// Reference values computed with mpmath at 40 digits (regularised incomplete gamma, normal distribution).
const POISSON: readonly (readonly [number, number, number])[] = [
  [1, 0.5, 0.39346934028736658],
  [2, 0.1, 0.00467884016044447],
  [3, 0.01, 1.6542165280748769e-7],
  [10, 3, 0.0011024881301154797],
  [16, 20, 0.84348686536025698],
  [20, 5.5, 1.4523744627151176e-6],
  [100, 50, 3.2000653245851253e-10],
  [50, 100, 0.99999998821549928],
  [1000, 1000, 0.50420524418021551],
  [1200, 1000, 4.6842038558722808e-10],
  [900, 1000, 0.99937740221572495],
  [5, 0.0001, 8.3326389186499276e-23],
  [30, 0.7, 4.3170475333915782e-38],
  [40, 39.5, 0.48939024953286992],
  [2000, 1500, 6.6014881156204824e-35],
]
const NORMAL: readonly (readonly [number, number])[] = [
  [-3, 0.99865010196836991],
  [0, 0.5],
  [0.3, 0.38208857781104737],
  [1.5, 0.066807201268858066],
  [2.5, 0.0062096653257761352],
  [5, 2.8665157187919391e-7],
  [8, 6.2209605742717841e-16],
  [20, 2.7536241186062337e-89],
  [37, 5.7255712225245768e-300],
]

describe('Poisson tail', () => {
  test.each(POISSON)('P(X ≥ %d; %d) has twelve correct digits', (k, lambda, expected) => {
    expect(Math.abs(poissonTail(k, lambda) / expected - 1)).toBeLessThan(1e-12)
  })

  test('equals one minus the exact sum of the terms below k', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.double({ min: 1e-6, max: 30, noNaN: true }), (k, lambda) => {
        let term = Math.exp(-lambda)
        let below = 0
        for (let i = 0; i < k; i++) {
          below += term
          term *= lambda / (i + 1)
        }
        expect(Math.abs(poissonTail(k, lambda) - (1 - below))).toBeLessThan(1e-12)
      }),
    )
  })

  test('certain for k ≤ 0, impossible when nothing is expected, unknown when an argument is missing', () => {
    expect(poissonTail(0, 3)).toBe(1)
    expect(poissonTail(2, 0)).toBe(0)
    expect(poissonTail(2, NaN)).toBeNaN()
    expect(poissonTail(NaN, 2)).toBeNaN()
    expect(poissonTail(2, -1)).toBeNaN()
  })

  test('as a method returns k and lambda untouched, so that they can be joined back', () => {
    const k = Int32Array.of(3, 1)
    const lambda = Float64Array.of(0.1 + 0.2, 0.5)
    const output = runMethod('poisson-tail', { k, lambda })
    expect(output['k']).toEqual(k)
    expect(output['lambda']).toEqual(lambda)
    expect((output['p'] as Float64Array)[1]).toBeCloseTo(0.393469340287, 12)
  })
})

describe('normal tail', () => {
  test.each(NORMAL)('P(Z ≥ %d)', (z, expected) => {
    expect(Math.abs(normalTail(z) / expected - 1)).toBeLessThan(1e-12)
  })

  test('as a method adds p, missing where z is missing', () => {
    const { p } = runMethod('normal-tail', { z: Float64Array.of(1.959963984540054, NaN) })
    expect(p?.[0]).toBeCloseTo(0.025, 14)
    expect(p?.[1]).toBeNaN()
  })
})
