import { ascending } from '../order.ts'
import type { TreeEdge } from './spanning-tree.ts'

/**
 * Single linkage: nodes below `leaves` are points, later ones merge all children at one distance. Merges at the same
 * distance are one node, so the tree does not depend on how ties in the spanning tree fell.
 */
export interface Dendrogram {
  readonly leaves: number
  readonly root: number
  readonly distance: Float64Array
  readonly size: Int32Array
  childrenOf(node: number): readonly number[]
}

export function dendrogramOf(edges: TreeEdge[], leaves: number): Dendrogram {
  const parent = ascending(leaves * 2)
  const distance = new Float64Array(leaves * 2).fill(-1)
  const size = new Int32Array(leaves * 2).fill(1)
  const children: number[][] = Array.from({ length: leaves * 2 }, () => [])
  let next = leaves
  edges.sort((a, b) => a.distance - b.distance)
  for (const edge of edges) {
    const [a, b] = [find(parent, edge.a), find(parent, edge.b)]
    const merging = [a, b].filter((node) => distance[node] === edge.distance)
    const joined = merging.sort((x, y) => (size[y] as number) - (size[x] as number))[0] ?? next++
    if (merging.length === 0) size[joined] = 0
    distance[joined] = edge.distance
    for (const part of [a, b]) {
      if (part === joined) continue
      const parts = distance[part] === edge.distance ? (children[part] ?? []) : [part]
      for (const child of parts) children[joined]?.push(child)
      size[joined] = (size[joined] as number) + (size[part] as number)
      parent[part] = joined
    }
  }
  return { leaves, root: leaves > 0 ? find(parent, 0) : -1, distance, size, childrenOf: (node) => children[node] ?? [] }
}

function find(parent: Int32Array, node: number): number {
  let top = node
  while (parent[top] !== top) top = parent[top] as number
  for (let at = node; at !== top;) {
    const up = parent[at] as number
    parent[at] = top
    at = up
  }
  return top
}
