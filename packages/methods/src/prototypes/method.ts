import { keysOf, numbersOf, pick } from '../columns.ts'
import { namesIn, readOptions } from '../options.ts'
import { gatherIntegers, groupRows } from '../order.ts'
import { seededRandom } from '../random.ts'
import { MISSING_INTEGER, type ColumnTable, type Method, type MethodOptions } from '../table.ts'
import { assign, fitPrototypes, type Fit, type MixedPoints } from './fit.ts'
import { meanSilhouette } from './silhouette.ts'

const OPTIONS = {
  x: { label: '数值列名，逗号分隔', type: 'text', default: '' },
  gamma: { label: '类别不同的代价（相当于几个标准差的平方）', type: 'number', default: 3, min: 0, max: 1000 },
  standardize: { label: '数值列先标准化（1 是，0 否）', type: 'integer', default: 1, min: 0, max: 1 },
  k_min: { label: '最少群数', type: 'integer', default: 50, min: 1, max: 10_000 },
  k_max: { label: '最多群数', type: 'integer', default: 300, min: 1, max: 10_000 },
  k_tries: { label: '在最少与最多之间等比试几个群数', type: 'integer', default: 6, min: 1, max: 100 },
  min_size: { label: '平均每群至少多少行，限制群数', type: 'integer', default: 50, min: 1, max: 1_000_000 },
  sample: { label: '学习用的抽样行数', type: 'integer', default: 20_000, min: 10, max: 1_000_000 },
  silhouette_sample: { label: '计算轮廓系数的抽样行数', type: 'integer', default: 1500, min: 10, max: 20_000 },
  starts: { label: '每个群数的起始次数', type: 'integer', default: 1, min: 1, max: 1000 },
  seed: { label: '随机种子', type: 'integer', default: 20240101 },
} as const
type Settings = ReturnType<typeof readOptions<typeof OPTIONS>>

const MAX_ITERATIONS = 50

/** k 原型聚类: groups rows of numbers and one category; how many groups is chosen by silhouette. */
export const kPrototypesMethod = {
  id: 'k-prototypes',
  label: 'k 原型聚类（群数由轮廓系数选定）',
  input: { id: 'key', category: 'key' },
  inputOf: (options: MethodOptions) =>
    Object.fromEntries(namesIn(readOptions(OPTIONS, options).x).map((name) => [name, 'number'] as const)),
  options: OPTIONS,
  output: { id: 'key', cluster: 'integer', distance: 'number', k: 'integer', silhouette: 'number' },
  run(input, options, context) {
    const settings = readOptions(OPTIONS, options)
    const check = () => context.check()
    const ids = keysOf(input, 'id')
    const { rows } = groupRows(ids.codes, ids.size)
    const { points, complete } = pointsOf(input, rows, settings)
    const chosen = choose(points, settings, check)
    const labels = new Int32Array(points.length).fill(-1)
    const distances = new Float64Array(points.length)
    if (chosen) assign(points, chosen.fit.prototypes, { labels, distances })
    const names = namesByFirstRow(labels)
    const cluster = new Int32Array(rows.length).fill(MISSING_INTEGER)
    const distance = new Float64Array(rows.length).fill(NaN)
    complete.forEach((place, i) => {
      cluster[place] = names.get(labels[i] as number) as number
      distance[place] = Math.sqrt(distances[i] as number)
    })
    return {
      length: rows.length,
      columns: {
        id: pick(ids.distinct, gatherIntegers(ids.codes, rows)),
        ...{ cluster, distance },
        k: new Int32Array(rows.length).fill(names.size),
        silhouette: new Float64Array(rows.length).fill(chosen?.silhouette ?? NaN),
      },
    }
  },
} as const satisfies Method

/** Points of the rows that miss no number, in the order of `rows`; `complete` are their places in it. */
function pointsOf(
  input: ColumnTable,
  rows: Int32Array,
  { x, gamma, standardize }: Settings,
): { points: MixedPoints; complete: Int32Array } {
  const columns = namesIn(x).map((name) => numbersOf(input, name))
  const { codes } = keysOf(input, 'category')
  const complete = Int32Array.from(rows.keys()).filter((place) =>
    columns.every((column) => !Number.isNaN(column[rows[place] as number])),
  )
  const [length, width] = [complete.length, columns.length]
  const numbers = new Float64Array(length * width)
  columns.forEach((column, c) => {
    const values = Float64Array.from(complete, (place) => column[rows[place] as number] as number)
    const [mean, deviation] = standardize === 1 ? momentsOf(values) : [0, 1]
    values.forEach((value, i) => void (numbers[i * width + c] = deviation > 0 ? (value - mean) / deviation : 0))
  })
  const categories = Int32Array.from(complete, (place) => codes[rows[place] as number] as number)
  return { points: { length, width, numbers, categories, gamma }, complete }
}

function momentsOf(values: Float64Array): [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return [mean, Math.sqrt(variance)]
}

interface Chosen {
  readonly fit: Fit
  readonly silhouette: number
}

/** Fits every number of groups that is to be tried on a sample and keeps the one with the highest silhouette, the fewer of equals. */
function choose(points: MixedPoints, settings: Settings, check: () => void): Chosen | undefined {
  if (points.length === 0) return undefined
  const learn = sampled(points, settings.sample, settings.seed)
  const looked = Int32Array.from(drawn(learn.length, settings.silhouette_sample, settings.seed + 1))
  const tried = triedSizes(points.length, settings)
  let best: Chosen | undefined
  for (const k of tried) {
    const { seed, starts } = settings
    const fit = fitPrototypes(learn, { k, seed, starts, maxIterations: MAX_ITERATIONS, check })
    const labels = gatherIntegers(fit.labels, looked)
    const silhouette = k === 1 ? NaN : Math.round(meanSilhouette(subset(learn, looked), labels, check) * 1e6) / 1e6
    if (!best || silhouette > best.silhouette || Number.isNaN(best.silhouette)) best = { fit, silhouette }
  }
  return best
}

/** Numbers of groups in geometric steps, no more than rows allow. */
function triedSizes(length: number, { k_min, k_max, k_tries, min_size }: Settings): number[] {
  const most = Math.max(1, Math.min(k_max, Math.floor(length / min_size)))
  const least = Math.min(k_min, most)
  if (least === most || k_tries === 1) return [most]
  const step = Math.log(most / least) / (k_tries - 1)
  return [...new Set(Array.from({ length: k_tries }, (_, i) => Math.round(least * Math.exp(step * i))))]
}

function sampled(points: MixedPoints, size: number, seed: number): MixedPoints {
  return points.length <= size ? points : subset(points, drawn(points.length, size, seed))
}

/** `size` of the numbers 0 … length − 1, ascending, each equally likely (selection sampling). */
function drawn(length: number, size: number, seed: number): Int32Array {
  if (size >= length) return Int32Array.from({ length }, (_, i) => i)
  const random = seededRandom(seed)
  const taken = new Int32Array(size)
  for (let i = 0, n = 0; n < size; i++) if (random() * (length - i) < size - n) taken[n++] = i
  return taken
}

function subset(points: MixedPoints, rows: Int32Array): MixedPoints {
  const { width } = points
  const numbers = new Float64Array(rows.length * width)
  rows.forEach((row, i) => numbers.set(points.numbers.subarray(row * width, (row + 1) * width), i * width))
  return { ...points, length: rows.length, numbers, categories: gatherIntegers(points.categories, rows) }
}

/** Groups numbered from 0 in the order of their first row. */
function namesByFirstRow(labels: Int32Array): Map<number, number> {
  const names = new Map<number, number>()
  for (const label of labels) if (!names.has(label)) names.set(label, names.size)
  return names
}
