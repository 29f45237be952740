import { parseYuan, type Fen } from '@yijian/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bandedAmount, checkBands, type Band } from './bands.ts'
import type { CasePayment } from './case-payment.ts'
import type { PaymentCase } from './payment-case.ts'
import { CITY, makeCase } from './payment.test-helper.ts'
import { priceCases } from './price-cases.ts'
import { ONE, parseRatio, type Ratio } from './ratio.ts'
import { isYearFinal, printYearEnd, yearStates, type YearEvent } from './sign-off.ts'
import {
  findYearEndDifferences,
  settleYear,
  type Adjustment,
  type YearEndInput,
  type YearEndPolicy,
} from './year-end.ts'

const BANDS: readonly Band[] = [
  { upTo: parseRatio('0.85'), pay: 'actual' },
  { upTo: ONE, pay: 'surplus', share: parseRatio('0.8') },
  { upTo: parseRatio('1.1'), pay: 'overspend', share: parseRatio('0.5') },
  { upTo: null, pay: 'overspend', share: parseRatio('0') },
]
const POLICY: YearEndPolicy = { bands: BANDS, whenOver: 'scale', performance: null }

describe('bands of surplus and overspend', () => {
  const banded = (actual: string, payable = '1000') => bandedAmount(parseYuan(payable), parseYuan(actual), BANDS)

  test('to 85 %: actual; 85.01 % is already in the next band', () => {
    expect([banded('500'), banded('850')]).toEqual([parseYuan('500'), parseYuan('850')])
    // 850.10 + 0.8 × 149.90 = 970.02
    expect(banded('850.10')).toBe(parseYuan('970.02'))
  })

  test('85–100 %: 900 + 0.8 × 100 = 980; at 100 % the payable', () => {
    expect([banded('900'), banded('1000')]).toEqual([parseYuan('980'), parseYuan('1000')])
  })

  test('100–110 %: 1000 + 0.5 × 60 = 1030; beyond 110 % only 0.5 × 100 is shared', () => {
    expect([banded('1060'), banded('1100'), banded('1500')]).toEqual(['1030', '1050', '1050'].map(parseYuan))
  })

  test('each band shares only its own part: 1000 + 0.5 × 100 + 0.2 × 400 = 1130', () => {
    const bands: Band[] = [...BANDS.slice(0, 3), { upTo: null, pay: 'overspend', share: parseRatio('0.2') }]
    expect(bandedAmount(parseYuan('1000'), parseYuan('1500'), bands)).toBe(parseYuan('1130'))
  })

  test('nothing payable: nothing paid, a negative payable stands', () => {
    expect([banded('100', '0'), banded('100', '-5')]).toEqual([0n, -500n])
  })

  test.each([
    ['no end', BANDS.slice(0, 3)],
    ['no border at 1', [BANDS[0]!, BANDS[3]!]],
    ['out of order', [BANDS[1]!, BANDS[0]!, BANDS[3]!]],
    ['empty', []],
  ])('bands with %s are refused', (_, bands) => {
    expect(() => checkBands(bands)).toThrow('分段')
  })
})

/** A case worth `payable` to the fund that cost it `actual`. */
function paymentOf(id: string, hospital: string, [payable, actual]: readonly [string, string]): CasePayment {
  const amounts = { value: parseYuan(payable), payable: parseYuan(payable), cost: parseYuan(actual), actualFund: parseYuan(actual) } // prettier-ignore
  return { caseId: id, hospital, fund: 'employee', drg: 'A', rule: 'normal', inputs: {}, ...amounts, patientPay: 0n as Fen, otherFunds: 0n as Fen, gain: (amounts.payable - amounts.actualFund) as Fen, pending: false } // prettier-ignore
}

function input(more: Partial<YearEndInput> = {}): YearEndInput {
  const payments = [
    paymentOf('1', 'H1', ['600', '500']),
    paymentOf('2', 'H1', ['400', '400']),
    paymentOf('3', 'H2', ['1000', '1060']),
  ]
  return {
    fund: 'employee',
    year: 2026,
    budget: parseYuan('3000'),
    payments,
    adjustments: [],
    scores: new Map(),
    paid: new Map(),
    stated: new Map(),
    ...more,
  }
}

describe('year end', () => {
  test('H1 900 of 1000 → 980, H2 1060 of 1000 → 1030; the fund keeps 3000 − 2010', () => {
    const report = settleYear(input(), POLICY)
    expect(report.hospitals.map(({ settled }) => settled)).toEqual([parseYuan('980'), parseYuan('1030')])
    expect(report.fundSurplus).toBe(parseYuan('990'))
    // H1 loses 20, by cost 500 : 400 → 11.11 and 8.89
    expect([...report.hospitals[0]!.bySettledCase]).toEqual([['1', parseYuan('588.89')], ['2', parseYuan('391.11')]]) // prettier-ignore
    expect(findYearEndDifferences(report)).toEqual([])
  })

  test('over the budget of 1005: cut in proportion 980 : 1030 = 490 : 515; or from surplus', () => {
    const cut = settleYear(input({ budget: parseYuan('1005') }), POLICY)
    expect(cut.hospitals.map(({ settled }) => settled)).toEqual([parseYuan('490'), parseYuan('515')])
    expect(cut.fundSurplus).toBe(0n)
    const helped = settleYear(input({ budget: parseYuan('1005') }), { ...POLICY, whenOver: 'surplus' })
    expect(helped.fundSurplus).toBe(parseYuan('-1005'))
  })

  test('what a hospital owes is not cut and is there for the others: −100 and 600 make the budget of 500', () => {
    const payments = [paymentOf('1', 'H1', ['-100', '0']), paymentOf('2', 'H2', ['1000', '1000'])]
    const report = settleYear(input({ payments, budget: parseYuan('500') }), POLICY)
    expect(report.hospitals.map(({ settled }) => settled)).toEqual([parseYuan('-100'), parseYuan('600')])
    expect(findYearEndDifferences(report)).toEqual([])
  })

  test('deductions, additions, performance and clearing: 980 − 30 + 12 − 980 × 0.05 × 0.4 = 942.40; paid 950 → −7.60', () => {
    const adjustments: Adjustment[] = [
      { hospital: 'H1', kind: 'violation', amount: parseYuan('30'), basis: '核定书 1 号' },
      { hospital: 'H1', kind: 'new-technology', amount: parseYuan('10'), basis: '目录 T1' },
      { hospital: 'H1', kind: 'tcm', amount: parseYuan('2'), basis: '目录 Z1' },
    ]
    const performance = { deposit: parseRatio('0.05'), tiers: [{ atLeast: parseRatio('90'), returned: ONE }, { atLeast: parseRatio('80'), returned: parseRatio('0.6') }], unscored: null } // prettier-ignore
    const given = input({ adjustments, scores: new Map([['H1', parseRatio('89.9')], ['H2', parseRatio('90')]]), paid: new Map([['H1', parseYuan('950')]]), stated: new Map([['H1', parseYuan('990')]]) }) // prettier-ignore
    const report = settleYear(given, { ...POLICY, performance })
    expect(report.hospitals[0]).toMatchObject({
      deductions: parseYuan('30'),
      additions: parseYuan('12'),
      performanceDeduction: parseYuan('19.60'),
      final: parseYuan('942.40'),
      balance: parseYuan('-7.60'),
      rerunDifference: parseYuan('10'),
    })
    expect(report.hospitals[1]).toMatchObject({ performanceDeduction: 0n, balance: parseYuan('1030') })
    expect(report.total.balance).toBe(parseYuan('1022.40'))
    expect(() => settleYear({ ...given, scores: new Map() }, { ...POLICY, performance })).toThrow(
      '缺少绩效考核得分，不能决算：H1、H2',
    )
    // Too few cases to be scored: 980 × 0.05 × 0.3 = 14.70 and 1030 × 0.05 × 0.3 = 15.45.
    const small = settleYear({ ...given, scores: new Map() }, { ...POLICY, performance: { ...performance, unscored: parseRatio('0.7') } }) // prettier-ignore
    expect(small.hospitals.map((one) => [one.score, one.performanceDeduction])).toEqual([[null, parseYuan('14.70')], [null, parseYuan('15.45')]]) // prettier-ignore
    const poor = settleYear({ ...given, scores: new Map([['H1', parseRatio('10')], ['H2', parseRatio('90')]]) }, { ...POLICY, performance }) // prettier-ignore
    expect(poor.hospitals[0]!.performanceDeduction).toBe(parseYuan('49'))
  })

  test('a hospital that was paid but has no case is cleared too', () => {
    const report = settleYear(input({ paid: new Map([['H9', parseYuan('100')]]) }), POLICY)
    expect(report.hospitals[2]).toMatchObject({ hospital: 'H9', cases: 0, final: 0n, balance: parseYuan('-100') })
  })

  test('an adjustment without basis or with a negative amount is refused', () => {
    const one = { hospital: 'H1', kind: 'violation', amount: 1n as Fen, basis: '核定书' } as const
    expect(() => settleYear(input({ adjustments: [{ ...one, basis: '' }] }), POLICY)).toThrow('缺少依据')
    expect(() => settleYear(input({ adjustments: [{ ...one, amount: -1n as Fen }] }), POLICY)).toThrow('不能为负数')
  })

  test('the printed report', () => {
    const lines = printYearEnd(settleYear(input(), POLICY)).split('\n')
    expect(lines[1]).toBe('年度本地住院预算 3000.00 元，决算 2010.00 元，基金结余 990.00 元')
    expect(lines.at(-1)).toBe('合计\t3\t2000.00\t1960.00\t2010.00\t2010.00\t0.00\t0.00\t0.00\t2010.00\t0.00\t2010.00')
  })

  test('a tampered report is found out', () => {
    const report = settleYear(input(), POLICY)
    const [first, ...rest] = report.hospitals
    expect(findYearEndDifferences({ ...report, hospitals: [{ ...first!, settled: 1n as Fen }, ...rest] })).toHaveLength(3) // prettier-ignore
    expect(findYearEndDifferences({ ...report, fundSurplus: 1n as Fen })).toEqual(['预算与决算差额不平'])
  })

  const money = fc.bigInt(0n, 5_000_000n)
  const share = fc.bigInt(0n, ONE).map((value) => value as Ratio)
  const anyYear = fc.record({
    rows: fc.array(fc.record({ hospital: fc.constantFrom('H1', 'H2'), drg: fc.constantFrom('A', 'B', 'C'), cost: money, own: fc.integer({ min: 0, max: 100 }) }), { maxLength: 40 }), // prettier-ignore
    budget: fc.bigInt(0n, 100_000_000n),
    paid: fc.dictionary(fc.constantFrom('H1', 'H2', 'H3'), money),
    amounts: fc.array(fc.record({ hospital: fc.constantFrom('H1', 'H2'), kind: fc.constantFrom('violation' as const, 'tcm' as const), amount: money, basis: fc.constant('依据') })), // prettier-ignore
    whenOver: fc.constantFrom('scale' as const, 'surplus' as const),
    belowZero: fc.constantFrom('keep' as const, 'zero' as const),
    shares: fc.tuple(share, share, share),
  })

  test('Σ cases = Σ hospitals = report to the fen; never over a budget that cuts; rerun and order change nothing', () => {
    fc.assert(
      fc.property(anyYear, ({ rows, budget, paid, amounts, whenOver, belowZero, shares }) => {
        const cases = rows.map(({ cost, own, ...rest }, i): PaymentCase => ({ ...makeCase({ id: `c${i}` }), ...rest, cost: cost as Fen, patientPay: ((cost * BigInt(own)) / 100n) as Fen, otherFunds: 0n as Fen })) // prettier-ignore
        const { payments } = priceCases(cases, { ...CITY, belowZero })
        const given = input({ payments, budget: budget as Fen, paid: new Map(Object.entries(paid)) as Map<string, Fen>, adjustments: amounts as Adjustment[] }) // prettier-ignore
        const bands: Band[] = [{ upTo: parseRatio('0.85'), pay: 'actual' }, { upTo: ONE, pay: 'surplus', share: shares[0] }, { upTo: parseRatio('1.1'), pay: 'overspend', share: shares[1] }, { upTo: null, pay: 'overspend', share: shares[2] }] // prettier-ignore
        const policy = { ...POLICY, bands, whenOver }
        const report = settleYear(given, policy)
        expect(findYearEndDifferences(report)).toEqual([])
        const byCase = report.hospitals.flatMap((one) => [...one.bySettledCase.values()])
        expect(byCase.reduce<bigint>((a, b) => a + b, 0n)).toBe(report.total.settled)
        if (whenOver === 'scale') expect(report.total.settled <= budget || report.total.banded === report.total.settled).toBe(true) // prettier-ignore
        if (whenOver === 'scale') expect(report.fundSurplus >= 0n).toBe(true)
        const other = settleYear({ ...given, payments: payments.toReversed(), adjustments: amounts.toReversed() as Adjustment[] }, policy) // prettier-ignore
        expect(printYearEnd(other)).toBe(printYearEnd(report))
        for (const [i, one] of report.hospitals.entries())
          for (const [id, amount] of one.bySettledCase) expect(other.hospitals[i]!.bySettledCase.get(id)).toBe(amount)
      }),
    )
  })
})

describe('sign-off', () => {
  const event = (step: YearEvent['step'], more: Partial<YearEvent> = {}): YearEvent => ({
    hospital: 'H1',
    step,
    side: step === 'sign' || step === 'object' ? 'hospital' : 'agency',
    at: '2027-03-01T09:00:00+08:00',
    by: 'u1',
    note: '',
    reportHash: 'r1',
    ...more,
  })

  test('published, signed by the hospital, final; the year is final when all are', () => {
    const report = settleYear(input(), POLICY)
    const h1 = [event('publish'), event('sign'), event('finalise')]
    expect(isYearFinal(report, h1)).toBe(false)
    expect(isYearFinal(report, [...h1, ...h1.map((one) => ({ ...one, hospital: 'H2' }))])).toBe(true)
  })

  test('an objection is rejected or leads to a new draft; an old version cannot be signed', () => {
    const objected = [event('publish'), event('object')]
    expect(yearStates([...objected, event('reject')]).get('H1')).toBe('published')
    const reworked = [...objected, event('rework'), event('publish', { reportHash: 'r2' })]
    expect(yearStates([...reworked, event('sign', { reportHash: 'r2' })]).get('H1')).toBe('signed')
    expect(() => yearStates([...reworked, event('sign')])).toThrow('版本不一致')
  })

  test('the agency cannot sign for the hospital, and final is final', () => {
    expect(() => yearStates([event('publish'), event('sign', { side: 'agency' })])).toThrow('应由医疗机构')
    expect(() => yearStates([event('publish'), event('sign'), event('finalise'), event('publish')])).toThrow('当前状态') // prettier-ignore
  })
})
