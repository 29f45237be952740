import { type Fen } from '@yijian/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatRatio, parseRatio, type Ratio } from '../payment/ratio.ts'
import { calculateWeights, meanOf, type Weights } from './calculate-weights.ts'
import { CASE_FILTER, filterCases, type WeightCase } from './case-filter.ts'
import { poolAdjacentViolators, severityRank } from './monotone.ts'
import { sorted } from './statistics.ts'
import { trimCosts } from './trim.ts'
import type { WeightParameters } from './weight-parameters.ts'

const PLAIN: WeightParameters = {
  filter: CASE_FILTER,
  trim: { method: 'none' },
  structure: null,
  small: { fewest: 0, method: 'shrink', k: 0 },
  order: false,
  cap: null,
  places: 4,
  reference: new Map(),
}

function makeCases(groups: Readonly<Record<string, readonly number[]>>): WeightCase[] {
  return Object.entries(groups).flatMap(
    ([drg, yuan]) =>
    yuan.map((cost, i) => ({ id: `${drg}-${i}`, hospital: 'H1', status: 'grouped' as const, drg, los: 5, cost: (BigInt(cost) * 100n) as Fen })), // prettier-ignore
  )
}

function published(weights: Weights): Record<string, string> {
  return Object.fromEntries(weights.groups.map(({ drg, weight }) => [drg, formatRatio(weight, 4)]))
}

function stepOf(weights: Weights, step: string): Record<string, string> {
  return Object.fromEntries(
    weights.groups.map((group) => [group.drg, formatRatio(group.steps.find((one) => one.step === step)!.weight, 4)]),
  )
}

describe('case filter', () => {
  test('names a reason for every case left out: in = kept + dropped', () => {
    const one = makeCases({ AA19: [100] })[0]!
    const cases: WeightCase[] = [
      one,
      { ...one },
      { ...one, id: '2', status: 'qy' },
      { ...one, id: '3', status: 'ungrouped', drg: '' },
      { ...one, id: '4', status: 'bed-day' },
      { ...one, id: '5', status: 'paid-apart' },
      { ...one, id: '6', cost: undefined },
      { ...one, id: '7', cost: 499n as Fen },
      { ...one, id: '8', cost: 500n as Fen },
      { ...one, id: '9', los: undefined },
      { ...one, id: '10', los: 60 },
      { ...one, id: '11', los: 61 },
      { ...one, id: '12', cost: -100n as Fen },
      { ...one, id: '13', los: -1 },
    ]
    const { kept, dropped } = filterCases(cases, CASE_FILTER)
    expect(kept.map(({ id }) => id)).toEqual(['AA19-0', '8', '10'])
    expect(dropped).toEqual({ duplicate: 1, qy: 1, ungrouped: 1, 'bed-day': 1, 'paid-apart': 1, 'cost-unknown': 1, 'cost-low': 2, 'los-unknown': 1, 'los-long': 1, 'los-short': 1 }) // prettier-ignore
    expect(kept.length + Object.values(dropped).reduce((a, b) => a + b)).toBe(cases.length)
  })
})

describe('trimming', () => {
  const values = sorted([100, 1, 2, 3, 4])

  test('IQR fence on cost: Q1 = 2, Q3 = 4, fence −1 … 7 cuts 100', () => {
    const trimmed = trimCosts(values, { method: 'iqr', on: 'cost', factor: 1.5, fewest: 5 })
    expect(trimmed).toMatchObject({ low: -1, high: 7, cutLow: 0, cutHigh: 1 })
    expect([...trimmed.values]).toEqual([1, 2, 3, 4])
  })

  test('IQR fence on log cost: values 1, e, e², e³, e²⁰ have Q1 = 1, Q3 = 3, fence e⁻² … e⁶', () => {
    const trimmed = trimCosts(sorted([0, 1, 2, 3, 20].map(Math.exp)), { method: 'iqr', on: 'log', factor: 1.5, fewest: 0 }) // prettier-ignore
    expect(Math.log(trimmed.low)).toBeCloseTo(-2, 9)
    expect(Math.log(trimmed.high)).toBeCloseTo(6, 9)
    expect(trimmed.cutHigh).toBe(1)
  })

  test('mean ± SD of log cost: logs 0, 0, 0, 0, 5 have mean 1, SD √5 = 2.236; with factor 1 the bound is e^3.236 < e⁵', () => {
    const trimmed = trimCosts(sorted([1, 1, 1, 1, Math.exp(5)]), { method: 'log-sd', factor: 1, fewest: 0 })
    expect(Math.log(trimmed.high)).toBeCloseTo(1 + Math.sqrt(5), 9)
    expect(trimmed).toMatchObject({ cutLow: 0, cutHigh: 1 })
    expect(trimCosts(sorted([7, 7, 7]), { method: 'log-sd', factor: 3, fewest: 0 })).toMatchObject({ cutLow: 0, cutHigh: 0 }) // prettier-ignore
  })

  test('percentiles 5–95 of 0 … 20 are 1 and 19', () => {
    const trimmed = trimCosts(sorted(Array.from({ length: 21 }, (_, i) => i)), { method: 'percentile', low: 0.05, high: 0.95, fewest: 0 }) // prettier-ignore
    expect(trimmed).toMatchObject({ low: 1, high: 19, cutLow: 1, cutHigh: 1 })
  })

  test('0.3–3 of the mean 22: 6.6 … 66 leaves nothing of 1–4 and 100; a group below `fewest` is left whole', () => {
    const multiple = { method: 'multiple', low: 0.3, high: 3 } as const
    expect(trimCosts(values, { ...multiple, fewest: 5 })).toMatchObject({ cutLow: 4, cutHigh: 1 })
    expect(trimCosts(values, { ...multiple, fewest: 6 })).toMatchObject({ cutLow: 0, cutHigh: 0, low: -Infinity })
  })
})

describe('weights', () => {
  test('RW = group mean / overall mean', () => {
    // A: 1000, 3000 → 2000; B: 500, 500, 1000 → 666.67; overall 6000 / 5 = 1200 → 1.6667 and 0.5556
    const weights = calculateWeights(makeCases({ AA19: [1000, 3000], BB19: [500, 500, 1000] }), PLAIN)
    expect(published(weights)).toEqual({ AA19: '1.6667', BB19: '0.5556' })
    expect(meanOf(weights.groups[1]!)).toBe(66667n)
    expect(weights.total.before).toBe(2n * 166666667n + 3n * 55555556n)
  })

  test('shrinkage of a small group: (2·1.6667 + 8·1) / 10 = 1.1333, then rescaled by 5 / (2·1.1333 + 3·0.5556) = 1.27119', () => {
    const small = { fewest: 3, method: 'shrink', k: 8 } as const
    const weights = calculateWeights(makeCases({ AA19: [1000, 3000], BB19: [500, 500, 1000] }), { ...PLAIN, small, reference: new Map([['AA19', parseRatio('1')]]) }) // prettier-ignore
    expect(stepOf(weights, 'small')).toEqual({ AA19: '1.1333', BB19: '0.5556' })
    // 2·1.13333333 + 3·0.55555556 = 3.93333333; 5 / 3.93333333 = 1.27118644
    expect(published(weights)).toEqual({ AA19: '1.4407', BB19: '0.7062' })
  })

  test('small group: reference instead of its own; none to lean on is named; a group only in the reference keeps it', () => {
    const small = { fewest: 3, method: 'reference', k: 0 } as const
    const cases = makeCases({ AA19: [1000, 3000], BB19: [500, 500, 1000], CC19: [1200] })
    const reference = new Map([['AA19', parseRatio('1.5')], ['ZZ19', parseRatio('2')]]) // prettier-ignore
    const weights = calculateWeights(cases, { ...PLAIN, small, reference })
    expect(stepOf(weights, 'small')).toEqual({ AA19: '1.5000', BB19: '0.5556', CC19: '1.0000', ZZ19: '2.0000' })
    expect(weights.withoutReference).toEqual(['CC19'])
    expect(weights.groups.at(-1)).toMatchObject({ drg: 'ZZ19', n: 0 })
  })

  test('order within an ADRG: MCC 0.8 (1 case) < CC 1.2 (3 cases) pool to 1.1', () => {
    // AA11 one case 800; AA13 three of 1200; AA15 400, 400; overall 5200 / 6 = 866.67
    const cases = makeCases({ AA11: [800], AA13: [1200, 1200, 1200], AA15: [400, 400] })
    const weights = calculateWeights(cases, { ...PLAIN, order: true })
    // pooled mean (800 + 3600) / 4 = 1100 → 1100 / 866.67 = 1.2692; AA15 400 / 866.67 = 0.4615
    expect(published(weights)).toEqual({ AA11: '1.2692', AA13: '1.2692', AA15: '0.4615' })
  })

  test('cap of 20 %: 1.6667 against 1 stops at 1.2; rescaled past the cap again is named', () => {
    const reference = new Map([['AA19', parseRatio('1')], ['BB19', parseRatio('0.6')]]) // prettier-ignore
    const cases = makeCases({ AA19: [1000, 3000], BB19: [500, 500, 1000] })
    const weights = calculateWeights(cases, { ...PLAIN, cap: parseRatio('0.2'), reference })
    expect(stepOf(weights, 'cap')).toEqual({ AA19: '1.2000', BB19: '0.5556' })
    // 5 / (2·1.2 + 3·0.55555556) = 5 / 4.06666668 = 1.22950819 → 1.4754, 0.6831; 0.6·1.2 = 0.72 holds, 1·1.2 does not
    expect(published(weights)).toEqual({ AA19: '1.4754', BB19: '0.6831' })
    expect(weights.beyondCap).toEqual(['AA19'])
  })

  test('cap of 20 % downwards: 0.5556 against 1 stops at 0.8', () => {
    const cases = makeCases({ AA19: [1000, 3000], BB19: [500, 500, 1000] })
    const reference = new Map([['BB19', parseRatio('1')]])
    expect(stepOf(calculateWeights(cases, { ...PLAIN, cap: parseRatio('0.2'), reference }), 'cap')).toEqual({ AA19: '1.6667', BB19: '0.8000' }) // prettier-ignore
  })

  test('structure: Σ target share · group part mean / overall part mean', () => {
    const parts = (medical: bigint, supplies: bigint) => ({ medical: medical as Fen, supplies: supplies as Fen, nursing: 0n as Fen, technology: 0n as Fen, management: 0n as Fen }) // prettier-ignore
    const [a, b] = makeCases({ AA19: [1000], BB19: [1000] })
    const cases = [{ ...a!, parts: parts(80000n, 20000n) }, { ...b!, parts: parts(20000n, 80000n) }] // prettier-ignore
    const zero = parseRatio('0')
    const structure = { medical: parseRatio('0.6'), supplies: parseRatio('0.4'), nursing: zero, technology: zero, management: zero } // prettier-ignore
    // both means are 500: A = 0.6·800/500 + 0.4·200/500 = 0.96 + 0.16 = 1.12; B = 0.24 + 0.64 = 0.88
    expect(published(calculateWeights(cases, { ...PLAIN, structure }))).toEqual({ AA19: '1.1200', BB19: '0.8800' })
    const half = { ...structure, medical: parseRatio('0.5'), supplies: parseRatio('0.5') }
    expect(published(calculateWeights(cases, { ...PLAIN, structure: half }))).toEqual({ AA19: '1.0000', BB19: '1.0000' }) // prettier-ignore
    expect(() => calculateWeights(cases, { ...PLAIN, structure: { ...structure, nursing: parseRatio('0.1') } })).toThrow('之和必须为 1') // prettier-ignore
    expect(() => calculateWeights([a!], { ...PLAIN, structure })).toThrow('缺少费用结构')
  })

  test('no usable case, or a cost floor without a logarithm: named reasons', () => {
    expect(() => calculateWeights([], PLAIN)).toThrow('没有可用')
    expect(() => calculateWeights([], { ...PLAIN, filter: { ...CASE_FILTER, minCost: 0n as Fen } })).toThrow('大于零')
  })

  const anyGroups = fc.dictionary(
    fc.constantFrom('AA11', 'AA13', 'AA15', 'BB19', 'CC11', 'CC15'),
    fc.array(fc.integer({ min: 5, max: 100_000 }), { minLength: 1, maxLength: 8 }),
    { minKeys: 1 },
  )
  const ratio = fc.bigInt(20_000_000n, 500_000_000n).map((value) => value as Ratio)

  test('total kept, order kept, rerun and shuffled cases identical', () => {
    fc.assert(
      fc.property(anyGroups, fc.dictionary(fc.constantFrom('AA11', 'AA13', 'BB19', 'DD19'), ratio), (groups, last) => {
        const parameters: WeightParameters = {
          ...PLAIN,
          trim: { method: 'iqr', on: 'log', factor: 1.5, fewest: 4 },
          small: { fewest: 3, method: 'shrink', k: 4 },
          order: true,
          cap: parseRatio('0.3'),
          reference: new Map(Object.entries(last)),
        }
        const cases = makeCases(groups)
        const weights = calculateWeights(cases, parameters)
        expect(calculateWeights(cases.toReversed(), parameters)).toEqual(weights)
        // each of at most 8 groups is off by at most half of the last published place, times its cases
        const drift = weights.total.before - weights.total.published
        expect(drift < 0n ? -drift : drift).toBeLessThanOrEqual(5001n * BigInt(weights.n))
        const at = new Map(weights.groups.map(({ drg, weight }) => [drg, weight]))
        for (const adrg of ['AA', 'CC']) {
          const row = [`${adrg}11`, `${adrg}13`, `${adrg}15`].map((code) => at.get(code)).filter((x) => x !== undefined) // prettier-ignore
          expect(row).toEqual(row.toSorted((a, b) => (a < b ? 1 : -1)))
        }
      }),
    )
  })
})

describe('pool adjacent violators', () => {
  test('pools backwards as far as needed: 1, 2, 4 (cases 1, 1, 2) becomes 2.75 three times', () => {
    const weight = (text: string) => parseRatio(text)
    const levels = [{ weight: weight('1'), cases: 1 }, { weight: weight('2'), cases: 1 }, { weight: weight('4'), cases: 2 }] // prettier-ignore
    expect(poolAdjacentViolators(levels)).toEqual([weight('2.75'), weight('2.75'), weight('2.75')])
  })

  test('ranks the fourth sign: 1 MCC, 3 CC, 5 none, others unranked', () => {
    expect(['AA11', 'AA13', 'AA15', 'AA19', 'AA17', 'AA1'].map(severityRank)).toEqual([0, 1, 2, null, null, null])
  })
})
