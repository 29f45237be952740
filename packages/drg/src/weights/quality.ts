import { compareIds } from '../payment/allocate.ts'
import type { UsableCase, WeightCase } from './case-filter.ts'
import { severityRank } from './monotone.ts'
import { deviation, fTail, mean, quantile, sorted, squares, sum, tTail, type Sorted } from './statistics.ts'

/** What the spread is measured on: cost, its natural logarithm, or days. Name it beside every figure. */
export type Measure = 'cost' | 'log-cost' | 'los'

export interface GroupSpread {
  readonly drg: string
  readonly n: number
  /** In fen, or log fen, or days. */
  readonly mean: number
  /** Sample deviation (n − 1). */
  readonly sd: number
  /** SD / mean. */
  readonly cv: number
}

export interface GroupingQuality {
  readonly measure: Measure
  readonly cvLimit: number
  readonly n: number
  /** Share of the variance that lies between groups; NaN when all values are equal. Usual yardstick ≥ 0.7 after trimming. */
  readonly riv: number
  /** Groups whose CV is below the limit, and cases in them, as shares. Groups of one case have no CV and are not counted. */
  readonly groupsBelowLimit: number
  readonly casesBelowLimit: number
  readonly groupsOfFive: number
  readonly groupsOfThirty: number
  readonly groups: readonly GroupSpread[]
}

/** RIV = Σ n_g (c̄_g − c̄)² / Σ (c_i − c̄)², CV_g = SD_g / c̄_g. The order of cases changes nothing. */
export function groupingQuality(
  cases: readonly UsableCase[],
  { measure = 'cost', cvLimit = 1 }: { readonly measure?: Measure; readonly cvLimit?: number } = {},
): GroupingQuality {
  const groups = valuesByGroup(cases, measure)
  const all = sorted(cases.map((one) => valueOf(one, measure)))
  const centre = mean(all)
  const between = groups.reduce((total, { values }) => total + values.length * (mean(values) - centre) ** 2, 0)
  const within = groups.reduce((total, { values }) => total + squares(values), 0)
  const spreads = groups.map(({ drg, values }) => spreadOf(drg, values))
  const judged = spreads.filter(({ n }) => n > 1)
  const below = judged.filter(({ cv }) => cv < cvLimit)
  return {
    measure,
    cvLimit,
    n: cases.length,
    riv: between / (between + within),
    groupsBelowLimit: below.length / judged.length,
    casesBelowLimit: casesIn(below) / casesIn(judged),
    groupsOfFive: spreads.filter(({ n }) => n >= 5).length,
    groupsOfThirty: spreads.filter(({ n }) => n >= 30).length,
    groups: spreads,
  }
}

export interface GroupRates {
  /** Cases that should have been grouped: all but bed-day cases and those paid apart. */
  readonly eligible: number
  readonly grouped: number
  /** 入组率, QY 率, 0000 率: shares of `eligible`. */
  readonly groupRate: number
  readonly qyRate: number
  readonly ungroupedRate: number
}

/** 入组率 = grouped / (all − excluded). */
export function groupRates(cases: readonly WeightCase[]): GroupRates {
  const eligible = cases.filter(({ status }) => status !== 'bed-day' && status !== 'paid-apart')
  const count = (status: string): number => eligible.filter((one) => one.status === status).length
  const [grouped, qy, ungrouped] = [count('grouped'), count('qy'), count('ungrouped')]
  const n = eligible.length
  return { eligible: n, grouped, groupRate: grouped / n, qyRate: qy / n, ungroupedRate: ungrouped / n }
}

export interface Stability {
  readonly tolerance: number
  readonly fewest: number
  /** Groups with enough cases in both periods. */
  readonly compared: number
  /** Share of them whose relative weight moved by no more than the tolerance. */
  readonly stableShare: number
  /** Mean of |change|, weighted by the cases of both periods. */
  readonly meanChange: number
}

/** Stability across half-years: relative weight c̄_g / c̄ of each period, change = later / earlier − 1. */
export function stability(
  earlier: readonly UsableCase[],
  later: readonly UsableCase[],
  { tolerance, fewest }: { readonly tolerance: number; readonly fewest: number },
): Stability {
  const [a, b] = [relativeWeights(earlier), relativeWeights(later)]
  const changes = [...a].flatMap(([drg, before]) => {
    const after = b.get(drg)
    if (!after || before.n < fewest || after.n < fewest) return []
    return [{ change: Math.abs(after.weight / before.weight - 1), n: before.n + after.n }]
  })
  const stable = changes.filter(({ change }) => change <= tolerance + 1e-12)
  return {
    tolerance,
    fewest,
    compared: changes.length,
    stableShare: stable.length / changes.length,
    meanChange: sum(changes.map(({ change, n }) => change * n)) / sum(changes.map(({ n }) => n)),
  }
}

export interface SplitGain {
  /** RIV after the split minus before. */
  readonly rivGain: number
  /** Welch's t-test between the two largest parts; NaN when a part has fewer than two cases. */
  readonly t: number
  readonly tP: number
  /** Brown–Forsythe form of Levene's test (distance from the median) over all parts. */
  readonly levene: number
  readonly leveneP: number
}

/** What splitting groups brings: `split` names the part of each case (its present DRG where nothing is split). */
export function splitGain(cases: readonly UsableCase[], split: (one: UsableCase) => string): SplitGain {
  const parted = cases.map((one) => ({ ...one, drg: split(one) }))
  const moved = new Set(cases.filter((one) => split(one) !== one.drg).map((one) => one.drg))
  const parts = valuesByGroup(parted.filter((_, i) => moved.has(cases[i]!.drg)), 'cost').map(({ values }) => values) // prettier-ignore
  const bySize = parts.toSorted((a, b) => b.length - a.length)
  const t = welch(bySize[0], bySize[1])
  const levene = brownForsythe(parts)
  return { rivGain: groupingQuality(parted).riv - groupingQuality(cases).riv, t: t.statistic, tP: t.p, levene: levene.statistic, leveneP: levene.p } // prettier-ignore
}

export interface ComplicationRate {
  readonly hospital: string
  /** Cases in ADRGs that are split by severity. */
  readonly n: number
  readonly ccRate: number
  readonly mccRate: number
}

/** CC and MCC rates by hospital, over cases in severity-split groups. */
export function complicationRates(cases: readonly UsableCase[]): ComplicationRate[] {
  const split = cases.filter((one) => severityRank(one.drg) !== null)
  const byHospital = [...Map.groupBy(split, (one) => one.hospital)].sort(([a], [b]) => compareIds(a, b))
  return byHospital.map(([hospital, members]) => {
    const share = (rank: number): number => members.filter((one) => severityRank(one.drg) === rank).length / members.length // prettier-ignore
    return { hospital, n: members.length, mccRate: share(0), ccRate: share(1) }
  })
}

function valueOf(one: UsableCase, measure: Measure): number {
  if (measure === 'los') return one.los
  return measure === 'cost' ? Number(one.cost) : Math.log(Number(one.cost))
}

function valuesByGroup(cases: readonly UsableCase[], measure: Measure): { drg: string; values: Sorted }[] {
  const groups = [...Map.groupBy(cases, (one) => one.drg)].sort(([a], [b]) => compareIds(a, b))
  return groups.map(([drg, members]) => ({ drg, values: sorted(members.map((one) => valueOf(one, measure))) }))
}

function spreadOf(drg: string, values: Sorted): GroupSpread {
  const [centre, sd] = [mean(values), deviation(values)]
  return { drg, n: values.length, mean: centre, sd, cv: sd / centre }
}

function casesIn(groups: readonly GroupSpread[]): number {
  return groups.reduce((total, { n }) => total + n, 0)
}

function relativeWeights(cases: readonly UsableCase[]): Map<string, { n: number; weight: number }> {
  const centre = mean(sorted(cases.map((one) => Number(one.cost))))
  const groups = valuesByGroup(cases, 'cost')
  return new Map(groups.map(({ drg, values }) => [drg, { n: values.length, weight: mean(values) / centre }]))
}

interface Tested {
  readonly statistic: number
  readonly p: number
}

function welch(a: Sorted | undefined, b: Sorted | undefined): Tested {
  if (!a || !b || a.length < 2 || b.length < 2) return { statistic: NaN, p: NaN }
  const [va, vb] = [deviation(a) ** 2 / a.length, deviation(b) ** 2 / b.length]
  const statistic = (mean(a) - mean(b)) / Math.sqrt(va + vb)
  const df = (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1))
  return { statistic, p: tTail(statistic, df) }
}

function brownForsythe(parts: readonly Sorted[]): Tested {
  const distances = parts.map((part) => sorted(part.map((value) => Math.abs(value - quantile(part, 0.5)))))
  const n = sum(distances.map((part) => part.length))
  const all = mean(sorted(distances.flatMap((part) => [...part])))
  const between = sum(distances.map((part) => part.length * (mean(part) - all) ** 2))
  const within = sum(distances.map((part) => squares(part)))
  const df = { between: parts.length - 1, within: n - parts.length }
  const statistic = between / df.between / (within / df.within)
  return { statistic, p: fTail(statistic, df) }
}
