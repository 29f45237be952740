import { AppError } from '@yijian/kernel'
import { describe, expect, it } from 'vitest'
import { checkPerformance, scorePerformance, type PerformanceIndicator } from './score.ts'

const indicators: PerformanceIndicator[] = [
  { measure: 'group_rate', points: 20, full: 0.98, zero: 0.9, warn: 0.95 },
  { measure: 'readmit_share', points: 30, full: 0.02, zero: 0.1, warn: 0.06 },
  { measure: 'cmi', points: 50, full: 1.2, zero: 0.8, warn: null },
]

describe('performance scores', () => {
  it('gives points in proportion between the bounds, whichever way better is', () => {
    // 20 × 0.04/0.08 = 10; 30 × 0.04/0.08 = 15; 50: at the bound.
    const { score, indicators: own } = scorePerformance({ group_rate: 0.94, readmit_share: 0.06, cmi: 1.3 }, indicators)
    expect(own.map(({ points, warned }) => [points, warned])).toEqual([[10, true], [15, false], [50, false]]) // prettier-ignore
    expect(score).toBe(75)
    expect(scorePerformance({ group_rate: 0.5, readmit_share: 0.2, cmi: 0.1 }, indicators).score).toBe(0)
  })

  it('leaves what is not known out of both sides, and says when nothing is known', () => {
    const { score, indicators: own } = scorePerformance({ group_rate: 0.98, cmi: null }, indicators)
    expect(own.map(({ points }) => points)).toEqual([20, null, null])
    expect(score).toBe(100)
    expect(scorePerformance({}, indicators).score).toBeNull()
  })

  it('refuses schemes that cannot be counted', () => {
    const [first] = indicators as [PerformanceIndicator]
    expect(() => checkPerformance([first, first])).toThrow(AppError)
    expect(() => checkPerformance([{ ...first, zero: first.full }])).toThrow(AppError)
    expect(() => checkPerformance([{ ...first, points: 0 }])).toThrow(AppError)
    expect(() => checkPerformance([{ ...first, warn: 0.99 }])).toThrow(AppError)
    expect(() => { checkPerformance(indicators) }).not.toThrow() // prettier-ignore
  })
})
