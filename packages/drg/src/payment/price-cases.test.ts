import { formatYuan, parseDay, parseYuan, type Fen } from '@yijian/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CasePayment } from './case-payment.ts'
import { explainPayment } from './explain.ts'
import type { HighPolicy, PaymentParameters } from './parameters.ts'
import type { PaymentCase } from './payment-case.ts'
import { CITY, makeCase } from './payment.test-helper.ts'
import { settleByPoints } from './points.ts'
import { priceCases } from './price-cases.ts'
import { priceCase } from './price-case.ts'
import { parseRatio } from './ratio.ts'
import { findDifferences, makeReport, printStatement } from './statement.ts'

function price(one: PaymentCase, more: Partial<PaymentParameters> = {}): CasePayment {
  const priced = priceCase(one, { ...CITY, ...more })
  if (typeof priced === 'string') throw new Error(priced)
  return priced
}

function brief({ rule, value, payable, gain }: CasePayment): readonly string[] {
  return [rule, formatYuan(value), formatYuan(payable), formatYuan(gain)]
}

const HIGH: HighPolicy = {
  multiples: {
    by: 'weight',
    tiers: [
      { upTo: parseRatio('1'), multiple: parseRatio('3') },
      { upTo: parseRatio('3'), multiple: parseRatio('2') },
      { upTo: null, multiple: parseRatio('1.5') },
    ],
  },
  mode: 'pay',
  share: parseRatio('0.8'),
  limit: null,
}

describe('standard P = F × RW × A', () => {
  test('whole cost: 10000 × 1 × 1.05 = 10500; fund 10500 − 2000 − 500 = 8000; against 9000 − 2500 = 6500 a gain of 1500', () => {
    expect(brief(price(makeCase()))).toEqual(['normal', '10500.00', '8000.00', '1500.00'])
  })

  test('fund basis: P is what the fund pays, compared with the fund’s part of the cost', () => {
    // 6500 / 10500 = 0.62, normal; gain 10500 − 6500
    expect(brief(price(makeCase(), { basis: 'fund' }))).toEqual(['normal', '10500.00', '10500.00', '4000.00'])
  })

  test('rate by fund and level: residents 8000, at level 2 7000; A = 0.95: 7000 × 2.5 × 0.95 = 16625', () => {
    expect(price(makeCase({ fund: 'resident' })).value).toBe(parseYuan('8400'))
    expect(price(makeCase({ fund: 'resident', hospital: 'H2', drg: 'B' })).value).toBe(parseYuan('16625'))
  })

  test('one rounding, half up: 10000 × 0.33335555 × 1.05 = 3500.233275 → 3500.23', () => {
    const weights = new Map([['A', parseRatio('0.33335555')]])
    expect(price(makeCase(), { weights }).value).toBe(parseYuan('3500.23'))
  })

  test('same price for the same disease: A = 1 in a basic group', () => {
    expect(price(makeCase(), { samePriceGroups: new Set(['A']) }).value).toBe(parseYuan('10000'))
  })

  test('patient paid more than P: zero or negative as the policy says', () => {
    // patient 12000 of 13000: 10500 − 12000 = −1500
    const one = makeCase({ yuan: '13000', patientPay: parseYuan('12000'), otherFunds: 0n as Fen })
    expect(price(one).payable).toBe(0n)
    expect(price(one, { belowZero: 'keep' }).payable).toBe(parseYuan('-1500'))
  })
})

describe('low and high cases', () => {
  test('low below 0.4 × 10500 = 4200: actual cost; exactly 4200 is normal', () => {
    expect(brief(price(makeCase({ yuan: '4199.99' })))).toEqual(['low', '4199.99', '1699.99', '0.00'])
    expect(brief(price(makeCase({ yuan: '4200.00' })))).toEqual(['normal', '10500.00', '8000.00', '6300.00'])
  })

  test('high over 3 × 10500 = 31500 (RW ≤ 1): P + (41500 − 31500) × 0.8 = 18500; exactly 31500 is normal', () => {
    expect(brief(price(makeCase({ yuan: '41500' }), { high: HIGH }))).toEqual(['high', '18500.00', '16000.00', '-23000.00']) // prettier-ignore
    expect(price(makeCase({ yuan: '31500' }), { high: HIGH }).rule).toBe('normal')
    expect(price(makeCase({ yuan: '31500.01' }), { high: HIGH }).value).toBe(parseYuan('10500.01'))
  })

  test('multiple by weight: B (2.5) over 2 × 26250 = 52500; C (4.0) over 1.5 × 42000 = 63000', () => {
    expect(price(makeCase({ drg: 'B', yuan: '52500.01' }), { high: HIGH }).rule).toBe('high')
    expect(price(makeCase({ drg: 'B', yuan: '52500' }), { high: HIGH }).rule).toBe('normal')
    expect(brief(price(makeCase({ drg: 'C', yuan: '73000' }), { high: HIGH })).slice(0, 2)).toEqual(['high', '50000.00']) // prettier-ignore
  })

  test('multiple by level of the hospital: 3 at level 3, 2 at level 2 (P = 9500)', () => {
    const multiples = { by: 'level' as const, levels: new Map([['3', parseRatio('3')], ['2', parseRatio('2')]]) } // prettier-ignore
    const high = { ...HIGH, multiples }
    expect(price(makeCase({ yuan: '20000' }), { high }).rule).toBe('normal')
    // 9500 + (20000 − 19000) × 0.8
    expect(price(makeCase({ yuan: '20000', hospital: 'H2' }), { high }).value).toBe(parseYuan('10300'))
  })

  test('review: P now, the rest open', () => {
    const found = price(makeCase({ yuan: '41500' }), { high: { ...HIGH, mode: 'review' } })
    expect(found).toMatchObject({ rule: 'high-review', value: parseYuan('10500'), pending: true })
    const decisions = new Map([['1', { effect: 'standard' as const }]])
    const reviewed = price(makeCase({ yuan: '41500' }), { high: { ...HIGH, mode: 'review' }, decisions })
    expect(reviewed).toMatchObject({ rule: 'high-review', value: parseYuan('10500'), pending: false })
  })

  test('limit 10 % of 20 cases: the two with the highest multiple are paid as high, ties by case number', () => {
    const normal = Array.from({ length: 16 }, (_, i) => makeCase({ id: `n${String(i).padStart(2, '0')}` }))
    const high = [
      makeCase({ id: 'h1', yuan: '40000' }),
      makeCase({ id: 'h3', yuan: '50000' }),
      makeCase({ id: 'h2', yuan: '50000' }),
      // 3.9 times P although it costs most
      makeCase({ id: 'h4', yuan: '102375', drg: 'B' }),
    ]
    const parameters = { ...CITY, high: { ...HIGH, limit: parseRatio('0.1') } }
    const { payments } = priceCases([...normal, ...high], parameters)
    const rules = Object.fromEntries(payments.filter(({ caseId }) => caseId.startsWith('h')).map(({ caseId, rule }) => [caseId, rule])) // prettier-ignore
    expect(rules).toEqual({ h1: 'high-over-limit', h2: 'high', h3: 'high', h4: 'high-over-limit' })
    expect(payments.find(({ caseId }) => caseId === 'h1')).toMatchObject({ value: parseYuan('10500'), payable: parseYuan('8000') }) // prettier-ignore
    expect(priceCases([...high, ...normal].reverse(), parameters).payments).toEqual(payments)
  })
})

describe('cases without weight', () => {
  test.each(['ungrouped', 'qy'] as const)('%s: actual × 0.8 = 7200; fund 7200 − 2500 = 4700', (status) => {
    expect(brief(price(makeCase({ status, drg: '' })))).toEqual(['discount', '7200.00', '4700.00', '-1800.00'])
  })

  test('a new group without weight is treated alike', () => {
    expect(price(makeCase({ drg: 'NEW' })).rule).toBe('discount')
  })

  test('mean of similar cases, discount where there is none', () => {
    const unweighted = { method: 'similar' as const, means: new Map([['MDCA', parseYuan('8600')]]), discount: parseRatio('0.5') } // prettier-ignore
    expect(brief(price(makeCase({ drg: 'NEW' }), { unweighted }))).toEqual(['similar', '8600.00', '6100.00', '-400.00'])
    expect(price(makeCase({ drg: 'NEW', similar: 'MDCZ' }), { unweighted }).value).toBe(parseYuan('4500'))
  })

  test('review: nothing is owed yet, on either basis', () => {
    const unweighted = { method: 'review' as const }
    expect(price(makeCase({ drg: 'NEW' }), { unweighted })).toMatchObject({ rule: 'review', payable: 0n, pending: true }) // prettier-ignore
    expect(price(makeCase({ drg: 'NEW' }), { unweighted, basis: 'fund' }).payable).toBe(0n)
  })
})

describe('bed-days', () => {
  const bands = [
    { upTo: 30, rate: parseYuan('300') },
    { upTo: 60, rate: parseYuan('250') },
    { upTo: null, rate: parseYuan('200') },
  ]
  const rates = [
    { category: 'psychiatric' as const, level: '', bands },
    { category: 'psychiatric' as const, level: '2', bands: [{ upTo: null, rate: parseYuan('180') }] },
    { category: 'long-stay' as const, level: '', bands },
  ]
  const bedDay = { longerThan: 60, method: 'marginal' as const, rates }
  const psychiatric = (los: number, interruptedDays = 0) =>
    makeCase({ status: 'bed-day', los, bedDay: { category: 'psychiatric', interruptedDays }, yuan: '30000' })

  test('marginal: 70 days = 30 × 300 + 30 × 250 + 10 × 200 = 18500', () => {
    expect(brief(price(psychiatric(70), { bedDay }))).toEqual(['bed-day', '18500.00', '16000.00', '-11500.00'])
  })

  test('whole: 70 × 200 = 14000; 30 days stay in the first band: 9000', () => {
    expect(price(psychiatric(70), { bedDay: { ...bedDay, method: 'whole' } }).value).toBe(parseYuan('14000'))
    expect(price(psychiatric(30), { bedDay: { ...bedDay, method: 'whole' } }).value).toBe(parseYuan('9000'))
  })

  test('interrupted days are not paid; the level’s own rate goes first', () => {
    expect(price(psychiatric(70, 40), { bedDay }).value).toBe(parseYuan('9000'))
    expect(price({ ...psychiatric(10), hospital: 'H2' }, { bedDay }).value).toBe(parseYuan('1800'))
  })

  test('a DRG case of 61 days is paid by the day, of 60 days by its group', () => {
    // 30 × 300 + 30 × 250 + 1 × 200
    expect(price(makeCase({ los: 61 }), { bedDay })).toMatchObject({ rule: 'bed-day', value: parseYuan('16700') })
    expect(price(makeCase({ los: 60 }), { bedDay }).rule).toBe('normal')
  })
})

describe('new technology, 中医, special cases', () => {
  const term = { name: '示例新技术', from: parseDay('2024-06-02'), to: parseDay('2025-06-01') }
  const technology = { code: 'T1', cost: parseYuan('3000') }
  const using = (pay: 'case-actual' | 'item-actual' | 'extra-weight') => {
    const share = parseRatio('0.9')
    const how = pay === 'case-actual' ? { method: pay } : pay === 'item-actual' ? { method: pay, share } : { method: pay, weight: parseRatio('0.2') } // prettier-ignore
    return { technologies: new Map([['T1', { ...term, pay: how }]]) }
  }

  test('whole case outside the group: actual cost', () => {
    expect(brief(price(makeCase({ technology }), using('case-actual')))).toEqual(['technology-actual', '9000.00', '6500.00', '0.00']) // prettier-ignore
  })

  test('its fees apart: 10500 + 3000 × 0.9 = 13200; the class is judged without them (1200 < 4200 is low: 1200 + 2700)', () => {
    expect(price(makeCase({ technology }), using('item-actual')).value).toBe(parseYuan('13200'))
    const cheap = makeCase({ technology, yuan: '5500' })
    expect(price({ ...cheap, patientPay: parseYuan('100'), otherFunds: 0n as Fen }, using('item-actual'))).toMatchObject({ rule: 'low', value: parseYuan('5200') }) // prettier-ignore
  })

  test('extra weight: 10000 × 1.2 × 1.05 = 12600', () => {
    expect(price(makeCase({ technology }), using('extra-weight')).value).toBe(parseYuan('12600'))
  })

  test('the day after the term it is an ordinary case; both ends of the term count', () => {
    const on = (day: string) => price(makeCase({ technology, discharged: parseDay(day) }), using('case-actual')).rule
    expect(['2024-06-01', '2024-06-02', '2025-06-01', '2025-06-02'].map(on)).toEqual(['normal', 'technology-actual', 'technology-actual', 'normal']) // prettier-ignore
  })

  test('中医 coefficient 1.1: 10500 × 1.1 = 11550; same price as group B: 10000 × 2.5 × 1.05 = 26250', () => {
    const tcm = new Map<string, PaymentParameters['tcm'] extends ReadonlyMap<string, infer T> ? T : never>([
      ['Z1', { method: 'coefficient', coefficient: parseRatio('1.1') }],
      ['Z2', { method: 'same-price', drg: 'B' }],
    ])
    expect(price(makeCase({ tcm: 'Z1' }), { tcm }).value).toBe(parseYuan('11550'))
    const same = price(makeCase({ tcm: 'Z2', yuan: '20000' }), { tcm })
    expect([same.value, same.inputs.pricedAs]).toEqual([parseYuan('26250'), 'B'])
    const basic = price(makeCase({ tcm: 'Z2', yuan: '20000' }), { tcm, samePriceGroups: new Set(['B']) })
    expect(basic.value).toBe(parseYuan('25000'))
    expect(price(makeCase({ tcm: 'Z9' }), { tcm }).value).toBe(parseYuan('10500'))
  })

  test('decisions: weight 3 → 31500; 85 % of actual → 7650; standard → as the group', () => {
    const decided = (effect: PaymentParameters['decisions'] extends ReadonlyMap<string, infer T> ? T : never) =>
      brief(price(makeCase(), { decisions: new Map([['1', effect]]) }))
    expect(decided({ effect: 'weight', weight: parseRatio('3') }).slice(0, 2)).toEqual(['special-weight', '31500.00'])
    expect(decided({ effect: 'actual', share: parseRatio('0.85') })).toEqual(['special-actual', '7650.00', '5150.00', '-1350.00']) // prettier-ignore
    expect(decided({ effect: 'standard' }).slice(0, 2)).toEqual(['normal', '10500.00'])
  })

  test('paid apart: the fund pays what it paid', () => {
    expect(brief(price(makeCase({ status: 'paid-apart' })))).toEqual(['paid-apart', '9000.00', '6500.00', '0.00'])
  })
})

describe('refusals and explanations', () => {
  test.each([
    [{ hospital: 'H9' }, '等级'],
    [{ yuan: '-1' }, '负数'],
    [{ patientPay: parseYuan('9000') }, '超过总费用'],
    [{ los: NaN }, '住院天数'],
    [{ technology: { code: 'T1', cost: parseYuan('6500.01') } }, '新技术费用'],
    [{ status: 'bed-day' as const }, '床日费率'],
  ])('%o is refused by name', (more, reason) => {
    expect(priceCase(makeCase(more), CITY)).toContain(reason)
  })

  test('a fund without rate and a case given twice are refused; in = priced + refused', () => {
    expect(priceCase(makeCase({ fund: 'resident' }), { ...CITY, rates: CITY.rates.slice(0, 1) })).toContain('基础费率')
    const { payments, refused } = priceCases([makeCase(), makeCase(), makeCase({ id: '2', yuan: '-1' })], CITY)
    expect(payments).toHaveLength(1)
    expect(refused.map(({ caseId, reason }) => [caseId, reason])).toEqual([['1', '病例号重复'], ['2', '费用为负数']]) // prettier-ignore
  })

  test('the explanation carries the formula with its inputs', () => {
    const lines = explainPayment(price(makeCase({ yuan: '41500' }), { high: HIGH }), 'total-cost')
    expect(lines).toEqual([
      '适用规则：高倍率病例，标准加超额补偿',
      '病组标准：费率 10000.00 × 权重 1 × 机构系数 1.05 = 10500.00 元',
      '比较费用 41500.00 元，界限倍数 3，支付比例 0.8',
      '本病例价值：18500.00 元（总费用口径）',
      '统筹应付：18500.00 − 个人负担 2000.00 − 其他基金 500.00 → 16000.00 元',
      '按项目记账统筹：39000.00 元，盈亏：-23000.00 元',
    ])
  })
})

describe('point method', () => {
  test('points 1 × 100 × 1.05 = 105 and 2.5 × 100 × 0.95 = 237.5; budget 10000 less 5 % over 342.5 points', () => {
    const { payments } = priceCases([makeCase(), makeCase({ id: '2', hospital: 'H2', drg: 'B' })], CITY)
    const [result] = settleByPoints(payments, { budgets: new Map([['employee', parseYuan('10000')]]), reserve: parseRatio('0.05') }) // prettier-ignore
    // 9500 / 342.5 = 27.737226; 105 × that = 2912.4088 → 2912.41; the rest 6587.59
    expect(result).toMatchObject({ reserve: parseYuan('500'), pointValue: '27.737226', distributed: parseYuan('9500') })
    expect([...result!.cases]).toEqual([['1', parseYuan('2912.41')], ['2', parseYuan('6587.59')]]) // prettier-ignore
    expect(() => settleByPoints([], { budgets: new Map([['employee', 1n as Fen]]), reserve: parseRatio('0') })).toThrow('没有点数') // prettier-ignore
  })
})

describe('statements', () => {
  const anyCase = fc.record({
    hospital: fc.constantFrom('H1', 'H2', 'H9'),
    fund: fc.constantFrom('employee' as const, 'resident' as const),
    status: fc.constantFrom('grouped' as const, 'grouped' as const, 'qy' as const, 'paid-apart' as const),
    drg: fc.constantFrom('A', 'B', 'C', 'NEW'),
    los: fc.integer({ min: 1, max: 60 }),
    cost: fc.bigInt(0n, 20_000_000n),
    own: fc.integer({ min: 0, max: 100 }),
  })
  const anyCases = fc.array(anyCase, { maxLength: 60 }).map((rows) =>
    rows.map(({ cost, own, ...rest }, i): PaymentCase => {
      const patientPay = ((cost * BigInt(own)) / 100n) as Fen
      return { ...makeCase({ id: `c${i}` }), ...rest, cost: cost as Fen, patientPay, otherFunds: 0n as Fen }
    }),
  )
  const policies = fc.record({
    basis: fc.constantFrom('total-cost' as const, 'fund' as const),
    belowZero: fc.constantFrom('keep' as const, 'zero' as const),
    high: fc.constantFrom(null, HIGH, { ...HIGH, limit: parseRatio('0.05') }),
  })

  test('Σ cases = Σ statements = report; no case vanishes; rerun identical; order never matters', () => {
    fc.assert(
      fc.property(anyCases, policies, (cases, policy) => {
        const parameters = { ...CITY, ...policy }
        const { payments, refused } = priceCases(cases, parameters)
        expect(payments.length + refused.length).toBe(cases.length)
        const report = makeReport(payments)
        expect(findDifferences(payments, report)).toEqual([])
        expect(report.total.payable).toBe(payments.reduce((sum, one) => sum + one.payable, 0n))
        expect(report.total.gain).toBe(report.total.payable - report.total.actualFund)
        const again = priceCases(cases.toReversed(), parameters)
        expect(again).toEqual({ payments, refused })
        expect(makeReport(again.payments.toReversed())).toEqual(report)
      }),
    )
  })

  test('a report that was tampered with is found out', () => {
    const { payments } = priceCases([makeCase(), makeCase({ id: '2', hospital: 'H2' })], CITY)
    const report = makeReport(payments)
    const wrong = { ...report.total, payable: (report.total.payable + 1n) as Fen }
    expect(findDifferences(payments, { ...report, total: wrong })).toEqual(['机构合计与报表不一致：payable'])
    expect(findDifferences(payments.slice(1), report)).toContain('结算单与病例不一致：H1 职工')
  })

  test('a statement prints its rules and its total', () => {
    const { payments } = priceCases([makeCase(), makeCase({ id: '2', yuan: '4000' })], CITY)
    expect(printStatement(makeReport(payments).statements[0]!).split('\n')).toEqual([
      '定点医疗机构 H1 职工住院 DRG 结算单',
      '类别\t病例数\t总权重\t总费用\t个人负担\t其他基金\t记账统筹\t统筹应付\t盈亏',
      '正常病例，按病组标准\t1\t1.0000\t9000.00\t2000.00\t500.00\t6500.00\t8000.00\t1500.00',
      '低倍率病例，按实际费用\t1\t1.0000\t4000.00\t2000.00\t500.00\t1500.00\t1500.00\t0.00',
      '合计\t2\t2.0000\t13000.00\t4000.00\t1000.00\t8000.00\t9500.00\t1500.00',
    ])
  })
})
