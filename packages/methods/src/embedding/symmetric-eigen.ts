import { ascending } from '../order.ts'

export interface Eigen {
  /** Eigenvectors as columns of a row-major matrix. */
  readonly vectors: Float64Array
  /** Columns by falling eigenvalue. */
  readonly order: Int32Array
  readonly values: Float64Array
}

/** Cyclic Jacobi for a symmetric row-major matrix, which is changed; stops at `tolerance` relative to its norm. */
export function symmetricEigen(a: Float64Array, size: number, tolerance = 1e-13): Eigen {
  const vectors = identity(size)
  const scale = Math.sqrt(a.reduce((sum, value) => sum + value * value, 0))
  for (let sweep = 0; sweep < 60; sweep++) {
    if (!jacobiSweep({ a, vectors, size }, tolerance * scale)) break
  }
  const values = new Float64Array(size)
  for (let k = 0; k < size; k++) values[k] = a[k * size + k] as number
  const order = ascending(size).sort((j, k) => (values[k] as number) - (values[j] as number) || j - k)
  return { vectors, order, values }
}

export function identity(size: number): Float64Array {
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1
  return matrix
}

interface Problem {
  readonly a: Float64Array
  readonly vectors: Float64Array
  readonly size: number
}

/** One sweep over all pairs; false when everything off the diagonal is negligible. */
function jacobiSweep(problem: Problem, negligible: number): boolean {
  const { a, size } = problem
  let turned = false
  for (let p = 0; p < size; p++) {
    for (let q = p + 1; q < size; q++) {
      const off = a[p * size + q] as number
      if (Math.abs(off) <= negligible) continue
      turned = true
      const theta = ((a[q * size + q] as number) - (a[p * size + p] as number)) / (2 * off)
      const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
      const c = 1 / Math.sqrt(t * t + 1)
      turn(problem, { p, q, c, s: t * c })
    }
  }
  return turned
}

/** Turns the plane of p and q: columns of a and of the vectors, then rows of a. */
function turn({ a, vectors, size }: Problem, { p, q, c, s }: { p: number; q: number; c: number; s: number }): void {
  for (let at = 0; at < a.length; at += size) {
    const [x, y] = [a[at + p] as number, a[at + q] as number]
    a[at + p] = c * x - s * y
    a[at + q] = s * x + c * y
    const [v, w] = [vectors[at + p] as number, vectors[at + q] as number]
    vectors[at + p] = c * v - s * w
    vectors[at + q] = s * v + c * w
  }
  const [rowP, rowQ] = [p * size, q * size]
  for (let k = 0; k < size; k++) {
    const [x, y] = [a[rowP + k] as number, a[rowQ + k] as number]
    a[rowP + k] = c * x - s * y
    a[rowQ + k] = s * x + c * y
  }
}
