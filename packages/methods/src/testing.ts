import { METHODS } from './index.ts'
import type { Column, ColumnTable, MethodOptions } from './table.ts'

export type Columns = Readonly<Record<string, Column>>

export function tableOf(columns: Columns): ColumnTable {
  return { length: Object.values(columns)[0]?.length ?? 0, columns }
}

/** Runs a method by id, as a model step does. */
export function runMethod(id: string, columns: Columns, options: MethodOptions = {}): Columns {
  const method = METHODS[id]
  if (!method) throw new Error(`no method ${id}`)
  return method.run(tableOf(columns), options, { check: () => undefined }).columns
}

export function rowsOf(columns: Columns): Record<string, number | string | null>[] {
  const { length } = tableOf(columns)
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[row] ?? null])),
  )
}

/** Rows → columns: text if the first value is text, Int32Array for the names in `integers`, else Float64Array. */
export function columnsOf(rows: readonly Record<string, number | string>[], integers: readonly string[] = []): Columns {
  const names = Object.keys(rows[0] ?? {})
  return Object.fromEntries(
    names.map((name): [string, Column] => {
      const values = rows.map((row) => row[name] as number | string)
      if (typeof values[0] === 'string') return [name, values as string[]]
      return [name, integers.includes(name) ? Int32Array.from(values, Number) : Float64Array.from(values, Number)]
    }),
  )
}

/** The rows of all columns in another order. */
export function reorder(columns: Columns, order: readonly number[]): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]): [string, Column] => {
      const values = order.map((row) => column[row] ?? null)
      if (column instanceof Float64Array) return [name, Float64Array.from(values, Number)]
      if (column instanceof Int32Array) return [name, Int32Array.from(values, Number)]
      return [name, values as (string | null)[]]
    }),
  )
}

export function distinctOf(column: Column | undefined): Set<number | string | null> {
  return new Set<number | string | null>(column)
}
