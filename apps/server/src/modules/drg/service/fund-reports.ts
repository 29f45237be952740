import { type FundReport, type FundReportRow, type PeriodSums } from '@yijian/contract'
import { FUNDS, type Fund } from '@yijian/drg'
import { AppError, formatYuan, parseYuan } from '@yijian/kernel'
import type { Access } from '../../../platform/access/scope.ts'
import { hospitalNames } from '../store/cases.ts'
import { monthRecords } from '../store/months.ts'
import { accountsPayable, paidByFund, periodRows, specialOf, type PeriodRow } from '../store/reports.ts'
import { openMonths } from '../store/years.ts'
import { localBudget } from './budgets.ts'
import type { DrgContext } from './context.ts'
import { FUND_KEYS, namesOf, ruleLabel, schemeName, sumYuan, ZERO_YUAN } from './labels.ts'
import { activeOf } from './parameters.ts'
import { adviceOf, sentencesOf } from './report-words.ts'
import { checkWholeCity } from './whole-city.ts'

interface Span {
  readonly period: string
  readonly label: string
  readonly from: string
  readonly to: string
}

function spanOf(period: string): Span {
  const [year = '', quarter] = period.split('-Q')
  if (quarter === undefined) return { period, label: `${year} 年`, from: `${year}-01`, to: `${year}-12` }
  const first = Number(quarter) * 3 - 2
  const month = (n: number) => `${year}-${String(n).padStart(2, '0')}`
  return {
    period,
    label: `${year} 年第${'一二三四'[Number(quarter) - 1]}季度`,
    from: month(first),
    to: month(first + 2),
  }
}

const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5))
const quarterOf = (month: string): string => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`

/** Years and quarters that have cases, newest first. */
export async function listFundReports(context: DrgContext, access: Access): Promise<{ rows: FundReportRow[] }> {
  checkWholeCity(access)
  const { db } = context
  const months = (await monthRecords(db)).map(({ month }) => month)
  const years = [...new Set(months.map((month) => month.slice(0, 4)))].sort().reverse()
  const periods = years.flatMap((year) => [year, ...[...new Set(months.filter((month) => month.startsWith(year)).map(quarterOf))].sort().reverse()]) // prettier-ignore
  const open = new Map(await Promise.all(years.map(async (year) => [year, await openMonths(db, Number(year))] as const))) // prettier-ignore
  const rows = await Promise.all(
    periods.map(async (period): Promise<FundReportRow> => {
      const span = spanOf(period)
      const own = await periodRows(db, span)
      const total = sumsOf(own.find(({ by }) => by === 'total'))
      const within = (month: string) => month >= span.from && month <= span.to
      return { ...span, months: months.filter(within).length, open: (open.get(period.slice(0, 4)) ?? []).filter(within), cases: total.cases, payable: total.payable, actualFund: total.actualFund, gain: total.gain } // prettier-ignore
    }),
  )
  return { rows }
}

function sumsOf(row: PeriodRow | undefined): PeriodSums {
  if (!row) return { cases: 0, grouped: 0, refused: 0, high: 0, low: 0, weight: '0.0000', cmi: null, days: null, cost: ZERO_YUAN, patientPay: ZERO_YUAN, otherFunds: ZERO_YUAN, actualFund: ZERO_YUAN, payable: ZERO_YUAN, gain: ZERO_YUAN } // prettier-ignore
  const { cases, grouped, refused, high, low, weight, cmi, days, cost, payable, gain } = row
  return { cases, grouped, refused, high, low, weight, cmi, days, cost, patientPay: row.patient_pay, otherFunds: row.other_funds, actualFund: row.actual_fund, payable, gain } // prettier-ignore
}

export async function getFundReport(context: DrgContext, access: Access, period: string): Promise<FundReport> {
  checkWholeCity(access)
  const { db } = context
  const span = spanOf(period)
  const year = Number(period.slice(0, 4))
  const rows = await periodRows(db, span)
  const total = rows.find(({ by }) => by === 'total')
  if (!total || total.cases === 0) throw new AppError('missing', 'drg.report', '这一时期没有出院病例')
  const [names, active, records, open, paid, special, accounts] = await Promise.all([hospitalNames(db), activeOf(context), monthRecords(db), openMonths(db, year), paidByFund(db, span), specialOf(db, span), accountsPayable(db, span)]) // prettier-ignore
  const own = records.filter(({ month }) => month >= span.from && month <= span.to)
  const groups = namesOf(context, active.schemeId)
  const by = (kind: PeriodRow['by']) => rows.filter((row) => row.by === kind)
  const largest = (a: PeriodRow, b: PeriodRow) => Number(parseYuan(b.cost) - parseYuan(a.cost)) || (a.key < b.key ? -1 : 1) // prettier-ignore
  const facts = {
    ...span,
    open: open.filter((month) => month >= span.from && month <= span.to),
    cases: total.cases,
    payable: total.payable,
    actualFund: total.actual_fund,
    gain: total.gain,
    schemes: [...new Set(own.map((one) => schemeName(context, one.scheme_id)))],
    parameters: [...new Set(own.map((one) => one.parameters))].sort((a, b) => a - b),
    total: sumsOf(total),
    paid: sumYuan([...paid.values()]),
    ...(await comparisons(context, span)),
    funds: await fundsOf(context, {
      span: {
        ...span,
        to:
          own
            .map(({ month }) => month)
            .sort()
            .at(-1) ?? span.to,
      },
      rows: by('fund'),
      paid,
    }),
    months: by('month').sort((a, b) => (a.key < b.key ? -1 : 1)).map((row) => ({ ...sumsOf(row), month: row.key, closed: !open.includes(row.key) })), // prettier-ignore
    hospitals: by('hospital').map((row) => ({ ...sumsOf(row), hospital: { code: row.key, name: names.get(row.key)?.name ?? row.key }, tier: names.get(row.key)?.tier ?? '' })).sort((a, b) => Number(parseYuan(b.gain) - parseYuan(a.gain)) || (a.hospital.code < b.hospital.code ? -1 : 1)), // prettier-ignore
    groups: by('group').sort(largest).slice(0, 30).map((row) => ({ ...sumsOf(row), drg: row.key, name: groups.group(row.key) })), // prettier-ignore
    rules: by('rule').sort(largest).map((row) => ({ ...sumsOf(row), rule: row.key, label: row.key === '' ? '暂不能支付' : ruleLabel(row.key) })), // prettier-ignore
    special,
    checks: checksOf(rows, total, accounts),
  }
  return { ...facts, sentences: sentencesOf(facts), advice: adviceOf(facts) }
}

async function comparisons(
  { db }: DrgContext,
  { period, from, to }: Span,
): Promise<Pick<FundReport, 'previous' | 'yearAgo'>> {
  // prettier-ignore
  const year = Number(period.slice(0, 4))
  const quarter = period.split('-Q')[1]
  const before = quarter === undefined ? String(year - 1) : quarter === '1' ? `${year - 1}-Q4` : `${year}-Q${Number(quarter) - 1}` // prettier-ignore
  const ago = quarter === undefined ? null : `${year - 1}-Q${quarter}`
  const known = await monthRecords(db)
  const now = known.filter(({ month }) => month >= from && month <= to).map(({ month }) => month)
  /** The months that stand where those of this period stand: a half year is not compared with a whole one. */
  const sumsIn = async (other: string) => {
    const whole = spanOf(other)
    const offset = monthNumber(from) - monthNumber(whole.from)
    const places = new Set(now.map((month) => monthNumber(month) - offset))
    const own = known.map(({ month }) => month).filter((month) => month < from && places.has(monthNumber(month))).sort() // prettier-ignore
    if (own.length === 0 || own.length < now.length) return null
    const total = (await periodRows(db, { from: own[0]!, to: own.at(-1)! })).find(({ by }) => by === 'total')
    const isPart = now.length < monthNumber(to) - monthNumber(from) + 1
    return total ? { label: isPart ? `${whole.label}同期（${own[0]!} 至 ${own.at(-1)!}）` : whole.label, months: own.length, total: sumsOf(total) } : null // prettier-ignore
  }
  return { previous: await sumsIn(before), yearAgo: ago === null ? null : await sumsIn(ago) }
}

async function fundsOf(
  context: DrgContext,
  { span, rows, paid }: { span: Span; rows: readonly PeriodRow[]; paid: ReadonlyMap<string, string> },
): Promise<FundReport['funds']> {
  const year = Number(span.period.slice(0, 4))
  const sofar = await periodRows(context.db, { from: `${year}-01`, to: span.to })
  return Promise.all(
    FUND_KEYS.filter((fund) => rows.some(({ key }) => key === fund)).map(async (fund: Fund) => {
      const published = await localBudget(context, year, fund)
      const yearPayable = sofar.find((row) => row.by === 'fund' && row.key === fund)?.payable ?? ZERO_YUAN
      const used = published === null || published.budget === 0n ? null : Number(parseYuan(yearPayable)) / Number(published.budget) // prettier-ignore
      return { ...sumsOf(rows.find(({ key }) => key === fund)), fund, paid: paid.get(fund) ?? ZERO_YUAN, budget: published === null ? null : formatYuan(published.budget), yearPayable, usedShare: used, timeShare: Number(span.to.slice(5)) / 12 } // prettier-ignore
    }),
  )
}

function checksOf(
  rows: readonly PeriodRow[],
  total: PeriodRow,
  accounts: { accounts: string; cases: string },
): FundReport['checks'] {
  // prettier-ignore
  const sum = (kind: PeriodRow['by']) => sumYuan(rows.filter((row) => row.by === kind).map((row) => row.payable))
  const parts = (['month', 'hospital', 'group', 'rule'] as const).map(sum)
  return [
    { label: '月份、机构、病组、支付类别合计 = 病例合计', ok: parts.every((one) => one === total.payable), text: `病例合计 ${total.payable} 元` }, // prettier-ignore
    { label: '险种合计', ok: sum('fund') === total.payable, text: `${FUND_KEYS.map((fund) => FUNDS[fund]).join('、')}合计 ${sum('fund')} 元` }, // prettier-ignore
    { label: '已固化月份的病例 = 台账', ok: accounts.accounts === accounts.cases, text: `台账应付 ${accounts.accounts} 元，病例 ${accounts.cases} 元` }, // prettier-ignore
  ]
}
