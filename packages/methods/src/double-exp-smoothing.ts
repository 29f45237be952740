import { keysOf, numbersOf, pick } from './columns.ts'
import { readOptions } from './options.ts'
import { groupRows } from './order.ts'
import type { Method } from './table.ts'

const OPTIONS = {
  alpha: { label: '平滑系数，0 为在 0.1…0.9 中自动选取', type: 'number', default: 0, min: 0, max: 0.99 },
  horizon: { label: '向后预测的期数', type: 'integer', default: 1, min: 1, max: 120 },
  min_points: { label: '最少期数，不足则不预测', type: 'integer', default: 6, min: 2, max: 1000 },
} as const

const COLUMNS = ['y', 's1', 's2', 'level', 'trend', 'forecast', 'lower', 'upper', 'alpha', 'rmse'] as const
type Point = Readonly<Record<(typeof COLUMNS)[number], number>>

/** 二次指数平滑 (Brown): one-step forecasts of the past, then the forecast of the coming periods with its 95 % interval. */
export const doubleExpSmoothingMethod = {
  id: 'double-exp-smoothing',
  label: '二次指数平滑',
  input: { series: 'key', t: 'integer', y: 'number' },
  options: OPTIONS,
  output: {
    ...{ series: 'key', t: 'integer', y: 'number', s1: 'number', s2: 'number', level: 'number', trend: 'number' },
    ...{ forecast: 'number', lower: 'number', upper: 'number', alpha: 'number', rmse: 'number' },
  },
  run(input, options, context) {
    const { alpha, horizon, min_points: minPoints } = readOptions(OPTIONS, options)
    const keys = keysOf(input, 'series')
    const [t, y] = [numbersOf(input, 't'), numbersOf(input, 'y')]
    const { rows, starts } = groupRows(keys.codes, keys.size)
    const [codes, times, points]: [number[], number[], Point[]] = [[], [], []]
    for (let series = 0; series < keys.size; series++) {
      context.check()
      const known = rows.subarray(starts[series], starts[series + 1]).filter((row) => !Number.isNaN(y[row]))
      known.sort((a, b) => (t[a] as number) - (t[b] as number))
      if (known.length < minPoints) continue
      const values = Array.from(known, (row) => y[row] as number)
      const last = t[known.at(-1) as number] as number
      const smoothed = smooth(values, alpha > 0 ? alpha : bestAlpha(values))
      for (const [i, point] of [...smoothed, ...forecasts(smoothed, horizon)].entries()) {
        codes.push(series)
        times.push(i < known.length ? (t[known[i] as number] as number) : last + i - known.length + 1)
        points.push(point)
      }
    }
    const numbers = COLUMNS.map((name) => [name, Float64Array.from(points, (point) => point[name])] as const)
    const columns = {
      series: pick(keys.distinct, Int32Array.from(codes)),
      t: Int32Array.from(times),
      ...Object.fromEntries(numbers),
    }
    return { length: points.length, columns }
  },
} as const satisfies Method

/** Smallest one-step squared error on the grid 0.1…0.9; the smallest alpha wins ties. */
function bestAlpha(y: readonly number[]): number {
  let best = { alpha: 0.1, error: Infinity }
  for (let step = 1; step <= 9; step++) {
    const alpha = step / 10
    const error = (smooth(y, alpha).at(-1) as Point).rmse
    if (error < best.error - 1e-12 * Math.abs(error)) best = { alpha, error }
  }
  return best.alpha
}

function smooth(y: readonly number[], alpha: number): readonly Point[] {
  let [s1, s2] = [y[0] as number, y[0] as number]
  let next = NaN
  let squares = 0
  const steps = y.map((value, i) => {
    if (i > 0) {
      squares += (value - next) ** 2
      s1 = alpha * value + (1 - alpha) * s1
      s2 = alpha * s1 + (1 - alpha) * s2
    }
    const step = { y: value, s1, s2, level: 2 * s1 - s2, trend: (alpha / (1 - alpha)) * (s1 - s2), raw: next }
    next = step.level + step.trend
    return step
  })
  const rmse = Math.sqrt(squares / (y.length - 1))
  return steps.map(({ raw, ...step }) => ({ ...step, ...interval(raw, rmse), alpha, rmse }))
}

function forecasts(smoothed: readonly Point[], horizon: number): readonly Point[] {
  const { level, trend, alpha, rmse } = smoothed.at(-1) as Point
  return Array.from({ length: horizon }, (_, m) => {
    const missing = { y: NaN, s1: NaN, s2: NaN, level: NaN, trend: NaN }
    return { ...missing, ...interval(level + trend * (m + 1), rmse), alpha, rmse }
  })
}

/** Negative forecasts become 0; so do bounds. */
function interval(raw: number, rmse: number): { forecast: number; lower: number; upper: number } {
  const forecast = Math.max(0, raw)
  return { forecast, lower: Math.max(0, forecast - 1.96 * rmse), upper: forecast + 1.96 * rmse }
}
