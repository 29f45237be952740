import ExcelJS from 'exceljs'
import { AppError } from '@yijian/kernel'

export interface WorkbookSheet {
  readonly name: string
  /** Cells by header; `row` is the number an expert sees in the file. */
  readonly rows: readonly { readonly row: number; readonly cells: Readonly<Record<string, unknown>> }[]
}

/** The sheets of an Excel workbook as rows by header. The header is the first row with at least two filled cells: titles may stand above it. */
export async function readWorkbook(path: string): Promise<readonly WorkbookSheet[]> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(path).catch(() => {
    throw new AppError('invalid', 'workbook.unreadable', '不是可读的 Excel 工作簿（xlsx）')
  })
  return workbook.worksheets.map((sheet) => ({ name: sheet.name, rows: rowsOf(sheet) }))
}

function rowsOf(sheet: ExcelJS.Worksheet): WorkbookSheet['rows'] {
  let names: string[] | undefined
  const rows: { row: number; cells: Record<string, unknown> }[] = []
  sheet.eachRow((row, number) => {
    const cells = Array.from({ length: row.cellCount }, (_, at) => plain(row.getCell(at + 1).value))
    if (!names) {
      if (cells.filter((cell) => cell !== '').length >= 2) names = cells.map((cell) => String(cell).trim())
      return
    }
    const entries = names.map((name, at): [string, unknown] => [name, cells[at] ?? '']).filter(([name]) => name !== '')
    if (entries.some(([, cell]) => cell !== '')) rows.push({ row: number, cells: Object.fromEntries(entries) })
  })
  return rows
}

/** What is shown in the cell. */
function plain(value: ExcelJS.CellValue): string | number | Date {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number' || value instanceof Date) return value
  if (typeof value === 'object' && 'richText' in value) return value.richText.map(({ text }) => text).join('')
  if (typeof value === 'object' && 'result' in value) return plain(value.result)
  if (typeof value === 'object' && 'text' in value) return String(value.text)
  return typeof value === 'boolean' ? String(value) : ''
}
