import { basename, join } from 'node:path'
import { quoteIdent, quoteList, quoteLiteral } from '../engine/public.ts'
import { odsDirectory, type Part, type TableState, type WarehouseState } from '../log/public.ts'
import { type ColumnDefinition, sqlType, type TableDefinition } from './definition.ts'
import { emptyRelation, type Tables } from './load.ts'

export interface WarehouseLocation {
  readonly dataDirectory: string
  readonly tables: Tables
  readonly state: WarehouseState
}

/**
 * Statements that define `ods_<table>` for every table definition, with all its columns (not delivered: typed NULL or the
 * default), replaced rows left out, and `delivered(table_name, column_name, n_rows, n_null)`.
 */
export function warehouseViews(location: WarehouseLocation): string {
  const views = [...location.tables.values()].map(
    (table) => `CREATE OR REPLACE VIEW ${quoteIdent(`ods_${table.table}`)} AS ${odsQuery(location, table)};`,
  )
  return [...views, deliveredTable(location)].join('\n')
}

/** The rows of one table at the instant of `state`. */
export function odsQuery({ dataDirectory, state }: WarehouseLocation, table: TableDefinition): string {
  const tableState = state.tables.get(table.table)
  const parts = (tableState?.parts ?? []).filter((part) => part.rows > 0)
  if (!tableState || parts.length === 0) return emptyRelation(table)
  const groups = Object.values(
    Object.groupBy(parts, (part) => `${tableState.removals.has(basename(part.path))}|${part.columns.join()}`),
  )
  return groups
    .map((group) => groupQuery(dataDirectory, { table, tableState, group: group ?? [] }))
    .join('\nUNION ALL ')
}

interface PartGroup {
  readonly table: TableDefinition
  readonly tableState: TableState
  /** Parts with the same columns, all with removed rows or all without. */
  readonly group: readonly Part[]
}

function groupQuery(dataDirectory: string, { table, tableState, group }: PartGroup): string {
  const held = new Set(group[0]?.columns)
  const select = table.columns.map((column) => selectColumn(column, held)).join(', ')
  const files = quoteList(group.map((part) => join(dataDirectory, part.path)))
  const removals = [...new Set(group.flatMap((part) => tableState.removals.get(basename(part.path)) ?? []))]
  if (removals.length === 0) return `SELECT ${select} FROM read_parquet(${files})`
  const folder = join(odsDirectory(dataDirectory), table.table)
  const removed = quoteList(removals.map((path) => join(dataDirectory, path)))
  // ANTI JOIN, not NOT EXISTS: with two columns the engine runs the latter ten times slower.
  return (
    `SELECT ${select} FROM read_parquet(${files}, filename = true, file_row_number = true) AS part ` +
    `ANTI JOIN (SELECT concat(${quoteLiteral(`${folder}/`)}, gone.part) AS filename, gone.row AS file_row_number ` +
    `FROM read_parquet(${removed}) AS gone) AS removed USING (filename, file_row_number)`
  )
}

function selectColumn(column: ColumnDefinition, held: ReadonlySet<string>): string {
  const name = quoteIdent(column.name)
  if (held.has(column.name)) return name
  const value = column.default === undefined ? 'NULL' : quoteLiteral(column.default)
  return `CAST(${value} AS ${sqlType(column)}) AS ${name}`
}

function deliveredTable({ tables, state }: WarehouseLocation): string {
  const rows = [...tables.values()].flatMap((table) =>
    deliveredColumns(table, state.tables.get(table.table)).map(
      (fact) => `(${quoteLiteral(table.table)}, ${quoteLiteral(fact.column)}, ${fact.rows}, ${fact.nulls})`,
    ),
  )
  return (
    'CREATE OR REPLACE TABLE delivered (table_name VARCHAR, column_name VARCHAR, n_rows BIGINT, n_null BIGINT);\n' +
    (rows.length > 0 ? `INSERT INTO delivered VALUES ${rows.join(', ')};` : '')
  )
}

export interface DeliveredColumn {
  readonly column: string
  /** Rows of the table, rows since replaced included. */
  readonly rows: number
  readonly nulls: number
}

/** What was really delivered of a table, from the manifest: no file is opened. */
export function deliveredColumns(table: TableDefinition, state: TableState | undefined): readonly DeliveredColumn[] {
  const parts = state?.parts ?? []
  const rows = parts.reduce((sum, part) => sum + part.rows, 0)
  return table.columns.map((column) => {
    const absent = column.default === undefined ? (part: Part) => part.rows : () => 0
    const nulls = parts.reduce((sum, part) => sum + (part.nulls[column.name] ?? absent(part)), 0)
    return { column: column.name, rows, nulls }
  })
}
