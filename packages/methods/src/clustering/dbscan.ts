import type { ClusterOptions, Labels } from './hdbscan.ts'
import { ascending } from '../order.ts'
import { cosineAbove, type Points } from './points.ts'

/**
 * DBSCAN (Ester et al. 1996) with cosine distance, exact: points are sorted by their first component, and two unit
 * vectors within `eps` differ there by at most √(2 eps). A point at the edge joins its nearest dense point.
 */
export function dbscan(points: Points, { eps, minSamples, minClusterSize, check }: ClusterOptions): Labels {
  const near = nearPairs(points, eps, check)
  const neighbours = new Int32Array(points.size).fill(1)
  near((a, b) => {
    neighbours[a] = (neighbours[a] as number) + 1
    neighbours[b] = (neighbours[b] as number) + 1
  })
  const dense = neighbours.map((count) => (count >= minSamples ? 1 : 0))
  const parent = ascending(points.size)
  const edge = new Int32Array(points.size).fill(-1)
  const closeness = new Float64Array(points.size).fill(-2)
  const attach = (point: number, to: number, cosine: number): void => {
    const best = closeness[point] as number
    if (cosine < best || (cosine === best && to > (edge[point] as number))) return
    closeness[point] = cosine
    edge[point] = to
  }
  near((a, b, cosine) => {
    if (dense[a] && dense[b]) union(parent, a, b)
    else if (dense[b]) attach(a, b, cosine)
    else if (dense[a]) attach(b, a, cosine)
  })
  const label = Int32Array.from(dense, (isDense, point) => {
    const anchor = isDense ? point : (edge[point] as number)
    return anchor < 0 ? -1 : find(parent, anchor)
  })
  const sizes = new Map<number, number>()
  for (const cluster of label) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  const kept = label.map((cluster) => ((sizes.get(cluster) ?? 0) >= minClusterSize ? cluster : -1))
  return { label: kept, probability: Float64Array.from(kept, (cluster) => (cluster < 0 ? 0 : 1)) }
}

type Visit = (a: number, b: number, cosine: number) => void

function nearPairs(points: Points, eps: number, check: () => void): (visit: Visit) => void {
  const first = (point: number): number => points.values[point * points.width] ?? 0
  const order = ascending(points.size).sort((a, b) => first(a) - first(b) || a - b)
  const floor = 1 - eps
  const reach = Math.sqrt(2 * eps) + 1e-9
  return (visit) => {
    for (let i = 0; i < order.length; i++) {
      if (i % 256 === 0) check()
      const a = order[i] as number
      const limit = first(a) + reach
      for (let j = i + 1; j < order.length && first(order[j] as number) <= limit; j++) {
        const b = order[j] as number
        const cosine = cosineAbove(points, a, b, floor)
        if (cosine >= floor) visit(a, b, cosine)
      }
    }
  }
}

function union(parent: Int32Array, a: number, b: number): void {
  const [x, y] = [find(parent, a), find(parent, b)]
  if (x !== y) parent[Math.max(x, y)] = Math.min(x, y)
}

function find(parent: Int32Array, node: number): number {
  let top = node
  while (parent[top] !== top) {
    parent[top] = parent[parent[top] as number] as number
    top = parent[top] as number
  }
  return top
}
