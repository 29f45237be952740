import type { SparseMatrix } from './sparse-matrix.ts'

type Product = (basis: Float64Array) => Float64Array<ArrayBuffer>

const LARGEST_DENSE = 4000

/** basis → A′A · basis, for a row-major basis of the given width. A′A is kept when that is less work. */
export function gramOf(matrix: SparseMatrix, width: number): Product {
  const { rows, columns, starts, index } = matrix
  let building = 0
  for (let row = 0; row < rows; row++) building += ((starts[row + 1] as number) - (starts[row] as number)) ** 2
  const dense = columns <= LARGEST_DENSE && building / 8 + columns * columns * width < 2 * index.length * width
  if (!dense) return (basis) => sparseProduct(matrix, basis, width)
  const gram = denseGram(matrix)
  return (basis) => denseProduct(gram, basis, width)
}

/** Row by row, so that nothing of the size of A's rows is kept. */
function sparseProduct(matrix: SparseMatrix, basis: Float64Array, width: number): Float64Array<ArrayBuffer> {
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

function denseGram({ rows, columns, starts, index, values }: SparseMatrix): Float64Array {
  const gram = new Float64Array(columns * columns)
  for (let row = 0; row < rows; row++) {
    const [first, last] = [starts[row] as number, starts[row + 1] as number]
    for (let i = first; i < last; i++) {
      const value = values[i] as number
      const at = (index[i] as number) * columns
      for (let j = first; j < last; j++) {
        const cell = at + (index[j] as number)
        gram[cell] = (gram[cell] as number) + value * (values[j] as number)
      }
    }
  }
  return gram
}

function denseProduct(gram: Float64Array, basis: Float64Array, width: number): Float64Array<ArrayBuffer> {
  const columns = basis.length / width
  const result = new Float64Array(basis.length)
  for (let i = 0; i < columns; i++) {
    const to = i * width
    for (let j = 0; j < columns; j++) {
      const value = gram[i * columns + j] as number
      if (value === 0) continue
      const from = j * width
      for (let k = 0; k < width; k++) result[to + k] = (result[to + k] as number) + value * (basis[from + k] as number)
    }
  }
  return result
}
