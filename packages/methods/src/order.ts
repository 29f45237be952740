/** Rows grouped by code: rows of code c are `rows[starts[c]] … rows[starts[c + 1] - 1]`. */
export interface Grouping {
  readonly rows: Int32Array
  readonly starts: Int32Array
}

/** Stable counting sort of rows by code; `base` gives the order to refine (default: row order). */
export function groupRows(codes: Int32Array, size: number, base?: Int32Array): Grouping {
  const count = base ? base.length : codes.length
  const starts = new Int32Array(size + 1)
  for (let i = 0; i < count; i++) {
    const code = codes[base ? (base[i] as number) : i] as number
    starts[code + 1] = (starts[code + 1] as number) + 1
  }
  for (let code = 0; code < size; code++) starts[code + 1] = (starts[code + 1] as number) + (starts[code] as number)
  const next = starts.slice(0, size)
  const rows = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const row = base ? (base[i] as number) : i
    const code = codes[row] as number
    const at = next[code] as number
    rows[at] = row
    next[code] = at + 1
  }
  return { rows, starts }
}

/** Sum that does not depend on the order of the values (they are sorted first; the array is changed). */
export function sortedSum(values: Float64Array): number {
  if (values.length > 1) values.sort()
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] as number
  return sum
}

/** 0, 1, … n − 1. (Plain loops here and below: `from` with a function is several times slower.) */
export function ascending(n: number): Int32Array<ArrayBuffer> {
  const all = new Int32Array(n)
  for (let i = 0; i < n; i++) all[i] = i
  return all
}

/** `values[at[0]], values[at[1]], …` */
export function gatherIntegers(values: ArrayLike<number>, at: Int32Array): Int32Array<ArrayBuffer> {
  const picked = new Int32Array(at.length)
  for (let i = 0; i < at.length; i++) picked[i] = values[at[i] as number] as number
  return picked
}

export function gatherNumbers(values: ArrayLike<number>, at: Int32Array): Float64Array<ArrayBuffer> {
  const picked = new Float64Array(at.length)
  for (let i = 0; i < at.length; i++) picked[i] = values[at[i] as number] as number
  return picked
}
