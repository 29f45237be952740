import { assertNever } from '@yijian/kernel'
import { deviation, mean, quantile, sum, type Sorted } from './statistics.ts'

/** How extreme costs are cut off inside each group (裁剪), with its thresholds. A cost exactly on a bound stays. */
export type Trim =
  | { readonly method: 'none' }
  /** Q1 − factor·IQR … Q3 + factor·IQR (usual factor 1.5), on cost or on log cost. */
  | { readonly method: 'iqr'; readonly on: 'cost' | 'log'; readonly factor: number; readonly fewest: number }
  /** exp(mean ± factor·SD) of log cost (usual factor 3). */
  | { readonly method: 'log-sd'; readonly factor: number; readonly fewest: number }
  /** Percentiles, e.g. 0.05–0.95 or 0.01–0.99. */
  | { readonly method: 'percentile'; readonly low: number; readonly high: number; readonly fewest: number }
  /** Fixed multiples of the mean (usual 0.3–3). */
  | { readonly method: 'multiple'; readonly low: number; readonly high: number; readonly fewest: number }

export interface Trimmed {
  /** Costs that stay, sorted. */
  readonly values: Sorted
  /** Bounds in the unit of the values; infinite when nothing is cut. */
  readonly low: number
  readonly high: number
  readonly cutLow: number
  readonly cutHigh: number
}

/** Cuts a group's sorted costs. A group of fewer than `fewest` cases is left whole. */
export function trimCosts(values: Sorted, trim: Trim): Trimmed {
  if (trim.method === 'none' || values.length < trim.fewest) return cut(values, [-Infinity, Infinity])
  return cut(values, boundsOf(values, trim))
}

function boundsOf(values: Sorted, trim: Exclude<Trim, { method: 'none' }>): readonly [number, number] {
  switch (trim.method) {
    case 'iqr': {
      const on = trim.on === 'log' ? logs(values) : values
      const [q1, q3] = [quantile(on, 0.25), quantile(on, 0.75)]
      const reach = trim.factor * (q3 - q1)
      return trim.on === 'log' ? expBounds(q1 - reach, q3 + reach) : [q1 - reach, q3 + reach]
    }
    case 'log-sd': {
      const on = logs(values)
      const reach = trim.factor * deviation(on)
      return expBounds(mean(on) - reach, mean(on) + reach)
    }
    case 'percentile':
      return [quantile(values, trim.low), quantile(values, trim.high)]
    case 'multiple': {
      const centre = sum(values) / values.length
      return [trim.low * centre, trim.high * centre]
    }
    default:
      return assertNever(trim)
  }
}

/** Back from logarithms, a hair wider, so that a group of equal costs does not fall off its own bound by rounding. */
function expBounds(low: number, high: number): readonly [number, number] {
  return [Math.exp(low) * (1 - 1e-12), Math.exp(high) * (1 + 1e-12)]
}

function logs(values: Sorted): Sorted {
  return values.map(Math.log) as Sorted
}

function cut(values: Sorted, [low, high]: readonly [number, number]): Trimmed {
  let first = 0
  let end = values.length
  while (first < end && values[first]! < low) first++
  while (end > first && values[end - 1]! > high) end--
  const kept = values.subarray(first, end) as Sorted
  return { values: kept, low, high, cutLow: first, cutHigh: values.length - end }
}
