import { keysOf, numbersOf, findNumbers, type Keys } from './columns.ts'
import { leastSquares, type Fit } from './least-squares.ts'
import { gatherIntegers, gatherNumbers, groupRows } from './order.ts'
import type { ColumnTable } from './table.ts'

/** y = effect of the group + x · coefficients, fitted on the reference rows. */
export interface FixedEffects {
  readonly groups: Keys
  readonly y: Float64Array
  readonly x: readonly Float64Array[]
  readonly fit: Fit
  /** Reference rows, and means over them, per group. */
  readonly counts: Int32Array
  readonly meanY: Float64Array
  readonly meanX: readonly Float64Array[]
  readonly n: number
  readonly r2: number
  /** Residual standard deviation; NaN without degrees of freedom. */
  readonly sigma: number
}

/** Rows are summed in the order of their ids, so that shuffled input gives the same bits. */
export function fitFixedEffects(input: ColumnTable, names: readonly string[], check: () => void): FixedEffects {
  const groups = keysOf(input, 'grp')
  const y = numbersOf(input, 'y')
  const x = names.map((name) => numbersOf(input, name))
  const weight = findNumbers(input, 'weight')
  const reference = findNumbers(input, 'reference')
  const ids = keysOf(input, 'id')
  check()
  const usable = (row: number) =>
    (reference === undefined || reference[row] === 1) &&
    (weight === undefined || (weight[row] as number) > 0) &&
    Number.isFinite(y[row]) &&
    x.every((column) => Number.isFinite(column[row]))
  const rows = groupRows(ids.codes, ids.size).rows.filter(usable)
  const w = weight ? gatherNumbers(weight, rows) : new Float64Array(rows.length).fill(1)
  const sample = { codes: gatherIntegers(groups.codes, rows), weight: w, size: groups.size }
  const within = [y, ...x].map((column) => {
    check()
    return centred(column, rows, sample)
  })
  const [ofY, ...ofX] = within as [Centred, ...Centred[]]
  const columns = ofX.map(({ values }) => values)
  const fit = leastSquares({ columns, scale: ofX.map(({ scale }) => scale), y: ofY.values })
  check()
  const counts = new Int32Array(groups.size)
  for (const code of sample.codes) counts[code] = (counts[code] as number) + 1
  const freedom = rows.length - fit.rank - counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0)
  return {
    ...{ groups, y, x, fit, counts, meanY: ofY.means, meanX: ofX.map(({ means }) => means), n: rows.length },
    r2: 1 - fit.residualSquares / ofY.total,
    sigma: freedom > 0 ? Math.sqrt(fit.residualSquares / freedom) : NaN,
  }
}

interface Sample {
  readonly codes: Int32Array
  readonly weight: Float64Array
  readonly size: number
}

interface Centred {
  /** √weight · (value − mean of its group). */
  readonly values: Float64Array
  readonly means: Float64Array
  readonly scale: number
  /** Weighted squares about the overall mean. */
  readonly total: number
}

function centred(column: Float64Array, rows: Int32Array, { codes, weight, size }: Sample): Centred {
  const means = new Float64Array(size)
  const weights = new Float64Array(size)
  let all = 0
  let allWeight = 0
  for (let i = 0; i < rows.length; i++) {
    const [value, w, code] = [column[rows[i] as number] as number, weight[i] as number, codes[i] as number]
    means[code] = (means[code] as number) + w * value
    weights[code] = (weights[code] as number) + w
    all += w * value
    allWeight += w
  }
  for (let g = 0; g < size; g++) means[g] = (means[g] as number) / (weights[g] as number)
  const values = new Float64Array(rows.length)
  const mean = all / allWeight
  let [squares, total] = [0, 0]
  for (let i = 0; i < rows.length; i++) {
    const [value, w] = [column[rows[i] as number] as number, weight[i] as number]
    values[i] = Math.sqrt(w) * (value - (means[codes[i] as number] as number))
    squares += w * value * value
    total += w * (value - mean) ** 2
  }
  return { values, means, scale: Math.sqrt(squares), total }
}

/** Expected value of a row; NaN when its group has no reference or a regressor is missing. */
export function predict(model: FixedEffects, row: number): number {
  const group = model.groups.codes[row] as number
  let mu = model.meanY[group] as number
  for (let j = 0; j < model.x.length; j++) {
    const coefficient = model.fit.coefficients[j] as number
    const value = model.x[j]?.[row] as number
    if (Number.isNaN(coefficient)) mu += Number.isNaN(value) ? NaN : 0
    else mu += coefficient * (value - (model.meanX[j]?.[group] as number))
  }
  return mu
}
