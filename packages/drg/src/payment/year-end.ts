import { AppError, type Fen } from '@yijian/kernel'
import { allocate, compareIds, type Share } from './allocate.ts'
import { bandedAmount, checkBands, type Band } from './bands.ts'
import type { CasePayment } from './case-payment.ts'
import type { Fund } from './payment-case.ts'
import { ONE, sumFen, timesRatios, type Ratio } from './ratio.ts'

/** 核定违规扣减, and what is added outside the groups. `amount` is never negative; the kind says which way it goes. */
export const ADJUSTMENT_KINDS = {
  violation: { name: '核定违规扣减', sign: -1n },
  'other-deduction': { name: '其他扣减', sign: -1n },
  'new-technology': { name: '新技术补偿', sign: 1n },
  tcm: { name: '中医激励', sign: 1n },
  'special-case': { name: '特病单议补偿', sign: 1n },
  'volume-purchase': { name: '带量采购结余留用', sign: 1n },
  consortium: { name: '医共体打包结算补付', sign: 1n },
  'other-addition': { name: '其他补付', sign: 1n },
} as const
export type AdjustmentKind = keyof typeof ADJUSTMENT_KINDS

export interface Adjustment {
  readonly hospital: string
  readonly kind: AdjustmentKind
  readonly amount: Fen
  /** Document or case that it rests on. */
  readonly basis: string
}

export interface YearEndPolicy {
  readonly bands: readonly Band[]
  /** Together more than the final budget: cut in proportion, or the rest comes from earlier surpluses. */
  readonly whenOver: 'scale' | 'surplus'
  /** 绩效考核: the deposit (a share of the settled amount) comes back by score; null: no such deduction. */
  readonly performance: {
    readonly deposit: Ratio
    /** Descending; the first tier reached counts, below the last nothing comes back. */
    readonly tiers: readonly { readonly atLeast: Ratio; readonly returned: Ratio }[]
    /** What comes back to a hospital that is not scored (too few cases); null: it cannot be settled. */
    readonly unscored: Ratio | null
  } | null
}

export interface YearEndInput {
  readonly fund: Fund
  readonly year: number
  /** Final local budget after off-site care and emergencies. */
  readonly budget: Fen
  /** All cases of the year, priced again with the final scheme, weights and rates; those of other funds are not looked at. */
  readonly payments: readonly CasePayment[]
  readonly adjustments: readonly Adjustment[]
  readonly scores: ReadonlyMap<string, Ratio>
  /** Everything already paid, by hospital, from the ledger. */
  readonly paid: ReadonlyMap<string, Fen>
  /** Payable as stated in the months, corrections included, to show what the rerun changed. */
  readonly stated: ReadonlyMap<string, Fen>
}

export interface HospitalYear {
  readonly hospital: string
  readonly cases: number
  /** Σ over its cases, priced with final parameters. */
  readonly payable: Fen
  readonly actual: Fen
  /** payable − what the months stated. */
  readonly rerunDifference: Fen
  /** After bands of surplus and overspend. */
  readonly banded: Fen
  /** After the budget of the fund. */
  readonly settled: Fen
  readonly deductions: Fen
  readonly additions: Fen
  /** 绩效考核得分 by which the deposit came back; null: none, or it played no part. */
  readonly score: Ratio | null
  readonly performanceDeduction: Fen
  readonly final: Fen
  readonly paid: Fen
  /** final − paid: to be paid out (+) or paid back (−). */
  readonly balance: Fen
  /** The settled amount by case: they add up to it. */
  readonly bySettledCase: ReadonlyMap<string, Fen>
}

const COLUMNS = ['payable', 'actual', 'rerunDifference', 'banded', 'settled', 'deductions', 'additions', 'performanceDeduction', 'final', 'paid', 'balance'] as const // prettier-ignore
type Column = (typeof COLUMNS)[number]

export interface YearEndReport {
  readonly fund: Fund
  readonly year: number
  readonly budget: Fen
  readonly cases: number
  readonly hospitals: readonly HospitalYear[]
  readonly total: Readonly<Record<Column, Fen>>
  /** budget − settled: what the fund keeps, or (−) takes from earlier surpluses. */
  readonly fundSurplus: Fen
}

/** 年终决算 of one fund: bands → budget → deductions and additions → performance → clearing of what was paid. */
export function settleYear(input: YearEndInput, policy: YearEndPolicy): YearEndReport {
  checkBands(policy.bands)
  checkAdjustments(input.adjustments)
  const own = input.payments.filter((one) => one.fund === input.fund)
  const byHospital = Map.groupBy(own, (one) => one.hospital)
  const ids = [...new Set([...byHospital.keys(), ...input.paid.keys(), ...input.stated.keys(), ...input.adjustments.map((one) => one.hospital)])].sort(compareIds) // prettier-ignore
  const banded = ids.map((hospital) => {
    const cases = byHospital.get(hospital) ?? []
    const [payable, actual] = [sumFen(cases.map((one) => one.payable)), sumFen(cases.map((one) => one.actualFund))]
    return { hospital, cases, payable, actual, banded: bandedAmount(payable, actual, policy.bands) }
  })
  const settled = withinBudget(banded, input.budget, policy.whenOver)
  const judged = banded.filter(({ hospital, cases }) => cases.length > 0 && settled.get(hospital)! > 0n)
  checkScores(judged.map(({ hospital }) => hospital), input, policy) // prettier-ignore
  const hospitals = banded.map((one) => hospitalYear({ ...one, settled: settled.get(one.hospital)! }, input, policy))
  const total = Object.fromEntries(COLUMNS.map((column) => [column, sumFen(hospitals.map((one) => one[column]))]))
  return {
    fund: input.fund,
    year: input.year,
    budget: input.budget,
    cases: own.length,
    hospitals,
    total: total as Record<Column, Fen>,
    fundSurplus: (input.budget - total['settled']!) as Fen,
  }
}

interface Banded {
  readonly hospital: string
  readonly cases: readonly CasePayment[]
  readonly payable: Fen
  readonly actual: Fen
  readonly banded: Fen
}

/** Hospitals' amounts cut to the budget in proportion, to the fen. What a hospital owes (negative) is not cut. */
function withinBudget(
  hospitals: readonly Banded[],
  budget: Fen,
  whenOver: YearEndPolicy['whenOver'],
): Map<string, Fen> {
  const asTheyAre = new Map(hospitals.map(({ hospital, banded }) => [hospital, banded]))
  const total = sumFen(asTheyAre.values())
  if (whenOver === 'surplus' || total <= budget) return asTheyAre
  const positive = hospitals.filter(({ banded }) => banded > 0n)
  const owed = sumFen(hospitals.filter(({ banded }) => banded <= 0n).map(({ banded }) => banded))
  const cut = allocate((budget - owed) as Fen, positive.map(({ hospital: id, banded: share }) => ({ id, share }))) // prettier-ignore
  return new Map([...asTheyAre, ...cut])
}

function hospitalYear(
  one: Banded & { readonly settled: Fen },
  input: YearEndInput,
  policy: YearEndPolicy,
): HospitalYear {
  const { hospital, cases, payable, actual, banded, settled } = one
  const own = input.adjustments.filter((adjustment) => adjustment.hospital === hospital)
  const sumOf = (sign: bigint): Fen => sumFen(own.filter(({ kind }) => ADJUSTMENT_KINDS[kind].sign === sign).map(({ amount }) => amount)) // prettier-ignore
  const [deductions, additions] = [sumOf(-1n), sumOf(1n)]
  const score = (policy.performance && input.scores.get(hospital)) ?? null
  const performanceDeduction = cases.length === 0 ? (0n as Fen) : performanceOf(settled, score, policy)
  const final = (settled - deductions + additions - performanceDeduction) as Fen
  const paid = input.paid.get(hospital) ?? (0n as Fen)
  return {
    hospital,
    cases: cases.length,
    payable,
    actual,
    rerunDifference: (payable - (input.stated.get(hospital) ?? 0n)) as Fen,
    banded,
    settled,
    deductions,
    additions,
    score,
    performanceDeduction,
    final,
    paid,
    balance: (final - paid) as Fen,
    bySettledCase: settledCases(cases, (settled - payable) as Fen),
  }
}

/** Each case keeps what it was priced at; the hospital's difference is spread by cost (evenly when no case cost anything). */
function settledCases(cases: readonly CasePayment[], difference: Fen): Map<string, Fen> {
  if (difference === 0n) return new Map(cases.map((one) => [one.caseId, one.payable]))
  const anyCost = cases.some(({ cost }) => cost > 0n)
  const shares: Share[] = cases.map(({ caseId: id, cost }) => ({ id, share: anyCost ? cost : 1n }))
  const parts = allocate(difference, shares)
  return new Map(cases.map((one) => [one.caseId, (one.payable + parts.get(one.caseId)!) as Fen]))
}

/** deposit × (1 − share that comes back). */
function performanceOf(settled: Fen, score: Ratio | null, { performance }: YearEndPolicy): Fen {
  if (performance === null || settled <= 0n) return 0n as Fen
  const { deposit, tiers, unscored } = performance
  const returned = score === null ? unscored! : (tiers.find(({ atLeast }) => score >= atLeast)?.returned ?? 0n)
  return timesRatios(settled, deposit, (ONE - returned) as Ratio)
}

/** A missing score is not zero: all hospitals that lack one are named, unless the policy says what holds for them. */
function checkScores(hospitals: readonly string[], { scores }: YearEndInput, { performance }: YearEndPolicy): void {
  if (performance === null || performance.unscored !== null) return
  const missing = hospitals.filter((hospital) => !scores.has(hospital))
  if (missing.length > 0) throw new AppError('invalid', 'year-end.score', `缺少绩效考核得分，不能决算：${missing.join('、')}。请在支付参数 year_end.performance 的 scores 中给出得分，或用 unscored 写明不评分机构的返还比例`) // prettier-ignore
}

function checkAdjustments(adjustments: readonly Adjustment[]): void {
  for (const { hospital, kind, amount, basis } of adjustments) {
    if (amount < 0n) throw new AppError('invalid', 'year-end.adjustment', `${ADJUSTMENT_KINDS[kind].name}金额不能为负数：${hospital}`) // prettier-ignore
    if (basis.trim() === '') throw new AppError('invalid', 'year-end.basis', `${ADJUSTMENT_KINDS[kind].name}缺少依据：${hospital}`) // prettier-ignore
  }
}

/** Where cases, hospitals and report of a year do not agree; empty when all is well. */
export function findYearEndDifferences(report: YearEndReport): string[] {
  const differences: string[] = []
  for (const one of report.hospitals) {
    if (one.cases > 0 && sumFen(one.bySettledCase.values()) !== one.settled) differences.push(`病例与机构决算不一致：${one.hospital}`) // prettier-ignore
    const final = one.settled - one.deductions + one.additions - one.performanceDeduction
    if (final !== one.final || final - one.paid !== one.balance) differences.push(`机构决算各项不平：${one.hospital}`)
  }
  for (const column of COLUMNS)
    if (sumFen(report.hospitals.map((one) => one[column])) !== report.total[column]) differences.push(`机构合计与报表不一致：${column}`) // prettier-ignore
  if (report.budget - report.total.settled !== report.fundSurplus) differences.push('预算与决算差额不平')
  return differences
}
