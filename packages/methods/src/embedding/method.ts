import { keysOf, numbersOf, pick } from '../columns.ts'
import { longRows, type LongRows } from '../long-rows.ts'
import { oneOf, readOptions } from '../options.ts'
import type { Method } from '../table.ts'
import { packVector } from './packed-vector.ts'
import { weighByRarity, type SparseMatrix } from './sparse-matrix.ts'
import { leadingDirections, type Directions } from './truncated-svd.ts'

const OPTIONS = {
  dims: { label: '向量维数', type: 'integer', default: 64, min: 2, max: 256 },
  max_items: { label: '只用最常见的多少个项目', type: 'integer', default: 2000, min: 2, max: 100_000 },
  scope: { label: '按组（group）或整表（table）建立向量空间', type: 'text', default: 'group' },
  seed: { label: '随机种子', type: 'integer', default: 20240101 },
} as const

/** 项目向量: what a visit used, as one unit vector per id (TF-IDF on ln(1 + amount), truncated SVD). */
export const tfidfEmbeddingMethod = {
  id: 'tfidf-embedding',
  label: '项目向量（TF-IDF + 截断 SVD）',
  input: { id: 'key', grp: 'key', item: 'key', amount: 'number' },
  options: OPTIONS,
  output: { id: 'key', grp: 'key', vector: 'text', n_items: 'integer' },
  run(input, options, context) {
    const { scope, max_items: maxItems, ...svd } = readOptions(OPTIONS, options)
    const perGroup = oneOf('scope', scope, ['group', 'table']) === 'group'
    const [ids, groups, items] = [keysOf(input, 'id'), keysOf(input, 'grp'), keysOf(input, 'item')]
    context.check()
    const long = longRows({ ids, groups, items, amounts: numbersOf(input, 'amount') })
    const vector: string[] = []
    const bounds = perGroup ? long.groupStarts : Int32Array.of(0, long.ids.length)
    for (let block = 0; block + 1 < bounds.length; block++) {
      context.check()
      const rows = { from: bounds[block] as number, to: bounds[block + 1] as number }
      const matrix = matrixOf(long, rows, maxItems)
      weighByRarity(matrix)
      appendVectors(vector, matrix, leadingDirections(matrix, { ...svd, check: () => context.check() }))
      context.progress?.((block + 1) / (bounds.length - 1))
    }
    const nItems = long.ids.map((_, row) => (long.starts[row + 1] as number) - (long.starts[row] as number))
    return {
      length: vector.length,
      columns: { id: pick(ids.distinct, long.ids), grp: pick(groups.distinct, long.groups), vector, n_items: nItems },
    }
  },
} as const satisfies Method

interface Rows {
  readonly from: number
  readonly to: number
}

/** ln(1 + amount) of the items most rows have; ties go to the smaller item. */
function matrixOf(long: LongRows, { from, to }: Rows, maxItems: number): SparseMatrix {
  const [first, last] = [long.starts[from] as number, long.starts[to] as number]
  const column = frequentColumns(long.items.subarray(first, last), maxItems)
  const starts = new Int32Array(to - from + 1)
  const index = new Int32Array(last - first)
  const values = new Float64Array(last - first)
  let at = 0
  for (let row = from; row < to; row++) {
    for (let i = long.starts[row] as number; i < (long.starts[row + 1] as number); i++) {
      const j = column.get(long.items[i] as number)
      if (j === undefined || !((long.amounts[i] as number) > 0)) continue
      index[at] = j
      values[at++] = Math.log1p(long.amounts[i] as number)
    }
    starts[row - from + 1] = at
  }
  const cells = { index: index.subarray(0, at), values: values.subarray(0, at) }
  return { rows: to - from, columns: column.size, starts, ...cells }
}

function frequentColumns(items: Int32Array, maxItems: number): Map<number, number> {
  const counts = new Map<number, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  const kept = [...counts].sort(([a, m], [b, n]) => n - m || a - b).slice(0, maxItems)
  return new Map(kept.map(([item]) => item).sort((a, b) => a - b).map((item, j) => [item, j])) // prettier-ignore
}

/** Row · directions, scaled to length 1; a row without any item is the zero vector. */
function appendVectors(into: string[], matrix: SparseMatrix, { width, directions }: Directions): void {
  const vector = new Float64Array(width)
  for (let row = 0; row < matrix.rows; row++) {
    vector.fill(0)
    for (let i = matrix.starts[row] as number; i < (matrix.starts[row + 1] as number); i++) {
      const value = matrix.values[i] as number
      const at = (matrix.index[i] as number) * width
      for (let k = 0; k < width; k++) vector[k] = (vector[k] as number) + value * (directions[at + k] as number)
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
    into.push(packVector(length > 1e-12 ? vector.map((value) => value / length) : vector))
  }
}
