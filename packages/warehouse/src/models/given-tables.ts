import { quoteIdent, quoteLiteral, type TableCache, type TypedColumn } from '../engine/public.ts'
import { sqlType, type TableDefinition } from '../tables/public.ts'
import type { GivenCell, GivenRow } from './case-file.ts'

/** A text of a case as a literal; inserting gives it the column's type, so a wrong value fails with the engine's message. */
function literal(cell: GivenCell | undefined, type: string): string {
  if (cell === undefined || cell === null) return 'NULL'
  if (!Array.isArray(cell)) return quoteLiteral(String(cell))
  const element = type.replace(/\[\]$/, '')
  return `CAST([${cell.map((part) => literal(part, element)).join(', ')}] AS ${type})`
}

/** A table of the given columns with the rows of a case; columns a row does not name are NULL. */
export async function giveTable(
  cache: TableCache,
  { name, columns }: { readonly name: string; readonly columns: readonly TypedColumn[] },
  rows: readonly GivenRow[],
): Promise<void> {
  await cache.give(name, columns, inserts({ name, columns }, rows))
}

function inserts(
  table: { readonly name: string; readonly columns: readonly TypedColumn[] },
  rows: readonly GivenRow[],
): string {
  const known = new Set(table.columns.map((c) => c.name))
  for (const row of rows) {
    const stranger = Object.keys(row).find((name) => !known.has(name))
    if (stranger !== undefined) throw new Error(`表 ${table.name} 没有列 ${stranger}`)
  }
  // A national table has some fifty columns of which a case names ten: the others need no literal.
  const named = table.columns.filter(({ name }) => rows.some((row) => (row[name] ?? null) !== null))
  const columns = named.length > 0 ? named : table.columns.slice(0, 1)
  const names = columns.map(({ name }) => quoteIdent(name)).join(', ')
  const statements: string[] = []
  for (let start = 0; start < rows.length; start += 500) {
    const values = rows
      .slice(start, start + 500)
      .map((row) => `(${columns.map((c) => literal(row[c.name], c.type)).join(', ')})`)
    statements.push(`INSERT INTO ${quoteIdent(table.name)} (${names}) VALUES ${values.join(', ')}`)
  }
  return statements.join('; ')
}

/** `ods_<table>` of every table with the rows of a case. */
export async function giveNational(
  cache: TableCache,
  definitions: Iterable<TableDefinition>,
  rows: ReadonlyMap<string, readonly GivenRow[]> = new Map(),
): Promise<void> {
  for (const definition of definitions) {
    const columns = definition.columns.map((column) => ({ name: column.name, type: sqlType(column) }))
    await giveTable(cache, { name: `ods_${definition.table}`, columns }, rows.get(definition.table) ?? [])
  }
}

/** `delivered`: which columns of which tables really hold values. */
export async function giveDelivered(
  cache: TableCache,
  definitions: Iterable<TableDefinition>,
  rows: ReadonlyMap<string, readonly GivenRow[]> = new Map(),
): Promise<void> {
  const all = [...definitions]
  if (cache.version('x_column') === undefined)
    await giveTable(cache, { name: 'x_column', columns: COLUMN }, all.flatMap(columnRows))
  const counts = all.flatMap((definition) => counted(definition, rows))
  await giveTable(cache, { name: 'x_delivered', columns: [...COLUMN, ...COUNTS] }, counts)
  await cache.put('delivered', DELIVERED)
}

const COLUMN = [
  { name: 'table_name', type: 'VARCHAR' },
  { name: 'column_name', type: 'VARCHAR' },
]
const COUNTS = [
  { name: 'n_rows', type: 'BIGINT' },
  { name: 'n_null', type: 'BIGINT' },
]
const DELIVERED = `SELECT table_name, column_name, COALESCE(d.n_rows, 0) AS n_rows, COALESCE(d.n_null, 0) AS n_null
  FROM x_column LEFT JOIN x_delivered d USING (table_name, column_name)`

const columnRows = ({ table, columns }: TableDefinition): GivenRow[] =>
  columns.map(({ name }) => ({ table_name: table, column_name: name }))

/** How many rows each column of a given table has, and how many of them are empty. */
function counted({ table, columns }: TableDefinition, rows: ReadonlyMap<string, readonly GivenRow[]>): GivenRow[] {
  const given = rows.get(table) ?? []
  if (given.length === 0) return []
  return columns.map(({ name }) => ({
    table_name: table,
    column_name: name,
    n_rows: given.length,
    n_null: given.filter((row) => (row[name] ?? null) === null).length,
  }))
}
