import { mkdtempSync, rmSync, createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Column, ColumnTable, ColumnType, Method } from '@yijian/methods'
import { quoteIdent, quoteLiteral, type Cell, type Session } from '../engine/public.ts'

interface Reader {
  readonly session: Session
  readonly signal?: AbortSignal
}

const SQL_TYPE: Readonly<Record<ColumnType, string>> = { number: 'DOUBLE', integer: 'INTEGER', text: 'VARCHAR' }

/** Reads a table into columns for a method, rows in ascending order of all columns so that their order never matters. */
export async function readColumns({ session, signal }: Reader, table: string, method: Method): Promise<ColumnTable> {
  const available = await session.describe(`SELECT * FROM ${quoteIdent(table)}`)
  const wanted = available.map(({ name, type }) => ({ name, type: method.input[name] ?? typeOf(type) }))
  const counted = await session.row(`SELECT COUNT(*) AS n FROM ${quoteIdent(table)}`, signal)
  const length = Number(counted['n'])
  const columns = Object.fromEntries(wanted.map(({ name, type }) => [name, newColumn(type, length)]))
  const list = wanted
    .map(({ name, type }) => `CAST(${quoteIdent(name)} AS ${SQL_TYPE[type]}) AS ${quoteIdent(name)}`)
    .join(', ')
  let at = 0
  for await (const batch of session.stream(`SELECT ${list} FROM ${quoteIdent(table)} ORDER BY ALL`, signal)) {
    for (const row of batch) {
      for (const { name } of wanted) setCell(columns[name] as Column, at, row[name] ?? null)
      at += 1
    }
  }
  return { length, columns }
}

function typeOf(engineType: string): ColumnType {
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(engineType)) return 'number'
  if (/^(BIGINT|INTEGER|SMALLINT|TINYINT|HUGEINT|BOOLEAN)/.test(engineType)) return 'number'
  return 'text'
}

function newColumn(type: ColumnType, length: number): Column {
  if (type === 'number') return new Float64Array(length)
  if (type === 'integer') return new Int32Array(length)
  return new Array<string | null>(length).fill(null)
}

function setCell(column: Column, index: number, cell: Cell): void {
  if (column instanceof Float64Array) column[index] = cell === null ? Number.NaN : Number(cell)
  else if (column instanceof Int32Array) column[index] = Number(cell ?? 0)
  else (column as (string | null)[])[index] = cell as string | null
}

interface Output {
  readonly table: string
  readonly method: Method
  readonly output: ColumnTable
}

/** Writes what a method returned as a table. Goes through a CSV file, which the engine reads far faster than rows are bound. */
export async function writeColumns(session: Session, { table, method, output }: Output): Promise<void> {
  const names = Object.keys(output.columns)
  const types = names.map((name) => SQL_TYPE[method.output[name] ?? 'number'])
  const folder = mkdtempSync(join(tmpdir(), 'yijian-method-'))
  const path = join(folder, 'out.csv')
  try {
    await writeCsv(
      path,
      names.map((name) => output.columns[name] as Column),
      output.length,
    )
    const spec = names.map((name, i) => `${quoteLiteral(name)}: ${quoteLiteral(types[i] ?? 'DOUBLE')}`).join(', ')
    const source = `read_csv(${quoteLiteral(path)}, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', columns = {${spec}})`
    await session.run(`CREATE OR REPLACE TABLE ${quoteIdent(table)} AS SELECT * FROM ${source}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function writeCsv(path: string, columns: readonly Column[], length: number): Promise<void> {
  const stream = createWriteStream(path)
  for (let start = 0; start < length; start += 10_000) {
    const lines: string[] = []
    for (let row = start; row < Math.min(length, start + 10_000); row += 1)
      lines.push(columns.map((c) => csvCell(c[row])).join(','))
    if (!stream.write(`${lines.join('\n')}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}

function csvCell(value: number | string | null | undefined): string {
  if (value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value))) return ''
  return typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`
}
