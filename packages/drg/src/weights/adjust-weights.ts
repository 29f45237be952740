import { AppError, divideRounded } from '@yijian/kernel'
import { compareIds } from '../payment/allocate.ts'
import { maxOf, minOf, ONE, ratioOf, roundRatio, type Ratio, ZERO } from '../payment/ratio.ts'
import { COST_PARTS } from './case-filter.ts'
import { poolAdjacentViolators, severityRank } from './monotone.ts'
import type { GroupCosts, WeightParameters, WeightStep } from './weight-parameters.ts'

interface Adjusted {
  readonly drgs: readonly string[]
  readonly steps: readonly { readonly step: WeightStep; readonly weights: readonly Ratio[] }[]
  readonly beyondCap: readonly string[]
  readonly withoutReference: readonly string[]
}

/** One line of the work sheet: a group with its cases (0 when only the reference knows it) and its reference. */
interface Line {
  readonly drg: string
  readonly n: number
  readonly costs: GroupCosts | undefined
  readonly reference: Ratio | undefined
}

/** The adjustments in their published order; each works on the weights that the one before left. */
export function adjustWeights(groups: readonly GroupCosts[], parameters: WeightParameters): Adjusted {
  const lines = linesOf(groups, parameters)
  const all = { n: lines.reduce((n, line) => n + line.n, 0), sum: groups.reduce((sum, group) => sum + group.sum, 0n) }
  const steps: { step: WeightStep; weights: readonly Ratio[] }[] = []
  const take = (step: WeightStep, weights: readonly Ratio[]): readonly Ratio[] => {
    steps.push({ step, weights })
    return weights
  }
  let now = take('raw', lines.map((line) => (line.costs ? rawWeight(line.costs, all) : (line.reference ?? ONE)))) // prettier-ignore
  const kept = totalOf(lines, now)
  if (parameters.structure !== null) now = take('structure', restructured(lines, now, parameters))
  now = take('small', now.map((weight, i) => leaning(lines[i]!, weight, parameters))) // prettier-ignore
  if (parameters.order) now = take('order', ordered(lines, now))
  if (parameters.cap !== null) {
    now = take('cap', now.map((weight, i) => capped(lines[i]!, weight, parameters.cap!))) // prettier-ignore
    const again = parameters.order ? ordered(lines, now) : now
    if (again.some((weight, i) => weight !== now[i])) now = take('reorder', again)
  }
  now = take('rescale', rescaled(lines, now, kept))
  now = take('published', now.map((weight) => roundRatio(weight, parameters.places))) // prettier-ignore
  const small = lines.filter((line) => line.n < parameters.small.fewest && line.reference === undefined)
  return {
    drgs: lines.map((line) => line.drg),
    steps,
    beyondCap: lines.filter((line, i) => parameters.cap !== null && capped(line, now[i]!, parameters.cap) !== now[i]).map((line) => line.drg), // prettier-ignore
    withoutReference: small.map((line) => line.drg),
  }
}

/** RW_g = c̄_g / c̄ = (S_g / n_g) / (S / N), to eight places. */
function rawWeight(group: GroupCosts, all: { readonly n: number; readonly sum: bigint }): Ratio {
  if (group.n === 0) return ZERO
  return ratioOf(group.sum * BigInt(all.n), all.sum * BigInt(group.n))
}

function linesOf(groups: readonly GroupCosts[], { reference }: WeightParameters): Line[] {
  const own = new Map(groups.map((group) => [group.drg, group]))
  const drgs = [...new Set([...own.keys(), ...reference.keys()])].sort(compareIds)
  return drgs.map((drg) => ({ drg, n: own.get(drg)?.n ?? 0, costs: own.get(drg), reference: reference.get(drg) }))
}

/**
 * 结构调整: RW'_g = Σ_k t_k · c̄_gk / c̄_k, where t_k is the target share of part k. With t_k = the actual share c̄_k / c̄ this is c̄_g / c̄.
 * Exact: t_k · (S_gk / n_g) / (S_k / N), summed in eight places.
 */
function restructured(lines: readonly Line[], raw: readonly Ratio[], { structure }: WeightParameters): Ratio[] {
  const shares = structure!
  if (COST_PARTS.reduce((sum, part) => sum + shares[part], 0n) !== ONE)
    throw new AppError('invalid', 'weights.structure', '结构调整的目标占比之和必须为 1')
  const cases = lines.filter((line) => line.costs !== undefined)
  const n = BigInt(cases.reduce((sum, line) => sum + line.n, 0))
  const totals = COST_PARTS.map((part) => ({
    part,
    sum: cases.reduce((sum, line) => sum + line.costs!.parts![part], 0n),
  }))
  for (const { part, sum } of totals)
    if (sum === 0n && shares[part] !== 0n)
      throw new AppError('invalid', 'weights.structure', '没有发生费用的部分不能有目标占比', { part })
  return lines.map((line, i) => {
    if (!line.costs || line.n === 0) return raw[i]!
    const terms = totals.filter(({ sum }) => sum !== 0n).map(({ part, sum }) => divideRounded(shares[part] * line.costs!.parts![part] * n, sum * BigInt(line.n))) // prettier-ignore
    return terms.reduce((sum, term) => sum + term, 0n) as Ratio
  })
}

/** Small groups: the reference itself, or (n·own + k·reference) / (n + k). */
function leaning({ n, reference }: Line, own: Ratio, { small }: WeightParameters): Ratio {
  if (n >= small.fewest || reference === undefined) return own
  if (small.method === 'reference' || n === 0) return reference
  const k = BigInt(small.k)
  return divideRounded(BigInt(n) * own + k * reference, BigInt(n) + k) as Ratio
}

function ordered(lines: readonly Line[], weights: readonly Ratio[]): Ratio[] {
  const result = [...weights]
  const splits = lines.map((line, i) => ({ i, adrg: line.drg.slice(0, 3), rank: severityRank(line.drg) }))
  const byAdrg = Map.groupBy(splits, (split) => split.adrg)
  for (const members of byAdrg.values()) {
    const ranked = members.filter(({ rank }) => rank !== null).sort((a, b) => a.rank! - b.rank!)
    const pooled = poolAdjacentViolators(ranked.map(({ i }) => ({ weight: weights[i]!, cases: lines[i]!.n })))
    for (const [at, { i }] of ranked.entries()) result[i] = pooled[at]!
  }
  return result
}

function capped({ reference }: Line, weight: Ratio, cap: Ratio): Ratio {
  if (reference === undefined) return weight
  const low = divideRounded(reference * (ONE - cap), ONE) as Ratio
  const high = divideRounded(reference * (ONE + cap), ONE) as Ratio
  return maxOf(low, minOf(high, weight))
}

/** All weights by one factor, so that Σ n·RW is what it was before the adjustments. */
function rescaled(lines: readonly Line[], weights: readonly Ratio[], kept: bigint): Ratio[] {
  const total = totalOf(lines, weights)
  if (total === 0n) throw new AppError('invalid', 'weights.no-total', '总权重为零，无法归一')
  return weights.map((weight) => divideRounded(weight * kept, total) as Ratio)
}

function totalOf(lines: readonly Line[], weights: readonly Ratio[]): bigint {
  return lines.reduce((sum, line, i) => sum + BigInt(line.n) * weights[i]!, 0n)
}
