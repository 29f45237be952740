import { describe, expect, test } from 'vitest'
import { seededNormal } from '../random.ts'
import { columnsOf, reorder, rowsOf, runMethod } from '../testing.ts'

const X = { x: 'a,b', min_rows: 10 }

function cloud(n: number, outliers: readonly (readonly [number, number])[]) {
  const normal = seededNormal(1)
  const inner = Array.from({ length: n }, () => {
    const a = normal()
    return [a, a + 0.1 * normal()] as const
  })
  return columnsOf(
    [...inner, ...outliers].map(([a, b], i) => ({ id: `r${String(i).padStart(3, '0')}`, grp: 'g', a, b })),
  )
}

describe('robust-distance', () => {
  test('sees a row that is ordinary in each measure and odd in their combination', () => {
    const rows = rowsOf(runMethod('robust-distance', cloud(100, [[1, -1]]), X))
    const farthest = rows.toSorted((p, q) => Number(q['distance']) - Number(p['distance']))
    expect(farthest[0]?.['id']).toBe('r100')
    expect(Number(farthest[0]?.['distance'])).toBeGreaterThan(3 * Number(farthest[1]?.['distance']))
  })

  test('a fifth of the rows in another place does not move the centre', () => {
    const away = Array.from({ length: 20 }, (_, i) => [6 + i / 100, -6] as const)
    const rows = rowsOf(runMethod('robust-distance', cloud(80, away), X))
    const largest = (from: number, to: number) =>
      Math.max(...rows.slice(from, to).map((row) => Number(row['distance'])))
    expect(Math.min(...rows.slice(80).map((row) => Number(row['distance'])))).toBeGreaterThan(5 * largest(0, 80))
  })

  test('is what the definition says when every row is kept', () => {
    const corners = [-1, 1].flatMap((a) => [-2, 2].map((b) => [a, b] as const))
    const columns = columnsOf(
      [...corners, ...corners, ...corners].map(([a, b], i) => ({ id: i, grp: 'g', a, b })),
      ['id'],
    )
    const rows = rowsOf(runMethod('robust-distance', columns, { ...X, keep: 1 }))
    // variances 12/11 and 48/11, no covariance: d² = 11/12 + 11/12
    for (const row of rows) expect(Number(row['distance'])).toBeCloseTo(Math.sqrt(11 / 6), 9)
  })

  test('the order of rows changes nothing; few rows and missing values give no result', () => {
    const columns = cloud(40, [[9, 9]])
    const order = Array.from({ length: 41 }, (_, i) => (i * 17) % 41)
    const byId = (rows: ReturnType<typeof rowsOf>) =>
      rows.toSorted((p, q) => (String(p['id']) < String(q['id']) ? -1 : 1))
    expect(byId(rowsOf(runMethod('robust-distance', reorder(columns, order), X)))).toEqual(
      byId(rowsOf(runMethod('robust-distance', columns, X))),
    )
    expect(rowsOf(runMethod('robust-distance', cloud(5, []), X))[0]?.['distance']).toBeNaN()
    const holed = { ...columns, a: Float64Array.from(columns['a'] as Float64Array, (v, i) => (i === 3 ? NaN : v)) }
    expect(rowsOf(runMethod('robust-distance', holed, X))[3]?.['distance']).toBeNaN()
  })

  test('a measure that never varies is left out', () => {
    const columns = cloud(40, [])
    const flat = { ...columns, b: new Float64Array(40).fill(7) }
    for (const row of rowsOf(runMethod('robust-distance', flat, X))) expect(Number(row['distance'])).toBeLessThan(10)
  })
})
