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

/** CSV in UTF-8 with the mark that spreadsheet programs want. */
export function* csvPieces({ columns, rows }: Table): Generator<string> {
  yield `\uFEFF${csvLine(columns.map(({ title }) => title))}`
  for (let from = 0; from < rows.length; from += 5000)
    yield rows
      .slice(from, from + 5000)
      .map(csvLine)
      .join('')
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
