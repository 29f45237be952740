import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsOf, reorder, rowsOf, runMethod, type Columns } from './testing.ts'

function sides(own: readonly number[], peers: readonly number[]): Columns {
  const rows = [...own.map((x) => ({ side: 1, x })), ...peers.map((x) => ({ side: 0, x }))]
  return columnsOf(
    rows.map((row) => ({ key: 'k', ...row })),
    ['side'],
  )
}

const MAY = [41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37]
const AUGUST = [
  39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85,
]

describe('mann-whitney', () => {
  test('the example of scipy.stats.mannwhitneyu: U = 17, exact one-sided p = 7/126', () => {
    const [row] = rowsOf(runMethod('mann-whitney', sides([19, 22, 16, 29, 24], [20, 11, 17, 12])))
    expect(row).toMatchObject({ key: 'k', n1: 5, n0: 4, u: 17, exact: 1 })
    expect(row?.['p']).toBeCloseTo(7 / 126, 14)
    expect(row?.['z']).toBeCloseTo(1.5921683328090657, 12)
  })

  test("the permeability example of R's wilcox.test (Hollander & Wolfe): W = 35, p = 0.1272", () => {
    const own = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    const [row] = rowsOf(runMethod('mann-whitney', sides(own, [1.15, 0.88, 0.9, 0.74, 1.21])))
    expect(row).toMatchObject({ u: 35, exact: 1 })
    expect(row?.['p']).toBeCloseTo(0.1272, 4)
  })

  test("the ozone example of R's wilcox.test, with ties: W = 127.5, two-sided p = 0.0001208", () => {
    const [row] = rowsOf(runMethod('mann-whitney', sides(AUGUST, MAY)))
    expect(row).toMatchObject({ n1: 26, n0: 26, u: 26 * 26 - 127.5, exact: 0 })
    expect(2 * Number(row?.['p'])).toBeCloseTo(0.0001208, 7)
  })

  test('one side empty: cannot tell; all values equal: nothing speaks for greater; a missing value is no value', () => {
    expect(rowsOf(runMethod('mann-whitney', sides([], [1, 2])))[0]).toMatchObject({ n1: 0, n0: 2, u: NaN, p: NaN })
    expect(rowsOf(runMethod('mann-whitney', sides([3, 3, 3], [3, 3])))[0]).toMatchObject({ u: 3, p: 1 })
    expect(rowsOf(runMethod('mann-whitney', sides([5, NaN], [1, 2])))[0]).toMatchObject({ n1: 1, n0: 2, u: 2 })
  })
})

const sample = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 7 })

describe('properties of rank tests', () => {
  test('U counts the pairs in which own is greater; the exact p is the share of arrangements at least as extreme', () => {
    fc.assert(
      fc.property(sample, sample, (own, peers) => {
        const [row] = rowsOf(runMethod('mann-whitney', sides(own, peers)))
        const uOf = (a: readonly number[], b: readonly number[]) =>
          a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0) as number)).reduce((s, v) => s + v, 0)
        expect(row?.['u']).toBe(uOf(own, peers))
        const all = [...own, ...peers]
        if (new Set(all).size < all.length) return
        let [extreme, count] = [0, 0]
        for (let mask = 0; mask < 1 << all.length; mask++) {
          const chosen = all.filter((_, i) => (mask >> i) & 1)
          if (chosen.length !== own.length) continue
          count++
          if (uOf(chosen, all.filter((_, i) => !((mask >> i) & 1))) >= uOf(own, peers)) extreme++ // prettier-ignore
        }
        expect(row?.['p']).toBeCloseTo(extreme / count, 12)
      }),
      { numRuns: 40 },
    )
  })

  test('each unit against the rest agrees with the two-sided table, whatever the order of the rows', () => {
    const value = fc.tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 9 }),
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const rows = values.map(([pool, unit, x]) => ({ pool: `p${pool}`, unit, x }))
        const table = columnsOf(rows, ['unit'])
        const each = runMethod('mann-whitney-each', table)
        expect(runMethod('mann-whitney-each', reorder(table, rows.map((_, i) => rows.length - 1 - i)))).toEqual(each) // prettier-ignore
        for (const { pool, unit, n1, n0, u, p } of rowsOf(each)) {
          const inPool = rows.filter((row) => row.pool === pool)
          const [own, peers] = [true, false].map((isOwn) =>
            inPool.filter((row) => (row.unit === unit) === isOwn).map(({ x }) => x),
          ) as [number[], number[]]
          const [expected] = rowsOf(runMethod('mann-whitney', sides(own, peers)))
          expect([n1, n0, p]).toEqual([own.length, peers.length, expected?.['p']])
          if (peers.length > 0) expect(u).toBe(expected?.['u'])
        }
      }),
    )
  })
})

// Benjamini & Hochberg (1995), section 3.3: thrombolysis in myocardial infarction, 15 hypotheses.
const P1995 = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
]

describe('benjamini-hochberg', () => {
  test('the example of 1995: four hypotheses are rejected at 0.05', () => {
    const key = P1995.map((_, i) => `h${i}`)
    const { q } = runMethod('benjamini-hochberg', { key, p: Float64Array.from(P1995) })
    const values = [...(q as Float64Array)]
    expect(values.filter((value) => value <= 0.05)).toHaveLength(4)
    expect(values[3]).toBeCloseTo((0.0095 * 15) / 4, 12)
    // p.adjust(p, "BH") in R
    expect(values.slice(0, 6).map((value) => Number(value.toFixed(6)))).toEqual([
      0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857,
    ])
    expect(values.at(-1)).toBe(1)
  })

  test('families are adjusted apart; a missing p is no test', () => {
    const p = Float64Array.of(0.01, 0.02, NaN, 0.01)
    const { q } = runMethod('benjamini-hochberg', { key: Int32Array.of(1, 2, 3, 4), p, family: ['a', 'a', 'a', 'b'] })
    expect([...(q as Float64Array)]).toEqual([0.02, 0.02, NaN, 0.01])
  })

  test('q is at least p, keeps the order of p, and does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (ps) => {
        const table = { key: Int32Array.from(ps.keys()), p: Float64Array.from(ps) }
        const output = runMethod('benjamini-hochberg', table)
        const q = output['q'] as Float64Array
        ps.forEach((p, i) => {
          expect(q[i]).toBeGreaterThanOrEqual(p)
          ps.forEach((other, j) => {
            if (other < p) expect(q[j]).toBeLessThanOrEqual(q[i] as number)
          })
        })
        const order = ps.map((_, i) => ps.length - 1 - i)
        expect(runMethod('benjamini-hochberg', reorder(table, order))).toEqual(reorder(output, order))
      }),
    )
  })
})
