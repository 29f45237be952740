import type { Fen } from '@yijian/kernel'
import { describe, expect, test } from 'vitest'
import { parseRatio } from '../payment/ratio.ts'
import type { UsableCase, WeightCase } from './case-filter.ts'
import { caseMix, efficiencyIndexes, lowRiskMortality } from './indexes.ts'
import { complicationRates, groupingQuality, groupRates, splitGain, stability } from './quality.ts'
import { deviation, quantile, sorted, tTail, fTail } from './statistics.ts'

let serial = 0
function make(drg: string, fen: number, more: Partial<UsableCase> = {}): UsableCase {
  serial++
  return { id: `c${serial}`, hospital: 'H1', status: 'grouped', drg, los: 1, cost: BigInt(fen) as Fen, ...more }
}

describe('grouping quality', () => {
  // A: 10, 20, 30 (mean 20); B: 60, 80 (mean 70). Overall mean 200 / 5 = 40.
  // between 3·(20−40)² + 2·(70−40)² = 1200 + 1800 = 3000; total 900 + 400 + 100 + 400 + 1600 = 3400
  const cases = [make('AA11', 10), make('AA11', 20), make('AA11', 30), make('AB15', 60), make('AB15', 80)]

  test('RIV = 3000 / 3400', () => {
    expect(groupingQuality(cases).riv).toBeCloseTo(3000 / 3400, 12)
    expect(groupingQuality(cases.toReversed())).toEqual(groupingQuality(cases))
  })

  test('CV of A = √(200/2)/20 = 0.5, of B = √200/70 = 0.202; with limit 0.5 only B is below', () => {
    const quality = groupingQuality(cases, { cvLimit: 0.5 })
    expect(quality.groups.map(({ cv }) => cv)).toEqual([0.5, expect.closeTo(Math.SQRT2 / 7, 12)])
    expect(quality).toMatchObject({ groupsBelowLimit: 0.5, casesBelowLimit: 0.4, groupsOfFive: 0, groupsOfThirty: 0 })
  })

  test('groups of at least five and thirty cases: 4, 5, 29 and 30 make three and one', () => {
    const sized = [4, 5, 29, 30].flatMap((n) => Array.from({ length: n }, (_, i) => make(`G${n}`, i + 1)))
    expect(groupingQuality(sized)).toMatchObject({ n: 68, groupsOfFive: 3, groupsOfThirty: 1 })
  })

  test('RIV on log cost and on days', () => {
    // logs 0, 2 | 4, 6: means 1, 5, overall 3: between 2·4 + 2·4 = 16, total 9 + 1 + 1 + 9 = 20
    const logs = [0, 2, 4, 6].map((log, i) => ({ ...make(i < 2 ? 'A' : 'B', 1), cost: BigInt(Math.round(Math.exp(log) * 1e6)) as Fen })) // prettier-ignore
    expect(groupingQuality(logs, { measure: 'log-cost' }).riv).toBeCloseTo(0.8, 5)
    const days = [1, 3, 5, 7].map((los, i) => make(i < 2 ? 'A' : 'B', 5, { los }))
    expect(groupingQuality(days, { measure: 'los' }).riv).toBeCloseTo(0.8, 12)
  })

  test('group rate leaves out bed-day cases: 6 of 8 grouped, 1 QY, 1 not', () => {
    const list: WeightCase[] = [
      ...Array.from({ length: 6 }, () => make('A', 1)),
      make('', 1, { status: 'qy' }),
      make('', 1, { status: 'ungrouped' }),
      make('', 1, { status: 'bed-day' }),
      make('A', 1, { status: 'paid-apart' }),
    ]
    expect(groupRates(list)).toEqual({ eligible: 8, grouped: 6, groupRate: 0.75, qyRate: 0.125, ungroupedRate: 0.125 })
  })

  test('stability: A 0.5 → 0.6 moved 20 %, B 1.5 → 1.4 moved 6.7 %', () => {
    const half = (a: number, b: number) => [make('A', a), make('A', a), make('B', b), make('B', b)]
    const found = stability(half(50, 150), half(60, 140), { tolerance: 0.1, fewest: 2 })
    expect(found).toMatchObject({ compared: 2, stableShare: 0.5 })
    expect(found.meanChange).toBeCloseTo((0.2 * 4 + (1 / 15) * 4) / 8, 12)
    expect(stability(half(50, 150), half(60, 140), { tolerance: 0.2, fewest: 2 }).stableShare).toBe(1)
    // exactly on the tolerance is stable: 0.5 → 0.75
    expect(stability(half(50, 150), half(75, 125), { tolerance: 0.5, fewest: 2 }).stableShare).toBe(1)
    expect(stability(half(50, 150), half(60, 140), { tolerance: 0.2, fewest: 3 }).compared).toBe(0)
  })

  test('gain of a split: RIV 0 → 73.5 / 89.5, Welch’s t and Levene', () => {
    // X 1, 2, 3 | Y 7, 8, 12: means 2, 9, overall 5.5; between 3·3.5²·2 = 73.5, within 2 + 14 = 16
    const list = [1, 2, 3, 7, 8, 12].map((cost) => make('A', cost))
    const gain = splitGain(list, (one) => (one.cost > 5n ? 'A2' : 'A1'))
    expect(gain.rivGain).toBeCloseTo(73.5 / 89.5, 12)
    // var 1 and 7: t = 7 / √(1/3 + 7/3) = 4.28661; df = (8/3)² / ((1/9)/2 + (49/9)/2) = 2.56
    expect(Math.abs(gain.t)).toBeCloseTo(7 / Math.sqrt(8 / 3), 12)
    // distances from the median: 1, 0, 1 | 1, 0, 4: means 2/3, 5/3, overall 7/6; between 3·¼·2 = 1.5, within 2/3 + 26/3 = 28/3
    expect(gain.levene).toBeCloseTo(1.5 / (28 / 3 / 4), 12)
    expect(gain.leveneP).toBeCloseTo(tTail(Math.sqrt(gain.levene), 4), 12)
  })

  test('CC and MCC rates by hospital over severity-split groups only', () => {
    const list = [make('AA11', 1), make('AA13', 1), make('AA15', 1), make('AA15', 1), make('AA29', 1), make('AA11', 1, { hospital: 'H2' })] // prettier-ignore
    expect(complicationRates(list)).toEqual([
      { hospital: 'H1', n: 4, mccRate: 0.25, ccRate: 0.25 },
      { hospital: 'H2', n: 1, mccRate: 1, ccRate: 0 },
    ])
  })
})

describe('indexes', () => {
  test('CMI = (3·0.5 + 1·2.5) / 4 = 1, total weight 4; a group without weight is counted apart', () => {
    const weights = new Map([['A', parseRatio('0.5')], ['B', parseRatio('2.5')]]) // prettier-ignore
    const list = ['A', 'A', 'A', 'B', 'C'].map((drg) => make(drg, 1))
    expect(caseMix(list, weights)).toEqual({ n: 4, totalWeight: parseRatio('4'), cmi: parseRatio('1'), withoutWeight: 1 }) // prettier-ignore
    expect(() => caseMix([make('C', 1)], weights)).toThrow('没有带权重')
  })

  test('cost and time index, both methods', () => {
    // H1: A 100, B 300, 300; H2: A 300, B 600. Means: A 200, B 400. Days: A 4, 4; B 5, 5 | 2 → mean 4
    const list = [
      make('A', 100, { los: 4 }),
      make('B', 300, { los: 5 }),
      make('B', 300, { los: 5 }),
      make('A', 300, { los: 4, hospital: 'H2' }),
      make('B', 600, { los: 2, hospital: 'H2' }),
    ]
    // H1 ratio of sums: 700 / (200 + 800) = 0.7; days 14 / (4 + 8) = 1.1667. H2: 900 / 600 = 1.5; 6 / 8 = 0.75
    const sums = efficiencyIndexes(list, 'ratio-of-sums')
    expect(sums.map(({ cost }) => cost)).toEqual([0.7, 1.5])
    expect(sums.map(({ time }) => time)).toEqual([expect.closeTo(14 / 12, 12), 0.75])
    // H1 weighted: (1·0.5 + 2·0.75) / 3 = 0.6667; H2: (1.5 + 1.5) / 2 = 1.5
    expect(efficiencyIndexes(list, 'weighted-ratio').map(({ cost }) => cost)).toEqual([expect.closeTo(2 / 3, 12), 1.5])
  })

  test('risk grades and low-risk mortality', () => {
    // groups with mortality 0, 1 %, 10 %, 10 %, 10 %: logs ln 0.01, ln 0.1 × 3
    const group = (drg: string, deaths: number) =>
      Array.from({ length: 100 }, (_, i) => make(drg, 1, { died: i < deaths, hospital: i % 2 ? 'H1' : 'H2' }))
    const list = [...group('Z', 0), ...group('L', 1), ...group('P', 10), ...group('Q', 10), ...group('R', 10)]
    const risk = lowRiskMortality(list)
    // mean = ln 0.01 + ¾·ln 10 , SD = ln 10 · √((0.75² + 3·0.25²) / 3) = ln 10 / 2 → low below −1.75·ln 10, so 1 % (−2·ln 10) is low
    expect(risk.logMean).toBeCloseTo(-1.25 * Math.LN10, 12)
    expect(risk.logSd).toBeCloseTo(0.5 * Math.LN10, 12)
    expect(Object.fromEntries(risk.grades)).toEqual({ Z: 'zero', L: 'low', P: 'upper-middle', Q: 'upper-middle', R: 'upper-middle' }) // prettier-ignore
    expect(risk.hospitals).toEqual([{ hospital: 'H1', n: 50, deaths: 0, rate: 0 }, { hospital: 'H2', n: 50, deaths: 1, rate: 0.02 }]) // prettier-ignore
    expect(lowRiskMortality([make('A', 1)]).hospitals).toEqual([])
    // 1, 4, 10, 10, 10 %: log₁₀ mean −1.280, SD 0.438, so 4 % (−1.398) lies between −1.718 and the mean
    const middle = lowRiskMortality([...group('L', 1), ...group('M', 4), ...group('P', 10), ...group('Q', 10), ...group('R', 10)]) // prettier-ignore
    expect([middle.grades.get('L'), middle.grades.get('M')]).toEqual(['low', 'lower-middle'])
    // 1, 10, 10, 10, 40 %: mean −1.080, SD 0.577, so 40 % (−0.398) lies above −0.503 and 10 % (−1) below
    const high = lowRiskMortality([...group('L', 1), ...group('P', 10), ...group('Q', 10), ...group('R', 10), ...group('H', 40)]) // prettier-ignore
    expect([high.grades.get('P'), high.grades.get('H')]).toEqual(['upper-middle', 'high'])
  })
})

describe('statistics', () => {
  test('quantile type 7, sample deviation', () => {
    expect(quantile(sorted([4, 1, 3, 2]), 0.25)).toBe(1.75)
    expect(deviation(sorted([2, 4, 4, 4, 5, 5, 7, 9]))).toBeCloseTo(Math.sqrt(32 / 7), 12)
    expect(deviation(sorted([3]))).toBe(0)
  })

  test('tails agree with closed forms: t with 1 and 2 degrees, F with 2 and 2', () => {
    expect(tTail(1, 1)).toBeCloseTo(0.5, 12)
    expect(tTail(2, 2)).toBeCloseTo(1 - 2 / Math.sqrt(6), 12)
    expect(tTail(0, 7)).toBeCloseTo(1, 12)
    expect(fTail(3, { between: 2, within: 2 })).toBeCloseTo(0.25, 12)
  })
})
