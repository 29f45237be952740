/** Parses a small CSV text (content files, headers): quotes with embedded commas, quotes and newlines; LF or CRLF; BOM. */
export function parseCsv(text: string, delimiter = ','): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let quoted = false
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  const endRow = () => {
    row.push(field)
    if (row.length > 1 || field !== '') rows.push(row)
    row = []
    field = ''
  }
  for (let at = 0; at < body.length; at++) {
    const char = body[at] ?? ''
    if (quoted) {
      if (char !== '"') field += char
      else if (body[at + 1] === '"') field += body[++at] ?? ''
      else quoted = false
    } else if (char === '"' && field === '') quoted = true
    else if (char === delimiter) {
      row.push(field)
      field = ''
    } else if (char === '\n') endRow()
    else if (char !== '\r' || body[at + 1] !== '\n') field += char
  }
  endRow()
  return rows
}

/** A value as a CSV field, quoted when it must be. */
export function csvField(value: string | undefined): string {
  if (value === undefined) return ''
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
