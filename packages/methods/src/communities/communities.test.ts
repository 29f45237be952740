import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distinctOf, reorder, rowsOf, runMethod, type Columns } from '../testing.ts'
import { graphOf } from './graph.ts'
import { louvain, modularity } from './louvain.ts'

// Zachary (1977), 34 members and 78 ties. Brandes et al. (2008): the greatest modularity is 0.4197896.
const KARATE =
  '0-1 0-2 0-3 0-4 0-5 0-6 0-7 0-8 0-10 0-11 0-12 0-13 0-17 0-19 0-21 0-31 1-2 1-3 1-7 1-13 1-17 1-19 1-21 1-30 2-3 ' +
  '2-7 2-8 2-9 2-13 2-27 2-28 2-32 3-7 3-12 3-13 4-6 4-10 5-6 5-10 5-16 6-16 8-30 8-32 8-33 9-33 13-33 14-32 14-33 ' +
  '15-32 15-33 18-32 18-33 19-33 20-32 20-33 22-32 22-33 23-25 23-27 23-29 23-32 23-33 24-25 24-27 24-31 25-31 26-29 ' +
  '26-33 27-33 28-31 28-33 29-32 29-33 30-32 30-33 31-32 31-33 32-33'

function edgesOf(list: string, weight = 1): Columns {
  const ends = list.split(' ').map((edge) => edge.split('-').map((end) => end.padStart(2, '0')) as [string, string])
  return {
    source: ends.map(([a]) => a),
    target: ends.map(([, b]) => b),
    weight: new Float64Array(ends.length).fill(weight),
  }
}

const check = (): void => undefined
const text = (list: string): Columns => edgesOf(list)

describe('Louvain', () => {
  test("finds the karate club's four factions at the published optimum", () => {
    const { source, target, weight } = text(KARATE)
    const graph = graphOf({
      size: 34,
      from: Int32Array.from(source as string[], Number),
      to: Int32Array.from(target as string[], Number),
      weight: weight as Float64Array,
    })
    const partition = louvain(graph, { resolution: 1, check })
    expect(partition.count).toBe(4)
    expect(modularity(graph, partition, 1)).toBeCloseTo(0.4197896, 6)
  })

  test('a higher resolution gives smaller communities', () => {
    const options = { min_density: 0, max_size: 100 }
    const coarse = runMethod('communities', text(KARATE), { ...options, resolution: 0.5 })
    const fine = runMethod('communities', text(KARATE), { ...options, resolution: 3 })
    expect(distinctOf(fine['community']).size).toBeGreaterThan(distinctOf(coarse['community']).size)
  })
})

describe('communities', () => {
  test('describes two triangles held by one weak tie', () => {
    const rows = rowsOf(
      runMethod('communities', {
        source: ['a', 'a', 'b', 'd', 'd', 'e', 'c'],
        target: ['b', 'c', 'c', 'e', 'f', 'f', 'd'],
        weight: Float64Array.of(3, 3, 3, 2, 2, 2, 1),
      }),
    )
    const one = { size: 3, degree: 2, density: 1 }
    expect(rows).toEqual([
      ...['a', 'b', 'c'].map((node) => ({ node, community: 0, ...one, internal_weight: 6, mean_weight: 3 })),
      ...['d', 'e', 'f'].map((node) => ({ node, community: 1, ...one, internal_weight: 4, mean_weight: 2 })),
    ])
  })

  test('adds up repeats and both directions, ignores self loops and edges without weight, keeps lone nodes', () => {
    const rows = rowsOf(
      runMethod('communities', {
        source: Int32Array.of(7, 5, 5, 9, 9),
        target: Int32Array.of(5, 7, 5, 11, 9),
        weight: Float64Array.of(1, 2, 8, NaN, 3),
      }),
    )
    expect(rows.map(({ node, size, internal_weight }) => [node, size, internal_weight])).toEqual([
      [5, 2, 3],
      [7, 2, 3],
      [9, 1, 0],
      [11, 1, 0],
    ])
  })

  test('cuts a clique that is larger than max_size instead of letting it crumble', () => {
    const nodes = Array.from({ length: 30 }, (_, i) => i)
    const pairs = nodes.flatMap((a) => nodes.slice(a + 1).map((b) => [a, b] as const))
    const output = runMethod(
      'communities',
      {
        source: Int32Array.from(pairs, ([a]) => a),
        target: Int32Array.from(pairs, ([, b]) => b),
        weight: new Float64Array(pairs.length).fill(2),
      },
      { max_size: 20 },
    )
    expect(distinctOf(output['size'])).toEqual(new Set([15]))
    expect(distinctOf(output['density'])).toEqual(new Set([1]))
  })

  test('a star is too sparse to stay together', () => {
    const leaves = Array.from({ length: 12 }, (_, i) => `z${i}`)
    const star = { source: leaves.map(() => 'hub'), target: leaves, weight: new Float64Array(12).fill(1) }
    for (const { size, density } of rowsOf(runMethod('communities', star))) {
      expect(Number(size) === 1 || Number(density) >= 0.3).toBe(true)
    }
  })

  test('no rows give no rows', () => {
    const output = runMethod('communities', { source: [], target: [], weight: new Float64Array(0) })
    expect(output['node']).toHaveLength(0)
  })
})

const node = fc.integer({ min: 0, max: 24 })
const edges = fc.array(fc.tuple(node, node, fc.double({ min: 0.1, max: 9, noNaN: true })), { maxLength: 90 })

function table(list: readonly (readonly [number, number, number])[]): Columns {
  return {
    source: list.map(([a]) => `P${a}`),
    target: list.map(([, b]) => `P${b}`),
    weight: Float64Array.from(list, ([, , weight]) => weight),
  }
}

describe('properties of communities', () => {
  test('the order and direction of the edges do not matter', () => {
    fc.assert(
      fc.property(edges, fc.infiniteStream(fc.nat()), (list, random) => {
        const order = list.map((_, i) => i)
        for (let i = order.length - 1; i > 0; i--) {
          const j = random.next().value % (i + 1)
          ;[order[i], order[j]] = [order[j] as number, order[i] as number]
        }
        const turned = list.map(([a, b, weight]) => [b, a, weight] as const)
        const expected = runMethod('communities', table(list))
        expect(runMethod('communities', reorder(table(list), order))).toEqual(expected)
        expect(runMethod('communities', table(turned))).toEqual(expected)
      }),
    )
  })

  test('every node is in one community; blocks keep to the limits; counts agree with the edges', () => {
    fc.assert(
      fc.property(edges, fc.integer({ min: 2, max: 12 }), (list, maxSize) => {
        const rows = rowsOf(runMethod('communities', table(list), { max_size: maxSize, min_density: 0.4 }))
        expect(rows.map(({ node }) => node)).toEqual([...new Set(list.flatMap(([a, b]) => [`P${a}`, `P${b}`]))].sort())
        const blocks = Map.groupBy(rows, ({ community }) => community)
        expect([...blocks.keys()]).toEqual([...blocks.keys()].map((_, i) => i))
        const tied = new Set(list.flatMap(([a, b]) => [`P${a}-P${b}`, `P${b}-P${a}`]))
        for (const members of blocks.values()) {
          const names = members.map(({ node }) => node as string)
          const ends = names.flatMap((a) => names.filter((b) => a !== b && tied.has(`${a}-${b}`))).length
          expect(members.every(({ size }) => size === members.length)).toBe(true)
          expect(members.reduce((sum, { degree }) => sum + Number(degree), 0)).toBe(ends)
          expect(members.length).toBeLessThanOrEqual(maxSize)
          if (members.length > 1) expect(ends / (members.length * (members.length - 1))).toBeGreaterThanOrEqual(0.4)
        }
      }),
    )
  })
})
