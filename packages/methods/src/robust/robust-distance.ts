import { keysOf, numbersOf } from '../columns.ts'
import { namesIn, readOptions } from '../options.ts'
import { groupRows } from '../order.ts'
import type { Method } from '../table.ts'
import { AppError } from '@yijian/kernel'
import { cholesky, squaredLength } from './cholesky.ts'

const OPTIONS = {
  x: { label: '各个指标的列名（逗号分隔）', type: 'text', default: '' },
  keep: { label: '估计中心和协方差所用的行的比例', type: 'number', default: 0.75, min: 0.5, max: 1 },
  min_rows: { label: '一组最少行数，不足不出结果', type: 'integer', default: 30, min: 5, max: 1_000_000 },
} as const

/** 稳健距离: how far a row is from the bulk of its group when all measures are seen together. */
export const robustDistanceMethod = {
  id: 'robust-distance',
  label: '稳健距离（马氏距离）',
  input: { id: 'key', grp: 'key' },
  inputOf: (options) => Object.fromEntries(namesIn(readOptions(OPTIONS, options).x).map((name) => [name, 'number'])),
  options: OPTIONS,
  output: { id: 'key', grp: 'key', distance: 'number' },
  run(input, options, context) {
    const given = readOptions(OPTIONS, options)
    const names = namesIn(given.x)
    if (names.length === 0) throw new AppError('invalid', 'method.option', '方法选项 x 至少要有一列', { option: 'x' })
    const x = names.map((name) => numbersOf(input, name))
    const [ids, groups] = [keysOf(input, 'id'), keysOf(input, 'grp')]
    const byId = groupRows(ids.codes, ids.size).rows
    const { rows, starts } = groupRows(groups.codes, groups.size, byId)
    const distance = new Float64Array(input.length).fill(NaN)
    for (let group = 0; group < groups.size; group++) {
      context.check()
      const members = rows
        .subarray(starts[group], starts[group + 1])
        .filter((row) => x.every((column) => !Number.isNaN(column[row])))
      if (members.length < given.min_rows) continue
      const points = x.map((column) => Float64Array.from(members, (row) => column[row] as number))
      distances(points, given.keep).forEach((value, i) => (distance[members[i] as number] = value))
    }
    return {
      length: input.length,
      columns: { id: input.columns['id'] ?? [], grp: input.columns['grp'] ?? [], distance },
    }
  },
} as const satisfies Method

const MAX_STEPS = 30

/** Concentration steps from the rows nearest to the medians: estimate, keep the nearest rows, estimate again. */
function distances(points: readonly Float64Array[], keep: number): Float64Array {
  const n = points[0]?.length ?? 0
  const wanted = Math.ceil(keep * n)
  let found = squaredFromMedians(points)
  let kept = nearest(found, wanted)
  for (let step = 0; step < MAX_STEPS; step++) {
    found = squaredFrom(points, kept)
    const next = nearest(found, wanted)
    if (next.every((row, i) => row === kept[i])) break
    kept = next
  }
  return found.map(Math.sqrt)
}

/** The rows with the smallest values, ascending by row; ties go to the earlier row. */
function nearest(values: Float64Array, wanted: number): Int32Array {
  const order = Int32Array.from(values, (_, i) => i)
  order.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b)
  return order.slice(0, wanted).sort()
}

function squaredFromMedians(points: readonly Float64Array[]): Float64Array {
  const total = new Float64Array(points[0]?.length ?? 0)
  for (const column of points) {
    const center = median(column)
    const spread = median(column.map((value) => Math.abs(value - center))) || 1
    column.forEach((value, i) => (total[i] = (total[i] as number) + ((value - center) / spread) ** 2))
  }
  return total
}

function squaredFrom(points: readonly Float64Array[], kept: Int32Array): Float64Array {
  const size = points.length
  const center = points.map((column) => kept.reduce((sum, row) => sum + (column[row] as number), 0) / kept.length)
  const covariance = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) covariance[i * size + j] = covarianceOf(points, center, { kept, i, j })
  const lower = cholesky(covariance, size)
  const deviation = new Float64Array(size)
  return Float64Array.from(points[0] ?? [], (_, row) => {
    for (let i = 0; i < size; i++) deviation[i] = (points[i]?.[row] as number) - (center[i] as number)
    return squaredLength(lower, deviation)
  })
}

interface Pair {
  readonly kept: Int32Array
  readonly i: number
  readonly j: number
}

function covarianceOf(points: readonly Float64Array[], center: readonly number[], { kept, i, j }: Pair): number {
  const [a, b] = [points[i] as Float64Array, points[j] as Float64Array]
  const [ca, cb] = [center[i] as number, center[j] as number]
  let sum = 0
  for (const row of kept) sum += ((a[row] as number) - ca) * ((b[row] as number) - cb)
  return sum / Math.max(1, kept.length - 1)
}

function median(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort()
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2
}
