import { cellText, type Row } from '../engine/public.ts'
import { parseCsv } from '../tables/csv-text.ts'
import { failedChecks } from './checked-select.ts'
import type { StageContext } from './context.ts'
import type { PartWriter } from './part-writer.ts'
import type { ColumnPlan, TablePlan } from './plan.ts'
import type { Records } from './records.ts'
import type { Reject, RejectWriter } from './rejects.ts'
import { type RowChecks, TYPE_LABELS } from './row-checks.ts'
import type { SegmentGroup } from './segment-files.ts'

/** What is needed to describe a row the reader refused. */
export interface RejectSource {
  readonly context: Pick<StageContext, 'session' | 'signal' | 'name'>
  readonly records: Records
  readonly plan: { readonly columns: readonly ColumnPlan[] }
  readonly rejects: RejectWriter
}

/** A CSV file of a table being read. */
export interface CsvReading {
  readonly context: StageContext
  readonly records: Records
  readonly plan: TablePlan
  readonly checks: RowChecks
  readonly writer: PartWriter
  readonly rejects: RejectWriter
}

/** Rejects the rows the reader could not type or split; returns how many. */
export async function rejectByReader(reading: RejectSource, group: SegmentGroup): Promise<number> {
  const { session, signal } = reading.context
  const cells =
    'SELECT file_path, line_byte_position, column_name, error_type FROM reader_rejects ' +
    'JOIN reader_scans USING (scan_id, file_id) ORDER BY file_path, line_byte_position, column_idx'
  const before = reading.rejects.rows()
  let row: Row[] = []
  const finishRow = () => {
    if (row.length > 0) reading.rejects.add(readerRejects(reading, group, row))
    row = []
  }
  for await (const batch of session.stream(cells, signal)) {
    for (const cell of batch) {
      if (
        row[0]?.['line_byte_position'] !== cell['line_byte_position'] ||
        row[0]?.['file_path'] !== cell['file_path']
      ) {
        finishRow()
      }
      row.push(cell)
    }
  }
  finishRow()
  await session.run('DROP TABLE reader_rejects; DROP TABLE reader_scans')
  return reading.rejects.rows() - before
}

function readerRejects(reading: RejectSource, group: SegmentGroup, cells: readonly Row[]): Reject[] {
  const path = cellText(cells[0]?.['file_path']) ?? ''
  const line = group.lineAt(path, Number(cellText(cells[0]?.['line_byte_position'])))
  const { fields, base } = describeRecord(reading, group, line)
  const casts = cells.filter((cell) => cell['error_type'] === 'CAST')
  if (casts.length < cells.length) {
    const reason = structureReason(reading.records.header.length, fields.length)
    return [{ ...base, column: '', value: undefined, reason }]
  }
  return casts.map((cell) => {
    const source = cellText(cell['column_name']) ?? ''
    const item = reading.plan.columns.find((column) => column.source === source)
    const reason = item ? `类型不符：应为${TYPE_LABELS[item.column.type]}` : '类型不符'
    return { ...base, column: item?.column.name ?? '', value: fields[Number(source.slice(1))], reason }
  })
}

function structureReason(expected: number, actual: number): string {
  return actual === expected ? '引号使用有误，无法分列' : `列数不符：表头有 ${expected} 列，本行有 ${actual} 列`
}

/** Rejects the rows that were read but fail a check; returns how many. */
export async function rejectByChecks(reading: CsvReading, group: SegmentGroup, checked: string): Promise<number> {
  const { context, checks, rejects, plan } = reading
  const before = rejects.rows()
  const bad = `SELECT _line, _err FROM (${checked}) AS checked WHERE _err <> 0 ORDER BY _line`
  for await (const batch of context.session.stream(bad, context.signal)) {
    for (const row of batch) {
      const { fields, base } = describeRecord(reading, group, Number(cellText(row['_line'])))
      const cells = failedChecks(checks.reject, row['_err'] as bigint)
      rejects.add(
        cells.map(({ column, reason }) => {
          const at = plan.columns.find((item) => item.column.name === column)?.source.slice(1)
          return { ...base, column, value: at === undefined ? undefined : fields[Number(at)], reason }
        }),
      )
    }
  }
  return rejects.rows() - before
}

function describeRecord({ context, records }: RejectSource, group: SegmentGroup, line: number) {
  const raw = group.record(line)
  const fields = parseCsv(raw, records.delimiter)[0] ?? []
  return { fields, base: { file: context.name, line, raw } }
}
