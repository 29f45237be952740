import { gatherNumbers } from '../order.ts'
import type { Training } from './training.ts'

/** margin = intercept + Σ coefficient · (x − mean) / sd; a missing x counts as its mean. */
export interface LogisticModel {
  readonly intercept: number
  readonly coefficients: Float64Array
  readonly means: Float64Array
  readonly sds: Float64Array
}

export interface LogisticOptions {
  /** L2 penalty: mean loss + lambda / 2 · Σ coefficient². 0 = chosen by folds. */
  readonly lambda: number
  readonly folds: number
  readonly balanced: boolean
  readonly check: () => void
}

const GRID = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10]

/** The penalty with the least held-out loss; the stronger penalty wins ties. */
export function fitLogistic(training: Training, options: LogisticOptions): LogisticModel {
  if (options.lambda > 0 || options.folds < 2) {
    return newton(training, training.rows, { ...options, lambda: options.lambda > 0 ? options.lambda : 1e-4 })
  }
  const losses = GRID.map((lambda) => heldOutLoss(training, { ...options, lambda }))
  const least = Math.min(...losses)
  const chosen = GRID[losses.findLastIndex((loss) => loss <= least * (1 + 1e-9))] as number
  return newton(training, training.rows, { ...options, lambda: chosen })
}

function heldOutLoss(training: Training, options: LogisticOptions): number {
  let loss = 0
  for (let fold = 0; fold < options.folds; fold++) {
    options.check()
    const kept = training.rows.filter((row) => training.fold[row] !== fold)
    if (kept.length === 0) continue
    const model = newton(training, kept, options)
    for (const row of training.rows) {
      if (training.fold[row] !== fold) continue
      const margin = marginOf(model, training.x, row)
      loss += softplus(training.y[row] === 1 ? -margin : margin)
    }
  }
  return loss
}

export function marginOf(model: LogisticModel, x: readonly Float64Array[], row: number): number {
  let margin = model.intercept
  for (let j = 0; j < x.length; j++) {
    margin += (model.coefficients[j] as number) * standardised(model, x[j]?.[row] as number, j)
  }
  return margin
}

export function sigmoid(margin: number): number {
  return margin >= 0 ? 1 / (1 + Math.exp(-margin)) : Math.exp(margin) / (1 + Math.exp(margin))
}

function softplus(margin: number): number {
  return Math.max(0, margin) + Math.log1p(Math.exp(-Math.abs(margin)))
}

function standardised({ means, sds }: Pick<LogisticModel, 'means' | 'sds'>, value: number, j: number): number {
  const sd = sds[j] as number
  return Number.isNaN(value) || sd === 0 ? 0 : (value - (means[j] as number)) / sd
}

/** Newton steps on the penalised loss, halved while they do not help. The intercept is not penalised. */
function newton(training: Training, rows: Int32Array, options: LogisticOptions): LogisticModel {
  const scale = scales(training.x, rows)
  const size = training.x.length + 1
  const design = new Float64Array(rows.length * size)
  rows.forEach((row, i) => {
    design[i * size] = 1
    training.x.forEach((column, j) => (design[i * size + j + 1] = standardised(scale, column[row] as number, j)))
  })
  const y = gatherNumbers(training.y, rows)
  const problem = { design, y, weight: classWeights(y, options.balanced), size, lambda: options.lambda }
  let beta = new Float64Array(size)
  let loss = lossOf(problem, beta)
  for (let step = 0; step < 100; step++) {
    options.check()
    const direction = newtonStep(problem, beta)
    let [next, reached] = [beta, Infinity]
    for (let length = 1; length > 1e-6 && !(reached <= loss); length /= 2) {
      next = beta.map((value, j) => value - length * (direction[j] as number))
      reached = lossOf(problem, next)
    }
    if (!(reached <= loss)) break
    const gain = loss - reached
    beta = next
    loss = reached
    if (gain <= 1e-14 * Math.abs(loss)) break
  }
  return { intercept: beta[0] as number, coefficients: beta.slice(1), ...scale }
}

function scales(x: readonly Float64Array[], rows: Int32Array): { means: Float64Array; sds: Float64Array } {
  const means = new Float64Array(x.length)
  const sds = new Float64Array(x.length)
  x.forEach((column, j) => {
    const known = rows.filter((row) => !Number.isNaN(column[row]))
    for (const row of known) means[j] = (means[j] as number) + (column[row] as number) / known.length
    let squares = 0
    for (const row of known) squares += ((column[row] as number) - (means[j] as number)) ** 2
    const sd = Math.sqrt(squares / Math.max(1, known.length))
    sds[j] = sd > 1e-12 * Math.abs(means[j] as number) ? sd : 0
  })
  return { means, sds }
}

/** Weights sum to 1; with `balanced`, both classes weigh the same. */
function classWeights(y: Float64Array, balanced: boolean): Float64Array {
  const ones = y.reduce((sum, value) => sum + value, 0)
  if (!balanced || ones === 0 || ones === y.length) return y.map(() => 1 / y.length)
  return y.map((value) => 0.5 / (value === 1 ? ones : y.length - ones))
}

interface Problem {
  readonly design: Float64Array
  readonly y: Float64Array
  readonly weight: Float64Array
  readonly size: number
  readonly lambda: number
}

function marginAt({ design, size }: Problem, beta: Float64Array, i: number): number {
  let margin = 0
  for (let j = 0; j < size; j++) margin += (design[i * size + j] as number) * (beta[j] as number)
  return margin
}

function lossOf(problem: Problem, beta: Float64Array): number {
  let loss = 0
  for (let i = 0; i < problem.y.length; i++) {
    const margin = marginAt(problem, beta, i)
    loss += (problem.weight[i] as number) * softplus(problem.y[i] === 1 ? -margin : margin)
  }
  for (let j = 1; j < problem.size; j++) loss += (problem.lambda / 2) * (beta[j] as number) ** 2
  return loss
}

/** Hessian⁻¹ · gradient by Cholesky. */
function newtonStep(problem: Problem, beta: Float64Array): Float64Array {
  const { design, y, weight, size, lambda } = problem
  const gradient = beta.map((value, j) => (j === 0 ? 0 : lambda * value))
  const hessian = new Float64Array(size * size)
  for (let j = 0; j < size; j++) hessian[j * size + j] = j === 0 ? 1e-12 : lambda
  for (let i = 0; i < y.length; i++) {
    const chance = sigmoid(marginAt(problem, beta, i))
    const pull = (weight[i] as number) * (chance - (y[i] as number))
    const bend = (weight[i] as number) * chance * (1 - chance)
    for (let j = 0; j < size; j++) {
      const value = design[i * size + j] as number
      gradient[j] = (gradient[j] as number) + pull * value
      for (let k = 0; k <= j; k++) {
        hessian[j * size + k] = (hessian[j * size + k] as number) + bend * value * (design[i * size + k] as number)
      }
    }
  }
  return solveCholesky(hessian, gradient, size)
}

/** Solves H x = b for a positive definite H given by its lower half; changes both. */
function solveCholesky(lower: Float64Array, b: Float64Array, size: number): Float64Array {
  const at = (i: number, j: number): number => lower[i * size + j] as number
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = at(i, j)
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k)
      lower[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / at(j, j)
    }
    let value = b[i] as number
    for (let k = 0; k < i; k++) value -= at(i, k) * (b[k] as number)
    b[i] = value / at(i, i)
  }
  for (let i = size - 1; i >= 0; i--) {
    let value = b[i] as number
    for (let k = i + 1; k < size; k++) value -= at(k, i) * (b[k] as number)
    b[i] = value / at(i, i)
  }
  return b
}
