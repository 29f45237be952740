import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { cellCount, cellText, quoteIdent, quoteLiteral } from '../engine/public.ts'
import type { BatchContext, BatchTable } from './batch.ts'
import { copyPart, type StagedPart } from './part-writer.ts'
import { partRows } from './parts-query.ts'
import { REJECT_HEADER } from './rejects.ts'

/**
 * Rows of the batch's parts that do not go in: `duplicate` (identical row, only counted), `reject`, `waiting` (rejected for
 * now: what it refers to has not arrived).
 */
export const DROPPED_DDL =
  'CREATE OR REPLACE TABLE dropped (part VARCHAR, row BIGINT, kind VARCHAR, column_name VARCHAR, value VARCHAR, reason VARCHAR)'

/** The rows (part, row, …) of a query that are still in. ANTI JOIN: with two columns NOT EXISTS is ten times slower. */
export function stillIn(query: string): string {
  return `SELECT * FROM (${query}) AS fresh ANTI JOIN dropped USING (part, row)`
}

/** Leaves the dropped rows out of the parts, writes the rejected ones to the reject file and keeps the waiting ones. */
export async function applyDrops(context: BatchContext, batchTable: BatchTable): Promise<void> {
  const counts = await context.session.rows('SELECT kind, count(*) AS n FROM dropped GROUP BY kind')
  if (counts.length === 0) return
  const count = (kind: string) => cellCount(counts.find((row) => row['kind'] === kind)?.['n'])
  batchTable.duplicate += count('duplicate')
  batchTable.rejected += count('reject') + count('waiting')
  if (count('reject') + count('waiting') > 0) await writeRejects(context, batchTable)
  if (count('waiting') > 0) await keepWaiting(context, batchTable)
  const touched = await context.session.rows('SELECT DISTINCT part FROM dropped')
  const paths = new Set(touched.map((row) => cellText(row['part'])))
  const parts: StagedPart[] = []
  for (const part of batchTable.parts) {
    const kept = paths.has(part.path) ? await withoutDropped(context, batchTable, part) : part
    if (kept) parts.push(kept)
  }
  batchTable.parts = parts
  await context.session.run(DROPPED_DDL)
}

async function withoutDropped(context: BatchContext, { table }: BatchTable, part: StagedPart) {
  const path = context.nextPath(table.table)
  const from = `read_parquet(${quoteLiteral(part.path)}, file_row_number = true) AS fresh`
  const gone = `SELECT row AS file_row_number FROM dropped WHERE part = ${quoteLiteral(part.path)}`
  const query = `SELECT * EXCLUDE (file_row_number) FROM ${from} ANTI JOIN (${gone}) AS gone USING (file_row_number)`
  const rows = await copyPart(context.session, { query, path, signal: context.signal })
  rmSync(part.path)
  if (rows > 0) return { ...part, path, rows }
  rmSync(path)
  return undefined
}

async function writeRejects(context: BatchContext, { table, parts }: BatchTable): Promise<void> {
  const files = context.fileNames.map(quoteLiteral).join(', ')
  const groups = Object.values(Object.groupBy(parts, (part) => part.columns.join()))
  const selects = groups.map((group = []) => {
    const wanted = group[0]?.columns ?? []
    const raw = wanted.map((name) => rawField(quoteIdent(name))).join(", ',', ")
    const rows = partRows(group, { table, wanted, provenance: true })
    return (
      `SELECT list_extract([${files}], fresh._file + 1) AS file, fresh._line AS line, dropped.column_name, dropped.value, ` +
      `dropped.reason, concat(${raw}) AS raw FROM (${rows}) AS fresh JOIN dropped USING (part, row) WHERE dropped.kind <> 'duplicate'`
    )
  })
  const path = join(context.directory, `${table.table}-late-rejects.csv`)
  const query = `SELECT * FROM (${selects.join(' UNION ALL ')}) AS rejects ORDER BY file, line`
  await context.session.run(`COPY (${query}) TO ${quoteLiteral(path)} (FORMAT csv, HEADER false)`, context.signal)
  appendRejects(path, context.rejectsPath(table.table))
}

function rawField(column: string): string {
  const text = `CAST(${column} AS VARCHAR)`
  return `CASE WHEN regexp_matches(${text}, '[",\\n\\r]') THEN '"' || replace(${text}, '"', '""') || '"' ELSE coalesce(${text}, '') END`
}

/** Moves a file of reject lines to the end of the table's reject file. */
export function appendRejects(from: string, to: string): void {
  if (!existsSync(from)) return
  if (!existsSync(to)) {
    mkdirSync(dirname(to), { recursive: true })
    writeFileSync(to, REJECT_HEADER)
  }
  appendFileSync(to, readFileSync(from))
  rmSync(from)
}

async function keepWaiting(context: BatchContext, batchTable: BatchTable): Promise<void> {
  const groups = Object.values(Object.groupBy(batchTable.parts, (part) => part.columns.join()))
  for (const group of groups) {
    const wanted = group?.[0]?.columns ?? []
    const rows = partRows(group ?? [], { table: batchTable.table, wanted, provenance: true })
    const query = `SELECT fresh.* EXCLUDE (part, row) FROM (${rows}) AS fresh JOIN dropped USING (part, row) WHERE dropped.kind = 'waiting'`
    const path = context.nextPath(batchTable.table.table, 'waiting-')
    const count = await copyPart(context.session, { query, path, signal: context.signal })
    if (count === 0) rmSync(path)
    else batchTable.waiting.push({ path: relativePath(context, path), rows: count })
  }
}

/** A path as the log names it. */
export function relativePath(context: Pick<BatchContext, 'dataDirectory'>, path: string): string {
  const folder = basename(join(path, '..'))
  return ['warehouse', 'ods', folder, basename(path)].join('/')
}
