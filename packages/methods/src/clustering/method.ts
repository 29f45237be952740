import { keysOf, pick, textsOf } from '../columns.ts'
import { oneOf, readOptions } from '../options.ts'
import { gatherIntegers, groupRows } from '../order.ts'
import type { Method } from '../table.ts'
import { dbscan } from './dbscan.ts'
import { hdbscan, type ClusterOptions, type Labels } from './hdbscan.ts'
import { pointsOf } from './points.ts'

const OPTIONS = {
  min_cluster_size: { label: '一个群的最少成员数', type: 'integer', default: 10, min: 2, max: 100_000 },
  min_samples: {
    label: '判断密集所需的邻居数（含自身），0 为同最少成员数',
    type: 'integer',
    default: 0,
    min: 0,
    max: 1000,
  },
  min_distance: { label: '余弦距离低于此值视为相同', type: 'number', default: 0.02, min: 1e-6, max: 1 },
  eps: { label: '余弦距离半径（整组为一群时、DBSCAN 时）', type: 'number', default: 0.1, min: 1e-6, max: 2 },
  single_cluster: { label: '整组可以是一个群（1 是，0 否）', type: 'integer', default: 1, min: 0, max: 1 },
  min_probability: { label: '归属程度下限，低于此值的成员视为噪声', type: 'number', default: 0, min: 0, max: 1 },
  algorithm: { label: '算法：hdbscan 或 dbscan', type: 'text', default: 'hdbscan' },
  max_exact: { label: '组内行数超过此值改用 DBSCAN', type: 'integer', default: 20_000, min: 2, max: 200_000 },
} as const

/** 密度聚类: groups of vectors that lie closer together than their surroundings; the rest is noise (−1). */
export const densityClusteringMethod = {
  id: 'density-clustering',
  label: '密度聚类（HDBSCAN，余弦距离）',
  input: { id: 'key', grp: 'key', vector: 'text' },
  options: OPTIONS,
  output: { id: 'key', grp: 'key', cluster: 'integer', probability: 'number', cluster_size: 'integer' },
  run(input, options, context) {
    const given = readOptions(OPTIONS, options)
    const algorithm = oneOf('algorithm', given.algorithm, ['hdbscan', 'dbscan'])
    const settings = settingsOf(given, () => context.check())
    const [ids, groups] = [keysOf(input, 'id'), keysOf(input, 'grp')]
    const vectors = textsOf(input, 'vector')
    const { rows, starts } = groupRows(groups.codes, groups.size, groupRows(ids.codes, ids.size).rows)
    const cluster = new Int32Array(rows.length).fill(-1)
    const probability = new Float64Array(rows.length)
    let count = 0
    for (let group = 0; group < groups.size; group++) {
      context.check()
      const from = starts[group] as number
      const members = rows.subarray(from, starts[group + 1])
      if (members.length < settings.minClusterSize) continue
      const cluster_ = members.length > given.max_exact || algorithm === 'dbscan' ? dbscan : hdbscan
      const labels = cluster_(pointsOf(vectors, members), settings)
      count = number(labels, count, cluster.subarray(from, from + members.length))
      probability.set(labels.probability, from)
      context.progress?.((group + 1) / groups.size)
    }
    const sizes = new Int32Array(count)
    for (const index of cluster) if (index >= 0) sizes[index] = (sizes[index] as number) + 1
    const size = cluster.map((index) => (index < 0 ? 0 : (sizes[index] as number)))
    return {
      length: rows.length,
      columns: {
        id: pick(ids.distinct, gatherIntegers(ids.codes, rows)),
        grp: pick(groups.distinct, gatherIntegers(groups.codes, rows)),
        ...{ cluster, probability, cluster_size: size },
      },
    }
  },
} as const satisfies Method

function settingsOf(given: ReturnType<typeof readOptions<typeof OPTIONS>>, check: () => void): ClusterOptions {
  return {
    minClusterSize: given.min_cluster_size,
    minSamples: given.min_samples === 0 ? given.min_cluster_size : given.min_samples,
    minDistance: given.min_distance,
    eps: given.eps,
    singleCluster: given.single_cluster === 1,
    minProbability: given.min_probability,
    check,
  }
}

/** Numbers the clusters of a group from `first` by their smallest member; returns the next free number. */
function number({ label }: Labels, first: number, into: Int32Array): number {
  const names = new Map<number, number>()
  label.forEach((name, i) => {
    if (name < 0) return
    if (!names.has(name)) names.set(name, first + names.size)
    into[i] = names.get(name) as number
  })
  return first + names.size
}
