import { expect, it } from 'vitest'
import type { BacktestReport } from '@yijian/warehouse'
import { exitConditions } from './exit-conditions.ts'
import { precisionOf, wilson } from './wilson.ts'

const report = { from: '2025-01-01', to: '2025-12-31', visits: 500, draft: { hits: 100 }, failed: [], tookMs: 1200, maxInstitutionShare: { fixmedinsCode: 'H1', timesMedian: 2.9 } } as unknown as BacktestReport // prettier-ignore
const tested = (over: object = {}) => ({ report, samples: 100, precision: precisionOf({ right: 90, wrong: 10, unclear: 0 }), severity: 1 as const, institutions: [], ...over }) // prettier-ignore
const unmet = (over: object = {}) => exitConditions(tested(over)).filter(({ met }) => !met).map(({ id }) => id) // prettier-ignore

it('asks 90 % of a definite rule and 60 % of a suspicious one, on every sample', () => {
  expect(unmet()).toEqual([])
  expect(unmet({ precision: precisionOf({ right: 89, wrong: 11, unclear: 0 }) })).toEqual(['precision'])
  expect(unmet({ precision: precisionOf({ right: 60, wrong: 40, unclear: 0 }), severity: 2 })).toEqual([])
  expect(unmet({ precision: precisionOf({ right: 90, wrong: 5, unclear: 0 }) })).toEqual(['reviewed'])
  expect(unmet({ precision: precisionOf({ right: 0, wrong: 0, unclear: 0 }), samples: 0 })).toEqual(['reviewed', 'precision']) // prettier-ignore
})

it('asks for a year or ten thousand visits, and for no institution at three times the median', () => {
  expect(unmet({ report: { ...report, from: '2025-06-01' } })).toEqual(['range'])
  expect(unmet({ report: { ...report, from: '2025-06-01', visits: 10_000 } })).toEqual([])
  expect(unmet({ institutions: ['H1'] })).toEqual(['range'])
  expect(unmet({ report: { ...report, maxInstitutionShare: { fixmedinsCode: 'H1', timesMedian: 3 } } })).toEqual(['share']) // prettier-ignore
})

it('without a backtest nothing is met', () => {
  expect(exitConditions(undefined)).toMatchObject([{ id: 'done', met: false }])
})

it('has the interval of Wilson', () => {
  expect(wilson(90, 100).low).toBeCloseTo(0.8256, 4)
  expect(wilson(90, 100).high).toBeCloseTo(0.9448, 4)
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
})
