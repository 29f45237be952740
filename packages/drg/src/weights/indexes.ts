import { AppError } from '@yijian/kernel'
import { compareIds } from '../payment/allocate.ts'
import { ONE, ratioOf, type Ratio } from '../payment/ratio.ts'
import type { UsableCase } from './case-filter.ts'
import { deviation, mean, sorted } from './statistics.ts'

export interface CaseMix {
  readonly n: number
  /** Σ n_g·RW_g. */
  readonly totalWeight: Ratio
  /** CMI = Σ n_g·RW_g / N. */
  readonly cmi: Ratio
  /** Cases whose group has no weight: not in the figures. */
  readonly withoutWeight: number
}

/** 病例组合指数 of a set of cases. Throws when no case has a weight. */
export function caseMix(cases: readonly { readonly drg: string }[], weights: ReadonlyMap<string, Ratio>): CaseMix {
  let total = 0n
  let n = 0
  for (const { drg } of cases) {
    const weight = weights.get(drg)
    if (weight === undefined) continue
    total += weight
    n++
  }
  if (n === 0) throw new AppError('invalid', 'cmi.no-cases', '没有带权重的病例，不能计算病例组合指数')
  return { n, totalWeight: total as Ratio, cmi: ratioOf(total, BigInt(n) * ONE), withoutWeight: cases.length - n } // prettier-ignore
}

/** `ratio-of-sums`: Σ c_i / Σ c̄_g(i). `weighted-ratio`: Σ n_g·(c̄_hg / c̄_g) / Σ n_g. Both are in use, so a figure names its method. */
export type IndexMethod = 'ratio-of-sums' | 'weighted-ratio'

export interface EfficiencyIndex {
  readonly hospital: string
  readonly n: number
  /** 费用消耗指数 and 时间消耗指数: 1 = as the region. */
  readonly cost: number
  readonly time: number
}

/** Cost and time index of each hospital against the means of all cases given (the region). Exact sums, divided once at the end. */
export function efficiencyIndexes(cases: readonly UsableCase[], method: IndexMethod): EfficiencyIndex[] {
  const region = sumsBy(cases, (one) => one.drg)
  const hospitals = [...Map.groupBy(cases, (one) => one.hospital)].sort(([a], [b]) => compareIds(a, b))
  return hospitals.map(([hospital, members]) => {
    const own = [...sumsBy(members, (one) => one.drg)].sort(([a], [b]) => compareIds(a, b))
    const terms = own.map(([drg, sums]) => ({ own: sums, all: region.get(drg)! }))
    return { hospital, n: members.length, cost: indexOf(terms, 'cost', method), time: indexOf(terms, 'los', method) }
  })
}

interface Sums {
  n: number
  cost: number
  los: number
}

function indexOf(terms: readonly { own: Sums; all: Sums }[], what: 'cost' | 'los', method: IndexMethod): number {
  let [top, bottom] = [0, 0]
  for (const { own, all } of terms) {
    const expected = (all[what] / all.n) * own.n
    top += method === 'ratio-of-sums' ? own[what] : (own[what] / expected) * own.n
    bottom += method === 'ratio-of-sums' ? expected : own.n
  }
  return top / bottom
}

/** Whole fen and days below 2⁵³ add up exactly in doubles, so the order of cases does not matter. */
function sumsBy(cases: readonly UsableCase[], key: (one: UsableCase) => string): Map<string, Sums> {
  const sums = new Map<string, Sums>()
  for (const one of cases) {
    const at = key(one)
    const sum = sums.get(at) ?? { n: 0, cost: 0, los: 0 }
    sum.n++
    sum.cost += Number(one.cost)
    sum.los += one.los
    sums.set(at, sum)
  }
  return sums
}

/** 死亡风险等级 of a group: none died, below mean − SD, to the mean, to mean + SD, above (log scale). */
export const RISK_GRADES = ['zero', 'low', 'lower-middle', 'upper-middle', 'high'] as const
export type RiskGrade = (typeof RISK_GRADES)[number]

export interface MortalityRisk {
  /** Mean and sample SD of ln(mortality) over the groups in which somebody died, each group counted once. */
  readonly logMean: number
  readonly logSd: number
  readonly grades: ReadonlyMap<string, RiskGrade>
  readonly hospitals: readonly { readonly hospital: string; readonly n: number; readonly deaths: number; readonly rate: number }[] // prettier-ignore
}

/** 低风险组死亡率: deaths per case of the hospital in groups of grade `low`. Cases that do not say are left out. */
export function lowRiskMortality(cases: readonly UsableCase[]): MortalityRisk {
  const known = cases.filter((one) => one.died !== undefined)
  const rates = [...Map.groupBy(known, (one) => one.drg)].map(([drg, members]) => ({ drg, rate: deathsOf(members) / members.length })) // prettier-ignore
  const logs = sorted(rates.filter(({ rate }) => rate > 0).map(({ rate }) => Math.log(rate)))
  const [logMean, logSd] = [mean(logs), deviation(logs)]
  const grades = new Map(rates.map(({ drg, rate }) => [drg, gradeOf(rate, logMean, logSd)]))
  const low = known.filter((one) => grades.get(one.drg) === 'low')
  const byHospital = [...Map.groupBy(low, (one) => one.hospital)].sort(([a], [b]) => compareIds(a, b))
  const hospitals = byHospital.map(([hospital, members]) => ({ hospital, n: members.length, deaths: deathsOf(members), rate: deathsOf(members) / members.length })) // prettier-ignore
  return { logMean, logSd, grades, hospitals }
}

function deathsOf(cases: readonly UsableCase[]): number {
  return cases.filter((one) => one.died === true).length
}

function gradeOf(rate: number, centre: number, sd: number): RiskGrade {
  if (rate === 0) return 'zero'
  const log = Math.log(rate)
  if (log < centre - sd) return 'low'
  if (log < centre) return 'lower-middle'
  return log < centre + sd ? 'upper-middle' : 'high'
}
