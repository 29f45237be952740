import type { Precision } from '@yijian/contract'

const Z = 1.959964

/** Wilson's 95 % interval of `right` out of `n`. */
export function wilson(right: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 }
  const p = right / n
  const centre = p + (Z * Z) / (2 * n)
  const spread = Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))
  const scale = 1 + (Z * Z) / n
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) }
}

/** 准确率 of what was reviewed; 说不清 counts neither way. */
export function precisionOf(counts: {
  readonly right: number
  readonly wrong: number
  readonly unclear: number
}): Precision {
  // prettier-ignore
  const n = counts.right + counts.wrong
  if (n === 0) return { ...counts, value: null, low: null, high: null }
  const { low, high } = wilson(counts.right, n)
  return { ...counts, value: counts.right / n, low, high }
}
