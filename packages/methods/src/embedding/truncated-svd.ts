import { seededNormal } from '../random.ts'
import { gramOf } from './gram.ts'
import type { SparseMatrix } from './sparse-matrix.ts'
import { identity, symmetricEigen } from './symmetric-eigen.ts'

export interface SvdOptions {
  readonly dims: number
  readonly seed: number
  readonly check: () => void
}

/** Directions with the most variation, as rows of `width` numbers, one per matrix column: `directions[column * width + k]`. */
export interface Directions {
  readonly width: number
  readonly directions: Float64Array
}

const OVERSAMPLING = 10
const ITERATIONS = 4

/**
 * Leading right singular vectors by randomised subspace iteration on A′A (Halko, Martinsson, Tropp 2011), then
 * Rayleigh–Ritz. A matrix with no more columns than `dims` needs no truncation: every column is its own direction.
 */
export function leadingDirections(matrix: SparseMatrix, { dims, seed, check }: SvdOptions): Directions {
  if (matrix.columns <= dims) return { width: matrix.columns, directions: identity(matrix.columns) }
  const width = Math.min(matrix.columns, dims + OVERSAMPLING)
  const normal = seededNormal(seed)
  let basis = Float64Array.from({ length: matrix.columns * width }, () => normal())
  orthonormalise(basis, width)
  const timesGram = gramOf(matrix, width)
  for (let i = 0; i < ITERATIONS; i++) {
    check()
    basis = timesGram(basis)
    orthonormalise(basis, width)
  }
  check()
  const image = timesGram(basis)
  const { vectors, order } = symmetricEigen(inner(basis, image, width), width, 1e-9)
  return { width: dims, directions: rotate(basis, { width, vectors, order: order.subarray(0, dims) }) }
}

/** Gram–Schmidt on the `width` columns of a row-major matrix; a column without anything new becomes zero. */
function orthonormalise(basis: Float64Array, width: number): void {
  const height = basis.length / width
  for (let k = 0; k < width; k++) {
    const before = columnNorm(basis, width, k)
    removeEarlier(basis, width, k)
    let after = columnNorm(basis, width, k)
    if (after < 0.7 * before) {
      removeEarlier(basis, width, k)
      after = columnNorm(basis, width, k)
    }
    const scale = after > 1e-12 * before ? 1 / after : 0
    for (let i = 0; i < height; i++) basis[i * width + k] = (basis[i * width + k] as number) * scale
  }
}

function removeEarlier(basis: Float64Array, width: number, k: number): void {
  const along = new Float64Array(k)
  for (let at = 0; at < basis.length; at += width) {
    const value = basis[at + k] as number
    for (let j = 0; j < k; j++) along[j] = (along[j] as number) + value * (basis[at + j] as number)
  }
  for (let at = 0; at < basis.length; at += width) {
    let value = basis[at + k] as number
    for (let j = 0; j < k; j++) value -= (along[j] as number) * (basis[at + j] as number)
    basis[at + k] = value
  }
}

function columnNorm(basis: Float64Array, width: number, k: number): number {
  let squares = 0
  for (let at = k; at < basis.length; at += width) squares += (basis[at] as number) ** 2
  return Math.sqrt(squares)
}

/** a′b of two row-major matrices, made symmetric. */
function inner(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const result = new Float64Array(width * width)
  for (let at = 0; at < a.length; at += width) {
    for (let j = 0; j < width; j++) {
      const value = a[at + j] as number
      for (let k = 0; k <= j; k++) {
        result[j * width + k] = (result[j * width + k] as number) + value * (b[at + k] as number)
      }
    }
  }
  for (let j = 0; j < width; j++) for (let k = 0; k < j; k++) result[k * width + j] = result[j * width + k] as number
  return result
}

interface Rotation {
  readonly width: number
  readonly vectors: Float64Array
  readonly order: Int32Array
}

function rotate(basis: Float64Array, { width, vectors, order }: Rotation): Float64Array {
  const height = basis.length / width
  const result = new Float64Array(height * order.length)
  for (let i = 0; i < height; i++) {
    for (let k = 0; k < order.length; k++) {
      const column = order[k] as number
      let sum = 0
      for (let j = 0; j < width; j++) sum += (basis[i * width + j] as number) * (vectors[j * width + column] as number)
      result[i * order.length + k] = sum
    }
  }
  return result
}
