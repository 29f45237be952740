import { keysOf, pick, textsOf } from '../columns.ts'
import { readOptions } from '../options.ts'
import { groupRows } from '../order.ts'
import type { Method } from '../table.ts'
import { candidatePairs, signaturesOf } from './min-hash.ts'
import { commonPassage, distinctSorted, jaccard, normalised, shingleHashes } from './shingles.ts'

const OPTIONS = {
  min_similarity: { label: '雅卡尔相似度下限', type: 'number', default: 0.85, min: 0.1, max: 1 },
  common_share: { label: '同类文书中出现比例超过此值的片段视为模板', type: 'number', default: 0.8, min: 0.05, max: 1 },
  min_shingles: { label: '去掉模板后最少片段数，不足不比较', type: 'integer', default: 30, min: 1, max: 10_000 },
  partners: { label: '大批雷同时每份最多比较几份', type: 'integer', default: 20, min: 1, max: 1000 },
  seed: { label: '随机种子', type: 'integer', default: 20240101 },
} as const

const SIZE = 5
const PERMUTATIONS = 128
const BANDS = 32
const PASSAGE = 80

/** 雷同文书: pairs of nearly identical texts of different owners inside a group, what is template left out. */
export const similarTextsMethod = {
  id: 'similar-texts',
  label: '雷同文书（MinHash）',
  input: { id: 'key', grp: 'key', kind: 'text', owner: 'key', text: 'text' },
  options: OPTIONS,
  output: { source: 'key', target: 'key', similarity: 'number', passage: 'text' },
  run(input, options, context) {
    const given = readOptions(OPTIONS, options)
    const [ids, groups, owners] = [keysOf(input, 'id'), keysOf(input, 'grp'), keysOf(input, 'owner')]
    const texts = textsOf(input, 'text').map((text) => normalised(text ?? ''))
    const sets = texts.map((text) => distinctSorted(shingleHashes(text, SIZE)))
    const kinds = textsOf(input, 'kind')
    const bare = withoutTemplates(sets, kinds, given.common_share)
    context.check()
    const { rows, starts } = groupRows(groups.codes, groups.size, groupRows(ids.codes, ids.size).rows)
    const found: Pair[] = []
    for (let group = 0; group < groups.size; group++) {
      context.check()
      const members = rows
        .subarray(starts[group], starts[group + 1])
        .filter((row) => (bare[row] as Int32Array).length >= given.min_shingles)
      const signatures = signaturesOf(Array.from(members, (row) => bare[row] as Int32Array), PERMUTATIONS, given.seed) // prettier-ignore
      for (const [i, j] of candidatePairs(signatures, { bands: BANDS, partners: given.partners })) {
        const [a, b] = [members[i] as number, members[j] as number]
        if (kinds[a] !== kinds[b] || owners.codes[a] === owners.codes[b]) continue
        const similarity = jaccard(bare[a] as Int32Array, bare[b] as Int32Array)
        if (similarity >= given.min_similarity) found.push({ a, b, similarity })
      }
    }
    const passageOf = ({ a, b }: Pair) =>
      commonPassage(texts[a] as string, new Set(sets[b]), { size: SIZE, limit: PASSAGE })
    return {
      length: found.length,
      columns: {
        source: pick(
          ids.distinct,
          Int32Array.from(found, ({ a }) => ids.codes[a] as number),
        ),
        target: pick(
          ids.distinct,
          Int32Array.from(found, ({ b }) => ids.codes[b] as number),
        ),
        similarity: Float64Array.from(found, ({ similarity }) => similarity),
        passage: found.map(passageOf),
      },
    }
  },
} as const satisfies Method

interface Pair {
  readonly a: number
  readonly b: number
  readonly similarity: number
}

const FEW_TEXTS = 20

/** The sets without what most texts of their kind have; of few texts nothing can be said, all is kept. */
function withoutTemplates(
  sets: readonly Int32Array[],
  kinds: readonly (string | null)[],
  share: number,
): readonly Int32Array[] {
  const counts = new Map<string | null, Map<number, number>>()
  const totals = new Map<string | null, number>()
  sets.forEach((set, row) => {
    const kind = kinds[row] ?? null
    const count = counts.get(kind) ?? new Map<number, number>()
    for (const value of set) count.set(value, (count.get(value) ?? 0) + 1)
    counts.set(kind, count)
    totals.set(kind, (totals.get(kind) ?? 0) + 1)
  })
  return sets.map((set, row) => {
    const kind = kinds[row] ?? null
    const total = totals.get(kind) ?? 0
    if (total < FEW_TEXTS) return set
    return set.filter((value) => (counts.get(kind)?.get(value) ?? 0) <= share * total)
  })
}
