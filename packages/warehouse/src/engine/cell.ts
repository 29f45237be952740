import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  type DuckDBValue,
} from '@duckdb/node-api'

/**
 * A value as the warehouse hands it to TypeScript: DECIMAL, DATE, TIMESTAMP, TIME and INTERVAL are text (`12.30`,
 * `2025-03-01`, `2025-03-01 08:00:00`), BIGINT and wider are bigint, INTEGER and narrower and DOUBLE are number, lists are
 * arrays. Money never passes through a float.
 */
export type Cell = string | number | bigint | boolean | null | readonly Cell[]

export type Row = Readonly<Record<string, Cell>>

/** The driver's value as a `Cell`. */
export function toCell(value: DuckDBValue): Cell {
  if (value === null || value === undefined) return null
  if (typeof value !== 'object') return value
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(toCell)
  if (value instanceof DuckDBStructValue) return structText(value)
  if (value instanceof DuckDBMapValue || value instanceof DuckDBBlobValue) return value.toString()
  return value.toString()
}

function structText(value: DuckDBStructValue): string {
  const entries = Object.entries(value.entries).map(([name, item]) => [name, plain(toCell(item))] as const)
  return JSON.stringify(Object.fromEntries(entries))
}

function plain(cell: Cell): unknown {
  if (typeof cell === 'bigint') return cell.toString()
  return Array.isArray(cell) ? cell.map(plain) : cell
}

/** The cell as text, NULL as undefined. */
export function cellText(cell: Cell | undefined): string | undefined {
  if (cell === null || cell === undefined) return undefined
  return Array.isArray(cell) ? JSON.stringify(plain(cell)) : String(cell)
}

/** The cell as a whole number; NULL is 0. Throws when it is not a whole number in the safe range. */
export function cellCount(cell: Cell | undefined): number {
  const number = Number(cellText(cell) ?? 0)
  if (!Number.isSafeInteger(number)) throw new RangeError(`not a count: ${String(cellText(cell))}`)
  return number
}
