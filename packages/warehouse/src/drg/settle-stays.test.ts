import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatRatio, parseRatio } from '@yijian/drg'
import { formatYuan } from '@yijian/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentDirectory, openTestWarehouse, type TestWarehouse } from '../run/run.test-helper.ts'
import { openPackage } from './document/package.test-helper.ts'
import { sampleStay, smallGrouper } from './drg.test-helper.ts'
import { countGroups } from './group-counts.ts'
import type { GroupedStay } from './grouped-stay.ts'
import type { Policy } from './payment-policy.ts'
import { parsePaymentSettings } from './payment-settings.ts'
import { openStays, type StaySource } from './read-stays.ts'
import { settleStays, settleYearOf } from './settle-stays.ts'
import { type MonthResult, writeMonth } from './write-settlement.ts'

const PARAMETERS = `
title: 样例
basis: total-cost
funds: {employee: ['310'], resident: ['390']}
rates: {method: fixed, rates: [{fund: employee, rate: 5000}, {fund: resident, rate: 4000}]}
coefficients: {by_level: {'2': 1.1}, by_hospital: {H2: 1}}
low: 0.4
high: {multiples: {by: weight, tiers: [{up_to: 1, multiple: 3}, {up_to: null, multiple: 2}]}, mode: pay, share: 0.7}
unweighted: {method: discount, discount: 0.8}
bed_day: {med_types: ['2105'], rates: [{category: rehabilitation, bands: [{up_to: null, rate: 320}]}]}
technologies:
  - {code: T1, name: 样例新技术, items: [TECH1], from: '2025-01-01', to: '2025-12-31', pay: {method: item-actual, share: 1}}
below_zero: keep
prepay: {share: 0.95}
year_end:
  budget: {method: fixed, employee: 20000, resident: 5000}
  bands: [{pay: actual, up_to: 0.85}, {pay: surplus, up_to: 1, share: 1}, {pay: overspend, up_to: 1.1, share: 0.5}, {pay: overspend, up_to: null, share: 0}]
  when_over: scale
  adjustments: [{hospital: H1, fund: employee, kind: violation, amount: 100.01, basis: 样例决定书}]
`
const MARCH = { from: '2025-03-01', to: '2025-04-01' }

let warehouse: TestWarehouse
let source: StaySource
let stays: GroupedStay[]
let policy: Policy

beforeAll(async () => {
  warehouse = openTestWarehouse()
  await warehouse.deliver({
    psn_info_b: [{ psn_no: 'Pnosex', gend: null, brdy: '1970-01-01' }],
    stays: [
      sampleStay('a', { cost: 3000 }),
      sampleStay('b-low', { cost: 1000 }),
      sampleStay('c-high', { cost: 30000, main: 'J18.900', inst: 'H2' }),
      sampleStay('d-qy', { cost: 1000, main: 'J18.900', oprns: ['36.0700'] }),
      sampleStay('e-day', { cost: 1000, med_type: '2105' }),
      sampleStay('f-resident', { cost: 2000, fund: '1000.00', hifp_pay: '900.00', insutype: '390' }),
      sampleStay('g-tech', { cost: 5000, items: [{ code: 'TECH1', name: '样例', chrg: '05', amt: '1000.00', cnt: 1, day: '2025-03-04' }] }), // prettier-ignore
      sampleStay('h-retired', { insutype: '340' }),
      sampleStay('i-pooled', { hifp_pay: null }),
      sampleStay('nosex', {}),
      sampleStay('april', { dsc: '2025-04-02' }),
    ],
  })
  source = await openStays({ dataDirectory: warehouse.dataDirectory, contentDirectory })
  stays = []
  for await (const chunk of source.grouped(smallGrouper(), MARCH)) stays.push(...chunk)
  policy = {
    settings: parsePaymentSettings(PARAMETERS, '样例.yaml'),
    weights: new Map([['BR11', parseRatio('0.5')], ['ES11', parseRatio('1.5')]]), // prettier-ignore
    hospitals: await source.hospitals(),
    itemFees: await source.itemFees(['TECH1'], MARCH),
  }
}, 60_000)
afterAll(() => {
  source.close()
  warehouse.remove()
})

describe('a month', () => {
  it('pays each case by its rule', () => {
    const { payments } = settleStays(stays, policy)
    const said = payments.map((one) => [one.caseId, one.rule, formatYuan(one.value), formatYuan(one.payable), formatYuan(one.gain)]) // prettier-ignore
    // P = 5000 × 0.5 × 1.1 = 2750 at H1, 5000 × 1.5 × 1 = 7500 at H2, 4000 × 0.5 × 1.1 = 2200 for residents.
    expect(said).toEqual([
      ['a', 'normal', '2750.00', '1850.00', '-250.00'],
      ['b-low', 'low', '1000.00', '700.00', '0.00'],
      ['c-high', 'high', '18000.00', '9000.00', '-12000.00'],
      ['d-qy', 'discount', '800.00', '500.00', '-200.00'],
      ['e-day', 'bed-day', '2240.00', '1940.00', '1240.00'],
      ['f-resident', 'normal', '2200.00', '1100.00', '200.00'],
      // The rest of the case, 4000, is normal: 2750 + 1000 for the technology.
      ['g-tech', 'normal', '3750.00', '2250.00', '-1250.00'],
    ])
  })

  it('names the reason of every case it does not pay; none vanishes', () => {
    const { payments, refused, differences } = settleStays(stays, policy)
    expect(refused.map(({ caseId, reason }) => [caseId, reason])).toEqual([
      ['h-retired', '险种 340 不在结算范围内'],
      ['i-pooled', '缺少统筹基金支出'],
      ['nosex', '缺少性别'],
    ])
    expect(payments.length + refused.length).toBe(stays.length)
    expect(stays.some(({ id }) => id === 'april')).toBe(false)
    expect(differences).toEqual([])
  })

  it('adds up by hospital and fund, and prepays the share', () => {
    const { report, prepaid } = settleStays(stays, policy)
    expect(report.statements.map(({ hospital, fund, total }) => [hospital, fund, formatYuan(total.payable)])).toEqual([
      ['H1', 'employee', '7240.00'],
      ['H1', 'resident', '1100.00'],
      ['H2', 'employee', '9000.00'],
    ])
    expect(formatYuan(report.total.payable)).toBe('17340.00')
    expect(formatRatio(report.total.weight)).toBe('3.5')
    expect(prepaid.get('employee')!.map(({ hospital, prepaid: paid }) => [hospital, formatYuan(paid)])).toEqual([
      ['H1', '6878.00'],
      ['H2', '8550.00'],
    ])
  })

  it('does not depend on the order of the stays', () => {
    expect(settleStays(stays.toReversed(), policy)).toEqual(settleStays(stays, policy))
  })
})

describe('the files of a month', () => {
  const monthOf = (): MonthResult => ({
    month: '2025-03',
    basis: { snapshot: source.prepared.snapshot, scheme: 's', schemeHash: 'h', parameters: 'p', parametersHash: 'q' },
    counts: countGroups(stays),
    settled: settleStays(stays, policy),
    named: { names: new Map([['H1', '=样例,医院<1>']]), stays: new Map(stays.map((stay) => [stay.id, stay])) },
  })

  it('are the same bytes each time, with nothing left of an earlier run', async () => {
    const [first, second] = [join(warehouse.scratch, 'one'), join(warehouse.scratch, 'two')]
    mkdirSync(join(first, '2025-03 月结算'), { recursive: true })
    writeFileSync(join(first, '2025-03 月结算', 'H9-病例.csv'), 'old')
    expect(await writeMonth(first, monthOf())).toEqual([])
    expect(await writeMonth(second, monthOf())).toEqual([])
    const files = (readdirSync(first, { recursive: true }) as string[]).sort()
    expect(files).toEqual((readdirSync(second, { recursive: true }) as string[]).sort())
    const written = files.filter((name) => /\.\w+$/.test(name))
    expect(written).toHaveLength(12)
    for (const name of written) expect(readFileSync(join(first, name)).equals(readFileSync(join(second, name)))).toBe(true) // prettier-ignore
  })

  it('explain each case in words that a hospital can check', async () => {
    await writeMonth(warehouse.scratch, monthOf())
    const folder = join(warehouse.scratch, '2025-03 月结算')
    const [head = '', first = ''] = readFileSync(join(folder, '机构', 'H1-病例.csv'), 'utf8').split('\r\n')
    expect(head).toContain('支付说明')
    expect(first).toContain('费率 5000.00 × 权重 0.5 × 机构系数 1.1 = 2750.00 元')
    expect(first).toContain("'=样例,医院")
    expect(readFileSync(join(folder, '机构', 'H1-未支付.csv'), 'utf8')).toContain('缺少性别')
    const sheets = openPackage(readFileSync(join(folder, '月结算.xlsx')))
    expect([...sheets.keys()].filter((name) => name.includes('sheet'))).toHaveLength(5)
    expect(sheets.get('xl/workbook.xml')).toContain('name="结算单"')
    expect(sheets.get('xl/worksheets/sheet2.xml')).toContain('=样例,医院&lt;1&gt;')
    expect(sheets.get('xl/worksheets/sheet4.xml')).toContain('<c r="O5" s="1"><v>18000.00</v></c>')
  })

  it('that do not agree with the report are said so', async () => {
    const month = monthOf()
    const { report } = month.settled
    const total = { ...report.total, payable: (report.total.payable + 1n) as typeof report.total.payable }
    const wrong = { ...month, settled: { ...month.settled, report: { ...report, total } } }
    expect(await writeMonth(warehouse.scratch, wrong)).toEqual([expect.stringContaining('17340.00')])
  })

  it('of a month without cases are there, too', async () => {
    const empty = { ...monthOf(), month: '2025-05', counts: countGroups([]), settled: settleStays([], policy), named: { names: new Map(), stays: new Map() } } // prettier-ignore
    expect(await writeMonth(warehouse.scratch, empty)).toEqual([])
  })
})

describe('a year', () => {
  it('clears what the months paid, after bands and deductions', () => {
    const { reports, differences, paidFrom } = settleYearOf({ year: 2025, stays, lastYear: null }, policy)
    expect(differences).toEqual([])
    expect(paidFrom).toBe('months')
    const [employee] = reports
    // H1: actual 7700 over payable 7240, half of the 460; H2: 21000 over 9000, half of the first 10 %.
    expect(employee!.hospitals.map((one) => [one.hospital, ...[one.payable, one.banded, one.deductions, one.final, one.paid, one.balance].map(formatYuan)])).toEqual([
      ['H1', '7240.00', '7470.00', '100.01', '7369.99', '6878.00', '491.99'],
      ['H2', '9000.00', '9450.00', '0.00', '9450.00', '8550.00', '900.00'],
    ]) // prettier-ignore
    expect(formatYuan(employee!.fundSurplus)).toBe('3080.00')
  })

  it('budgets by growth over last year when the data has one', () => {
    const growth = PARAMETERS.replace('{method: fixed, employee: 20000, resident: 5000}', '{method: growth, factors: [{name: 基金收入, growth: 0.1, share: 1}], lowest: 0, highest: 0.2, last_off_site: {employee: 0, resident: 0}, income: {employee: 99999, resident: 99999}, keep: 0, surplus: {employee: 0, resident: 0}}') // prettier-ignore
    const settings = parsePaymentSettings(growth, '样例.yaml')
    expect(() => settleYearOf({ year: 2025, stays, lastYear: null }, { ...policy, settings })).toThrow('没有 2024 年')
    const lastYear = { employee: 2_000_000n, resident: 500_000n } as Parameters<typeof settleYearOf>[0]['lastYear']
    const { reports } = settleYearOf({ year: 2025, stays, lastYear }, { ...policy, settings })
    expect(reports.map(({ budget }) => formatYuan(budget))).toEqual(['22000.00', '5500.00'])
  })
})

describe('parameters', () => {
  it('of the demonstration scheme are valid', () => {
    const file = join(contentDirectory, 'drg-schemes/demo/payment.yaml')
    const settings = parsePaymentSettings(readFileSync(file, 'utf8'), file)
    expect(settings.title).toContain('演示')
    expect(settings.year_end?.bands).toHaveLength(4)
  })

  it.each([
    ['low: 0.4', 'low: 0.123456789', 'low 应为最多八位小数的数：0.123456789'],
    ['rate: 5000', 'rate: 5000.005', 'rates.rates.0.rate 应为以元为单位'],
    ['fund: employee', 'fund: worker', 'rates.rates.0.fund'],
    ['below_zero: keep', 'below_zero: keep\ncolour: red', 'colour'],
    ['{up_to: 1, multiple: 3}, {up_to: null, multiple: 2}', '{up_to: 1, multiple: 3}', '最后一档 up_to 为 null'],
    ["from: '2025-01-01'", "from: '2025-02-30'", 'technologies.0.from 应为存在的日期'],
    ['items: [TECH1], ', '', '新技术应给出手术编码或项目编码'],
    ['kind: violation', 'kind: fine', 'year_end.adjustments.0.kind'],
    ['basis: total-cost', 'basis: [', '不是有效的 YAML'],
  ])('%j → %j is refused by name', (from, to, message) => {
    expect(PARAMETERS).toContain(from)
    expect(() => parsePaymentSettings(PARAMETERS.replace(from, to), '样例.yaml')).toThrow(message)
  })
})
