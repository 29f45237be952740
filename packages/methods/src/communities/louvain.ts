import { ascending, gatherIntegers } from '../order.ts'
import { aggregate, strengths, type Graph } from './graph.ts'

export interface Partition {
  /** Community of each node, numbered by smallest member. */
  readonly labels: Int32Array
  readonly count: number
}

export interface LouvainOptions {
  readonly resolution: number
  readonly check: () => void
}

/**
 * Louvain modularity communities. Nodes are visited in ascending order and ties go to the smallest community, so the
 * result depends on the graph only. After the levels have converged, single nodes are moved once more on the full graph
 * and the levels repeated while modularity grows.
 */
export function louvain(graph: Graph, options: LouvainOptions): Partition {
  let best = climb(graph, singletons(graph.size), options)
  let quality = modularity(graph, best, options.resolution)
  for (let round = 0; round < 10; round++) {
    const next = climb(graph, best, options)
    const reached = modularity(graph, next, options.resolution)
    if (reached <= quality + 1e-9) break
    best = next
    quality = reached
  }
  return best
}

/** Share of edge weight inside communities minus what chance would put there. */
export function modularity(graph: Graph, { labels, count }: Partition, resolution: number): number {
  const strength = strengths(graph)
  const total = strength.reduce((sum, value) => sum + value, 0)
  if (total === 0) return 0
  const sums = new Float64Array(count)
  let inside = 0
  for (let u = 0; u < graph.size; u++) {
    const c = labels[u] as number
    sums[c] = (sums[c] as number) + (strength[u] as number)
    inside += graph.loops[u] as number
    for (let e = graph.starts[u] as number; e < (graph.starts[u + 1] as number); e++) {
      if (labels[graph.targets[e] as number] === c) inside += graph.weights[e] as number
    }
  }
  return inside / total - resolution * sums.reduce((sum, value) => sum + (value / total) ** 2, 0)
}

function singletons(size: number): Partition {
  return { labels: ascending(size), count: size }
}

/** Moves nodes, then whole communities, until nothing moves. */
function climb(graph: Graph, start: Partition, options: LouvainOptions): Partition {
  let partition = moveNodes(graph, start, options)
  let level = aggregate(graph, partition.labels, partition.count)
  for (;;) {
    options.check()
    const moved = moveNodes(level, singletons(level.size), options)
    if (moved.count === level.size) return partition
    const labels = gatherIntegers(moved.labels, partition.labels)
    partition = { labels, count: moved.count }
    level = aggregate(level, moved.labels, moved.count)
  }
}

/** Local moving: a node goes to the neighbouring community with the largest gain; only nodes near a move are seen again. */
function moveNodes(graph: Graph, start: Partition, options: LouvainOptions): Partition {
  const labels = Int32Array.from(start.labels)
  const strength = strengths(graph)
  const sums = new Float64Array(start.count)
  let total = 0
  for (let u = 0; u < graph.size; u++) {
    const c = labels[u] as number
    sums[c] = (sums[c] as number) + (strength[u] as number)
    total += strength[u] as number
  }
  if (total === 0) return renumbered(labels)
  const state: MoveState = {
    graph,
    labels,
    strength,
    sums,
    scale: options.resolution / total,
    weightTo: new Float64Array(start.count),
    touched: new Int32Array(graph.size + 1),
    pending: new Uint8Array(graph.size).fill(1),
  }
  for (let pass = 0; pass < 1000; pass++) {
    options.check()
    if (movePass(state) === 0) break
  }
  return renumbered(labels)
}

interface MoveState {
  readonly graph: Graph
  readonly labels: Int32Array
  readonly strength: Float64Array
  readonly sums: Float64Array
  readonly scale: number
  readonly weightTo: Float64Array
  readonly touched: Int32Array
  readonly pending: Uint8Array
}

function movePass(state: MoveState): number {
  const { graph, labels, strength, sums, pending } = state
  const { starts, targets } = graph
  let moves = 0
  for (let u = 0; u < graph.size; u++) {
    if (!pending[u]) continue
    pending[u] = 0
    const own = labels[u] as number
    sums[own] = (sums[own] as number) - (strength[u] as number)
    const best = bestCommunity(state, u)
    sums[best] = (sums[best] as number) + (strength[u] as number)
    if (best === own) continue
    labels[u] = best
    moves++
    for (let e = starts[u] as number; e < (starts[u + 1] as number); e++) {
      const v = targets[e] as number
      if (labels[v] !== best) pending[v] = 1
    }
  }
  return moves
}

function bestCommunity(state: MoveState, u: number): number {
  const { graph, labels, sums, weightTo, touched } = state
  const { starts, targets, weights } = graph
  const own = labels[u] as number
  let count = 0
  touched[count++] = own
  weightTo[own] = 0
  for (let e = starts[u] as number; e < (starts[u + 1] as number); e++) {
    const c = labels[targets[e] as number] as number
    const known = weightTo[c] as number
    if (known === 0 && c !== own) touched[count++] = c
    weightTo[c] = known + (weights[e] as number)
  }
  const cost = (state.strength[u] as number) * state.scale
  let best = own
  let gain = weightTo[own] - cost * (sums[own] as number) + 1e-10
  for (let i = 0; i < count; i++) {
    const c = touched[i] as number
    const candidate = (weightTo[c] as number) - cost * (sums[c] as number)
    weightTo[c] = 0
    if (candidate > gain + 1e-10 || (best !== own && c < best && candidate > gain - 1e-10)) {
      best = c
      gain = candidate
    }
  }
  return best
}

function renumbered(labels: Int32Array): Partition {
  const names = new Int32Array(labels.length).fill(-1)
  const dense = new Int32Array(labels.length)
  let count = 0
  for (let u = 0; u < labels.length; u++) {
    const c = labels[u] as number
    if ((names[c] as number) < 0) names[c] = count++
    dense[u] = names[c] as number
  }
  return { labels: dense, count }
}
