import { keysOf, numbersOf, textsOf } from './columns.ts'
import { longRows, type LongRows } from './long-rows.ts'
import { readOptions } from './options.ts'
import { seededRandom } from './random.ts'
import type { Method } from './table.ts'

const OPTIONS = {
  max_pairs: { label: '成对比较的最多对数，超过则抽样', type: 'integer', default: 2000, min: 1, max: 10_000_000 },
  seed: { label: '随机种子', type: 'integer', default: 20240101 },
} as const

const KINDS = ['drug', 'exam', 'material'] as const

/** 组内相似度: how alike the members of a group are in drugs, examinations and materials (0…1 each). */
export const groupSimilarityMethod = {
  id: 'group-similarity',
  label: '组内相似度',
  input: { cluster: 'key', id: 'key', kind: 'text', item: 'key', amount: 'number' },
  options: OPTIONS,
  output: {
    ...{ cluster: 'key', n: 'integer', pairs: 'integer' },
    ...{ s_drug: 'number', s_exam: 'number', s_material: 'number' },
  },
  run(input, options, context) {
    const { max_pairs: maxPairs, seed } = readOptions(OPTIONS, options)
    const [groups, ids, items] = [keysOf(input, 'cluster'), keysOf(input, 'id'), keysOf(input, 'item')]
    const kinds = kindCodes(textsOf(input, 'kind'))
    // Items of a kind stay together; a row of another kind only says that the member exists.
    const codes = items.codes.map((item, row) => item + (kinds[row] as number) * items.size)
    const amounts = numbersOf(input, 'amount')
    const long = longRows({ groups, ids, items: { codes, size: items.size * (KINDS.length + 1) }, amounts })
    const n = new Int32Array(groups.size)
    const pairCount = new Int32Array(groups.size)
    const means = KINDS.map(() => new Float64Array(groups.size).fill(NaN))
    for (let group = 0; group < groups.size; group++) {
      context.check()
      const parts = partsOf(long, items.size)
      const first = long.groupStarts[group] as number
      n[group] = (long.groupStarts[group + 1] as number) - first
      const pairs = pairsOf(n[group] as number, maxPairs, seed)
      pairCount[group] = pairs.length / 2
      KINDS.forEach((_, kind) => {
        ;(means[kind] as Float64Array)[group] = meanSimilarity(pairs, (member) => parts(first + member, kind))
      })
    }
    const [drug, exam, material] = means as [Float64Array, Float64Array, Float64Array]
    return {
      length: groups.size,
      columns: { cluster: groups.distinct, n, pairs: pairCount, s_drug: drug, s_exam: exam, s_material: material },
    }
  },
} as const satisfies Method

function kindCodes(kinds: readonly (string | null)[]): Int32Array {
  const known = new Map<string | null, number>(KINDS.map((kind, code) => [kind, code]))
  return Int32Array.from(kinds, (kind) => known.get(kind) ?? KINDS.length)
}

/** The items of one kind of one member, with their sum and Euclidean length. */
interface Part {
  readonly items: Int32Array
  readonly amounts: Float64Array
  readonly sum: number
  readonly length: number
}

function partsOf(long: LongRows, itemCount: number): (row: number, kind: number) => Part {
  const cache = new Map<number, Part>()
  return (row, kind) => {
    const at = row * KINDS.length + kind
    const known = cache.get(at)
    if (known) return known
    let first = long.starts[row] as number
    const last = long.starts[row + 1] as number
    while (first < last && (long.items[first] as number) < kind * itemCount) first++
    let end = first
    while (end < last && (long.items[end] as number) < (kind + 1) * itemCount) end++
    const amounts = long.amounts.slice(first, end).map((amount) => Math.max(0, amount))
    const sum = amounts.reduce((total, amount) => total + amount, 0)
    const length = Math.sqrt(amounts.reduce((total, amount) => total + amount * amount, 0))
    const part = { items: long.items.subarray(first, end), amounts, sum, length }
    cache.set(at, part)
    return part
  }
}

/** All pairs (a₀, b₀, a₁, b₁, …), or a sample of different pairs that depends on the size of the group only. */
function pairsOf(size: number, maxPairs: number, seed: number): Int32Array {
  const all = (size * (size - 1)) / 2
  const pairs: number[] = []
  if (all <= maxPairs) {
    for (let a = 0; a < size; a++) for (let b = a + 1; b < size; b++) pairs.push(a, b)
    return Int32Array.from(pairs)
  }
  const random = seededRandom(seed)
  const taken = new Set<number>()
  while (taken.size < maxPairs) {
    const a = Math.floor(random() * size)
    const b = Math.floor(random() * size)
    const pair = Math.min(a, b) * size + Math.max(a, b)
    if (a === b || taken.has(pair)) continue
    taken.add(pair)
    pairs.push(a, b)
  }
  return Int32Array.from(pairs)
}

/** Mean over the pairs in which at least one member has something; NaN without any such pair. */
function meanSimilarity(pairs: Int32Array, part: (member: number) => Part): number {
  let sum = 0
  let count = 0
  for (let i = 0; i < pairs.length; i += 2) {
    const [a, b] = [part(pairs[i] as number), part(pairs[i + 1] as number)]
    if (a.sum === 0 && b.sum === 0) continue
    count++
    sum += similarity(a, b)
  }
  return count > 0 ? sum / count : NaN
}

/** cos(a, b) · min(|a|₁, |b|₁) / max(|a|₁, |b|₁); 0 when one is empty. */
function similarity(a: Part, b: Part): number {
  if (a.sum === 0 || b.sum === 0) return 0
  let product = 0
  for (let i = 0, j = 0; i < a.items.length && j < b.items.length;) {
    const [left, right] = [a.items[i] as number, b.items[j] as number]
    if (left === right) product += (a.amounts[i++] as number) * (b.amounts[j++] as number)
    else if (left < right) i++
    else j++
  }
  const cosine = Math.min(1, product / (a.length * b.length))
  return (cosine * Math.min(a.sum, b.sum)) / Math.max(a.sum, b.sum)
}
