import { AppError, divideRounded, type Fen } from '@yijian/kernel'
import { compareIds } from '../payment/allocate.ts'
import type { Ratio } from '../payment/ratio.ts'
import { adjustWeights } from './adjust-weights.ts'
import { COST_PARTS, filterCases, type CostPart, type DropReason, type UsableCase, type WeightCase } from './case-filter.ts' // prettier-ignore
import { sorted } from './statistics.ts'
import { trimCosts } from './trim.ts'
import type { GroupCosts, WeightParameters, WeightStep } from './weight-parameters.ts'

export interface GroupWeight {
  readonly drg: string
  /** Cases after trimming; 0 for a group known only from the reference. */
  readonly n: number
  readonly sum: Fen
  readonly cutLow: number
  readonly cutHigh: number
  /** Bounds of trimming in fen; infinite when nothing could be cut. */
  readonly bounds: readonly [number, number]
  /** The weight after each step that was taken; the last one is the published weight. */
  readonly steps: readonly { readonly step: WeightStep; readonly weight: Ratio }[]
  readonly weight: Ratio
}

export interface Weights {
  readonly parameters: WeightParameters
  readonly dropped: Readonly<Record<DropReason, number>>
  /** Cases and cost behind the overall mean, after trimming. */
  readonly n: number
  readonly sum: Fen
  /** Ascending by DRG. */
  readonly groups: readonly GroupWeight[]
  /** Σ n·RW before the adjustments and as published: they differ only by rounding to the published places. */
  readonly total: { readonly before: Ratio; readonly published: Ratio }
  /** Groups that rescaling moved past the yearly cap again. */
  readonly beyondCap: readonly string[]
  /** Small groups with nothing to lean on: their own weight stands. */
  readonly withoutReference: readonly string[]
}

/** RW_g = c̄_g / c̄ after filter and trimming, then structure → small groups → order → cap → total kept → published places. */
export function calculateWeights(cases: readonly WeightCase[], parameters: WeightParameters): Weights {
  if (parameters.filter.minCost <= 0n) throw new AppError('invalid', 'weights.min-cost', '费用下限必须大于零')
  const { kept, dropped } = filterCases(cases, parameters.filter)
  if (kept.length === 0) throw new AppError('invalid', 'weights.no-cases', '没有可用于测算权重的病例')
  const groups = groupCosts(kept, parameters)
  const { drgs, steps, beyondCap, withoutReference } = adjustWeights(groups, parameters)
  const n = groups.reduce((all, group) => all + group.n, 0)
  const last = steps.at(-1)!.weights
  return {
    parameters,
    dropped,
    n,
    sum: groups.reduce((all, group) => all + group.sum, 0n) as Fen,
    groups: drgs.map((drg, i) => {
      const own = groups.find((group) => group.drg === drg) ?? nothing(drg)
      const { cutLow, cutHigh, bounds } = own
      const taken = steps.map(({ step, weights }) => ({ step, weight: weights[i]! }))
      return { drg, n: own.n, sum: own.sum, cutLow, cutHigh, bounds, steps: taken, weight: last[i]! }
    }),
    total: { before: totalOf(groups, drgs, steps[0]!.weights), published: totalOf(groups, drgs, last) },
    beyondCap,
    withoutReference,
  }
}

function groupCosts(kept: readonly UsableCase[], parameters: WeightParameters): GroupCosts[] {
  const byDrg = Map.groupBy(kept, (one) => one.drg)
  return [...byDrg].sort(([a], [b]) => compareIds(a, b)).map(([drg, members]) => costsOf(drg, members, parameters))
}

function costsOf(drg: string, members: readonly UsableCase[], parameters: WeightParameters): GroupCosts {
  const { values, low, high, cutLow, cutHigh } = trimCosts(sorted(members.map((one) => Number(one.cost))), parameters.trim) // prettier-ignore
  const stay = members.filter((one) => Number(one.cost) >= low && Number(one.cost) <= high)
  const sum = stay.reduce((all, one) => all + one.cost, 0n) as Fen
  const parts = parameters.structure === null ? null : partsOf(stay)
  return { drg, n: values.length, sum, parts, cutLow, cutHigh, bounds: [low, high] }
}

function partsOf(members: readonly UsableCase[]): Record<CostPart, bigint> {
  const sums = Object.fromEntries(COST_PARTS.map((part) => [part, 0n])) as Record<CostPart, bigint>
  for (const one of members) {
    if (!one.parts) throw new AppError('invalid', 'weights.no-parts', `病例缺少费用结构，不能做结构调整：${one.id}`)
    for (const part of COST_PARTS) sums[part] += one.parts[part]
  }
  return sums
}

function totalOf(groups: readonly GroupCosts[], drgs: readonly string[], weights: readonly Ratio[]): Ratio {
  const at = new Map(drgs.map((drg, i) => [drg, weights[i]!]))
  return groups.reduce((all, { drg, n }) => all + BigInt(n) * at.get(drg)!, 0n) as Ratio
}

function nothing(drg: string): GroupCosts {
  return { drg, n: 0, sum: 0n as Fen, parts: null, cutLow: 0, cutHigh: 0, bounds: [-Infinity, Infinity] }
}

/** 组内均费, half up to the fen. */
export function meanOf(group: { readonly sum: Fen; readonly n: number }): Fen {
  return divideRounded(group.sum, BigInt(group.n)) as Fen
}
