import { keysOf, numbersOf, pick } from './columns.ts'
import { readOptions } from './options.ts'
import { gatherNumbers, groupRows } from './order.ts'
import { testRankSum, type RankSum } from './rank-sum.ts'
import type { Column, Method, MethodContext } from './table.ts'

const TEST_COLUMNS = { n1: 'integer', n0: 'integer', u: 'number', z: 'number', p: 'number', exact: 'integer' } as const

/** 秩和检验: does the own side (side = 1) tend to greater values than its peers (side = 0)? One row per key. */
export const mannWhitneyMethod = {
  id: 'mann-whitney',
  label: '秩和检验（Mann–Whitney，单侧）',
  input: { key: 'key', side: 'integer', x: 'number' },
  options: {},
  output: { key: 'key', ...TEST_COLUMNS },
  run(input, options, context) {
    readOptions({}, options)
    const keys = keysOf(input, 'key')
    const units = new Int32Array(numbersOf(input, 'side').map((side) => (side === 1 ? 1 : 0)))
    const none: RankSum = { u: NaN, own: 0, peers: 0, ties: 0 }
    const sums = Array.from({ length: keys.size }, () => none)
    const samples = { pools: keys.codes, poolCount: keys.size, units, unitCount: 2, x: numbersOf(input, 'x') }
    for (const { pool, unit, sum } of rankSums(samples, context)) {
      if (unit === 1) sums[pool] = sum
      else if (sums[pool] === none) sums[pool] = { ...none, peers: sum.own }
    }
    return { length: keys.size, columns: { key: keys.distinct, ...testColumns(sums) } }
  },
} as const satisfies Method

/** 逐个单位秩和检验: every unit of a pool against all other units of the pool, ranked once. One row per pool and unit. */
export const mannWhitneyEachMethod = {
  id: 'mann-whitney-each',
  label: '逐个单位与其余单位的秩和检验（单侧）',
  input: { pool: 'key', unit: 'key', x: 'number' },
  options: {},
  output: { pool: 'key', unit: 'key', ...TEST_COLUMNS },
  run(input, options, context) {
    readOptions({}, options)
    const pools = keysOf(input, 'pool')
    const units = keysOf(input, 'unit')
    const samples = { pools: pools.codes, poolCount: pools.size, units: units.codes, unitCount: units.size }
    const found = [...rankSums({ ...samples, x: numbersOf(input, 'x') }, context)]
    return {
      length: found.length,
      columns: {
        pool: pick(
          pools.distinct,
          Int32Array.from(found, ({ pool }) => pool),
        ),
        unit: pick(
          units.distinct,
          Int32Array.from(found, ({ unit }) => unit),
        ),
        ...testColumns(found.map(({ sum }) => sum)),
      },
    }
  },
} as const satisfies Method

interface Samples {
  readonly pools: Int32Array
  readonly poolCount: number
  readonly units: Int32Array
  readonly unitCount: number
  readonly x: Float64Array
}

interface UnitRankSum {
  readonly pool: number
  readonly unit: number
  readonly sum: RankSum
}

/** Rank sums of every unit that has a value in the pool; missing values are left out. Pools, then units, ascend. */
function* rankSums(samples: Samples, context: MethodContext): Generator<UnitRankSum> {
  const { pools, poolCount, units, unitCount, x } = samples
  const { rows, starts } = groupRows(pools, poolCount, groupRows(units, unitCount).rows)
  for (let pool = 0; pool < poolCount; pool++) {
    context.check()
    const slice = rows.subarray(starts[pool], starts[pool + 1])
    const present = slice.filter((row) => !Number.isNaN(x[row]))
    const { ranks, ties } = midRanks(gatherNumbers(x, present))
    for (let first = 0, last = 0; first < present.length; first = last) {
      const unit = units[present[first] as number] as number
      let sum = 0
      for (last = first; last < present.length && units[present[last] as number] === unit; last++) {
        sum += ranks[last] as number
      }
      const own = last - first
      yield { pool, unit, sum: { u: sum - (own * (own + 1)) / 2, own, peers: present.length - own, ties } }
    }
  }
}

/** Average ranks (1-based) of the values in place, and Σ (t³ − t) over groups of equal values. */
function midRanks(values: Float64Array): { ranks: Float64Array; ties: number } {
  const sorted = Float64Array.from(values).sort()
  let ties = 0
  for (let i = 0; i < sorted.length;) {
    let next = i + 1
    while (next < sorted.length && sorted[next] === sorted[i]) next++
    ties += (next - i) ** 3 - (next - i)
    i = next
  }
  return { ranks: values.map((value) => (bound(sorted, value, false) + bound(sorted, value, true) + 1) / 2), ties }
}

/** How many sorted values are smaller (or, with `orEqual`, not greater). */
function bound(sorted: Float64Array, value: number, orEqual: boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const at = sorted[middle] as number
    if (at < value || (orEqual && at === value)) low = middle + 1
    else high = middle
  }
  return low
}

function testColumns(sums: readonly RankSum[]): Record<keyof typeof TEST_COLUMNS, Column> {
  const tests = sums.map(testRankSum)
  return {
    n1: Int32Array.from(sums, ({ own }) => own),
    n0: Int32Array.from(sums, ({ peers }) => peers),
    u: Float64Array.from(sums, ({ u, own }) => (own === 0 ? NaN : u)),
    z: Float64Array.from(tests, ({ z }) => z),
    p: Float64Array.from(tests, ({ p }) => p),
    exact: Int32Array.from(tests, ({ exact }) => (exact ? 1 : 0)),
  }
}
