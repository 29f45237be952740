import { divideRounded } from '@yijian/kernel'

/** Splits an amount by weights: whole fen each, the remainder to the largest weight (of equals, the first). */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((a, b) => a + b, 0n)
  if (sum === 0n) return weights.map(() => 0n)
  const shares = weights.map((weight) => (total * weight) / sum)
  let largest = 0
  for (const [i, weight] of weights.entries()) if (weight > weights[largest]!) largest = i
  shares[largest]! += total - shares.reduce((a, b) => a + b, 0n)
  return shares
}

/** Σ weights ÷ den, rounded once, and its split. */
export function shareOut(weights: readonly bigint[], den: bigint): { amount: bigint; shares: bigint[] } {
  const amount = divideRounded(weights.reduce((a, b) => a + b, 0n), den) // prettier-ignore
  return { amount, shares: allocate(amount, weights) }
}

/** A number column's value as an integer; missing is 0. */
export function whole(value: number | undefined): bigint {
  return value === undefined || Number.isNaN(value) ? 0n : BigInt(value)
}

export function clamp(value: bigint, most: bigint): bigint {
  return value < 0n ? 0n : value > most ? most : value
}
