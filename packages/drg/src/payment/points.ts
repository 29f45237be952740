import { AppError, divideRounded, formatYuan, type Fen } from '@yijian/kernel'
import { allocate } from './allocate.ts'
import type { CasePayment } from './case-payment.ts'
import type { Fund } from './payment-case.ts'
import { ONE, timesRatios, type Ratio } from './ratio.ts'

/** 点数法 for comparison with the rate method: points = RW × 100 × A_h, value of a point = budget / Σ points. */
export interface PointPolicy {
  readonly budgets: ReadonlyMap<Fund, Fen>
  /** Kept back as adjustment money (one city: 0.05). */
  readonly reserve: Ratio
}

export interface PointResult {
  readonly fund: Fund
  readonly distributed: Fen
  readonly reserve: Fen
  /** Σ points in 10⁻¹⁶: RW and A have eight places each. */
  readonly points: bigint
  /** Yuan per point as text with six places, for publication; amounts are allocated exactly, not multiplied from it. */
  readonly pointValue: string
  readonly cases: ReadonlyMap<string, Fen>
}

const POINT_SCALE = ONE * ONE

/** Points of a case priced by group, in 10⁻¹⁶ of a point; cases without group standard have none. */
export function pointsOf({ inputs: { weight, coefficient } }: CasePayment): bigint {
  return weight === undefined || coefficient === undefined ? 0n : weight * 100n * coefficient
}

/** The fund's money over its cases by points, to the fen. */
export function settleByPoints(payments: readonly CasePayment[], policy: PointPolicy): PointResult[] {
  return [...policy.budgets].map(([fund, budget]) => {
    const shares = payments.filter((one) => one.fund === fund).map((one) => ({ id: one.caseId, share: pointsOf(one) }))
    const points = shares.reduce((sum, { share }) => sum + share, 0n)
    if (points === 0n) throw new AppError('invalid', 'points.none', '没有点数，无法计算点值')
    const reserve = timesRatios(budget, policy.reserve)
    const distributed = (budget - reserve) as Fen
    const micro = divideRounded(distributed * POINT_SCALE * 10_000n, points)
    const pointValue = `${formatYuan(micro / 10_000n)}${(micro % 10_000n).toString().padStart(4, '0')}`
    return { fund, distributed, reserve, points, pointValue, cases: allocate(distributed, shares) }
  })
}
