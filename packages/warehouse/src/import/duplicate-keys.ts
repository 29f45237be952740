import { cellCount, cellText, quoteIdent, quoteLiteral } from '../engine/public.ts'
import type { WarehouseState } from '../log/public.ts'
import { basename, join } from 'node:path'
import { type BatchContext, type BatchTable, publishedParts, tableFolder } from './batch.ts'
import { relativePath, stillIn } from './drops.ts'
import { copyPart, type StagedPart } from './part-writer.ts'
import { mayOverlap, overlappingGroups, partRows } from './parts-query.ts'

/** Rows hashed at a time when looking for a key that occurs twice. */
const KEYS_AT_A_TIME = 20_000_000

/** Drops rows whose key occurs earlier in the delivery: identical ones silently, different ones as rejects. */
export async function dropTwins(context: BatchContext, batchTable: BatchTable): Promise<void> {
  for (const parts of overlappingGroups(batchTable.parts)) {
    if (parts.length > 1 || parts.some((part) => !part.distinct)) await dropTwinsOf(context, batchTable, parts)
  }
}

async function dropTwinsOf(context: BatchContext, batchTable: BatchTable, parts: readonly StagedPart[]): Promise<void> {
  const { session, signal } = context
  const { table } = batchTable
  const key = table.key.map(quoteIdent).join(', ')
  const total = parts.reduce((sum, part) => sum + part.rows, 0)
  const slices = Math.ceil(total / KEYS_AT_A_TIME)
  await session.run('CREATE OR REPLACE TABLE twin_key (h UBIGINT)')
  const keys = `SELECT hash(${key}) AS h FROM (${partRows(parts, { table, wanted: table.key })}) AS fresh`
  for (let slice = 0; slice < slices; slice++) {
    const where = slices > 1 ? `WHERE h % ${slices} = ${slice}` : ''
    await session.run(`INSERT INTO twin_key SELECT h FROM (${keys}) ${where} GROUP BY h HAVING count(*) > 1`, signal)
  }
  if (cellCount((await session.row('SELECT count(*) AS n FROM twin_key'))['n']) === 0) return
  const all = table.columns.map((column) => column.name)
  const rows = partRows(parts, { table, wanted: all, provenance: true })
  const content = `hash(${all.map(quoteIdent).join(', ')})`
  const files = context.fileNames.map(quoteLiteral).join(', ')
  await session.run(
    `INSERT INTO dropped SELECT part, row, CASE WHEN content = first_content THEN 'duplicate' ELSE 'reject' END, ` +
      `${quoteLiteral(table.key.join('+'))}, key_text, ` +
      `concat('主键重复：与 ', list_extract([${files}], first_file + 1), ' 第 ', first_line, ' 行相同，内容不同') ` +
      `FROM (SELECT part, row, ${content} AS content, concat_ws('+', ${key}) AS key_text, row_number() OVER earliest AS n, ` +
      `first_value(${content}) OVER earliest AS first_content, first_value(_file) OVER earliest AS first_file, ` +
      `first_value(_line) OVER earliest AS first_line FROM (${rows}) AS fresh WHERE hash(${key}) IN (SELECT h FROM twin_key) ` +
      `WINDOW earliest AS (PARTITION BY ${key} ORDER BY _file, _line, row)) AS ranked WHERE n > 1`,
    signal,
  )
}

interface Published {
  readonly state: WarehouseState
  /** Look at imports after this log entry only. */
  readonly since: number
}

/** Compares rows whose key is already in the warehouse: identical ones are dropped, different ones replace the earlier row. */
export async function supersede(
  context: BatchContext,
  batchTable: BatchTable,
  { state, since }: Published,
): Promise<void> {
  const { table, parts } = batchTable
  const published = publishedParts(context, state, { table: table.table, since })
  const touched = published.filter((old) => parts.some((part) => mayOverlap(part, old)))
  if (touched.length === 0) return
  const { session, signal } = context
  const key = table.key.map(quoteIdent).join(', ')
  const gone = removedRows(context, state, table.table)
  const current = `SELECT * FROM (${partRows(touched, { table, wanted: table.key })}) AS old ${gone}`
  await session.run(
    `CREATE OR REPLACE TABLE all_hits AS SELECT fresh.part, fresh.row, old.part AS old_part, old.row AS old_row ` +
      `FROM (${partRows(parts, { table, wanted: table.key })}) AS fresh JOIN (${current}) AS old USING (${key})`,
    signal,
  )
  await session.run(`CREATE OR REPLACE TABLE hit AS ${stillIn('SELECT * FROM all_hits')}; DROP TABLE all_hits`)
  if (cellCount((await session.row('SELECT count(*) AS n FROM hit'))['n']) === 0) return
  await compareContents(context, batchTable, touched)
  await session.run(
    `INSERT INTO dropped SELECT part, row, 'duplicate', NULL, NULL, NULL FROM hit WHERE same; DELETE FROM hit WHERE same`,
  )
  await writeRemoval(context, batchTable)
}

function removedRows(context: BatchContext, state: WarehouseState, table: string): string {
  const removals = [...new Set([...(state.tables.get(table)?.removals.values() ?? [])].flat())]
  if (removals.length === 0) return ''
  const files = removals.map((path) => quoteLiteral(join(context.dataDirectory, path))).join(', ')
  const folder = quoteLiteral(`${tableFolder(context.dataDirectory, table)}/`)
  return (
    `ANTI JOIN (SELECT concat(${folder}, gone.part) AS part, gone.row FROM read_parquet([${files}]) AS gone) AS gone ` +
    `USING (part, row)`
  )
}

/** Sets `same` on every hit: equal in all columns the new row was delivered with. */
async function compareContents(
  context: BatchContext,
  { table, parts }: BatchTable,
  old: readonly StagedPart[],
): Promise<void> {
  const { session, signal } = context
  await session.run('ALTER TABLE hit ADD COLUMN same BOOLEAN DEFAULT false')
  for (const group of Object.values(Object.groupBy(parts, (part) => part.columns.join()))) {
    const wanted = [...(group?.[0]?.columns ?? [])].sort()
    const content = `hash(${wanted.map(quoteIdent).join(', ')}) AS content`
    const contentOf = (files: readonly StagedPart[], hits: string) =>
      `SELECT part, row, ${content} FROM (${partRows(files, { table, wanted })}) AS t SEMI JOIN (${hits}) AS hits USING (part, row)`
    await session.run(
      `UPDATE hit SET same = true FROM (${contentOf(group ?? [], 'SELECT part, row FROM hit')}) AS fresh, ` +
        `(${contentOf(old, 'SELECT old_part AS part, old_row AS row FROM hit')}) AS old ` +
        `WHERE hit.part = fresh.part AND hit.row = fresh.row AND hit.old_part = old.part AND hit.old_row = old.row AND fresh.content = old.content`,
      signal,
    )
  }
}

async function writeRemoval(context: BatchContext, batchTable: BatchTable): Promise<void> {
  const gone = 'SELECT DISTINCT parse_filename(old_part) AS part, old_row AS row FROM hit'
  const counts = await context.session.rows(`SELECT part, count(*) AS n FROM (${gone}) GROUP BY part`)
  if (counts.length === 0) return
  const path = context.nextPath(batchTable.table.table, 'removed-')
  batchTable.superseded += await copyPart(context.session, { query: `${gone} ORDER BY part, row`, path })
  const parts = Object.fromEntries(counts.map((row) => [basename(cellText(row['part']) ?? ''), cellCount(row['n'])]))
  batchTable.removals.push({ path: relativePath(context, path), parts })
}
