/** A row of a sheet, whatever file it was read from: cells by header. `row` is the number an expert sees in the file (header = 1). */
export interface SheetRow {
  readonly row: number
  readonly cells: Readonly<Record<string, unknown>>
}

/** Reads CSV text (RFC 4180, quoted cells may hold line ends); empty lines are left out. A record's number is that of its first line. */
export function parseCsv(text: string): SheetRow[] {
  const records = readRecords(text.replace(/^\ufeff/, ''))
  const [header, ...rest] = records
  if (!header) return []
  const names = header.cells.map((name) => name.trim())
  return rest
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ line, cells }) => ({
      row: line,
      cells: Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])),
    }))
}

interface CsvRecord {
  readonly line: number
  readonly cells: string[]
}

const TOKEN = /"((?:[^"]|"")*)"?|([^",\r\n]+)|(,)|(\r\n|\r|\n)/g

function readRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = []
  let line = 1
  let record: CsvRecord = { line, cells: [''] }
  for (const [whole, quoted, plain, comma] of text.matchAll(TOKEN)) {
    if (comma !== undefined) record.cells.push('')
    else if (quoted !== undefined || plain !== undefined)
      record.cells[record.cells.length - 1] += quoted?.replaceAll('""', '"') ?? plain ?? ''
    if (quoted !== undefined) line += lineEnds(quoted)
    if (quoted !== undefined || plain !== undefined || comma !== undefined) continue
    line += lineEnds(whole)
    records.push(record)
    record = { line, cells: [''] }
  }
  return [...records, record]
}

function lineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0
}
