import { divideRounded } from '@yijian/kernel'
import type { Ratio } from '../payment/ratio.ts'

/** A weight with the number of cases that stands behind it. */
export interface WeightedLevel {
  readonly weight: Ratio
  /** Groups without cases count as one, so that pooling stays defined. */
  readonly cases: number
}

/**
 * Pool adjacent violators: the non-increasing sequence closest to the given one in case-weighted squares. Given in the order in which
 * weights should fall (MCC, CC, none). Pools have one weight, Σ cases·weight of a pool kept but for the rounding to eight places.
 */
export function poolAdjacentViolators(levels: readonly WeightedLevel[]): Ratio[] {
  const pools: { points: bigint; cases: bigint; members: number }[] = []
  for (const { weight, cases } of levels) {
    const volume = BigInt(Math.max(cases, 1))
    pools.push({ points: weight * volume, cases: volume, members: 1 })
    for (let last = pools.at(-1)!, before = pools.at(-2); before && rises(before, last); before = pools.at(-2)) {
      pools.pop()
      before.points += last.points
      before.cases += last.cases
      before.members += last.members
      last = before
    }
  }
  return pools.flatMap(({ points, cases, members }) =>
    Array.from({ length: members }, () => divideRounded(points, cases) as Ratio),
  )
}

/** before < last as exact fractions. */
function rises(before: { points: bigint; cases: bigint }, last: { points: bigint; cases: bigint }): boolean {
  return before.points * last.cases < last.points * before.cases
}

const SEVERITY: Readonly<Record<string, number>> = { '1': 0, '3': 1, '5': 2 }

/** Place of a DRG among its ADRG's severity splits by its fourth sign: 1 MCC, 3 CC, 5 none; null for other splits (7, 9, letters). */
export function severityRank(drg: string): number | null {
  return SEVERITY[drg[3] ?? ''] ?? null
}
