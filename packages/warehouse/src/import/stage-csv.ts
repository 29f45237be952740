import { createHash } from 'node:crypto'
import { quoteLiteral } from '../engine/public.ts'
import { parseCsv } from '../tables/csv-text.ts'
import { type Encoding, NotUtf8, textBytes, utf8Bytes } from './bytes.ts'
import { checkedSelect } from './checked-select.ts'
import type { StageContext, StagedFile } from './context.ts'
import { type CsvReading, rejectByChecks, rejectByReader } from './csv-rejects.ts'
import { openPartWriter } from './part-writer.ts'
import { planCsvColumn, planTable, type TablePlan } from './plan.ts'
import { refused } from './refused.ts'
import { openRecords, type Records, type Segment } from './records.ts'
import { openRejectWriter } from './rejects.ts'
import { rowChecks } from './row-checks.ts'
import { openSegmentFiles, type SegmentGroup } from './segment-files.ts'

/** Reads a CSV file of a table, keeps its good rows in unpublished parts and its bad ones in a reject file. */
export async function stageCsv(context: StageContext): Promise<StagedFile> {
  try {
    return await stageAs(context, 'UTF-8')
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error
    context.discard()
    return stageAs(context, 'GB18030')
  }
}

async function stageAs(context: StageContext, encoding: Encoding): Promise<StagedFile> {
  const hash = createHash('sha256')
  const stored = textBytes(context.path, { hash, signal: context.signal, onBytes: context.onBytes })
  const records = await openRecords(utf8Bytes(stored, encoding))
  const segments = records.segments()
  const first = await segments.next()
  const plan = planCsv(context, records, first.done ? undefined : first.value)
  const checks = rowChecks(plan, context)
  const { session, signal, nextPath } = context
  const writer = openPartWriter({ session, signal, plan, checks, nextPath })
  const rejects = openRejectWriter(context.rejectsPath)
  const rows = await readSegments({ context, records, plan, checks, writer, rejects }, first, segments)
  rejects.flush()
  const { parts, warned } = writer
  const sha256 = hash.digest('hex')
  return { plan, checks, encoding, sha256, rows, rejected: rejects.rows(), rejectsPath: rejects.path, parts, warned }
}

function planCsv(context: StageContext, records: Records, first: Segment | undefined): TablePlan {
  const samples = first ? sampleRows(first, records.delimiter) : []
  const delivered = records.header.map((name, index) => ({
    name,
    source: `c${index}`,
    type: 'VARCHAR',
    sample: samples.map((row) => row[index + 1] ?? ''),
  }))
  return planTable(context.table, delivered, { absent: context.absent, plan: planCsvColumn })
}

const NULLS = ['', '\\N', 'NULL']

function sampleRows(segment: Segment, delimiter: string): string[][] {
  const end = segment.starts[Math.min(500, segment.rows - 1)] ?? 0
  const rows = parseCsv(segment.bytes.toString('utf8', 0, end || segment.bytes.length), delimiter)
  return rows.map((row) => row.map((field) => (NULLS.includes(field) ? '' : field)))
}

/** While the engine reads one group of segments, the next is cut. */
async function readSegments(
  reading: CsvReading,
  first: IteratorResult<Segment>,
  rest: AsyncGenerator<Segment>,
): Promise<number> {
  const files = openSegmentFiles(reading.context.directory)
  let rows = 0
  let running: Promise<void> = Promise.resolve()
  const start = async (group: SegmentGroup) => {
    await running
    running = readGroup(reading, group).finally(() => group.remove())
    running.catch(() => undefined)
  }
  try {
    for (let next = first; !next.done; next = await rest.next()) {
      rejectBroken(reading, next.value)
      rows += next.value.rows + next.value.broken.length
      const group = await files.add(next.value)
      if (group) await start(group)
      reading.context.onRows(rows)
    }
    const last = files.finish()
    if (last) await start(last)
    await running
    return rows
  } finally {
    await running.catch(() => undefined)
    files.remove()
  }
}

function rejectBroken({ context, rejects }: CsvReading, segment: Segment): void {
  for (const { line, raw, reason } of segment.broken) {
    rejects.add([{ file: context.name, line, column: '', value: undefined, reason, raw }])
  }
}

async function readGroup(reading: CsvReading, group: SegmentGroup): Promise<void> {
  const { context, plan, checks, writer } = reading
  const checked = (faults: string) =>
    checkedSelect(plan, { checks, from: readCsv(reading, group, faults), file: String(context.file) })
  const capture = `store_rejects = true, rejects_limit = 0, rejects_table = 'reader_rejects', rejects_scan = 'reader_scans'`
  const written = await writer.write(checked(capture)).catch((error: unknown) => {
    if (/CSV/.test(String(error)) && !context.signal?.aborted)
      throw refused(`第 ${group.firstLine} 行之后有无法按 CSV 解析的内容`)
    throw error
  })
  const unreadable = await rejectByReader(reading, group)
  const left = group.rows - written - unreadable
  const unchecked = left > 0 ? await rejectByChecks(reading, group, checked('ignore_errors = true')) : 0
  if (unchecked !== left) throw new Error(`${left - unchecked} rows of ${context.name} are neither in nor rejected`)
  context.onStep?.('segment')
}

function readCsv({ records, plan }: CsvReading, group: SegmentGroup, faults: string): string {
  const types = new Map(plan.columns.map((item) => [item.source, item.readType]))
  const columns = records.header.map((_, index) => `'c${index}': '${types.get(`c${index}`) ?? 'VARCHAR'}'`)
  // Without new_line the reader guesses it, and a line break inside quotes may make it drop records without a word.
  const options = [
    `header = false, auto_detect = false, quote = '"', escape = '"', new_line = '\\n', parallel = ${!group.multiline}`,
    `delim = ${quoteLiteral(records.delimiter)}, nullstr = [${NULLS.map(quoteLiteral).join(', ')}]`,
    `columns = {'_line': 'BIGINT', ${columns.join(', ')}}, ${faults}`,
  ]
  return `read_csv([${group.paths.map(quoteLiteral).join(', ')}], ${options.join(', ')})`
}
