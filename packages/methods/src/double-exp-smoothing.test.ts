import { describe, expect, test } from 'vitest'
import { columnsOf, reorder, rowsOf, runMethod } from './testing.ts'

function series(values: readonly number[], name = 's') {
  return columnsOf(values.map((y, i) => ({ series: name, t: i + 1, y })), ['t']) // prettier-ignore
}

describe('double-exp-smoothing', () => {
  test('the check of the specification: y = 10, 12, 14, 16, α = 0.5 → ŷ₅ = 17', () => {
    const rows = rowsOf(runMethod('double-exp-smoothing', series([10, 12, 14, 16]), { alpha: 0.5, min_points: 4 }))
    expect(rows.map(({ s1 }) => s1).slice(0, 4)).toEqual([10, 11, 12.5, 14.25])
    expect(rows.map(({ s2 }) => s2).slice(0, 4)).toEqual([10, 10.5, 11.5, 12.875])
    expect(rows[3]).toMatchObject({ level: 15.625, trend: 1.375 })
    expect(rows[4]).toMatchObject({ t: 5, y: NaN, forecast: 17, alpha: 0.5 })
    const rmse = Math.sqrt((2 ** 2 + 2 ** 2 + 1.5 ** 2) / 3)
    expect(rows[4]?.['rmse']).toBeCloseTo(rmse, 12)
    expect(rows[4]?.['upper']).toBeCloseTo(17 + 1.96 * rmse, 12)
  })

  test('needs six points', () => {
    expect(rowsOf(runMethod('double-exp-smoothing', series([1, 2, 3, 4, 5])))).toEqual([])
    expect(rowsOf(runMethod('double-exp-smoothing', series([1, 2, 3, 4, 5, 6])))).toHaveLength(7)
  })

  test('chooses the alpha with the least one-step error; the smallest wins ties', () => {
    const errorAt = (values: readonly number[], alpha: number): number =>
      Number(rowsOf(runMethod('double-exp-smoothing', series(values), { alpha }))[0]?.['rmse'])
    const values = [5, 9, 4, 11, 15, 13, 18, 25, 21]
    const [row] = rowsOf(runMethod('double-exp-smoothing', series(values)))
    const grid = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    expect(row?.['rmse']).toBe(Math.min(...grid.map((alpha) => errorAt(values, alpha))))
    expect(rowsOf(runMethod('double-exp-smoothing', series([7, 7, 7, 7, 7, 7])))[0]).toMatchObject({
      alpha: 0.1,
      rmse: 0,
    })
  })

  test('negative forecasts become 0; the horizon continues the trend', () => {
    const rows = rowsOf(runMethod('double-exp-smoothing', series([60, 50, 40, 30, 20, 10]), { alpha: 0.9, horizon: 3 }))
    expect(rows.slice(6).map(({ t }) => t)).toEqual([7, 8, 9])
    expect(rows.at(-1)).toMatchObject({ forecast: 0, lower: 0 })
  })

  test('series are apart and the order of the rows does not matter', () => {
    const values = [5, 9, 4, 11, 15, 13]
    const rows = [
      ...values.map((y, i) => ({ series: 'b', t: i, y })),
      ...values.map((y, i) => ({ series: 'a', t: i, y: 2 * y })),
    ]
    const table = columnsOf(rows, ['t'])
    const output = runMethod('double-exp-smoothing', table)
    expect(output['series']).toEqual([...Array<string>(7).fill('a'), ...Array<string>(7).fill('b')])
    expect(output['forecast']?.[6]).toBeCloseTo(2 * Number(output['forecast']?.[13]), 10)
    expect(runMethod('double-exp-smoothing', reorder(table, rows.map((_, i) => (i * 5 + 2) % 12)))).toEqual(output) // prettier-ignore
  })
})
