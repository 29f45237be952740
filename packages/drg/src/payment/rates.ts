import { AppError, divideRounded, type Fen } from '@yijian/kernel'
import type { Basis, BasicRate } from './parameters.ts'
import { actualFundCost, type Fund, type PaymentCase } from './payment-case.ts'
import { maxOf, minOf, ONE, ratioOf, roundRatio, type Ratio } from './ratio.ts'

/** What a basic rate is made from: one line per fund, or per fund and level. */
export interface RateBudget {
  readonly fund: Fund
  /** "" = all levels together. */
  readonly level: string
  /** DRG inpatient budget of the fund. */
  readonly budget: Fen
  /** Expected part of patients and other funds; enters a rate on the basis of the whole cost. */
  readonly otherParts: Fen
  /** Expected Σ RW × A, adjusted by institution coefficients, so that Σ payable meets the budget. */
  readonly expectedWeight: Ratio
}

export interface StatedRate extends BasicRate {
  readonly basis: Basis
  readonly from: RateBudget
}

/** F = budget / expected total weight, half up to the fen. 职工 and 居民 apart; the basis is stated with the rate. */
export function basicRates(budgets: readonly RateBudget[], basis: Basis): StatedRate[] {
  return budgets.map((from) => {
    if (from.expectedWeight <= 0n) throw new AppError('invalid', 'rate.weight', '预计总权重必须大于零')
    const amount = basis === 'fund' ? from.budget : from.budget + from.otherParts
    const rate = divideRounded(amount * ONE, from.expectedWeight) as Fen
    return { fund: from.fund, level: from.level, rate, basis, from }
  })
}

/** What a hospital's coefficient is measured from: its last years' cases. */
export interface HospitalHistory {
  readonly hospital: string
  readonly level: string
  readonly cost: Fen
  /** Σ RW of the cases. */
  readonly weight: Ratio
}

export interface CoefficientPolicy {
  /** `level`: one coefficient for all hospitals of a level; `hospital`: each its own. */
  readonly by: 'level' | 'hospital'
  /** Years since the start of the way to 1, and years the way takes: A_t = 1 + (A − 1)·(1 − t/T). T = 0: no way. */
  readonly year: number
  readonly years: number
  readonly lowest: Ratio
  readonly highest: Ratio
  readonly places: number
}

export interface Coefficient {
  readonly hospital: string
  /** (cost / weight) of the hospital or its level over (cost / weight) of all. */
  readonly measured: Ratio
  readonly coefficient: Ratio
}

/** A_h from cost per weight in the past, on its way to 1, within bounds. */
export function institutionCoefficients(history: readonly HospitalHistory[], policy: CoefficientPolicy): Coefficient[] {
  const all = totalOf(history)
  return history.map(({ hospital, level, ...own }) => {
    const base = policy.by === 'level' ? totalOf(history.filter((one) => one.level === level)) : own
    if (base.weight <= 0n) throw new AppError('invalid', 'coefficient.weight', `机构总权重必须大于零：${hospital}`)
    const measured = ratioOf(base.cost * all.weight, base.weight * all.cost)
    const left = BigInt(Math.max(policy.years - policy.year, 0))
    const years = BigInt(policy.years)
    const moved = years === 0n ? measured : ((ONE + divideRounded((measured - ONE) * left, years)) as Ratio)
    const bounded = maxOf(policy.lowest, minOf(policy.highest, moved))
    return { hospital, measured, coefficient: roundRatio(bounded, policy.places) }
  })
}

/** Mean cost of grouped cases by their key of similarity (e.g. MDC), on the basis of the rate, half up to the fen. */
export function similarMeans(cases: readonly PaymentCase[], basis: Basis): Map<string, Fen> {
  const byKey = Map.groupBy(cases.filter(({ status, similar }) => status === 'grouped' && similar !== ''), (one) => one.similar) // prettier-ignore
  const meanOf = (members: readonly PaymentCase[]): Fen => {
    const sum = members.reduce((all, one) => all + (basis === 'fund' ? actualFundCost(one) : one.cost), 0n)
    return divideRounded(sum, BigInt(members.length)) as Fen
  }
  return new Map([...byKey].map(([key, members]) => [key, meanOf(members)]))
}

function totalOf(history: readonly { readonly cost: Fen; readonly weight: Ratio }[]): { cost: bigint; weight: bigint } {
  return history.reduce((sum, one) => ({ cost: sum.cost + one.cost, weight: sum.weight + one.weight }), { cost: 0n, weight: 0n }) // prettier-ignore
}
