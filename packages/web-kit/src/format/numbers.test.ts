import { describe, expect, it } from 'vitest'
import { formatBytes, formatCount, formatField, formatNumber, formatPercent } from './numbers.ts'

describe('fields by their declared format', () => {
  const field = (format: Parameters<typeof formatField>[1]['format'], unit: string | null = null) => ({ format, unit })
  it.each([
    [4, field('integer', '天'), '4 天'],
    [1234567, field('integer'), '1,234,567'],
    [0.9234, field('percent'), '92.3%'],
    [0.92341, field('ratio'), '0.923'],
    ['5000.00', field('money', '元'), '5,000.00 元'],
    [5000, field('money', '元'), '5,000.00 元'],
    ['12.5', field('number', '小时'), '12.5 小时'],
    ['2025-03-01', field('date'), '2025-03-01'],
    ['脑梗死', field('text'), '脑梗死'],
    [true, field('text'), '是'],
    [null, field('integer', '天'), '—'],
    ['', field('money', '元'), '—'],
  ])('%s with %o is %s', (value, info, shown) => {
    expect(formatField(value, info)).toBe(shown)
  })

  it('keeps a code that only looks like a number as it is', () => {
    expect(formatField('0012', field('text'))).toBe('0012')
  })
})

it('shows counts, numbers, shares and sizes', () => {
  expect(formatCount(1203944)).toBe('1,203,944')
  expect(formatNumber(0.1 + 0.2)).toBe('0.3')
  expect(formatNumber(Number.NaN)).toBe('—')
  expect(formatPercent(0.5, 0)).toBe('50%')
  expect([900, 1536, 1_283_000_000].map(formatBytes)).toEqual(['900 B', '1.5 KB', '1.2 GB'])
})
