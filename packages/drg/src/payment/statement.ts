import { formatYuan, type Fen } from '@yijian/kernel'
import { compareIds } from './allocate.ts'
import { PAYMENT_RULES, type CasePayment, type PaymentRule } from './case-payment.ts'
import { FUNDS, type Fund } from './payment-case.ts'
import { formatRatio, type Ratio } from './ratio.ts'

export interface Sums {
  readonly cases: number
  readonly weight: Ratio
  readonly cost: Fen
  readonly patientPay: Fen
  readonly otherFunds: Fen
  readonly actualFund: Fen
  readonly payable: Fen
  readonly gain: Fen
  readonly pending: number
}

/** 结算单: one hospital, one fund. */
export interface HospitalStatement {
  readonly hospital: string
  readonly fund: Fund
  readonly rules: ReadonlyMap<PaymentRule, Sums>
  readonly total: Sums
}

export interface SettlementReport {
  /** Ascending by hospital, 职工 before 居民. */
  readonly statements: readonly HospitalStatement[]
  readonly funds: ReadonlyMap<Fund, Sums>
  readonly total: Sums
}

const RULES = Object.keys(PAYMENT_RULES) as PaymentRule[]
const FUND_IDS = Object.keys(FUNDS) as Fund[]
const NOTHING = addUp([])

/** Statements and report from the cases. Whole fen only, so Σ cases = Σ statements = report. */
export function makeReport(payments: readonly CasePayment[]): SettlementReport {
  const byHospital = [...Map.groupBy(payments, (one) => one.hospital)].sort(([a], [b]) => compareIds(a, b))
  const statements = byHospital.flatMap(([hospital, own]) =>
    FUND_IDS.flatMap((fund) => {
      const members = own.filter((one) => one.fund === fund)
      return members.length === 0 ? [] : [statementOf(hospital, fund, members)]
    }),
  )
  const funds = FUND_IDS.map((fund) => [fund, joined(statements.filter((one) => one.fund === fund).map(({ total }) => total))] as const) // prettier-ignore
  return { statements, funds: new Map(funds), total: joined(funds.map(([, sums]) => sums)) }
}

/** Where report, statements and cases do not agree; empty when everything reconciles. Recomputed from the cases, not from the report. */
export function findDifferences(payments: readonly CasePayment[], report: SettlementReport): string[] {
  const all = addUp(payments)
  const differences: string[] = []
  for (const key of Object.keys(all) as (keyof Sums)[]) {
    const hospitals = joined(report.statements.map(({ total }) => total))[key]
    if (all[key] !== hospitals) differences.push(`病例合计与机构合计不一致：${key}`)
    if (hospitals !== report.total[key]) differences.push(`机构合计与报表不一致：${key}`)
  }
  const own = Map.groupBy(payments, (one) => `${one.hospital}|${one.fund}`)
  for (const { hospital, fund, total } of report.statements) {
    const { payable } = addUp(own.get(`${hospital}|${fund}`) ?? [])
    if (payable !== total.payable) differences.push(`结算单与病例不一致：${hospital} ${FUNDS[fund]}`)
  }
  return differences
}

/** The statement as text lines, amounts in yuan. */
export function printStatement({ hospital, fund, rules, total }: HospitalStatement): string {
  const line = (label: string, sums: Sums): string =>
    [label, sums.cases, formatRatio(sums.weight, 4), ...[sums.cost, sums.patientPay, sums.otherFunds, sums.actualFund, sums.payable, sums.gain].map(formatYuan)].join('\t') // prettier-ignore
  return [
    `定点医疗机构 ${hospital} ${FUNDS[fund]}住院 DRG 结算单`,
    '类别\t病例数\t总权重\t总费用\t个人负担\t其他基金\t记账统筹\t统筹应付\t盈亏',
    ...[...rules].map(([rule, sums]) => line(PAYMENT_RULES[rule], sums)),
    line('合计', total),
    ...(total.pending > 0 ? [`其中待评议 ${total.pending} 例`] : []),
  ].join('\n')
}

function statementOf(hospital: string, fund: Fund, members: readonly CasePayment[]): HospitalStatement {
  const byRule = Map.groupBy(members, (one) => one.rule)
  const rules = new Map(RULES.flatMap((rule) => (byRule.has(rule) ? [[rule, addUp(byRule.get(rule)!)] as const] : [])))
  return { hospital, fund, rules, total: joined([...rules.values()]) }
}

function addUp(payments: readonly CasePayment[]): Sums {
  let [weight, cost, patientPay, otherFunds, actualFund, payable, gain, pending] = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0]
  for (const one of payments) {
    weight += one.inputs.weight ?? 0n
    cost += one.cost
    patientPay += one.patientPay
    otherFunds += one.otherFunds
    actualFund += one.actualFund
    payable += one.payable
    gain += one.gain
    if (one.pending) pending++
  }
  const money = { cost, patientPay, otherFunds, actualFund, payable, gain } as Pick<Sums, 'cost' | 'patientPay' | 'otherFunds' | 'actualFund' | 'payable' | 'gain'> // prettier-ignore
  return { cases: payments.length, weight: weight as Ratio, ...money, pending }
}

function joined(parts: readonly Sums[]): Sums {
  return parts.reduce<Sums>(
    (sum, part) => ({
      cases: sum.cases + part.cases,
      weight: (sum.weight + part.weight) as Ratio,
      cost: (sum.cost + part.cost) as Fen,
      patientPay: (sum.patientPay + part.patientPay) as Fen,
      otherFunds: (sum.otherFunds + part.otherFunds) as Fen,
      actualFund: (sum.actualFund + part.actualFund) as Fen,
      payable: (sum.payable + part.payable) as Fen,
      gain: (sum.gain + part.gain) as Fen,
      pending: sum.pending + part.pending,
    }),
    NOTHING,
  )
}
