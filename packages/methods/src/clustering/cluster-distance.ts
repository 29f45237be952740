import { keysOf, numbersOf, pick, textsOf, type Keys } from '../columns.ts'
import { packedLength, unpackVector } from '../embedding/packed-vector.ts'
import { readOptions } from '../options.ts'
import { groupRows } from '../order.ts'
import type { ColumnTable, Method } from '../table.ts'

/** 群间距离: how far each cluster lies from the other clusters of its group (1 − cosine of the centres). */
export const clusterDistanceMethod = {
  id: 'cluster-distance',
  label: '群间距离',
  input: { cluster: 'integer', grp: 'key', vector: 'text' },
  options: {},
  output: {
    ...{ cluster: 'integer', grp: 'key', size: 'integer', n_clusters: 'integer' },
    ...{ mean_distance: 'number', min_distance: 'number', grp_median: 'number', grp_p75: 'number' },
  },
  run(input, options, context) {
    readOptions({}, options)
    const groups = keysOf(input, 'grp')
    const rows: ClusterRow[] = []
    for (const { group, members } of clustersByGroup(input, groups)) {
      context.check()
      rows.push(...distancesWithin(group, members))
    }
    const numbers = (name: keyof ClusterRow) => Float64Array.from(rows, (row) => row[name])
    const integers = (name: keyof ClusterRow) => Int32Array.from(rows, (row) => row[name])
    return {
      length: rows.length,
      columns: {
        cluster: integers('cluster'),
        grp: pick(groups.distinct, integers('group')),
        size: integers('size'),
        n_clusters: integers('count'),
        mean_distance: numbers('mean'),
        min_distance: numbers('min'),
        grp_median: numbers('median'),
        grp_p75: numbers('p75'),
      },
    }
  },
} as const satisfies Method

interface Centre {
  readonly cluster: number
  readonly size: number
  readonly sum: Float64Array
}

interface ClusterRow {
  readonly cluster: number
  readonly group: number
  readonly size: number
  readonly count: number
  readonly mean: number
  readonly min: number
  readonly median: number
  readonly p75: number
}

/** Centres per group; rows of noise (cluster below 0 or missing) are left out. Sums run over sorted vectors. */
function clustersByGroup(input: ColumnTable, groups: Keys): { group: number; members: Centre[] }[] {
  const vectors = textsOf(input, 'vector')
  const width = vectors.reduce((most, text) => Math.max(most, packedLength(text ?? '')), 0)
  const numbers = numbersOf(input, 'cluster')
  const clusters = keysOf(
    { length: input.length, columns: { cluster: numbers.map((c) => (c >= 0 ? c : -1)) } },
    'cluster',
  )
  const texts = keysOf({ length: input.length, columns: { vector: vectors.map((text) => text ?? '') } }, 'vector')
  const byCluster = groupRows(clusters.codes, clusters.size, groupRows(texts.codes, texts.size).rows).rows
  const { rows, starts } = groupRows(groups.codes, groups.size, byCluster)
  return Array.from({ length: groups.size }, (_, group) => {
    const members: { cluster: number; size: number; sum: Float64Array }[] = []
    const vector = new Float64Array(width)
    for (const row of rows.subarray(starts[group], starts[group + 1])) {
      const cluster = numbers[row] as number
      if (!(cluster >= 0)) continue
      if (members.at(-1)?.cluster !== cluster) members.push({ cluster, size: 0, sum: new Float64Array(width) })
      const centre = members.at(-1)
      if (!centre) continue
      vector.fill(0)
      unpackVector(vectors[row] ?? '', vector, 0)
      vector.forEach((value, k) => (centre.sum[k] = (centre.sum[k] as number) + value))
      centre.size++
    }
    return { group, members }
  })
}

function distancesWithin(group: number, members: readonly Centre[]): ClusterRow[] {
  const distances = members.map((a) => members.map((b) => cosineDistance(a.sum, b.sum)))
  const all = distances.flatMap((row, i) => row.slice(i + 1)).sort((a, b) => a - b)
  return members.map(({ cluster, size }, i) => {
    const others = (distances[i] as number[]).filter((_, j) => j !== i)
    const mean = others.reduce((sum, distance) => sum + distance, 0) / others.length
    const min = others.length > 0 ? Math.min(...others) : NaN
    const quantiles = { median: quantile(all, 0.5), p75: quantile(all, 0.75) }
    return { cluster, group, size, count: members.length, mean, min, ...quantiles }
  })
}

function cosineDistance(a: Float64Array, b: Float64Array): number {
  let [product, left, right] = [0, 0, 0]
  a.forEach((value, k) => {
    product += value * (b[k] as number)
    left += value * value
    right += (b[k] as number) ** 2
  })
  return left > 0 && right > 0 ? Math.max(0, 1 - product / Math.sqrt(left * right)) : 1
}

/** Linear interpolation between order statistics (type 7). */
function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return NaN
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] as number
  return low + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] as number) - low)
}
