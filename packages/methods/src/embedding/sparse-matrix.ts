/** Rows of (column, value); `starts` has one entry more than rows. */
export interface SparseMatrix {
  readonly rows: number
  readonly columns: number
  readonly starts: Int32Array
  readonly index: Int32Array
  readonly values: Float64Array
}

/**
 * TF-IDF of counts or amounts: value · (ln((1 + rows) / (1 + rows having the column)) + 1), every row scaled to length 1.
 * Changes `values` in place.
 */
export function weighByRarity({ rows, columns, starts, index, values }: SparseMatrix): void {
  const having = new Int32Array(columns)
  for (let i = 0; i < index.length; i++) {
    if ((values[i] as number) > 0) having[index[i] as number] = (having[index[i] as number] as number) + 1
  }
  const rarity = Float64Array.from(having, (count) => Math.log((1 + rows) / (1 + count)) + 1)
  for (let row = 0; row < rows; row++) {
    let squares = 0
    for (let i = starts[row] as number; i < (starts[row + 1] as number); i++) {
      const value = (values[i] as number) * (rarity[index[i] as number] as number)
      values[i] = value
      squares += value * value
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0
    for (let i = starts[row] as number; i < (starts[row + 1] as number); i++) values[i] = (values[i] as number) * scale
  }
}
