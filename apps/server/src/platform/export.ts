import { PassThrough, Readable } from 'node:stream'
import ExcelJS from 'exceljs'
import type { FastifyReply } from 'fastify'
import { describeDefect, type Log } from './log.ts'

export type ExportFormat = 'xlsx' | 'csv'
export type ExportCell = string | number | null

export interface ExportColumn {
  readonly title: string
  readonly width: number
  /** Amounts are written as numbers with two decimals in xlsx. */
  readonly kind?: 'money' | 'number'
}

export interface ExportTable {
  /** File name without its ending. */
  readonly name: string
  /** By whom, when, with what filter: one line each, above the table. */
  readonly header: readonly string[]
  readonly columns: readonly ExportColumn[]
  readonly rows: AsyncIterable<readonly (readonly ExportCell[])[]>
}

const CONTENT_TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const satisfies Record<ExportFormat, string>

/** Streams a table as a download; memory does not grow with its rows. */
export function sendExport(
  reply: FastifyReply,
  { format, table, log }: { format: ExportFormat; table: ExportTable; log: Log },
): FastifyReply {
  const file = `${table.name}.${format}`
  const fallback = file.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_')
  void reply
    .header('content-disposition', `attachment; filename="${fallback}"; filename*=UTF-8''${encodeURIComponent(file)}`)
    .type(CONTENT_TYPES[format])
    .serializer((value: unknown) => value as string)
  if (format === 'csv') return reply.send(Readable.from(csvLines(table)))
  const stream = new PassThrough()
  writeWorkbook(table, stream).catch((error: unknown) => {
    log.error('export.failed', describeDefect(error))
    stream.destroy(error instanceof Error ? error : new Error('export failed'))
  })
  return reply.send(stream)
}

async function* csvLines({ header, columns, rows }: ExportTable): AsyncGenerator<string> {
  // The mark tells spreadsheet programs that this is UTF-8.
  const lead = header.map((line) => csvLine([line]))
  yield `\uFEFF${lead.join('')}${csvLine(columns.map(({ title }) => title))}`
  for await (const batch of rows) yield batch.map(csvLine).join('')
}

function csvLine(cells: readonly ExportCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function csvCell(cell: ExportCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const isAmount = /^-?\d+(\.\d+)?$/.test(cell)
  const text = !isAmount && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

async function writeWorkbook({ header, columns, rows }: ExportTable, stream: PassThrough): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  const frozen = { state: 'frozen', ySplit: header.length + 1 } as const
  const sheet = workbook.addWorksheet('数据', { views: [frozen] })
  sheet.columns = columns.map(({ width, kind }) => ({ width, style: kind === 'money' ? { numFmt: '#,##0.00' } : {} }))
  for (const line of header) sheet.addRow([line]).commit()
  const titles = sheet.addRow(columns.map(({ title }) => title))
  titles.font = { bold: true }
  titles.commit()
  for await (const batch of rows) {
    for (const row of batch) sheet.addRow(row.map((cell, at) => excelCell(cell, columns[at]))).commit()
    if (stream.destroyed) return
    if (stream.writableNeedDrain) await new Promise((resume) => stream.once('drain', resume).once('close', resume))
  }
  sheet.commit()
  await workbook.commit()
}

/** Text stays text: a long number would lose its last digits. */
function excelCell(cell: ExportCell, column: ExportColumn | undefined): ExportCell {
  return column?.kind === 'money' && cell !== null ? Number(cell) : cell
}
