import fc from 'fast-check'
import { formatYuan, parseYuan } from '@yijian/kernel'
import { describe, expect, it } from 'vitest'
import { axisAmount, formatAmount, headlineAmount, sumYuan } from './money.ts'

describe('amounts in rows', () => {
  it.each([
    ['0.00', '0.00'],
    ['12.3', '12.30'],
    ['999.99', '999.99'],
    ['1000.00', '1,000.00'],
    ['12345678901.23', '12,345,678,901.23'],
    ['-1234.50', '-1,234.50'],
  ])('%s is shown as %s', (given, shown) => {
    expect(formatAmount(given)).toBe(shown)
  })

  it('never loses a fen, however large', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (fen) => {
        expect(parseYuan(formatAmount(formatYuan(fen)).replaceAll(',', ''))).toBe(fen)
      }),
    )
  })
})

describe('amounts in headlines', () => {
  it.each([
    ['0.00', '0.00', '元'],
    ['9999.99', '9,999.99', '元'],
    ['10000.00', '1.0', '万元'],
    ['14999.99', '1.5', '万元'],
    ['99994999.99', '9,999.5', '万元'],
    ['99999500.00', '1.0', '亿元'],
    ['12345678901.23', '123.5', '亿元'],
    ['-25000.00', '-2.5', '万元'],
  ])('%s becomes %s %s', (given, text, unit) => {
    expect(headlineAmount(given)).toEqual({ text, unit })
  })
})

it('adds decimal strings exactly and skips what is absent', () => {
  expect(sumYuan(['0.10', '0.20', null, '9999999999999.99'])).toBe('10000000000000.29')
  expect(sumYuan([])).toBe('0.00')
})

it('shortens axis labels', () => {
  expect([0, 950, 15_000, 2_500_000, 3e8].map(axisAmount)).toEqual(['0', '950', '1.5万', '250万', '3亿'])
})
