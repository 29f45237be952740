import { packedLength, unpackVector } from '../embedding/packed-vector.ts'

/**
 * Unit vectors, row-major. Distance is 1 − cosine. The leading components carry most of a vector (they are ordered by
 * variation), so the dot product of the heads and the lengths of the tails bound the whole product.
 */
export interface Points {
  readonly size: number
  readonly width: number
  readonly head: number
  readonly values: Float64Array
  /** Length of what follows the head. */
  readonly tails: Float64Array
}

const HEAD = 16

/** Scales to unit length; a zero vector stays zero and is at distance 1 from everything. */
export function pointsOf(vectors: readonly (string | null)[], rows: Int32Array): Points {
  const size = rows.length
  const width = rows.reduce((most, row) => Math.max(most, packedLength(vectors[row] ?? '')), 0)
  const head = Math.min(HEAD, width)
  const values = new Float64Array(size * width)
  const tails = new Float64Array(size)
  rows.forEach((row, i) => {
    const at = i * width
    unpackVector(vectors[row] ?? '', values, at)
    const length = Math.sqrt(squares(values, at, at + width))
    if (length > 0) for (let k = at; k < at + width; k++) values[k] = (values[k] as number) / length
    tails[i] = Math.sqrt(squares(values, at + head, at + width))
  })
  return { size, width, head, values, tails }
}

function squares(values: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let k = from; k < to; k++) sum += (values[k] as number) ** 2
  return sum
}

/** Cosine of two points, or −2 when it is certainly below `floor`: the tails are read only when they matter. */
// eslint-disable-next-line max-params -- the innermost loop of clustering: an options object would be made per pair
export function cosineAbove(points: Points, a: number, b: number, floor: number): number {
  const { values, width, head, tails } = points
  const atA = a * width
  const atB = b * width
  let sum = 0
  for (let k = 0; k < head; k++) sum += (values[atA + k] as number) * (values[atB + k] as number)
  if (sum + (tails[a] as number) * (tails[b] as number) < floor - 1e-12) return -2
  for (let k = head; k < width; k++) sum += (values[atA + k] as number) * (values[atB + k] as number)
  return sum
}
