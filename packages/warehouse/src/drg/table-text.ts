/** A cell of a table that goes out: money as exact decimal text, marked so by its column. */
export type TableCell = string | number | null

export interface TableColumn {
  readonly title: string
  readonly width: number
  /** `money` and `number` are numbers in a spreadsheet; anything else is text. */
  readonly kind?: 'money' | 'number'
}

export interface Table {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly TableCell[])[]
}

/** A table whose rows are made as they are written: a year of cases need not stand in memory once more as text. */
export interface FlowingTable {
  readonly columns: readonly TableColumn[]
  readonly rows: Iterable<readonly TableCell[]>
}

const ROWS_A_PIECE = 5000

/** CSV in UTF-8 with the mark that spreadsheet programs want. */
export function* csvPieces({ columns, rows }: FlowingTable): Generator<string> {
  yield `\uFEFF${csvLine(columns.map(({ title }) => title))}`
  let lines: string[] = []
  for (const row of rows) {
    lines.push(csvLine(row))
    if (lines.length < ROWS_A_PIECE) continue
    yield lines.join('')
    lines = []
  }
  if (lines.length > 0) yield lines.join('')
}

function csvLine(cells: readonly TableCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function csvCell(cell: TableCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const isAmount = /^-?\d+(\.\d+)?$/.test(cell)
  const text = !isAmount && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
