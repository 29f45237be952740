import { seededRandom } from '../random.ts'

/** Rows of numbers (row-major, `width` a row) with one category each; a differing category costs `gamma`. */
export interface MixedPoints {
  readonly length: number
  readonly width: number
  readonly numbers: Float64Array
  readonly categories: Int32Array
  readonly gamma: number
}

export interface Prototypes {
  readonly k: number
  readonly means: Float64Array
  readonly modes: Int32Array
}

export interface Fit {
  readonly prototypes: Prototypes
  readonly labels: Int32Array
  /** Sum over the rows of the squared distance to their prototype. */
  readonly cost: number
}

export interface FitOptions {
  readonly k: number
  readonly seed: number
  readonly starts: number
  readonly maxIterations: number
  readonly check: () => void
}

/** k-prototypes (Huang 1998): the best of a few seeded starts. */
export function fitPrototypes(points: MixedPoints, options: FitOptions): Fit {
  let best: Fit | undefined
  for (let start = 0; start < options.starts; start++) {
    const fit = fitOnce(points, options, options.seed + start)
    if (!best || fit.cost < best.cost - 1e-9) best = fit
  }
  return best as Fit
}

function fitOnce(points: MixedPoints, { k, maxIterations, check }: FitOptions, seed: number): Fit {
  const prototypes = seedPrototypes(points, k, seed)
  const labels = new Int32Array(points.length).fill(-1)
  const distances = new Float64Array(points.length)
  for (let i = 0; i < maxIterations; i++) {
    check()
    if (!assign(points, prototypes, { labels, distances })) break
    update(points, prototypes, labels)
  }
  assign(points, prototypes, { labels, distances })
  return { prototypes, labels, cost: distances.reduce((sum, d) => sum + d, 0) }
}

/** k-means++ seeding: each further prototype is a row drawn with probability proportional to its squared distance. */
function seedPrototypes(points: MixedPoints, k: number, seed: number): Prototypes {
  const random = seededRandom(seed)
  const { length, width, numbers, categories } = points
  const prototypes = { k, means: new Float64Array(k * width), modes: new Int32Array(k) }
  const nearest = new Float64Array(length).fill(Infinity)
  let chosen = Math.floor(random() * length)
  for (let cluster = 0; cluster < k; cluster++) {
    prototypes.means.set(numbers.subarray(chosen * width, (chosen + 1) * width), cluster * width)
    prototypes.modes[cluster] = categories[chosen] as number
    let total = 0
    for (let row = 0; row < length; row++) {
      const d = Math.min(nearest[row] as number, squaredDistance(points, row, { prototypes, cluster }))
      nearest[row] = d
      total += d
    }
    chosen = draw(nearest, random() * total)
  }
  return prototypes
}

function draw(weights: Float64Array, target: number): number {
  let sum = 0
  for (let row = 0; row < weights.length; row++) {
    sum += weights[row] as number
    if (sum > target) return row
  }
  return weights.length - 1
}

interface At {
  readonly prototypes: Prototypes
  readonly cluster: number
}

function squaredDistance(points: MixedPoints, row: number, { prototypes, cluster }: At): number {
  const { width, numbers, categories, gamma } = points
  let sum = categories[row] === prototypes.modes[cluster] ? 0 : gamma
  for (let c = 0; c < width; c++) {
    const d = (numbers[row * width + c] as number) - (prototypes.means[cluster * width + c] as number)
    sum += d * d
  }
  return sum
}

interface Assignment {
  readonly labels: Int32Array
  readonly distances: Float64Array
}

/** Puts every row to its nearest prototype (the first of equals); whether any row moved. */
export function assign(points: MixedPoints, prototypes: Prototypes, { labels, distances }: Assignment): boolean {
  const at = { prototypes, cluster: 0 }
  let moved = false
  for (let row = 0; row < points.length; row++) {
    let [best, least] = [-1, Infinity]
    for (at.cluster = 0; at.cluster < prototypes.k; at.cluster++) {
      const d = squaredDistance(points, row, at)
      if (d < least) [best, least] = [at.cluster, d]
    }
    if (labels[row] !== best) moved = true
    labels[row] = best
    distances[row] = least
  }
  return moved
}

/** Mean of the numbers and most frequent category of each cluster; an empty cluster keeps its prototype. */
function update(points: MixedPoints, { k, means, modes }: Prototypes, labels: Int32Array): void {
  const { length, width, numbers, categories } = points
  const sizes = new Int32Array(k)
  const sums = new Float64Array(k * width)
  const counts = Array.from({ length: k }, () => new Map<number, number>())
  for (let row = 0; row < length; row++) {
    const label = labels[row] as number
    sizes[label] = (sizes[label] as number) + 1
    for (let c = 0; c < width; c++) {
      const at = label * width + c
      sums[at] = (sums[at] as number) + (numbers[row * width + c] as number)
    }
    const seen = counts[label] as Map<number, number>
    const category = categories[row] as number
    seen.set(category, (seen.get(category) ?? 0) + 1)
  }
  for (let cluster = 0; cluster < k; cluster++) {
    const size = sizes[cluster] as number
    if (size === 0) continue
    for (let c = 0; c < width; c++) means[cluster * width + c] = (sums[cluster * width + c] as number) / size
    modes[cluster] = mostFrequent(counts[cluster] as Map<number, number>)
  }
}

/** The category with the highest count, the smallest of equals. */
function mostFrequent(counts: ReadonlyMap<number, number>): number {
  let [best, most] = [-1, 0]
  for (const [category, n] of counts) if (n > most || (n === most && category < best)) [best, most] = [category, n]
  return best
}
