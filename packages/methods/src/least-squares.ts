/** Columns and right-hand side, all of one length; `scale` is each column's norm before centring (rank is judged by it). */
export interface Design {
  readonly columns: readonly Float64Array[]
  readonly scale: readonly number[]
  readonly y: Float64Array
}

export interface Fit {
  /** NaN for a column that depends on earlier ones. */
  readonly coefficients: Float64Array
  /** Diagonal of (X′X)⁻¹; NaN where the coefficient is. */
  readonly unscaledVariance: Float64Array
  readonly rank: number
  readonly residualSquares: number
}

/** Least squares by Gram–Schmidt, each column orthogonalised twice; a column that adds nothing new is left out. */
export function leastSquares({ columns, scale, y }: Design): Fit {
  const basis: Float64Array[] = []
  const kept: number[] = []
  const upper: Float64Array[] = []
  columns.forEach((column, j) => {
    const q = Float64Array.from(column)
    const before = norm(q)
    const r = project(q, basis)
    const after = norm(q)
    if (!(after > 1e-8 * before && after > 1e-10 * (scale[j] ?? before))) return
    r[basis.length] = after
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) / after
    basis.push(q)
    kept.push(j)
    upper.push(r)
  })
  const residual = Float64Array.from(y)
  const rotated = project(residual, basis)
  const fit = { coefficients: new Float64Array(columns.length).fill(NaN), rank: kept.length }
  const unscaledVariance = new Float64Array(columns.length).fill(NaN)
  const inverse = invertUpper(upper)
  kept.forEach((j, row) => {
    fit.coefficients[j] = sumOver(row, kept.length, (k) => inverse[k]![row]! * rotated[k]!)
    unscaledVariance[j] = sumOver(row, kept.length, (k) => inverse[k]![row]! ** 2)
  })
  return { ...fit, unscaledVariance, residualSquares: norm(residual) ** 2 }
}

/** Takes the part along the basis out of `vector` (twice, against cancellation) and returns its coordinates. */
function project(vector: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const coordinates = new Float64Array(basis.length + 1)
  for (let pass = 0; pass < 2; pass++) {
    basis.forEach((q, k) => {
      const along = dot(q, vector)
      coordinates[k] = (coordinates[k] as number) + along
      for (let i = 0; i < q.length; i++) vector[i] = (vector[i] as number) - along * (q[i] as number)
    })
  }
  return coordinates
}

/** Columns of the inverse of an upper triangular matrix given by its columns. */
function invertUpper(upper: readonly Float64Array[]): readonly Float64Array[] {
  const size = upper.length
  const inverse: Float64Array[] = []
  for (let column = 0; column < size; column++) {
    const x = new Float64Array(size)
    for (let row = column; row >= 0; row--) {
      const known = sumOver(row + 1, column + 1, (k) => upper[k]![row]! * x[k]!)
      x[row] = ((row === column ? 1 : 0) - known) / upper[row]![row]!
    }
    inverse.push(x)
  }
  return inverse
}

function sumOver(from: number, to: number, term: (k: number) => number): number {
  let sum = 0
  for (let k = from; k < to; k++) sum += term(k)
  return sum
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a))
}
