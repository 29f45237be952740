import { encodeKeys, getColumn, numbersOf, pick } from '../columns.ts'
import { readOptions } from '../options.ts'
import { ascending, gatherIntegers, gatherNumbers } from '../order.ts'
import type { Column, ColumnTable, Method } from '../table.ts'
import { graphOf, type Edges, type Graph } from './graph.ts'
import { louvain } from './louvain.ts'
import { splitBlocks } from './split.ts'

const OPTIONS = {
  resolution: { label: '分辨率', type: 'number', default: 1, min: 0.01, max: 100 },
  min_density: { label: '群内最低密度，低于此值继续拆分', type: 'number', default: 0.3, min: 0, max: 1 },
  max_size: { label: '群的最大人数，超过此值继续拆分', type: 'integer', default: 200, min: 2, max: 1_000_000 },
} as const

/** 社区发现: groups of nodes that are tied more closely to each other than chance would have it. */
export const communitiesMethod = {
  id: 'communities',
  label: '社区发现（Louvain）',
  input: { source: 'key', target: 'key', weight: 'number' },
  options: OPTIONS,
  output: {
    node: 'key',
    community: 'integer',
    size: 'integer',
    degree: 'integer',
    internal_weight: 'number',
    density: 'number',
    mean_weight: 'number',
  },
  run(input, options, context) {
    const { resolution, min_density: minDensity, max_size: maxSize } = readOptions(OPTIONS, options)
    const check = () => context.check()
    const { edges, nodes } = readEdges(input)
    check()
    const graph = graphOf(edges)
    const blocks = splitBlocks(graph, louvain(graph, { resolution, check }), { resolution, check, minDensity, maxSize })
    return describe(graph, blocks, nodes)
  },
} as const satisfies Method

/** Rows without a positive weight are no edge. Nodes are the ends of all rows, ascending. */
function readEdges(input: ColumnTable): { edges: Edges; nodes: Column } {
  const weight = numbersOf(input, 'weight')
  const source = getColumn(input, 'source')
  const target = getColumn(input, 'target')
  const keys = encodeKeys(joined(source, target), 'source, target')
  const kept = ascending(weight.length).filter((row) => (weight[row] as number) > 0)
  return {
    nodes: keys.distinct,
    edges: {
      size: keys.size,
      from: gatherIntegers(keys.codes, kept),
      to: gatherIntegers(keys.codes.subarray(weight.length), kept),
      weight: gatherNumbers(weight, kept),
    },
  }
}

function joined(a: Column, b: Column): Column {
  if (a instanceof Int32Array && b instanceof Int32Array) {
    const both = new Int32Array(a.length + b.length)
    both.set(a)
    both.set(b, a.length)
    return both
  }
  return asTexts(a).concat(asTexts(b))
}

function asTexts(column: Column): readonly (string | null)[] {
  return column instanceof Int32Array || column instanceof Float64Array ? Array.from(column, String) : column
}

function describe(graph: Graph, blocks: readonly Int32Array[], nodes: Column): ColumnTable {
  const community = new Int32Array(graph.size)
  blocks.forEach((block, c) => block.forEach((node) => (community[node] = c)))
  const { degree, weight } = insideTies(graph, community)
  const size = new Int32Array(graph.size)
  const density = new Float64Array(graph.size)
  const meanWeight = new Float64Array(graph.size)
  for (const block of blocks) {
    const [ends, sum] = block.reduce(([e, w], node) => [e + (degree[node] ?? 0), w + (weight[node] ?? 0)], [0, 0])
    for (const node of block) {
      size[node] = block.length
      density[node] = block.length > 1 ? ends / (block.length * (block.length - 1)) : 0
      meanWeight[node] = ends > 0 ? sum / ends : 0
    }
  }
  return {
    length: graph.size,
    columns: {
      node: pick(nodes, ascending(graph.size)),
      ...{ community, size, degree, internal_weight: weight, density, mean_weight: meanWeight },
    },
  }
}

function insideTies(graph: Graph, community: Int32Array): { degree: Int32Array; weight: Float64Array } {
  const degree = new Int32Array(graph.size)
  const weight = new Float64Array(graph.size)
  for (let u = 0; u < graph.size; u++) {
    for (let e = graph.starts[u] as number; e < (graph.starts[u + 1] as number); e++) {
      if (community[graph.targets[e] as number] !== community[u]) continue
      degree[u] = (degree[u] as number) + 1
      weight[u] = (weight[u] as number) + (graph.weights[e] as number)
    }
  }
  return { degree, weight }
}
