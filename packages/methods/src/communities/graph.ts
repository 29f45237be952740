import { gatherIntegers, gatherNumbers, groupRows, sortedSum, type Grouping } from '../order.ts'

/** Undirected weighted graph, neighbours of a node ascending: `targets[starts[u]] … targets[starts[u + 1] - 1]`. */
export interface Graph {
  readonly size: number
  readonly starts: Int32Array
  readonly targets: Int32Array
  readonly weights: Float64Array
  /** Twice the weight inside an aggregated node. */
  readonly loops: Float64Array
}

export interface Edges {
  readonly size: number
  readonly from: Int32Array
  readonly to: Int32Array
  readonly weight: Float64Array
}

/** Independent of the order of the edges: both directions are sorted, repeats are added up, self loops dropped. */
export function graphOf(edges: Edges): Graph {
  const { from, to } = doubled(edges)
  const { rows, starts } = groupRows(from, edges.size, groupRows(to, edges.size).rows)
  const ends = gatherIntegers(to, rows)
  const weights = gatherNumbers(
    edges.weight,
    rows.map((row) => row >> 1),
  )
  return merged({ rows, starts }, ends, weights)
}

/** Edge e becomes rows 2e (u → v) and 2e + 1 (v → u). */
function doubled(edges: Edges): { from: Int32Array; to: Int32Array } {
  const count = edges.from.length
  const from = new Int32Array(count * 2)
  const to = new Int32Array(count * 2)
  for (let e = 0; e < count; e++) {
    from[2 * e] = to[2 * e + 1] = edges.from[e] as number
    to[2 * e] = from[2 * e + 1] = edges.to[e] as number
  }
  return { from, to }
}

function merged({ starts }: Grouping, ends: Int32Array, values: Float64Array): Graph {
  const size = starts.length - 1
  const newStarts = new Int32Array(size + 1)
  let at = 0
  for (let u = 0; u < size; u++) {
    const stop = starts[u + 1] as number
    for (let i = starts[u] as number; i < stop;) {
      const v = ends[i] as number
      let next = i + 1
      while (next < stop && ends[next] === v) next++
      const weight = next === i + 1 ? (values[i] as number) : sortedSum(values.subarray(i, next))
      if (v !== u) {
        ends[at] = v
        values[at++] = weight
      }
      i = next
    }
    newStarts[u + 1] = at
  }
  const loops = new Float64Array(size)
  return { size, starts: newStarts, targets: ends.slice(0, at), weights: values.slice(0, at), loops }
}

/** The graph between the given nodes (ascending); `place` is scratch of the full size, left as it was (all −1). */
export function inducedGraph(graph: Graph, nodes: Int32Array, place: Int32Array): Graph {
  for (let i = 0; i < nodes.length; i++) place[nodes[i] as number] = i
  const starts = new Int32Array(nodes.length + 1)
  const targets: number[] = []
  const weights: number[] = []
  for (let i = 0; i < nodes.length; i++) {
    const u = nodes[i] as number
    for (let e = graph.starts[u] as number; e < (graph.starts[u + 1] as number); e++) {
      const v = place[graph.targets[e] as number] as number
      if (v < 0) continue
      targets.push(v)
      weights.push(graph.weights[e] as number)
    }
    starts[i + 1] = targets.length
  }
  for (let i = 0; i < nodes.length; i++) place[nodes[i] as number] = -1
  const loops = new Float64Array(nodes.length)
  return { size: nodes.length, starts, targets: Int32Array.from(targets), weights: Float64Array.from(weights), loops }
}

/** One node per community; `labels` are dense. */
export function aggregate(graph: Graph, labels: Int32Array, count: number): Graph {
  const members = groupRows(labels, count)
  const loops = new Float64Array(count)
  const starts = new Int32Array(count + 1)
  const targets = new Int32Array(graph.targets.length)
  const weights = new Float64Array(graph.targets.length)
  const seenAt = new Int32Array(count).fill(-1)
  let at = 0
  for (let c = 0; c < count; c++) {
    const first = at
    for (let m = members.starts[c] as number; m < (members.starts[c + 1] as number); m++) {
      const u = members.rows[m] as number
      loops[c] = (loops[c] as number) + (graph.loops[u] as number)
      for (let e = graph.starts[u] as number; e < (graph.starts[u + 1] as number); e++) {
        const d = labels[graph.targets[e] as number] as number
        const weight = graph.weights[e] as number
        if (d === c) {
          loops[c] = (loops[c] as number) + weight
        } else if ((seenAt[d] as number) >= first) {
          const slot = seenAt[d] as number
          weights[slot] = (weights[slot] as number) + weight
        } else {
          seenAt[d] = at
          targets[at] = d
          weights[at++] = weight
        }
      }
    }
    starts[c + 1] = at
  }
  return { size: count, starts, targets: targets.slice(0, at), weights: weights.slice(0, at), loops }
}

/** Weight of a node's edges, loops included (they count twice). */
export function strengths(graph: Graph): Float64Array {
  const sums = Float64Array.from(graph.loops)
  for (let u = 0; u < graph.size; u++) {
    let sum = sums[u] as number
    for (let e = graph.starts[u] as number; e < (graph.starts[u + 1] as number); e++) sum += graph.weights[e] as number
    sums[u] = sum
  }
  return sums
}
