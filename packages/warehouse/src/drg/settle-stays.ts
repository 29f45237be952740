import {
  annualBudget,
  findDifferences,
  findYearEndDifferences,
  FUNDS,
  makeReport,
  prepayments,
  priceCases,
  settleYear,
  timesRatios,
  type Fund,
  type PaymentCase,
  type PaymentParameters,
  type Prepayment,
  type PricedCases,
  type RefusedCase,
  type SettlementReport,
  type YearEndReport,
} from '@yijian/drg'
import { AppError, type Fen } from '@yijian/kernel'
import type { GroupedStay } from './grouped-stay.ts'
import { bandsOf, fundOf, paymentCase, paymentParameters, performanceOf, type Policy } from './payment-policy.ts'

const FUND_IDS = Object.keys(FUNDS) as Fund[]

/** Stays priced: in = payments + refused. */
export interface SettledStays {
  readonly parameters: PaymentParameters
  readonly payments: PricedCases['payments']
  readonly refused: readonly RefusedCase[]
  readonly report: SettlementReport
  readonly prepaid: ReadonlyMap<Fund, readonly Prepayment[]>
  /** Where cases, hospitals and report do not agree; empty when all is well. */
  readonly differences: readonly string[]
}

/** 月结算 of the stays of one month. */
export function settleStays(stays: readonly GroupedStay[], policy: Policy): SettledStays {
  const refused: RefusedCase[] = []
  const cases: PaymentCase[] = []
  for (const stay of stays) {
    const one = paymentCase(stay, policy)
    if (typeof one === 'string') refused.push({ caseId: stay.id, hospital: stay.hospital, reason: one })
    else cases.push(one)
  }
  const parameters = paymentParameters(policy, cases)
  const priced = priceCases(cases, parameters)
  const report = makeReport(priced.payments)
  const all = [...refused, ...priced.refused].sort((a, b) => (a.caseId < b.caseId ? -1 : 1))
  const differences = findDifferences(priced.payments, report)
  if (priced.payments.length + all.length !== stays.length) differences.push('病例数与支付、未支付之和不一致')
  return { parameters, payments: priced.payments, refused: all, report, prepaid: prepaidOf(report, policy), differences } // prettier-ignore
}

function prepaidOf({ statements }: SettlementReport, { settings }: Policy): Map<Fund, Prepayment[]> {
  const { share, caps } = settings.prepay
  return new Map(
    FUND_IDS.map((fund) => {
      const payables = new Map(statements.filter((one) => one.fund === fund).map(({ hospital, total }) => [hospital, total.payable])) // prettier-ignore
      return [fund, prepayments(payables, { share, cap: caps[fund] })]
    }),
  )
}

export interface SettledYear {
  /** All cases of the year, priced again. */
  readonly year: SettledStays
  readonly reports: readonly YearEndReport[]
  /** Whether what was paid comes from the parameters or was worked out from the months. */
  readonly paidFrom: 'parameters' | 'months'
  readonly differences: readonly string[]
}

export interface YearStays {
  readonly year: number
  readonly stays: readonly GroupedStay[]
  /** Pooled outlay of last year's stays by fund, for a budget by growth; null when the snapshot has none. */
  readonly lastYear: Readonly<Record<Fund, Fen>> | null
}

/** 年终决算: months worked out as they were stated, the year priced again, then bands, budget, deductions, clearing. */
export function settleYearOf({ year, stays, lastYear }: YearStays, policy: Policy): SettledYear {
  const { settings } = policy
  if (!settings.year_end) throw new AppError('invalid', 'drg.year-end', '支付参数没有 year_end，不能做年终决算')
  const { bands, when_over, performance, adjustments, paid: given } = settings.year_end
  const months = monthsOf(stays, policy)
  const whole = settleStays(stays, policy)
  const reports = FUND_IDS.map((fund) =>
    settleYear(
      {
        fund,
        year,
        budget: budgetOf(fund, { year, lastYear, actual: whole.report.funds.get(fund)!.actualFund }, policy),
        payments: whole.payments,
        adjustments: adjustments.filter((one) => one.fund === fund),
        scores: new Map(Object.entries(performance?.scores ?? {})),
        paid: given === null ? sumByHospital(months.flatMap(({ prepaid }) => prepaid.get(fund)!.map(({ hospital, prepaid: amount }) => ({ hospital, amount })))) : new Map(Object.entries(given).map(([hospital, amounts]) => [hospital, amounts[fund]])), // prettier-ignore
        stated: sumByHospital(months.flatMap(({ report }) => report.statements.filter((one) => one.fund === fund).map(({ hospital, total }) => ({ hospital, amount: total.payable })))), // prettier-ignore
      },
      {
        bands: bandsOf(bands),
        whenOver: when_over,
        performance: performanceOf(settings),
      },
    ),
  )
  const differences = [...whole.differences, ...months.flatMap((month) => month.differences), ...reports.flatMap(findYearEndDifferences)] // prettier-ignore
  return { year: whole, reports, paidFrom: given === null ? 'months' : 'parameters', differences }
}

/** What the months said, without their cases: a year of them need not be in memory twice. */
function monthsOf(
  stays: readonly GroupedStay[],
  policy: Policy,
): Pick<SettledStays, 'report' | 'prepaid' | 'differences'>[] {
  // prettier-ignore
  const byMonth = Map.groupBy(stays, (one) => (one.discharged ?? '').slice(0, 7))
  return [...byMonth.values()].map((own) => {
    const { report, prepaid, differences } = settleStays(own, policy)
    return { report, prepaid, differences }
  })
}

function budgetOf(
  fund: Fund,
  { year, lastYear, actual }: { year: number; lastYear: YearStays['lastYear']; actual: Fen },
  { settings }: Policy,
): Fen {
  const { budget } = settings.year_end!
  if (budget.method === 'fixed') return budget[fund]
  if (budget.method === 'trial') return timesRatios(actual, budget.ratio)
  if (lastYear === null) throw new AppError('invalid', 'drg.budget', `数据中没有 ${year - 1} 年的住院，不能按增长率测算预算，请给出 fixed 预算`) // prettier-ignore
  const { factors, lowest, highest, last_off_site, income, keep, surplus } = budget
  const input = { fund, year, lastLocal: lastYear[fund], lastOffSite: last_off_site[fund], factors, lowestGrowth: lowest, highestGrowth: highest, income: income[fund], keep, surplus: surplus[fund] } // prettier-ignore
  return annualBudget(input).local
}

/** 统筹支出 of stays by fund, for the budget of the next year. */
export function pooledByFund(stays: readonly GroupedStay[], { settings }: Policy): Record<Fund, Fen> {
  const sums: Record<Fund, bigint> = { employee: 0n, resident: 0n }
  for (const { insutype, pooled } of stays) {
    const fund = fundOf(insutype, settings)
    if (fund !== undefined) sums[fund] += pooled ?? 0n
  }
  return sums as Record<Fund, Fen>
}

function sumByHospital(amounts: readonly { readonly hospital: string; readonly amount: Fen }[]): Map<string, Fen> {
  const sums = new Map<string, Fen>()
  for (const { hospital, amount } of amounts) sums.set(hospital, ((sums.get(hospital) ?? 0n) + amount) as Fen)
  return sums
}
