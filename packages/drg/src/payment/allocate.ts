import { AppError, type Fen } from '@yijian/kernel'

/** One receiver of an allocation; `share` is any non-negative whole number (fen, points, cases): only proportions count. */
export interface Share {
  readonly id: string
  readonly share: bigint
}

/**
 * Splits an amount in proportion to shares so that the parts add up to it, to the fen (最大余数法): every part is first cut down
 * to whole fen, the remaining fen go to the largest remainders, ties to the smaller id. The order of `shares` does not matter.
 * All shares zero: nothing to go by, so the amount must be zero too.
 */
export function allocate(amount: Fen, shares: readonly Share[]): Map<string, Fen> {
  const total = shares.reduce((sum, { share }) => sum + share, 0n)
  if (shares.some(({ share }) => share < 0n)) throw new AppError('invalid', 'allocate.negative', '分摊依据不能为负数')
  if (total === 0n && amount !== 0n) throw new AppError('invalid', 'allocate.nothing', '分摊依据合计为零，无法分摊')
  const sign = amount < 0n ? -1n : 1n
  const whole = amount * sign
  const parts = new Map<string, Fen>()
  const remainders: { readonly id: string; readonly rest: bigint }[] = []
  let given = 0n
  for (const { id, share } of shares) {
    if (parts.has(id)) throw new AppError('invalid', 'allocate.duplicate', `分摊对象重复：${id}`)
    const product = total === 0n ? 0n : whole * share
    const part = total === 0n ? 0n : product / total
    parts.set(id, (part * sign) as Fen)
    given += part
    if (total !== 0n && product % total !== 0n) remainders.push({ id, rest: product % total })
  }
  let left = Number(whole - given)
  if (left > 0) remainders.sort((a, b) => (a.rest === b.rest ? compareIds(a.id, b.id) : a.rest > b.rest ? -1 : 1))
  for (const { id } of remainders) {
    if (left === 0) break
    parts.set(id, (parts.get(id)! + sign) as Fen)
    left--
  }
  return parts
}

/** Order of ids that depends on no locale. */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
