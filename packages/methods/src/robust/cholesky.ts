/** Lower triangle L of a symmetric positive matrix A = L·Lᵀ, row by row; a direction without spread is dropped (its pivot is 0). */
export function cholesky(a: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size)
  const least = 1e-12 * Math.max(...Array.from({ length: size }, (_, i) => a[i * size + i] as number))
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * size + j] as number
      for (let k = 0; k < j; k++) rest -= (lower[i * size + k] as number) * (lower[j * size + k] as number)
      const pivot = lower[j * size + j] as number
      if (i === j) lower[i * size + i] = rest > least ? Math.sqrt(rest) : 0
      else lower[i * size + j] = pivot > 0 ? rest / pivot : 0
    }
  }
  return lower
}

/** |L⁻¹·d|²: the squared distance of a deviation under the covariance L·Lᵀ. */
export function squaredLength(lower: Float64Array, deviation: Float64Array): number {
  const size = deviation.length
  const solved = new Float64Array(size)
  let total = 0
  for (let i = 0; i < size; i++) {
    const pivot = lower[i * size + i] as number
    if (pivot === 0) continue
    let rest = deviation[i] as number
    for (let k = 0; k < i; k++) rest -= (lower[i * size + k] as number) * (solved[k] as number)
    solved[i] = rest / pivot
    total += (solved[i] as number) ** 2
  }
  return total
}
