import { divideRounded, formatYuan, parseYuan } from '@yijian/kernel'
import type { LoadedVisit } from '../loaded.ts'

/**
 * A finding's fund amount by visit, for counting overlaps once. Parts that the run gives are kept; otherwise by the visits'
 * fund payments (equally when there are none), the last visit taking the rest, so that the parts add up to the fen.
 */
export function splitAmount(amount: string, visits: readonly LoadedVisit[]): readonly string[] {
  if (visits.every((visit) => visit.amt_fund !== null)) return visits.map((visit) => visit.amt_fund ?? '0.00')
  const total = parseYuan(amount)
  const funds: bigint[] = visits.map((visit) => (visit.fund === null ? 0n : parseYuan(visit.fund)))
  const sum = funds.reduce((a, b) => a + b, 0n)
  const weights: bigint[] = sum > 0n && funds.every((fund) => fund >= 0n) ? funds : funds.map(() => 1n)
  const weight = weights.reduce((a, b) => a + b, 0n)
  let left: bigint = total
  return weights.map((own, at) => {
    const part = at === weights.length - 1 ? left : divideRounded(total * own, weight)
    left -= part
    return formatYuan(part)
  })
}
