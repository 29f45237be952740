import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Column, type ColumnTable, type ColumnType, type MethodOptions, MISSING_INTEGER } from '@yijian/methods'
import { quoteIdent, quoteLiteral, type Session } from '../engine/public.ts'
import type { EngineMethod } from './engine-method.ts'

export interface MethodInput {
  readonly session: Session
  readonly table: string
  readonly method: EngineMethod
  readonly options: MethodOptions
  readonly signal?: AbortSignal
}

type Storage = 'DOUBLE' | 'INTEGER' | 'VARCHAR' | 'BOOLEAN'

/** Reads the columns a method declares from a table. Rows come in any order: no method depends on it. */
export async function readColumns({ session, table, method, options, signal }: MethodInput): Promise<ColumnTable> {
  const declared = { ...method.optional, ...method.inputOf?.(options), ...method.input }
  const source = await sourceOf(session, table, method)
  const available = await session.describe(source)
  const wanted = available.flatMap(({ name, type }) => {
    const asked = declared[name]
    return asked === undefined ? [] : [{ name, storage: storageOf(asked, type) }]
  })
  const counted = await session.row(`SELECT COUNT(*) AS n FROM (${source})`, signal)
  const length = Number(counted['n'])
  const columns = Object.fromEntries(wanted.map(({ name, storage }) => [name, newColumn(storage, length)]))
  const list = wanted.map(({ name, storage }) => `CAST(${quoteIdent(name)} AS ${storage}) AS ${quoteIdent(name)}`)
  let at = 0
  for await (const chunk of session.chunks(`SELECT ${list.join(', ')} FROM (${source})`, signal)) {
    for (const [index, { name }] of wanted.entries()) fill(columns[name] as Column, at, chunk.getColumnValues(index))
    at += chunk.rowCount
  }
  return { length, columns }
}

/** The rows of a step's table, with the columns that the method takes from beside it where the table has none of that name. */
export async function sourceOf(session: Session, table: string, { beside }: EngineMethod): Promise<string> {
  const all = `SELECT * FROM ${quoteIdent(table)}`
  if (!beside || table === beside.table) return all
  const own = new Set((await session.describe(all)).map(({ name }) => name))
  const there = await session.describe(`SELECT * FROM ${quoteIdent(beside.table)}`)
  const added = there.filter(({ name }) => !own.has(name)).map(({ name }) => `, b.${quoteIdent(name)}`)
  return `SELECT t.*${added.join('')} FROM ${quoteIdent(table)} t LEFT JOIN ${quoteIdent(beside.table)} b ON b.${quoteIdent(beside.by)} = t.${quoteIdent(beside.by)}`
}

function storageOf(type: ColumnType, engineType: string): Storage {
  if (type === 'number') return 'DOUBLE'
  if (type === 'integer' || type === 'boolean') return 'INTEGER'
  return type === 'key' && /^(INTEGER|SMALLINT|TINYINT)$/.test(engineType) ? 'INTEGER' : 'VARCHAR'
}

function newColumn(storage: Storage, length: number): Column {
  if (storage === 'DOUBLE') return new Float64Array(length)
  if (storage === 'INTEGER') return new Int32Array(length)
  return new Array<string | null>(length).fill(null)
}

function fill(column: Column, from: number, values: readonly unknown[]): void {
  if (column instanceof Float64Array) {
    for (let i = 0; i < values.length; i += 1) column[from + i] = (values[i] ?? Number.NaN) as number
  } else if (column instanceof Int32Array) {
    for (let i = 0; i < values.length; i += 1) column[from + i] = (values[i] ?? MISSING_INTEGER) as number
  } else {
    const texts = column as (string | null)[]
    for (let i = 0; i < values.length; i += 1) texts[from + i] = values[i] as string | null
  }
}

/** The engine's type of an output column; a key is stored as it was handed over. */
export function outputType(type: ColumnType | undefined, column?: Column): Storage {
  if (type === 'number') return 'DOUBLE'
  if (type === 'boolean') return 'BOOLEAN'
  if (type === 'integer' || column instanceof Int32Array) return 'INTEGER'
  return 'VARCHAR'
}

export interface MethodOutput {
  readonly table: string
  readonly method: EngineMethod
  readonly output: ColumnTable
}

/** What a method returned, in a file that a SELECT reads. */
export interface SpooledTable {
  readonly select: string
  remove(): void
}

/** Goes through a CSV file, which the engine reads far faster than rows are bound. */
export async function spoolColumns(method: EngineMethod, output: ColumnTable): Promise<SpooledTable> {
  const columns = Object.entries(output.columns)
  const folder = mkdtempSync(join(tmpdir(), 'yijian-method-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const path = join(folder, 'out.csv')
  try {
    await writeCsv(path, columns, output.length)
  } catch (error) {
    remove()
    throw error
  }
  const spec = columns.map(
    ([name, column]) => `${quoteLiteral(name)}: ${quoteLiteral(outputType(method.output[name], column))}`,
  )
  const form = `header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, columns = {${spec.join(', ')}}`
  return { select: `SELECT * FROM read_csv(${quoteLiteral(path)}, ${form})`, remove }
}

/** Writes what a method returned as a table. */
export async function writeColumns(session: Session, { table, method, output }: MethodOutput): Promise<void> {
  const spooled = await spoolColumns(method, output)
  try {
    await session.run(`CREATE OR REPLACE TABLE ${quoteIdent(table)} AS ${spooled.select}`)
  } finally {
    spooled.remove()
  }
}

async function writeCsv(path: string, columns: readonly [string, Column][], length: number): Promise<void> {
  const stream = createWriteStream(path)
  for (let start = 0; start < length; start += 10_000) {
    const lines: string[] = []
    for (let row = start; row < Math.min(length, start + 10_000); row += 1) {
      lines.push(columns.map(([, column]) => csvCell(column[row])).join(','))
    }
    if (!stream.write(`${lines.join('\n')}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}

function csvCell(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return `"${value.replaceAll('"', '""')}"`
  return Number.isNaN(value) || value === MISSING_INTEGER ? '' : String(value)
}
