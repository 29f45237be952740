import { cosineAbove, type Points } from './points.ts'

export interface TreeEdge {
  readonly a: number
  readonly b: number
  readonly distance: number
}

export interface SpanningOptions {
  /** Neighbours that make a point dense, itself included. */
  readonly minSamples: number
  /** Distances below count as this distance. */
  readonly minDistance: number
  readonly check: () => void
}

/** Minimum spanning tree of the mutual reachability distance max(core a, core b, 1 − cosine), exact, without a matrix. */
export function spanningTree(points: Points, { minSamples, minDistance, check }: SpanningOptions): TreeEdge[] {
  const core = coreCosines(points, Math.min(minSamples, points.size), check)
  const best = new Float64Array(points.size).fill(-3)
  const link = new Int32Array(points.size)
  const open = Int32Array.from({ length: points.size - 1 }, (_, i) => i + 1)
  const edges: TreeEdge[] = []
  let added = 0
  for (let left = points.size - 1; left > 0; left--) {
    if (left % 256 === 0) check()
    const at = relax({ points, core, best, link, open, left }, added)
    added = open[at] as number
    open[at] = open[left - 1] as number
    const distance = Math.max(minDistance, Math.round((1 - (best[added] as number)) * 1e9) / 1e9)
    edges.push({ a: added, b: link[added] as number, distance })
  }
  return edges
}

interface Frontier {
  readonly points: Points
  readonly core: Float64Array
  /** Closest reach to the tree so far, as a cosine, and the tree point it leads to. */
  readonly best: Float64Array
  readonly link: Int32Array
  /** Points outside the tree are the first `left` of these. */
  readonly open: Int32Array
  readonly left: number
}

/** Offers the point just added to all open points; returns where in `open` the closest one is. */
function relax({ points, core, best, link, open, left }: Frontier, added: number): number {
  const reach = core[added] as number
  let closest = 0
  let most = -4
  for (let i = 0; i < left; i++) {
    const v = open[i] as number
    let known = best[v] as number
    const bound = Math.min(reach, core[v] as number)
    if (bound > known) {
      const cosine = Math.min(bound, cosineAbove(points, added, v, known))
      if (cosine > known) {
        best[v] = known = cosine
        link[v] = added
      }
    }
    if (known > most) {
      most = known
      closest = i
    }
  }
  return closest
}

/** Cosine to the `count`-th nearest point, the point itself being the first. */
function coreCosines(points: Points, count: number, check: () => void): Float64Array {
  const { size } = points
  if (count <= 1) return new Float64Array(size).fill(1)
  const others = count - 1
  const nearest = new Float64Array(size * others).fill(-3)
  for (let a = 0; a < size; a++) {
    if (a % 256 === 0) check()
    for (let b = a + 1; b < size; b++) {
      const floor = Math.min(nearest[(a + 1) * others - 1] as number, nearest[(b + 1) * others - 1] as number)
      const cosine = cosineAbove(points, a, b, floor)
      if (cosine <= floor) continue
      insert(nearest, a * others, (a + 1) * others, cosine)
      insert(nearest, b * others, (b + 1) * others, cosine)
    }
  }
  return Float64Array.from({ length: size }, (_, i) => nearest[(i + 1) * others - 1] as number)
}

/** Keeps `sorted[from … to − 1]` descending with the largest values seen. */
// eslint-disable-next-line max-params -- innermost loop
function insert(sorted: Float64Array, from: number, to: number, value: number): void {
  if (value <= (sorted[to - 1] as number)) return
  let at = to - 1
  for (; at > from && (sorted[at - 1] as number) < value; at--) sorted[at] = sorted[at - 1] as number
  sorted[at] = value
}
