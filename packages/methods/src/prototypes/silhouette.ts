import type { MixedPoints } from './fit.ts'

/**
 * Mean silhouette width (Rousseeuw 1987) over the rows: (b − a) ÷ max(a, b) with a the mean distance to the own cluster and b the
 * least mean distance to another one; a row alone in its cluster counts 0. NaN when there is one cluster only.
 */
export function meanSilhouette(points: MixedPoints, labels: Int32Array, check: () => void): number {
  const k = labels.reduce((most, label) => Math.max(most, label + 1), 0)
  const sizes = new Int32Array(k)
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1
  if (sizes.filter((size) => size > 0).length < 2) return NaN
  let total = 0
  const sums = new Float64Array(k)
  for (let row = 0; row < points.length; row++) {
    if (row % 256 === 0) check()
    sums.fill(0)
    for (let other = 0; other < points.length; other++) {
      const label = labels[other] as number
      sums[label] = (sums[label] as number) + distance(points, row, other)
    }
    total += widthOf(labels[row] as number, { sums, sizes })
  }
  return total / points.length
}

function distance({ width, numbers, categories, gamma }: MixedPoints, a: number, b: number): number {
  let sum = categories[a] === categories[b] ? 0 : gamma
  for (let c = 0; c < width; c++) {
    const d = (numbers[a * width + c] as number) - (numbers[b * width + c] as number)
    sum += d * d
  }
  return Math.sqrt(sum)
}

function widthOf(own: number, { sums, sizes }: { sums: Float64Array; sizes: Int32Array }): number {
  if (sizes[own] === 1) return 0
  const a = (sums[own] as number) / ((sizes[own] as number) - 1)
  let b = Infinity
  for (let other = 0; other < sizes.length; other++) {
    if (other !== own && (sizes[other] as number) > 0)
      b = Math.min(b, (sums[other] as number) / (sizes[other] as number))
  }
  const larger = Math.max(a, b)
  return larger === 0 ? 0 : (b - a) / larger
}
