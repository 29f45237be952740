import { quoteIdent, quoteLiteral, type Session } from '../engine/public.ts'
import { columnList, sqlType, type TableDefinition } from '../tables/public.ts'
import type { GivenCell, GivenRow } from './case-file.ts'

interface TypedColumn {
  readonly name: string
  readonly type: string
}

/** A text of a case as a typed literal; the type comes from the table, so a wrong value fails with the engine's message. */
function literal(cell: GivenCell | undefined, type: string): string {
  if (cell === undefined || cell === null) return `CAST(NULL AS ${type})`
  if (Array.isArray(cell)) {
    const element = type.replace(/\[\]$/, '')
    return `CAST([${cell.map((part) => literal(part, element)).join(', ')}] AS ${type})`
  }
  return `CAST(${quoteLiteral(String(cell))} AS ${type})`
}

/** Creates a table of the given columns with the rows of a case; columns a row does not name are NULL. */
export async function createTable(
  session: Session,
  table: { readonly name: string; readonly columns: readonly TypedColumn[] },
  rows: readonly GivenRow[],
): Promise<void> {
  const columns = table.columns.map((c) => `${quoteIdent(c.name)} ${c.type}`).join(', ')
  if (await isView(session, table.name)) await session.run(`DROP VIEW ${quoteIdent(table.name)}`)
  await session.run(`CREATE OR REPLACE TABLE ${quoteIdent(table.name)} (${columns})`)
  await insertRows(session, table, rows)
}

async function isView(session: Session, name: string): Promise<boolean> {
  const rows = await session.rows(
    `SELECT 1 FROM duckdb_views() WHERE view_name = ${quoteLiteral(name)} AND schema_name = current_schema()`,
  )
  return rows.length > 0
}

async function insertRows(
  session: Session,
  table: { readonly name: string; readonly columns: readonly TypedColumn[] },
  rows: readonly GivenRow[],
): Promise<void> {
  const known = new Set(table.columns.map((c) => c.name))
  for (const row of rows) {
    const stranger = Object.keys(row).find((name) => !known.has(name))
    if (stranger !== undefined) throw new Error(`表 ${table.name} 没有列 ${stranger}`)
  }
  // A national table has some fifty columns of which a case names ten: the others need no literal.
  const named = table.columns.filter(({ name }) => rows.some((row) => (row[name] ?? null) !== null))
  const columns = named.length > 0 ? named : table.columns.slice(0, 1)
  const names = columns.map(({ name }) => quoteIdent(name)).join(', ')
  for (let start = 0; start < rows.length; start += 500) {
    const values = rows
      .slice(start, start + 500)
      .map((row) => `(${columns.map((c) => literal(row[c.name], c.type)).join(', ')})`)
    await session.run(`INSERT INTO ${quoteIdent(table.name)} (${names}) VALUES ${values.join(', ')}`)
  }
}

/** Creates `ods_<table>` of every table, with the rows of a case. */
export async function createNational(
  session: Session,
  definitions: Iterable<TableDefinition>,
  rows: ReadonlyMap<string, readonly GivenRow[]> = new Map(),
): Promise<void> {
  const all = [...definitions]
  const nameOf = ({ table }: TableDefinition) => `ods_${table}`
  await session.run(all.map((d) => `CREATE OR REPLACE TABLE ${quoteIdent(nameOf(d))} (${columnList(d)})`).join('; '))
  for (const definition of all) {
    const columns = definition.columns.map((column) => ({ name: column.name, type: sqlType(column) }))
    await insertRows(session, { name: nameOf(definition), columns }, rows.get(definition.table) ?? [])
  }
}

/** `delivered`: which columns of which tables really hold values. */
export async function createDelivered(
  session: Session,
  definitions: Iterable<TableDefinition>,
  rows: ReadonlyMap<string, readonly GivenRow[]> = new Map(),
): Promise<void> {
  const values = [...definitions].flatMap((d) => {
    const given = rows.get(d.table) ?? []
    return d.columns.map((c) => {
      const empty = given.filter((row) => (row[c.name] ?? null) === null).length
      return `(${quoteLiteral(d.table)}, ${quoteLiteral(c.name)}, ${given.length}, ${empty})`
    })
  })
  await session.run(`CREATE OR REPLACE TABLE delivered (table_name VARCHAR, column_name VARCHAR, n_rows BIGINT, n_null BIGINT);
    INSERT INTO delivered VALUES ${values.join(', ')}`)
}
