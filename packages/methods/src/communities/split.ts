import { ascending, gatherIntegers, groupRows } from '../order.ts'
import { inducedGraph, type Graph } from './graph.ts'
import { louvain, type LouvainOptions, type Partition } from './louvain.ts'

export interface BlockLimits extends LouvainOptions {
  readonly minDensity: number
  readonly maxSize: number
}

/** Splits every block that is too sparse or too large until none is left; a block of one person is never split. */
export function splitBlocks(graph: Graph, partition: Partition, limits: BlockLimits): readonly Int32Array[] {
  const done: Int32Array[] = []
  const place = new Int32Array(graph.size).fill(-1)
  const open = blocksOf(partition)
  for (let block = open.pop(); block; block = open.pop()) {
    limits.check()
    const inner = block.length > 1 ? inducedGraph(graph, block, place) : undefined
    if (!inner || (density(inner) >= limits.minDensity && block.length <= limits.maxSize)) {
      done.push(block)
      continue
    }
    const nodes = block
    for (const part of partsOf(inner, limits)) open.push(gatherIntegers(nodes, part))
  }
  return done.sort((a, b) => (a[0] as number) - (b[0] as number))
}

/** 密度 2E / (n(n − 1)) of a graph without loops. */
export function density(graph: Graph): number {
  return graph.targets.length / (graph.size * (graph.size - 1))
}

function blocksOf({ labels, count }: Partition): Int32Array[] {
  const { rows, starts } = groupRows(labels, count)
  return Array.from({ length: count }, (_, c) => rows.slice(starts[c], starts[c + 1]))
}

/** At least two parts. Finer communities first; a block that would only crumble is cut along its strongest ties. */
function partsOf(inner: Graph, limits: BlockLimits): Int32Array[] {
  for (let factor = 1; factor <= 64; factor *= 2) {
    const partition = louvain(inner, { resolution: limits.resolution * factor, check: limits.check })
    if (partition.count > 1) {
      const blocks = blocksOf(partition)
      if (keepsTies(blocks, inner.size)) return blocks
      break
    }
  }
  return halves(inner)
}

function keepsTies(blocks: readonly Int32Array[], size: number): boolean {
  const together = blocks.reduce((sum, block) => sum + (block.length > 2 ? block.length : 0), 0)
  return together * 2 >= size
}

/** Grows one half from the node with the strongest ties, adding the node most tied to it; ties go to the smallest node. */
function halves(inner: Graph): Int32Array[] {
  const ties = new Float64Array(inner.size)
  const taken = new Uint8Array(inner.size)
  for (let count = 0, node = strongest(inner); count < inner.size >> 1; count++, node = mostTied(ties, taken)) {
    taken[node] = 1
    for (let e = inner.starts[node] as number; e < (inner.starts[node + 1] as number); e++) {
      const other = inner.targets[e] as number
      ties[other] = (ties[other] as number) + (inner.weights[e] as number)
    }
  }
  const nodes = ascending(inner.size)
  return [nodes.filter((node) => taken[node]), nodes.filter((node) => !taken[node])]
}

function strongest(inner: Graph): number {
  let best = 0
  let most = -1
  for (let u = 0; u < inner.size; u++) {
    let sum = 0
    for (let e = inner.starts[u] as number; e < (inner.starts[u + 1] as number); e++) sum += inner.weights[e] as number
    if (sum > most) [best, most] = [u, sum]
  }
  return best
}

function mostTied(ties: Float64Array, taken: Uint8Array): number {
  let best = -1
  for (let u = 0; u < ties.length; u++) {
    if (!taken[u] && (best < 0 || (ties[u] as number) > (ties[best] as number))) best = u
  }
  return best
}
