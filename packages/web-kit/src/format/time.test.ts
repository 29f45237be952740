import { describe, expect, it } from 'vitest'
import { daysText, formatAgo, formatDuration, formatLocal, formatMoment, formatPeriod } from './time.ts'

it('shows instants in China time whatever the zone they came in', () => {
  expect(formatMoment('2026-11-22T06:03:09Z')).toBe('2026-11-22 14:03')
  expect(formatMoment('2026-11-22T14:03:09+08:00')).toBe('2026-11-22 14:03')
  expect(formatMoment('2025-12-31T17:00:00Z')).toBe('2026-01-01 01:00')
  expect(formatMoment('not a time')).toBe('not a time')
})

it('shows warehouse times as they are, without an empty time of day', () => {
  expect(formatLocal('2025-03-01')).toBe('2025-03-01')
  expect(formatLocal('2025-03-01 00:00:00')).toBe('2025-03-01')
  expect(formatLocal('2025-03-01T08:20:00')).toBe('2025-03-01 08:20')
})

it('says how long', () => {
  expect([850, 42_000, 200_000, 180_000, 7_260_000].map(formatDuration)).toEqual([
    '0.9 秒',
    '42 秒',
    '3 分 20 秒',
    '3 分',
    '2 小时 1 分',
  ])
  expect(formatPeriod('2025-01-01', '2025-01-01')).toBe('2025-01-01')
  expect(formatPeriod('2025-01-01', '2025-01-09')).toBe('2025-01-01 至 2025-01-09')
})

describe('how long ago', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  it.each([
    ['2026-11-22T11:59:50Z', '刚刚'],
    ['2026-11-22T11:30:00Z', '30 分钟前'],
    ['2026-11-22T02:00:00Z', '10 小时前'],
    ['2026-11-19T12:00:00Z', '3 天前'],
    ['2026-01-02T03:04:00Z', '2026-01-02 11:04'],
  ])('%s is %s', (iso, text) => {
    expect(formatAgo(iso, now)).toBe(text)
  })
})

it('counts the days between two stays, not below zero', () => {
  expect(daysText('2025-03-10', '2025-03-14')).toBe('，间隔 4 天')
  expect(daysText('2025-03-10 23:50', '2025-03-10 08:00')).toBe('，间隔 0 天')
  expect(daysText('2025-03-10', '2025-03-08')).toBe('')
  expect(daysText(undefined, '2025-03-08')).toBe('')
})
