import type { DuckDBDataChunk } from '@duckdb/node-api'
import type { Session } from '../engine/public.ts'

/** How a column is read: INTEGER, DOUBLE, UTINYINT, VARCHAR. The query leaves no NULL in number columns. */
const MAKE = {
  int: (size: number) => new Int32Array(size),
  double: (size: number) => new Float64Array(size),
  byte: (size: number) => new Uint8Array(size),
  text: (): string[] => [],
} as const
export type ColumnKind = keyof typeof MAKE
type Made<K extends ColumnKind> = ReturnType<(typeof MAKE)[K]>
export type Columns<S extends Readonly<Record<string, ColumnKind>>> = { -readonly [K in keyof S]: Made<S[K]> }

export interface ColumnQuery<S extends Readonly<Record<string, ColumnKind>>> {
  /** Returns the columns of `shape`, in its order. */
  readonly sql: string
  readonly shape: S
  readonly signal?: AbortSignal | undefined
}

const FIRST_SIZE = 1 << 16

/** A whole result as typed columns, copied chunk by chunk from the engine's own vectors: no object per row. */
export async function readColumns<S extends Readonly<Record<string, ColumnKind>>>(
  session: Pick<Session, 'chunks'>,
  { sql, shape, signal }: ColumnQuery<S>,
): Promise<Columns<S> & { readonly length: number }> {
  const names = Object.keys(shape) as (keyof S & string)[]
  const columns = names.map((name) => MAKE[shape[name]!](FIRST_SIZE))
  let length = 0
  for await (const chunk of session.chunks(sql, signal)) {
    for (const [at, column] of columns.entries()) columns[at] = appended(column, length, chunk, at)
    length += chunk.rowCount
  }
  const whole = columns.map((column) => (isNumbers(column) ? column.subarray(0, length) : column))
  return { ...(Object.fromEntries(names.map((name, at) => [name, whole[at]])) as Columns<S>), length }
}

type Column = Made<ColumnKind>
type Numbers = Exclude<Column, string[]>

function isNumbers(column: Column): column is Numbers {
  return ArrayBuffer.isView(column)
}

// eslint-disable-next-line max-params -- called for every chunk and column: no object for it
function appended(column: Column, from: number, chunk: DuckDBDataChunk, at: number): Column {
  const vector = chunk.getColumnVector(at)
  const size = chunk.rowCount
  if (!isNumbers(column)) {
    for (let i = 0; i < size; i++) column.push((vector.getItem(i) ?? '') as string)
    return column
  }
  const items = itemsOf(vector)
  if (from + size <= column.length) {
    column.set(items, from)
    return column
  }
  const Larger = column.constructor as new (size: number) => Numbers
  const larger = new Larger((from + size) * 2)
  larger.set(column.subarray(0, from))
  larger.set(items, from)
  return larger
}

/** The driver keeps the numbers of a vector as one typed array, which it does not show in its types. */
function itemsOf(vector: unknown): ArrayLike<number> {
  const { items } = vector as { readonly items: ArrayLike<number> }
  return items
}
