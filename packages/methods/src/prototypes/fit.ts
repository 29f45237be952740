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

/** Share of rows that may still move when a start is taken as settled: none up to a thousand rows. */
const SETTLED = 0.000_999

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
    if (assign(points, prototypes, { labels, distances }) <= points.length * SETTLED) break
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
  const closest = new Float64Array(length).fill(Infinity)
  let chosen = Math.floor(random() * length)
  for (let cluster = 0; cluster < k; cluster++) {
    prototypes.means.set(numbers.subarray(chosen * width, (chosen + 1) * width), cluster * width)
    prototypes.modes[cluster] = categories[chosen] as number
    let total = 0
    for (let row = 0; row < length; row++) {
      const d = nearer(points, row, { prototypes, cluster, limit: closest[row] as number })
      closest[row] = d
      total += d
    }
    chosen = draw(closest, random() * total)
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
  readonly limit: number
}

/** Squared distance of a row to a prototype, or the limit if that is less; stops adding up once it is reached. */
function nearer(points: MixedPoints, row: number, { prototypes, cluster, limit }: At): number {
  const { width, numbers, categories, gamma } = points
  let sum = categories[row] === prototypes.modes[cluster] ? 0 : gamma
  for (let c = 0; c < width && sum < limit; c++) {
    const d = (numbers[row * width + c] as number) - (prototypes.means[cluster * width + c] as number)
    sum += d * d
  }
  return Math.min(sum, limit)
}

interface Assignment {
  readonly labels: Int32Array
  readonly distances: Float64Array
}

/** Puts every row to its nearest prototype (its present one or else the first of equals); how many rows moved. */
export function assign(points: MixedPoints, prototypes: Prototypes, { labels, distances }: Assignment): number {
  let moved = 0
  for (let row = 0; row < points.length; row++) {
    const before = labels[row] as number
    const least = before < 0 ? Infinity : nearer(points, row, { prototypes, cluster: before, limit: Infinity })
    const found = nearest(points, row, { prototypes, cluster: before, limit: least })
    if (found.cluster !== before) moved++
    labels[row] = found.cluster
    distances[row] = found.limit
  }
  return moved
}

/** The nearest prototype, where one that is `limit` away is already known. A far category alone rules most of them out. */
function nearest(points: MixedPoints, row: number, known: At): At {
  const { categories, gamma } = points
  const { prototypes } = known
  const category = categories[row]
  const at = { ...known }
  let best = known.cluster
  for (at.cluster = 0; at.cluster < prototypes.k; at.cluster++) {
    if (gamma >= at.limit && prototypes.modes[at.cluster] !== category) continue
    const d = nearer(points, row, at)
    if (d >= at.limit) continue
    best = at.cluster
    at.limit = d
  }
  at.cluster = best
  return at
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
