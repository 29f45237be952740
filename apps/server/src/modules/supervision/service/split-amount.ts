import { divideRounded, formatYuan, parseYuan } from '@yijian/kernel'
import type { LoadedVisit } from '../loaded.ts'

/**
 * A finding's fund amount by visit, for counting overlaps once. Parts that the run gives are kept; otherwise by the visits'
 * fund payments, the last visit taking the rest, so that the parts add up to the fen. Without fund payments there are no parts:
 * the finding counts as itself.
 */
export function splitAmount(amount: string, visits: readonly LoadedVisit[]): readonly (string | null)[] {
  if (visits.every((visit) => visit.amt_fund !== null)) return visits.map((visit) => visit.amt_fund)
  const total: bigint = parseYuan(amount)
  const funds: bigint[] = visits.map((visit) => (visit.fund === null ? 0n : parseYuan(visit.fund)))
  const sum = funds.reduce((a, b) => a + b, 0n)
  if (sum <= 0n || funds.some((fund) => fund < 0n)) return visits.map(() => null)
  let left = total
  return funds.map((own, at) => {
    const part = at === funds.length - 1 ? left : divideRounded(total * own, sum)
    left -= part
    return formatYuan(part)
  })
}
