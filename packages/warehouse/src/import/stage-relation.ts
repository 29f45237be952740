import { AppError } from '@yijian/kernel'
import { type Cell, cellCount, cellText, quoteIdent, quoteLiteral } from '../engine/public.ts'
import { csvField } from '../tables/csv-text.ts'
import { checkedSelect, failedChecks } from './checked-select.ts'
import type { StageContext, StagedFile } from './context.ts'
import { openPartWriter } from './part-writer.ts'
import { planTable, planTypedColumn, PROVENANCE, type TablePlan } from './plan.ts'
import { refused } from './refused.ts'
import { openRejectWriter, type RejectWriter } from './rejects.ts'
import { rowChecks, type RowChecks } from './row-checks.ts'

const RANGE_ROWS = 1_000_000

interface RelationOrigin {
  readonly sha256: string
  readonly encoding: string
  /** Names of the delivery's files by number, when the relation says in `_file` which one a row is from. */
  readonly fileNames: readonly string[]
}

/** Reads a Parquet file (delivered, or made by an adapter) as rows of a table, in ranges of a million rows. */
export async function stageParquet(context: StageContext, origin: RelationOrigin): Promise<StagedFile> {
  try {
    return await stageRanges(context, origin)
  } catch (error) {
    if (error instanceof AppError || /neither in nor|out of memory|no space|interrupt/i.test(String(error))) throw error
    throw refused('不是有效的 Parquet 文件，或文件已损坏')
  }
}

interface Column {
  readonly name: string
  readonly type: string
}

async function stageRanges(context: StageContext, origin: RelationOrigin): Promise<StagedFile> {
  const { session, signal, path, nextPath } = context
  const file = quoteLiteral(path)
  const columns = await session.describe(`SELECT * FROM read_parquet(${file})`)
  const total = cellCount((await session.row(`SELECT num_rows AS n FROM parquet_file_metadata(${file})`))['n'])
  const delivered = columns.map(({ name, type }, index) => ({ name, source: `c${index}`, type, sample: [] }))
  const plan = planTable(context.table, delivered, { absent: context.absent, plan: planTypedColumn })
  const checks = rowChecks(plan, context)
  const writer = openPartWriter({ session, signal, plan, checks, nextPath })
  const rejects = openRejectWriter(context.rejectsPath)
  const reading: RelationReading = { context, origin, columns, plan, checks, rejects }
  for (let from = 0; from < total; from += RANGE_ROWS) {
    const rows = Math.min(RANGE_ROWS, total - from)
    const written = await writer.write(checkedRange(reading, from, []))
    const left = rows - written
    const rejected = left > 0 ? await rejectRange(reading, from) : 0
    if (rejected !== left) throw new Error(`${left - rejected} rows of ${context.name} are neither in nor rejected`)
    context.onRows(from + rows)
    context.onStep?.('segment')
  }
  rejects.flush()
  const { parts, warned } = writer
  const counts = { rows: total, rejected: rejects.rows(), rejectsPath: rejects.path, parts, warned }
  return { plan, checks, encoding: origin.encoding, sha256: origin.sha256, ...counts }
}

interface RelationReading {
  readonly context: StageContext
  readonly origin: RelationOrigin
  readonly columns: readonly Column[]
  readonly plan: TablePlan
  readonly checks: RowChecks
  readonly rejects: RejectWriter
}

function checkedRange(
  { context, columns, plan, checks, origin }: RelationReading,
  from: number,
  keep: string[],
): string {
  const names = new Map(columns.map(({ name }) => [name.toLowerCase(), quoteIdent(name)]))
  const [fileColumn, lineColumn] = PROVENANCE.map((name) => names.get(name))
  const row = 'file_row_number + 1'
  const line = lineColumn ? `coalesce(TRY_CAST(${lineColumn} AS BIGINT), ${row})` : row
  const files = origin.fileNames.map(quoteLiteral).join(', ')
  const file =
    fileColumn && files !== ''
      ? `coalesce(list_position([${files}], ${fileColumn}) - 1, ${context.file})`
      : String(context.file)
  const sources = columns.map(({ name }, index) => `${quoteIdent(name)} AS c${index}`).join(', ')
  const relation =
    `(SELECT ${sources}, CAST(${file} AS INTEGER) AS file_number, ${line} AS _line ` +
    `FROM read_parquet(${quoteLiteral(context.path)}, file_row_number = true) ` +
    `WHERE file_row_number >= ${from} AND file_row_number < ${from + RANGE_ROWS}) AS delivered`
  return checkedSelect(plan, { checks, from: relation, file: 'file_number', keep })
}

async function rejectRange(reading: RelationReading, from: number): Promise<number> {
  const before = reading.rejects.rows()
  const { context, columns, checks, plan, rejects, origin } = reading
  const kept = columns.map((_, index) => `c${index}`)
  const texts = kept.map((name) => `CAST(${name} AS VARCHAR) AS ${name}`).join(', ')
  const bad = `SELECT _file, _line, _err, ${texts} FROM (${checkedRange(reading, from, kept)}) AS checked WHERE _err <> 0 ORDER BY _line`
  for await (const batch of context.session.stream(bad, context.signal)) {
    for (const row of batch) {
      const file = origin.fileNames[Number(cellText(row['_file']))] ?? context.name
      const raw = kept.map((name) => csvField(cellText(row[name] as Cell))).join(',')
      const line = Number(cellText(row['_line']))
      rejects.add(
        failedChecks(checks.reject, row['_err'] as bigint).map(({ column, reason }) => {
          const source = plan.columns.find((item) => item.column.name === column)?.source
          return { file, line, column, value: source === undefined ? undefined : cellText(row[source]), reason, raw }
        }),
      )
    }
  }
  return rejects.rows() - before
}
