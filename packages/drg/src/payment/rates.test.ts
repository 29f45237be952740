import { parseYuan } from '@yijian/kernel'
import { describe, expect, test } from 'vitest'
import { makeCase } from './payment.test-helper.ts'
import { basicRates, institutionCoefficients, similarMeans, type CoefficientPolicy } from './rates.ts'
import { formatRatio, parseRatio } from './ratio.ts'

describe('basic rate F = budget / expected total weight', () => {
  const budget = { fund: 'employee', level: '', budget: parseYuan('600000'), otherParts: parseYuan('400000'), expectedWeight: parseRatio('90') } as const // prettier-ignore

  test('fund part: 600000 / 90 = 6666.67; whole cost: 1000000 / 90 = 11111.11; the basis is stated', () => {
    expect(basicRates([budget], 'fund')[0]).toMatchObject({ rate: parseYuan('6666.67'), basis: 'fund' })
    expect(basicRates([budget], 'total-cost')[0]).toMatchObject({ rate: parseYuan('11111.11'), basis: 'total-cost' })
  })

  test('funds and levels apart', () => {
    const rates = basicRates([budget, { ...budget, fund: 'resident', level: '2', expectedWeight: parseRatio('120') }], 'fund') // prettier-ignore
    expect(rates.map(({ fund, level, rate }) => [fund, level, rate])).toEqual([
      ['employee', '', parseYuan('6666.67')],
      ['resident', '2', parseYuan('5000')],
    ])
    expect(() => basicRates([{ ...budget, expectedWeight: parseRatio('0') }], 'fund')).toThrow('大于零')
  })
})

describe('institution coefficients', () => {
  // cost per weight: H1 1200, H2 900, H3 600; level 2 (H2 + H3): 150000 / 200 = 750; all 270000 / 300 = 900
  const history = [
    { hospital: 'H1', level: '3', cost: parseYuan('120000'), weight: parseRatio('100') },
    { hospital: 'H2', level: '2', cost: parseYuan('90000'), weight: parseRatio('100') },
    { hospital: 'H3', level: '2', cost: parseYuan('60000'), weight: parseRatio('100') },
  ]
  const policy: CoefficientPolicy = { by: 'hospital', year: 0, years: 4, lowest: parseRatio('0.7'), highest: parseRatio('1.3'), places: 4 } // prettier-ignore
  const found = (more: Partial<CoefficientPolicy>) =>
    institutionCoefficients(history, { ...policy, ...more }).map(({ coefficient }) => formatRatio(coefficient, 4))

  test('measured by hospital and by level; bounded', () => {
    // 1200/900 = 1.3333 → 1.3; 1; 600/900 = 0.6667 → 0.7
    expect(found({})).toEqual(['1.3000', '1.0000', '0.7000'])
    expect(found({ by: 'level', highest: parseRatio('2') })).toEqual(['1.3333', '0.8333', '0.8333'])
  })

  test('on its way to 1: after 1 of 4 years 1 + 0.3333 × 3/4 = 1.25 and 1 − 0.3333 × 3/4 = 0.75; after 4 years 1', () => {
    expect(found({ year: 1 })).toEqual(['1.2500', '1.0000', '0.7500'])
    expect(found({ year: 4 })).toEqual(['1.0000', '1.0000', '1.0000'])
    expect(found({ year: 9 })).toEqual(['1.0000', '1.0000', '1.0000'])
    expect(found({ year: 3, years: 0, highest: parseRatio('2') })).toEqual(['1.3333', '1.0000', '0.7000'])
  })

  test('a hospital without weight is refused', () => {
    expect(() => institutionCoefficients([{ ...history[0]!, weight: parseRatio('0') }], policy)).toThrow('大于零')
  })
})

test('mean of similar cases: (9000 + 4000.01) / 2 = 6500.005 → 6500.01; fund part (6500 + 1500.01) / 2', () => {
  const cases = [makeCase(), makeCase({ yuan: '4000.01' }), makeCase({ status: 'qy' }), makeCase({ similar: '' })]
  expect([...similarMeans(cases, 'total-cost')]).toEqual([['MDCA', parseYuan('6500.01')]])
  expect([...similarMeans(cases, 'fund')]).toEqual([['MDCA', parseYuan('4000.01')]])
})
