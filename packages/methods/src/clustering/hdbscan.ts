import { dendrogramOf, type Dendrogram } from './dendrogram.ts'
import type { Points } from './points.ts'
import { spanningTree, type SpanningOptions } from './spanning-tree.ts'

export interface ClusterOptions extends SpanningOptions {
  readonly minClusterSize: number
  readonly eps: number
  readonly singleCluster: boolean
  /** Members that belong less firmly than this (0…1) are noise; 0 keeps them all. */
  readonly minProbability: number
}

/** Label per point (−1 noise, numbers without meaning) and how firmly it belongs (0…1). */
export interface Labels {
  readonly label: Int32Array
  readonly probability: Float64Array
}

interface Cluster {
  readonly parent: number
  /** Density 1 / distance at which it parts from its parent. */
  readonly birth: number
  readonly children: number[]
  stability: number
  /** Density at which it falls apart into its children; Infinity without children. */
  split: number
}

interface Condensed {
  readonly clusters: Cluster[]
  /** Last cluster of each point and the density at which it leaves it. */
  readonly home: Int32Array
  readonly leaves: Float64Array
}

/**
 * HDBSCAN (Campello, Moulavi, Sander 2013), excess of mass. The whole group is one cluster only if it holds together
 * within `eps`; its members are then the points within `eps`.
 */
export function hdbscan(points: Points, options: ClusterOptions): Labels {
  const tree = dendrogramOf(spanningTree(points, options), points.size)
  const condensed = condense(tree, options.minClusterSize)
  const chosen = chooseClusters(condensed.clusters, options)
  const label = new Int32Array(points.size).fill(-1)
  const densest = new Float64Array(condensed.clusters.length)
  for (let point = 0; point < points.size; point++) {
    let cluster = condensed.home[point] as number
    while (cluster >= 0 && !chosen[cluster]) cluster = condensed.clusters[cluster]?.parent ?? -1
    const density = condensed.leaves[point] as number
    if (cluster < 0 || (cluster === 0 && density < 1 / options.eps)) continue
    label[point] = cluster
    densest[cluster] = Math.max(densest[cluster] as number, density)
  }
  const probability = Float64Array.from(label, (cluster, point) =>
    cluster < 0 ? 0 : (condensed.leaves[point] as number) / (densest[cluster] as number),
  )
  return firmMembers({ label, probability }, options)
}

/** Drops the loose fringe, and clusters of which too little is left. */
function firmMembers({ label, probability }: Labels, { minProbability, minClusterSize }: ClusterOptions): Labels {
  const firm = label.map((cluster, point) => ((probability[point] as number) >= minProbability ? cluster : -1))
  const sizes = new Map<number, number>()
  for (const cluster of firm) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  const kept = firm.map((cluster) => ((sizes.get(cluster) ?? 0) >= minClusterSize ? cluster : -1))
  return { label: kept, probability: probability.map((value, point) => (kept[point] === -1 ? 0 : value)) }
}

/** Walks down from the whole group: parts below the least size fall out, two or more large parts are new clusters. */
function condense(tree: Dendrogram, minClusterSize: number): Condensed {
  const clusters: Cluster[] = [{ parent: -1, birth: 1, children: [], stability: 0, split: Infinity }]
  const home = new Int32Array(tree.leaves)
  const leaves = new Float64Array(tree.leaves)
  const open = [{ node: tree.root, cluster: 0 }]
  for (let step = open.pop(); step; step = open.pop()) {
    const { node, cluster: index } = step
    const cluster = clusters[index] as Cluster
    const density = 1 / (tree.distance[node] as number)
    const parts = tree.childrenOf(node)
    const large = parts.filter((part) => (tree.size[part] as number) >= minClusterSize)
    for (const part of parts) {
      const stays = large.length === 1 && part === large[0]
      if (!stays) cluster.stability += (tree.size[part] as number) * Math.max(0, density - cluster.birth)
      if ((tree.size[part] as number) < minClusterSize) dropOut({ tree, home, leaves }, part, { index, density })
    }
    if (large.length > 1) cluster.split = density
    for (const part of large) {
      if (large.length === 1) open.push({ node: part, cluster: index })
      else open.push({ node: part, cluster: clusters.length })
      if (large.length === 1) continue
      cluster.children.push(clusters.length)
      clusters.push({ parent: index, birth: density, children: [], stability: 0, split: Infinity })
    }
  }
  return { clusters, home, leaves }
}

function dropOut(
  { tree, home, leaves }: { tree: Dendrogram; home: Int32Array; leaves: Float64Array },
  part: number,
  { index, density }: { index: number; density: number },
): void {
  const open = [part]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node < tree.leaves) {
      home[node] = index
      leaves[node] = density
    } else {
      for (const child of tree.childrenOf(node)) open.push(child)
    }
  }
}

/** Excess of mass, from the leaves up: a cluster stands when it is more stable than what it splits into. */
function chooseClusters(clusters: readonly Cluster[], { eps, singleCluster }: ClusterOptions): Uint8Array {
  const chosen = new Uint8Array(clusters.length)
  const mass = new Float64Array(clusters.length)
  for (let index = clusters.length - 1; index >= 0; index--) {
    const cluster = clusters[index] as Cluster
    const below = cluster.children.reduce((sum, child) => sum + (mass[child] as number), 0)
    const eligible = index > 0 || (singleCluster && cluster.split >= 1 / eps)
    const stands = eligible && cluster.stability >= below
    chosen[index] = stands ? 1 : 0
    mass[index] = stands ? cluster.stability : below
  }
  for (let index = 1; index < clusters.length; index++) {
    const parent = clusters[index]?.parent ?? -1
    // 2 marks what lies below a chosen cluster.
    if (chosen[parent]) chosen[index] = 2
  }
  return chosen.map((mark) => (mark === 1 ? 1 : 0))
}
