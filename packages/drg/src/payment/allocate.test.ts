import { parseYuan, type Fen } from '@yijian/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate } from './allocate.ts'
import { compareQuotient, formatRatio, parseRatio, ratioOf, roundRatio, timesRatios } from './ratio.ts'

describe('ratios', () => {
  test('parse and print without loss, refuse what is not a decimal', () => {
    expect(formatRatio(parseRatio('1.20500000'))).toBe('1.205')
    expect(formatRatio(parseRatio('3'))).toBe('3')
    expect(formatRatio(parseRatio('-0.05'), 4)).toBe('-0.0500')
    for (const bad of ['', '1e3', '.5', '95%', '0.123456789', '１']) expect(() => parseRatio(bad)).toThrow('格式不正确')
  })

  test('round half up, away from zero, once', () => {
    expect(roundRatio(parseRatio('1.23455'), 4)).toBe(parseRatio('1.2346'))
    expect(roundRatio(parseRatio('-1.23455'), 4)).toBe(parseRatio('-1.2346'))
    expect(ratioOf(2n, 3n)).toBe(parseRatio('0.66666667'))
    // 100.01 × 0.5 × 0.5 = 25.0025 → 25.00; rounding twice would give 50.01 × 0.5 = 25.005 → 25.01
    expect(timesRatios(parseYuan('100.01'), parseRatio('0.5'), parseRatio('0.5'))).toBe(2500n)
  })

  test('compare a quotient with a ratio exactly at the threshold', () => {
    expect(compareQuotient(3n, 10n, parseRatio('0.3'))).toBe(0)
    expect(compareQuotient(29999999999n, 100000000000n, parseRatio('0.3'))).toBe(-1)
    expect(compareQuotient(1n, 3n, parseRatio('0.33333333'))).toBe(1)
  })
})

describe('allocation', () => {
  test('gives the remaining fen to the largest remainders, ties to the smaller id', () => {
    // 1.00 yuan over 3 equal shares: 33.33 fen each, one fen left → the smallest id
    const parts = allocate(100n as Fen, [
      { id: 'c', share: 1n },
      { id: 'a', share: 1n },
      { id: 'b', share: 1n },
    ])
    expect([...parts].sort()).toEqual([
      ['a', 34n],
      ['b', 33n],
      ['c', 33n],
    ])
  })

  test('refuses to split money by nothing, negative shares and a receiver named twice', () => {
    expect(() => allocate(1n as Fen, [{ id: 'a', share: 0n }])).toThrow('合计为零')
    expect(() => allocate(1n as Fen, [{ id: 'a', share: -1n }])).toThrow('不能为负数')
    expect(() => allocate(2n as Fen, [{ id: 'a', share: 1n }, { id: 'a', share: 1n }])).toThrow('重复') // prettier-ignore
  })

  test('parts add up to the amount, each within one fen of its exact share, whatever the order', () => {
    const shares = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), share: fc.bigInt(0n, 10n ** 12n) }), { selector: (one) => one.id, minLength: 1 }) // prettier-ignore
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 13n), 10n ** 13n), shares, (amount, list) => {
        const total = list.reduce((sum, { share }) => sum + share, 0n)
        fc.pre(total > 0n)
        const parts = allocate(amount as Fen, list)
        expect([...parts.values()].reduce<bigint>((a, b) => a + b, 0n)).toBe(amount)
        for (const { id, share } of list) {
          const error = parts.get(id)! * total - amount * share
          expect(error < total && error > -total).toBe(true)
        }
        const other = allocate(amount as Fen, [...list].reverse())
        for (const [id, part] of parts) expect(other.get(id)).toBe(part)
      }),
    )
  })
})
