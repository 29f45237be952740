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

/** In-scope money of rows, due in full: what each carries, and the sum. */
export function inFull(inscp: Float64Array, rows: readonly number[]): { amount: bigint; shares: bigint[] } {
  const shares: bigint[] = []
  let sum = 0
  for (const row of rows) {
    const money = inscp[row]! || 0
    shares.push(BigInt(money))
    sum += money
  }
  return { amount: Number.isSafeInteger(sum) ? BigInt(sum) : shares.reduce((a, b) => a + b, 0n), shares }
}

/** a × b ÷ den of whole numbers, rounded once: exact, in plain numbers where they hold the product. */
export function portion(a: number, b: number, den: number): number {
  const product = a * b
  const isPlain = product >= 0 && product <= Number.MAX_SAFE_INTEGER / 2 && den > 0
  if (!isPlain) return Number(divideRounded(BigInt(a) * BigInt(b), BigInt(den)))
  const rest = product % den
  return (product - rest) / den + (rest * 2 >= den ? 1 : 0)
}

/** A number column's value as an integer; missing is 0. */
export function whole(value: number | undefined): bigint {
  return value === undefined || Number.isNaN(value) ? 0n : BigInt(value)
}

export function clamp(value: bigint, most: bigint): bigint {
  return value < 0n ? 0n : value > most ? most : value
}
