import { parseDay, parseYuan } from '@yijian/kernel'
import { describe, expect, test } from 'vitest'
import { annualBudget, budgetStatus, finalLocalBudget, monthlyCaps, type BudgetEvent, type BudgetInput } from './budget.ts' // prettier-ignore
import { prepayments, yearStartAdvance } from './prepayment.ts'
import { formatRatio, parseRatio } from './ratio.ts'

const INPUT: BudgetInput = {
  fund: 'employee',
  year: 2026,
  lastLocal: parseYuan('800000.00'),
  lastOffSite: parseYuan('200000.00'),
  factors: [
    { name: '统筹基金收入', growth: parseRatio('0.06'), share: parseRatio('0.5') },
    { name: '住院人次', growth: parseRatio('0.03'), share: parseRatio('0.3') },
    { name: '地区生产总值', growth: parseRatio('0.05'), share: parseRatio('0.2') },
  ],
  lowestGrowth: parseRatio('0'),
  highestGrowth: parseRatio('0.08'),
  income: parseYuan('1080000.00'),
  keep: parseRatio('0.05'),
  surplus: parseYuan('20000.00'),
}

describe('yearly budget', () => {
  test('growth 0.5·6 % + 0.3·3 % + 0.2·5 % = 4.9 %; 1,000,000 × 1.049, split 80 : 20', () => {
    const budget = annualBudget(INPUT)
    expect(formatRatio(budget.growth)).toBe('0.049')
    expect(budget).toMatchObject({ total: parseYuan('1049000'), local: parseYuan('839200'), offSite: parseYuan('209800') }) // prettier-ignore
  })

  test('affordable 1,080,000 × 0.95 = 1,026,000; missing 23,000, of it 20,000 from surplus, 3,000 uncovered', () => {
    expect(annualBudget(INPUT)).toMatchObject({ fromSurplus: parseYuan('20000'), uncovered: parseYuan('3000') })
    expect(annualBudget({ ...INPUT, income: parseYuan('2000000') })).toMatchObject({ fromSurplus: 0n, uncovered: 0n })
  })

  test('growth is bounded both ways', () => {
    const at = (growth: string) => formatRatio(annualBudget({ ...INPUT, factors: [{ name: '政策', growth: parseRatio(growth), share: parseRatio('1') }] }).growth) // prettier-ignore
    expect([at('0.2'), at('-0.1'), at('0.08')]).toEqual(['0.08', '0', '0.08'])
  })

  test('months by last year’s shares, to the fen; final local budget = whole − real off-site + emergency', () => {
    const caps = monthlyCaps(parseYuan('100.00'), new Map([['2026-01', 1n], ['2026-02', 1n], ['2026-03', 1n]])) // prettier-ignore
    expect([...caps.values()]).toEqual([3334n, 3333n, 3333n])
    expect(finalLocalBudget(parseYuan('1049000'), parseYuan('230000'), [parseYuan('5000')])).toBe(parseYuan('824000'))
  })

  const step = (step: 'draft' | 'approve' | 'publish', day = '2026-01-20'): BudgetEvent => ({ step, day: parseDay(day), by: 'u1' }) // prettier-ignore
  const adjust = (emergency: string): BudgetEvent => ({ step: 'adjust', day: parseDay('2026-05-01'), by: 'u1', amount: parseYuan('10'), emergency }) // prettier-ignore

  test('publication: in month one, or late; fixed afterwards but for an emergency', () => {
    const published = [step('draft'), step('approve'), step('publish', '2026-01-31')]
    expect(budgetStatus(2026, published)).toMatchObject({ state: 'published', late: false })
    expect(budgetStatus(2026, [step('approve'), step('publish', '2026-02-01')]).late).toBe(true)
    expect(() => budgetStatus(2026, [...published, step('draft')])).toThrow('当前状态不能')
    expect(() => budgetStatus(2026, [step('publish')])).toThrow('当前状态不能')
    expect(() => budgetStatus(2026, [...published, adjust(' ')])).toThrow('公共卫生事件')
    expect(budgetStatus(2026, [...published, adjust('某突发公共卫生事件')]).adjustments).toEqual([1000n])
    expect(() => budgetStatus(2026, [step('approve')], 'hospital')).toThrow('应由经办机构')
  })
})

describe('monthly prepayment', () => {
  const payables = new Map([['H1', parseYuan('1000.01')], ['H2', parseYuan('3000')], ['H3', parseYuan('-5')]]) // prettier-ignore

  test('95 % of the payable, the rest is the deposit; nothing is paid on a negative payable', () => {
    // 1000.01 × 0.95 = 950.0095 → 950.01
    expect(prepayments(payables, { share: parseRatio('0.95'), cap: null })).toEqual([
      { hospital: 'H1', payable: 100001n, prepaid: 95001n, deposit: 5000n },
      { hospital: 'H2', payable: 300000n, prepaid: 285000n, deposit: 15000n },
      { hospital: 'H3', payable: -500n, prepaid: 0n, deposit: -500n },
    ])
  })

  test('3800.01 wanted, 1900.00 in the month’s budget: cut in proportion, adding up to the budget', () => {
    const paid = prepayments(payables, { share: parseRatio('0.95'), cap: parseYuan('1900') })
    // 95001/380001 × 190000 = 47500.375; 285000/380001 × 190000 = 142499.625 → the fen goes to H2
    expect(paid.map(({ prepaid }) => prepaid)).toEqual([47500n, 142500n, 0n])
    const wanted = (cap: string) => prepayments(payables, { share: parseRatio('0.95'), cap: parseYuan(cap) }).reduce((sum, { prepaid }) => sum + prepaid, 0n) // prettier-ignore
    expect([wanted('3800.00'), wanted('3800.01'), wanted('9000')]).toEqual([380000n, 380001n, 380001n])
    expect(() => prepayments(payables, { share: parseRatio('1.01'), cap: null })).toThrow('0 与 1')
  })

  test('year-start advance of one month: 100000 / 12 = 8333.33; of one and a half 12500', () => {
    expect(yearStartAdvance(parseYuan('100000'), parseRatio('1'))).toBe(parseYuan('8333.33'))
    expect(yearStartAdvance(parseYuan('100000'), parseRatio('1.5'))).toBe(parseYuan('12500'))
  })
})
