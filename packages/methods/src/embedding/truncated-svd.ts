import { seededNormal } from '../random.ts'
import type { SparseMatrix } from './sparse-matrix.ts'

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
const ITERATIONS = 6

/**
 * Leading right singular vectors by randomised subspace iteration on A′A (Halko, Martinsson, Tropp 2011), then
 * Rayleigh–Ritz. A matrix with no more columns than `dims` needs no truncation: every column is its own direction.
 */
export function leadingDirections(matrix: SparseMatrix, { dims, seed, check }: SvdOptions): Directions {
  if (matrix.columns <= dims) return identity(matrix.columns)
  const width = Math.min(matrix.columns, dims + OVERSAMPLING)
  const normal = seededNormal(seed)
  let basis = Float64Array.from({ length: matrix.columns * width }, () => normal())
  orthonormalise(basis, width)
  for (let i = 0; i < ITERATIONS; i++) {
    check()
    basis = timesGram(matrix, basis, width)
    orthonormalise(basis, width)
  }
  check()
  const image = timesGram(matrix, basis, width)
  const { vectors, order } = symmetricEigen(inner(basis, image, width), width)
  return { width: dims, directions: rotate(basis, { width, vectors, order: order.subarray(0, dims) }) }
}

function identity(size: number): Directions {
  const directions = new Float64Array(size * size)
  for (let i = 0; i < size; i++) directions[i * size + i] = 1
  return { width: size, directions }
}

/** A′(A·basis), row by row, so that nothing of the size of A's rows is kept. */
function timesGram(matrix: SparseMatrix, basis: Float64Array, width: number): Float64Array<ArrayBuffer> {
  const { rows, starts, index, values } = matrix
  const result = new Float64Array(basis.length)
  const image = new Float64Array(width)
  for (let row = 0; row < rows; row++) {
    const [first, last] = [starts[row] as number, starts[row + 1] as number]
    image.fill(0)
    for (let i = first; i < last; i++) {
      const value = values[i] as number
      const at = (index[i] as number) * width
      for (let k = 0; k < width; k++) image[k] = (image[k] as number) + value * (basis[at + k] as number)
    }
    for (let i = first; i < last; i++) {
      const value = values[i] as number
      const at = (index[i] as number) * width
      for (let k = 0; k < width; k++) result[at + k] = (result[at + k] as number) + value * (image[k] as number)
    }
  }
  return result
}

/** Gram–Schmidt on the `width` columns of a row-major matrix, twice; a column without anything new becomes zero. */
function orthonormalise(basis: Float64Array, width: number): void {
  const height = basis.length / width
  for (let k = 0; k < width; k++) {
    const before = columnNorm(basis, width, k)
    for (let pass = 0; pass < 2; pass++) removeEarlier(basis, width, k)
    const after = columnNorm(basis, width, k)
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

/** Cyclic Jacobi. `vectors` holds eigenvectors as columns; `order` lists them by falling eigenvalue. Changes `a`. */
export function symmetricEigen(a: Float64Array, size: number): { vectors: Float64Array; order: Int32Array } {
  const vectors = identity(size).directions
  for (let sweep = 0; sweep < 60; sweep++) {
    if (!jacobiSweep(a, vectors, size)) break
  }
  const value = (k: number): number => a[k * size + k] as number
  const order = Int32Array.from({ length: size }, (_, k) => k).sort((j, k) => value(k) - value(j) || j - k)
  return { vectors, order }
}

/** One sweep over all pairs; false when everything off the diagonal is negligible. */
function jacobiSweep(a: Float64Array, vectors: Float64Array, size: number): boolean {
  let turned = false
  for (let p = 0; p < size; p++) {
    for (let q = p + 1; q < size; q++) {
      const off = a[p * size + q] as number
      const [app, aqq] = [a[p * size + p] as number, a[q * size + q] as number]
      if (Math.abs(off) <= 1e-14 * Math.sqrt(Math.abs(app * aqq)) || off === 0) continue
      turned = true
      const theta = (aqq - app) / (2 * off)
      const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
      const c = 1 / Math.sqrt(t * t + 1)
      turn(a, { p, q, c, s: t * c, size })
      for (let i = 0; i < size; i++) turnPair(vectors, [i * size + p, i * size + q], [c, t * c])
    }
  }
  return turned
}

interface Turn {
  readonly p: number
  readonly q: number
  readonly c: number
  readonly s: number
  readonly size: number
}

function turn(a: Float64Array, { p, q, c, s, size }: Turn): void {
  for (let i = 0; i < size; i++) turnPair(a, [i * size + p, i * size + q], [c, s])
  for (let i = 0; i < size; i++) turnPair(a, [p * size + i, q * size + i], [c, s])
}

function turnPair(a: Float64Array, [i, j]: readonly [number, number], [c, s]: readonly [number, number]): void {
  const [x, y] = [a[i] as number, a[j] as number]
  a[i] = c * x - s * y
  a[j] = s * x + c * y
}
