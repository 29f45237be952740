/** A node of a decision tree; `cut` is absent in a leaf. Missing values go to the larger side. */
export interface TreeNode {
  readonly n: number
  readonly mean: number
  /** Σ (y − mean)²; for a 0/1 outcome this is n/2 times the Gini impurity, so both criteria choose the same cuts. */
  readonly impurity: number
  readonly cut?: Cut
}

export interface Cut {
  readonly feature: number
  /** Left: x ≤ threshold. */
  readonly threshold: number
  readonly missingLeft: boolean
  readonly left: TreeNode
  readonly right: TreeNode
}

export interface TreeData {
  readonly x: readonly Float64Array[]
  readonly y: Float64Array
}

export interface GrowOptions {
  readonly maxDepth: number
  readonly minLeaf: number
  readonly check: () => void
}

/** Grows by the largest fall of impurity; ties go to the earlier feature, then to the smaller threshold. */
export function growTree(data: TreeData, rows: Int32Array, options: GrowOptions): TreeNode {
  options.check()
  const node = summary(data.y, rows)
  if (options.maxDepth === 0 || rows.length < 2 * options.minLeaf || node.impurity <= 1e-12) return node
  const best = bestSplit(data, rows, { mean: node.mean, impurity: node.impurity, minLeaf: options.minLeaf })
  if (!best) return node
  const { feature, threshold, missingLeft } = best
  const goesLeft = (row: number): boolean => isLeft(data.x[feature]?.[row] as number, { threshold, missingLeft })
  const deeper = { ...options, maxDepth: options.maxDepth - 1 }
  const left = growTree(data, rows.filter(goesLeft), deeper) // prettier-ignore
  const right = growTree(data, rows.filter((row) => !goesLeft(row)), deeper) // prettier-ignore
  return { ...node, cut: { feature, threshold, missingLeft, left, right } }
}

export function isLeft(value: number, { threshold, missingLeft }: Pick<Cut, 'threshold' | 'missingLeft'>): boolean {
  return Number.isNaN(value) ? missingLeft : value <= threshold
}

export function leafOf(node: TreeNode, valueOf: (feature: number) => number): TreeNode {
  let at = node
  while (at.cut) at = isLeft(valueOf(at.cut.feature), at.cut) ? at.cut.left : at.cut.right
  return at
}

function summary(y: Float64Array, rows: Int32Array): TreeNode {
  let sum = 0
  for (const row of rows) sum += y[row] as number
  const mean = rows.length > 0 ? sum / rows.length : NaN
  let impurity = 0
  for (const row of rows) impurity += ((y[row] as number) - mean) ** 2
  return { n: rows.length, mean, impurity }
}

interface Split {
  readonly feature: number
  readonly threshold: number
  readonly missingLeft: boolean
  readonly gain: number
}

interface SplitLimits {
  readonly mean: number
  readonly impurity: number
  readonly minLeaf: number
}

function bestSplit(data: TreeData, rows: Int32Array, { mean, impurity, minLeaf }: SplitLimits): Split | undefined {
  let best: Split | undefined
  for (let feature = 0; feature < data.x.length; feature++) {
    const split = splitOn(data, rows, { feature, mean, minLeaf })
    if (split && split.gain > (best?.gain ?? 1e-9 * impurity) * (1 + 1e-12)) best = split
  }
  return best
}

/** Gain of a cut = n_left · mean_left² + n_right · mean_right² of the outcome about the node's mean. */
function splitOn(
  { x, y }: TreeData,
  rows: Int32Array,
  { feature, mean, minLeaf }: { feature: number; mean: number; minLeaf: number },
): Split | undefined {
  const column = x[feature] as Float64Array
  const known = rows.filter((row) => !Number.isNaN(column[row]))
  known.sort((a, b) => (column[a] as number) - (column[b] as number))
  const missing = rows.length - known.length
  const deviation = (row: number): number => (y[row] as number) - mean
  let missingSum = 0
  if (missing > 0) for (const row of rows) if (Number.isNaN(column[row])) missingSum += deviation(row)
  let best: Split | undefined
  let knownSum = 0
  for (const row of known) knownSum += deviation(row)
  let leftSum = 0
  for (let i = 0; i + 1 < known.length; i++) {
    leftSum += deviation(known[i] as number)
    const [low, high] = [column[known[i] as number] as number, column[known[i + 1] as number] as number]
    if (low === high) continue
    const missingLeft = 2 * (i + 1) >= known.length
    const n = i + 1 + (missingLeft ? missing : 0)
    if (n < minLeaf || rows.length - n < minLeaf) continue
    const left = leftSum + (missingLeft ? missingSum : 0)
    const right = knownSum + missingSum - left
    const gain = (left * left) / n + (right * right) / (rows.length - n)
    if (gain > (best?.gain ?? 0) * (1 + 1e-12)) best = { feature, threshold: low + (high - low) / 2, missingLeft, gain }
  }
  return best
}
