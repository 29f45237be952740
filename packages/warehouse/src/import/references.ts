import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { cellCount, quoteIdent, quoteLiteral } from '../engine/public.ts'
import type { WarehouseState } from '../log/public.ts'
import { getTable, type ReferenceDefinition } from '../tables/public.ts'
import { addWarning, type BatchContext, type BatchTable, publishedParts } from './batch.ts'
import { relativePath, stillIn } from './drops.ts'
import { copyPart, type StagedPart } from './part-writer.ts'
import { partRows } from './parts-query.ts'

/** Drops (or counts, when the table only warns) rows that refer to what is neither in the warehouse nor in the batch. */
export async function checkReferences(
  context: BatchContext,
  batchTable: BatchTable,
  state: WarehouseState,
): Promise<void> {
  for (const reference of batchTable.table.references) {
    if (batchTable.parts.length === 0) return
    const parents = parentParts(context, reference, state)
    if (parents.length === 0) {
      const target = getTable(context.tables, reference.table)
      const label = `${target.label}（${target.table}）尚未导入，引用未核对`
      const rows = batchTable.parts.reduce((sum, part) => sum + part.rows, 0)
      addWarning(context, { table: batchTable.table.table, check: `not-checked:${reference.table}`, label, rows })
    } else await checkReference(context, { batchTable, reference, parents })
  }
}

interface Checking {
  readonly batchTable: BatchTable
  readonly reference: ReferenceDefinition
  readonly parents: readonly StagedPart[]
}

async function checkReference(context: BatchContext, checking: Checking): Promise<void> {
  const { batchTable, reference } = checking
  const { session, signal } = context
  const { table } = batchTable
  const target = getTable(context.tables, reference.table)
  const misses = missingReferences(context, checking)
  if (reference.on_missing === 'warn') {
    const rows = cellCount((await session.row(`SELECT count(*) AS n FROM (${misses})`, signal))['n'])
    batchTable.warned += rows
    const label = `${reference.columns.join('+')} 在${target.label}（${target.table}）中不存在`
    addWarning(context, { table: table.table, check: `reference:${reference.columns.join('+')}`, label, rows })
    return
  }
  const reason = quoteLiteral(`引用的${target.label}（${target.table}）不存在，待其导入后自动补入`)
  const column = quoteLiteral(reference.columns.join('+'))
  await session.run(
    `INSERT INTO dropped SELECT part, row, 'waiting', ${column}, value, ${reason} FROM (${misses})`,
    signal,
  )
}

/** (part, row, value) of the rows whose reference is not found. A missing value refers to nothing. */
function missingReferences(context: BatchContext, { batchTable, reference, parents }: Checking): string {
  const { table, parts } = batchTable
  const columns = reference.columns.map((name) => `fresh.${quoteIdent(name)}`)
  const present = columns.map((column) => `${column} IS NOT NULL`).join(' AND ')
  const rows = partRows(parts, { table, wanted: reference.columns })
  const lost =
    `SELECT fresh.part, fresh.row, concat_ws('+', ${columns.join(', ')}) AS value FROM (${rows}) AS fresh ` +
    `ANTI JOIN (${parentKeys(context, reference, parents)}) AS parent ON hash(${columns.join(', ')}) = parent.h WHERE ${present}`
  return stillIn(lost)
}

function parentKeys(context: BatchContext, reference: ReferenceDefinition, parents: readonly StagedPart[]): string {
  const target = getTable(context.tables, reference.table)
  const key = target.key.map(quoteIdent).join(', ')
  return `SELECT hash(${key}) AS h FROM (${partRows(parents, { table: target, wanted: target.key })}) AS parent`
}

function parentParts(context: BatchContext, reference: ReferenceDefinition, state: WarehouseState): StagedPart[] {
  const fresh = context.batchTables.get(reference.table)?.parts ?? []
  return [...publishedParts(context, state, { table: reference.table }), ...fresh]
}

/** Takes in rows that earlier batches rejected for a reference which this batch supplies. */
export async function recoverWaiting(
  context: BatchContext,
  batchTable: BatchTable,
  state: WarehouseState,
): Promise<void> {
  const { table } = batchTable
  const required = table.references.filter((reference) => reference.on_missing === 'reject')
  const supplied = required.some((reference) => (context.batchTables.get(reference.table)?.parts.length ?? 0) > 0)
  if (!supplied) return
  for (const waiting of state.tables.get(table.table)?.waiting ?? [])
    await recoverFile(context, batchTable, { waiting, state })
}

interface Recovery {
  readonly waiting: { readonly path: string; readonly rows: number }
  readonly state: WarehouseState
}

async function recoverFile(context: BatchContext, batchTable: BatchTable, { waiting, state }: Recovery): Promise<void> {
  const { table } = batchTable
  const { session, signal } = context
  const source = quoteLiteral(join(context.dataDirectory, waiting.path))
  const key = table.key.map(quoteIdent).join(', ')
  const columns = (await session.describe(`SELECT * FROM read_parquet(${source})`)).map((column) => column.name)
  const found = table.references
    .filter(
      (reference) => reference.on_missing === 'reject' && reference.columns.every((name) => columns.includes(name)),
    )
    .map((reference) => ({ reference, parents: parentParts(context, reference, state) }))
    .filter(({ parents }) => parents.length > 0)
    .map(({ reference, parents }) => {
      const own = reference.columns.map(quoteIdent)
      const absent = own.map((name) => `${name} IS NULL`).join(' OR ')
      return `(${absent} OR hash(${own.join(', ')}) IN (${parentKeys(context, reference, parents)}))`
    })
  const newer = [...publishedParts(context, state, { table: table.table }), ...batchTable.parts]
  const replaced =
    newer.length > 0
      ? `hash(${key}) IN (SELECT hash(${key}) FROM (${partRows(newer, { table, wanted: table.key })}) AS newer)`
      : 'false'
  const rows = `SELECT *, (${[...found, 'true'].join(' AND ')}) AS found, (${replaced}) AS replaced FROM read_parquet(${source})`
  await session.run(`CREATE OR REPLACE TABLE waiting_rows AS ${rows}`, signal)
  const facts = await session.row(
    `SELECT count(*) FILTER (found OR replaced) AS n, count(*) FILTER (found AND NOT replaced) AS n_found, ` +
      `CAST(min(${quoteIdent(table.key[0] ?? '')}) AS VARCHAR) AS key_min, CAST(max(${quoteIdent(table.key[0] ?? '')}) AS VARCHAR) AS key_max FROM waiting_rows`,
  )
  if (cellCount(facts['n']) === 0) return
  batchTable.released.push(waiting.path)
  await keepRows(context, batchTable, {
    columns,
    keyMin: facts['key_min'] as string,
    keyMax: facts['key_max'] as string,
  })
}

interface WaitingRows {
  readonly columns: readonly string[]
  readonly keyMin: string
  readonly keyMax: string
}

async function keepRows(
  context: BatchContext,
  batchTable: BatchTable,
  { columns, keyMin, keyMax }: WaitingRows,
): Promise<void> {
  const { table } = batchTable
  const query = (where: string) =>
    `SELECT * EXCLUDE (found, replaced) REPLACE (CAST(-1 AS INTEGER) AS _file) FROM waiting_rows WHERE ${where} AND NOT replaced`
  const path = context.nextPath(table.table)
  const rows = await copyPart(context.session, { query: query('found'), path })
  const held = columns.filter((name) => name !== '_file' && name !== '_line')
  if (rows === 0) rmSync(path)
  else batchTable.parts.push({ path, rows, keyMin, keyMax, distinct: true, columns: held })
  batchTable.recovered += rows
  const rest = context.nextPath(table.table, 'waiting-')
  const left = await copyPart(context.session, { query: query('NOT found'), path: rest })
  if (left === 0) rmSync(rest)
  else batchTable.waiting.push({ path: relativePath(context, rest), rows: left })
}
