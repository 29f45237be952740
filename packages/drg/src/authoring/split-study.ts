import { AppError, divideRounded, type Fen } from '@yijian/kernel'
import { ONE, roundRatio, type Ratio, ZERO } from '../payment/ratio.ts'
import { calculateWeights } from '../weights/calculate-weights.ts'
import { CASE_FILTER, filterCases, type UsableCase, type WeightCase } from '../weights/case-filter.ts'
import { groupingQuality, splitGain, type SplitGain } from '../weights/quality.ts'
import type { WeightParameters } from '../weights/weight-parameters.ts'

/** A case grouped by the scheme as it is, and by the scheme with the split. */
export interface SplitCase extends WeightCase {
  /** Its group after the split; empty when it is not grouped then. */
  readonly part: string
}

export interface SplitGroup {
  readonly drg: string
  readonly n: number
  /** Of the cases that may shape weights: cost known, not too long. */
  readonly usable: number
  readonly mean: Fen | null
  /** Sample deviation / mean; null for fewer than two cases. */
  readonly cv: number | null
  readonly meanLos: number | null
  readonly weight: Ratio | null
}

export interface SplitStudy {
  readonly before: readonly SplitGroup[]
  readonly after: readonly SplitGroup[]
  /** Weights of every group that the split touches; the others keep theirs. */
  readonly weights: ReadonlyMap<string, Ratio>
  /** Σ n·RW over the touched cases, before and after: they differ only by rounding to four places. */
  readonly total: { readonly before: Ratio; readonly after: Ratio }
  /** Share of the variance of cost between groups, over all grouped cases. */
  readonly riv: { readonly before: number; readonly after: number }
  /** The same within the groups that are touched. */
  readonly rivWithin: { readonly before: number; readonly after: number }
  readonly gain: SplitGain
  readonly touched: number
  /** Groups of the split that no case falls into: they need a weight given by hand. */
  readonly empty: readonly string[]
}

export interface SplitOptions {
  /** Groups that the rule has after the split, in order. */
  readonly parts: readonly string[]
  readonly weights: ReadonlyMap<string, Ratio>
  /** Weights given by hand; they win. */
  readonly given: ReadonlyMap<string, Ratio>
}

const SMALL = { fewest: 30, method: 'shrink', k: 30 } as const
const PLACES = 4

/**
 * What a split does to groups: n, mean, CV, RIV, and weights that keep the total weight of the touched cases. A part's relative
 * weight is its trimmed mean over the mean of all touched cases; parts of fewer than 30 cases lean on that mean.
 */
export function studySplit(cases: readonly SplitCase[], { parts, weights, given }: SplitOptions): SplitStudy {
  const touchedGroups = touchedBy(cases)
  const touched = cases.filter((one) => touchedGroups.has(one.drg) || touchedGroups.has(one.part))
  const { kept } = filterCases(cases, CASE_FILTER)
  const usable = kept as readonly (UsableCase & SplitCase)[]
  const within = usable.filter((one) => touchedGroups.has(one.drg) || touchedGroups.has(one.part))
  const made = touched.length === 0 ? new Map<string, Ratio>() : partWeights(touched, weights)
  const fixed = new Map([...made, ...given])
  const weightOf = (drg: string): Ratio | null => fixed.get(drg) ?? (touchedGroups.has(drg) ? null : (weights.get(drg) ?? null)) // prettier-ignore
  const named = new Set([...touched.map(({ drg }) => drg), ...parts.filter((drg) => weights.has(drg))].filter((drg) => drg !== '')) // prettier-ignore
  const parted = usable.map((one) => ({ ...one, drg: one.part }))
  return {
    before: [...named].sort().map((drg) => groupOf(drg, cases, { label: (one) => one.drg, weight: weights.get(drg) ?? null })), // prettier-ignore
    after: parts.map((drg) => groupOf(drg, cases, { label: (one) => one.part, weight: weightOf(drg) })),
    weights: fixed,
    total: { before: sumOf(touched.map(({ drg }) => weights.get(drg))), after: sumOf(touched.map(({ part }) => fixed.get(part))) }, // prettier-ignore
    riv: { before: groupingQuality(usable).riv, after: groupingQuality(parted).riv },
    rivWithin: { before: groupingQuality(within).riv, after: groupingQuality(within.map((one) => ({ ...one, drg: one.part }))).riv }, // prettier-ignore
    gain: splitGain(usable, (one) => (one as UsableCase & SplitCase).part),
    touched: touched.length,
    empty: parts.filter((drg) => !cases.some((one) => one.part === drg)),
  }
}

/** Groups whose cases are not the same before and after. */
function touchedBy(cases: readonly SplitCase[]): Set<string> {
  return new Set(cases.filter(({ drg, part }) => drg !== part).flatMap(({ drg, part }) => [drg, part]).filter((drg) => drg !== '')) // prettier-ignore
}

function partWeights(touched: readonly SplitCase[], weights: ReadonlyMap<string, Ratio>): Map<string, Ratio> {
  const parted = touched.filter(({ part, status }) => part !== '' && status === 'grouped').map((one): WeightCase => ({ ...one, drg: one.part })) // prettier-ignore
  if (filterCases(parted, CASE_FILTER).kept.length === 0) return new Map()
  const reference = new Map(parted.map(({ drg }) => [drg, ONE]))
  const parameters: WeightParameters = { filter: CASE_FILTER, trim: { method: 'iqr', on: 'log', factor: 1.5, fewest: 5 }, structure: null, small: SMALL, order: true, cap: null, places: 8, reference } // prettier-ignore
  const relative = new Map(calculateWeights(parted, parameters).groups.map(({ drg, weight }) => [drg, weight]))
  const before = sumOf(touched.map(({ drg }) => weights.get(drg)))
  const scale = sumOf(parted.map(({ drg }) => relative.get(drg)))
  if (scale <= 0n) throw new AppError('invalid', 'split.no-weight', '病例费用不足以测算权重')
  return new Map([...relative].map(([drg, weight]) => [drg, roundRatio(divideRounded(weight * before, scale) as Ratio, PLACES)])) // prettier-ignore
}

function groupOf(
  drg: string,
  cases: readonly SplitCase[],
  { label, weight }: { readonly label: (one: SplitCase) => string; readonly weight: Ratio | null },
): SplitGroup {
  const own = cases.filter((one) => label(one) === drg)
  const { kept } = filterCases(own.map((one) => ({ ...one, drg })), CASE_FILTER) // prettier-ignore
  const spread = groupingQuality(kept).groups[0]
  const days = kept.reduce((sum, { los }) => sum + los, 0)
  const cost = kept.reduce((sum, one) => sum + one.cost, 0n)
  return {
    drg,
    n: own.length,
    usable: kept.length,
    mean: kept.length === 0 ? null : (divideRounded(cost, BigInt(kept.length)) as Fen),
    cv: kept.length < 2 || spread === undefined ? null : spread.cv,
    meanLos: kept.length === 0 ? null : days / kept.length,
    weight,
  }
}

function sumOf(weights: readonly (Ratio | undefined)[]): Ratio {
  return weights.reduce<bigint>((sum, one) => sum + (one ?? ZERO), 0n) as Ratio
}
