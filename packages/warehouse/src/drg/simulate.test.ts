import { formatRatio, parseRatio } from '@yijian/drg'
import { AppError, formatYuan } from '@yijian/kernel'
import { describe, expect, it } from 'vitest'
import type { FactsToPrice } from './case-rows.ts'
import { smallGrouper } from './drg.test-helper.ts'
import type { Policy } from './payment-policy.ts'
import { parsePaymentSettings } from './payment-settings.ts'
import { changePolicy, type PolicyChange } from './policy-change.ts'
import { simulate } from './simulate.ts'

const settings = parsePaymentSettings(
  `
title: 样例
basis: total-cost
funds: {employee: ['310'], resident: ['390']}
rates: {method: fixed, rates: [{fund: employee, rate: 5000}, {fund: resident, rate: 4000}]}
coefficients: {by_level: {'3': 1.1}, by_hospital: {}}
low: 0.4
high: {multiples: {by: weight, tiers: [{up_to: null, multiple: 2}]}, mode: pay, share: 0.7}
unweighted: {method: discount, discount: 0.8}
bed_day: {med_types: [], rates: []}
below_zero: keep
prepay: {share: 0.95}
`,
  '样例',
)
const policy: Policy = {
  settings,
  weights: new Map([['BR11', parseRatio('1')], ['ES11', parseRatio('0.5')]]), // prettier-ignore
  hospitals: [
    { code: 'H1', name: '甲', tier: '3', admdvs: null },
    { code: 'H2', name: '乙', tier: '2', admdvs: null },
  ],
  itemFees: new Map(),
}

const stay = (id: string, given: Record<string, string>): FactsToPrice => ({
  facts: { stay_key: id, fixmedins_code: 'H1', insutype: '310', dsc: '2025-03-10', los: 6, gend: '1', age: 50, dx: 'I63.900', cost: '600000', fund: '400000', pooled: '400000', ...given }, // prettier-ignore
})
const cases = [
  stay('a', {}),
  stay('b', { fixmedins_code: 'H2', dsc: '2025-04-02', dx: 'J18.900', cost: '300000', fund: '200000', pooled: '200000' }), // prettier-ignore
  stay('c', { insutype: '390', fixmedins_code: 'H2' }),
  stay('d', { insutype: '340' }),
]
const grouper = smallGrouper()
const tried = (changes: readonly PolicyChange[]) => simulate(cases, { before: { grouper, policy }, after: { grouper, policy: { ...policy, ...changePolicy(policy, changes) } } }) // prettier-ignore

describe('policy simulation', () => {
  it('prices the same cases twice: before, after, difference to the fen, every sum of parts the whole', async () => {
    // a: 5000 × 1 × 1.1 = 5500 − 2000 of the patient; b: 5000 × 0.5 = 2500 − 1000; c: 4000 − 2000; d is not paid.
    const { total, byHospital, byFund, byGroup, byMonth, differences } = await tried([
      { kind: 'rate', fund: 'employee', level: '', rate: '5500.00' },
      { kind: 'weight', drg: 'ES11', weight: '0.6' },
    ])
    expect(differences).toEqual([])
    expect([total.cases, total.unpaidBefore, total.unpaidAfter, total.changed]).toEqual([4, 1, 1, 2])
    expect([total.before, total.after, total.actualFund].map(formatYuan)).toEqual(['7000.00', '8350.00', '10000.00'])
    expect(formatYuan(byHospital.get('H1')!.after)).toBe('4050.00')
    expect(formatYuan(byHospital.get('H2')!.after)).toBe('4300.00')
    expect(formatYuan(byFund.get('resident')!.after)).toBe(formatYuan(byFund.get('resident')!.before))
    expect([...byMonth].map(([month, one]) => [month, formatYuan(one.after)])).toEqual([['2025-03', '6050.00'], ['2025-04', '2300.00']]) // prettier-ignore
    expect(formatRatio(byGroup.get('ES11')!.weightAfter)).toBe('0.6')
  })

  it('changes nothing when nothing is changed, and takes each kind of change', async () => {
    expect((await tried([])).total.changed).toBe(0)
    const after = async (change: PolicyChange) => formatYuan((await tried([change])).total.after)
    expect(await after({ kind: 'rate-factor', fund: 'all', factor: '1.1' })).toBe('8200.00')
    expect(await after({ kind: 'weight-factor', prefix: 'BR', factor: '1.1' })).toBe('7950.00')
    expect(await after({ kind: 'level-coefficient', level: '3', value: '1' })).toBe('6500.00')
    expect(await after({ kind: 'hospital-coefficient', hospital: 'H2', value: '1.2' })).toBe('8300.00')
    expect(await after({ kind: 'same-price', prefix: 'BR11' })).toBe('6500.00')
    // b costs 3,000 of 2,500: above 1 × P, with a share of 0.7 of what is beyond.
    expect(await after({ kind: 'high-multiple', factor: '0.5' })).toBe('9100.00')
    expect(await after({ kind: 'low', value: '' })).toBe('7000.00')
    expect(() => tried([{ kind: 'weight-factor', prefix: 'ZZ', factor: '1' }])).toThrow(AppError)
  })

  it('prices by the version of the day of discharge', async () => {
    const newer = new Map([['ES11', parseRatio('0.7')]])
    const versionAt = (day: string) => ({ grouper, weights: day >= '2025-04-01' ? newer : policy.weights })
    const { total } = await simulate(cases, { before: { grouper, policy }, after: { grouper, policy: { ...policy, versionAt } } }) // prettier-ignore
    expect(formatYuan((total.after - total.before) as never)).toBe('1000.00')
  })
})
