import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import {
  cellCount,
  cellText,
  loadTables,
  quoteLiteral,
  readPreparation,
  rejectsDirectory,
  type Session,
} from '@yijian/warehouse'
import type {
  ExcludedAnswer,
  ExcludedQuestion,
  PreparationAnswer,
  RejectsAnswer,
  RejectsQuestion,
} from '../modules/data-resources/public.ts'
import { maskNumber } from '../platform/masking.ts'
import type { ReadContext } from './read-context.ts'

const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/
const MAX_REASONS = 200

/** 拒收记录 of a batch, a page of cells and all reasons with their counts. Personal numbers are masked. */
export async function readRejects(
  context: ReadContext,
  { batchId, table, page, size }: RejectsQuestion,
): Promise<RejectsAnswer> {
  if (!PLAIN_NAME.test(batchId)) throw new AppError('invalid', 'batch.id', '批次编号不正确')
  const folder = join(rejectsDirectory(context.dataDirectory), batchId)
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.csv')) : []
  const tables = names.map((name) => name.slice(0, -4)).filter((name) => table === undefined || name === table)
  if (tables.length === 0) return { rows: [], total: 0, byReason: [] }
  const from = tables
    .sort()
    .map((name) => rejectsOf(folder, name))
    .join(' UNION ALL ')
  const session = await context.engine()
  const grouped = await session.rows(`
    SELECT "table", "column", reason, CAST(count(*) AS DOUBLE) AS n FROM (${from}) GROUP BY ALL ORDER BY n DESC, reason LIMIT ${MAX_REASONS}`)
  const total = cellCount((await session.row(`SELECT count(*) AS n FROM (${from})`))['n'])
  const rows = await session.rows(
    `SELECT * FROM (${from}) LIMIT ${Number(size)} OFFSET ${(Number(page) - 1) * Number(size)}`,
  )
  const definitions = loadTables(context.contentDirectory)
  const shown = (name = '', column = '', value?: string): string | null => {
    const sensitivity = definitions.get(name)?.columns.find((known) => known.name === column)?.sensitivity ?? 1
    return value === undefined ? null : sensitivity > 1 ? maskNumber(value) : value
  }
  return {
    rows: rows.map((row) => ({
      table: cellText(row['table']) ?? '',
      file: cellText(row['file']) ?? '',
      line: row['line'] === null ? null : Number(row['line']),
      column: cellText(row['column']) ?? null,
      value: shown(cellText(row['table']), cellText(row['column']), cellText(row['value'])),
      reason: cellText(row['reason']) ?? '',
    })),
    total,
    byReason: grouped.map((row) => ({
      table: cellText(row['table']) ?? '',
      column: cellText(row['column']) ?? null,
      reason: cellText(row['reason']) ?? '',
      n: cellCount(row['n']),
    })),
  }
}

function rejectsOf(folder: string, table: string): string {
  const file = quoteLiteral(join(folder, `${table}.csv`))
  return `SELECT ${quoteLiteral(table)} AS "table", file, TRY_CAST(line AS INTEGER) AS line, "column", value, reason
    FROM read_csv(${file}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', null_padding = true, strict_mode = false)`
}

export async function readPreparationCounts({ dataDirectory }: ReadContext): Promise<PreparationAnswer> {
  const prepared = readPreparation(dataDirectory)
  if (!prepared) return { snapshot: null, at: null, counts: [] }
  const counts = prepared.counts.map(({ step, reason, label, n }) => ({ step: String(step), reason, label, n }))
  return { snapshot: prepared.snapshot, at: prepared.at, counts }
}

/** 剔除与合并的记录 of the latest preparation. */
export async function readExcluded(
  context: ReadContext,
  { reason, page, size }: ExcludedQuestion,
): Promise<ExcludedAnswer> {
  const prepared = readPreparation(context.dataDirectory)
  const file = prepared ? join(context.dataDirectory, prepared.folder, 'prep_excluded.parquet') : ''
  if (!existsSync(file)) return { rows: [], total: 0 }
  const where = reason === undefined ? 'TRUE' : `reason = ${quoteLiteral(reason)}`
  return pageOf(
    await context.engine(),
    `SELECT table_name, key, reason FROM read_parquet(${quoteLiteral(file)}) WHERE ${where}`,
    { page, size },
  )
}

async function pageOf(
  session: Session,
  from: string,
  { page, size }: { page: number; size: number },
): Promise<ExcludedAnswer> {
  const total = cellCount((await session.row(`SELECT count(*) AS n FROM (${from})`))['n'])
  const rows = await session.rows(
    `${from} ORDER BY table_name, reason, key LIMIT ${Number(size)} OFFSET ${(Number(page) - 1) * Number(size)}`,
  )
  return {
    rows: rows.map((row) => ({
      table: cellText(row['table_name']) ?? '',
      key: cellText(row['key']) ?? '',
      reason: cellText(row['reason']) ?? '',
    })),
    total,
  }
}
