import {
  basicRates,
  similarMeans,
  type Band,
  type BedDayCategory,
  type Fund,
  type HighPolicy,
  type PaymentCase,
  type PaymentParameters,
  type Ratio,
  type UnweightedPolicy,
  type YearEndPolicy,
} from '@yijian/drg'
import type { Fen } from '@yijian/kernel'
import type { GroupedStay } from './grouped-stay.ts'
import type { PaymentSettings } from './payment-settings.ts'
import type { HospitalRow } from './read-stays.ts'
import type { VersionAt } from './scheme-versions.ts'
import { statusOf } from './weigh-stays.ts'

export type ItemFees = ReadonlyMap<string, ReadonlyMap<string, Fen>>

export interface Policy {
  readonly settings: PaymentSettings
  readonly weights: ReadonlyMap<string, Ratio>
  /** Versions of the scheme by day of discharge; without it one scheme holds for all. */
  readonly versionAt?: VersionAt
  readonly hospitals: readonly HospitalRow[]
  /** Fees of the items of new technologies, by case. */
  readonly itemFees: ItemFees
}

/** The parameters of the arithmetic; means of similar cases are those of the cases given. */
export function paymentParameters(policy: Policy, cases: readonly PaymentCase[]): PaymentParameters {
  const { settings, weights, hospitals } = policy
  const levels = new Map(hospitals.map(({ code, tier }) => [code, settings.levels[code] ?? tier]))
  return {
    basis: settings.basis,
    levels,
    rates: ratesOf(settings),
    weights,
    coefficients: coefficientsOf(settings, levels),
    samePriceGroups: new Set(settings.same_price_groups),
    low: settings.low,
    high: highOf(settings),
    unweighted: unweightedOf(settings, cases),
    bedDay: {
      longerThan: settings.bed_day.longer_than,
      method: settings.bed_day.method,
      rates: settings.bed_day.rates.map(({ category, level, bands }) => ({ category, level, bands: bands.map(({ up_to, rate }) => ({ upTo: up_to, rate })) })), // prettier-ignore
    },
    technologies: new Map(settings.technologies.map(({ code, name, from, to, pay }) => [code, { name, from, to, pay }])), // prettier-ignore
    tcm: new Map(settings.tcm.map(({ code, pay }) => [code, pay])),
    decisions: new Map(Object.entries(settings.decisions)),
    belowZero: settings.below_zero,
  }
}

/** The stay as a case of the payment arithmetic; a string is the reason why it cannot be paid yet. */
export function paymentCase(stay: GroupedStay, { settings, itemFees }: Policy): PaymentCase | string {
  const { grouping, cost, fundPaid, pooled, los, discharged } = stay
  if (grouping.status === '拒收') return grouping.reason ?? '拒收'
  const fund = fundOf(stay.insutype, settings)
  if (fund === undefined) return stay.insutype === undefined ? '缺少险种' : `险种 ${stay.insutype} 不在结算范围内`
  if (discharged === undefined) return '缺少出院日期'
  if (los === undefined) return '缺少住院天数'
  if (cost === undefined) return '缺少总费用'
  if (fundPaid === undefined) return '缺少基金支付总额'
  if (pooled === undefined) return '缺少统筹基金支出'
  const status = statusOf(stay, settings)
  const technology = technologyOf(stay, settings, itemFees.get(stay.id))
  const tcm = settings.tcm.find(({ main, hospitals }) => main.includes(stay.main) && (hospitals.length === 0 || hospitals.includes(stay.hospital))) // prettier-ignore
  return {
    id: stay.id,
    hospital: stay.hospital,
    fund,
    status,
    drg: grouping.status === '分组成功' ? grouping.drg : '',
    ...(stay.weight === undefined ? {} : { weight: stay.weight }),
    similar: grouping.mdc === '0000' ? '' : grouping.mdc,
    los,
    discharged,
    cost,
    patientPay: (cost - fundPaid) as Fen,
    otherFunds: (fundPaid - pooled) as Fen,
    ...(status === 'bed-day' ? { bedDay: { category: bedDayCategory(stay, settings), interruptedDays: 0 } } : {}),
    ...(technology === undefined ? {} : { technology }),
    ...(tcm === undefined ? {} : { tcm: tcm.code }),
  }
}

export function bandsOf(bands: NonNullable<PaymentSettings['year_end']>['bands']): Band[] {
  return bands.map((band): Band => {
    if (band.pay === 'actual') return { pay: 'actual', upTo: band.up_to }
    if (band.pay === 'surplus') return { pay: 'surplus', upTo: band.up_to, share: band.share }
    return { pay: 'overspend', upTo: band.up_to, share: band.share }
  })
}

/** How the deposit comes back by score; null: there is none. */
export function performanceOf({ year_end }: PaymentSettings): YearEndPolicy['performance'] {
  if (!year_end?.performance) return null
  const { deposit, tiers, unscored } = year_end.performance
  return { deposit, tiers: tiers.map(({ at_least, returned }) => ({ atLeast: at_least, returned })), unscored }
}

export function fundOf(insutype: string | undefined, { funds }: PaymentSettings): Fund | undefined {
  if (insutype === undefined) return undefined
  if (funds.employee.includes(insutype)) return 'employee'
  return funds.resident.includes(insutype) ? 'resident' : undefined
}

function ratesOf({ rates, basis }: PaymentSettings): PaymentParameters['rates'] {
  if (rates.method === 'fixed') return rates.rates
  return basicRates(rates.budgets.map(({ fund, level, budget, other_parts, expected_weight }) => ({ fund, level, budget, otherParts: other_parts, expectedWeight: expected_weight })), basis) // prettier-ignore
}

function coefficientsOf({ coefficients }: PaymentSettings, levels: ReadonlyMap<string, string>): Map<string, Ratio> {
  const own = [...levels].flatMap(([hospital, level]) => {
    const coefficient = coefficients.by_hospital[hospital] ?? coefficients.by_level[level]
    return coefficient === undefined ? [] : [[hospital, coefficient] as const]
  })
  return new Map(own)
}

function highOf({ high }: PaymentSettings): HighPolicy | null {
  if (high === null) return null
  const { multiples, mode, share, limit } = high
  const own: HighPolicy['multiples'] =
    multiples.by === 'level'
      ? { by: 'level', levels: new Map(Object.entries(multiples.levels)) }
      : { by: 'weight', tiers: multiples.tiers.map(({ up_to, multiple }) => ({ upTo: up_to, multiple })) }
  return { multiples: own, mode, share, limit }
}

function unweightedOf({ unweighted, basis }: PaymentSettings, cases: readonly PaymentCase[]): UnweightedPolicy {
  return unweighted.method === 'similar' ? { ...unweighted, means: similarMeans(cases, basis) } : unweighted
}

function bedDayCategory({ main }: GroupedStay, { bed_day }: PaymentSettings): BedDayCategory {
  return bed_day.psychiatric_main.some((start) => main.startsWith(start)) ? 'psychiatric' : 'rehabilitation'
}

/** The first technology of the list that the stay used, with the fees of its items. */
function technologyOf(
  { operations, discharged }: GroupedStay,
  { technologies }: PaymentSettings,
  fees: ReadonlyMap<string, Fen> | undefined,
): { code: string; cost: Fen } | undefined {
  for (const { code, operations: listed, items, from, to } of technologies) {
    if (discharged === undefined || discharged < from || discharged > to) continue
    const cost = items.reduce((sum, item) => sum + (fees?.get(item) ?? 0n), 0n) as Fen
    if (cost > 0n || listed.some((operation) => operations.includes(operation))) return { code, cost }
  }
  return undefined
}
