import type { Table, TableCell, TableColumn } from './table-text.ts'
import { escapeXml, XML_HEAD as XML } from './document/xml.ts'
import { zipBytes } from './zip.ts'

export interface Sheet {
  readonly name: string
  /** Lines above the table, one cell each. */
  readonly lead: readonly string[]
  readonly table: Table
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const STYLE = { plain: 0, money: 1, bold: 2 } as const

/** An xlsx workbook. The same sheets are the same bytes: nothing in it says when or where it was written, and amounts stay decimal text. */
export function workbookBytes(sheets: readonly Sheet[]): Buffer {
  const text = (name: string, xml: string) => ({ name, bytes: Buffer.from(XML + xml, 'utf8') })
  return zipBytes([
    text('[Content_Types].xml', contentTypes(sheets)),
    text('_rels/.rels', `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`), // prettier-ignore
    text('xl/workbook.xml', workbookXml(sheets)),
    text('xl/_rels/workbook.xml.rels', workbookRelations(sheets)),
    text('xl/styles.xml', STYLES),
    ...sheets.map((sheet, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, bytes: Buffer.concat([...sheetPieces(sheet)].map((piece) => Buffer.from(piece, 'utf8'))) })), // prettier-ignore
  ])
}

function contentTypes(sheets: readonly Sheet[]): string {
  const parts = sheets.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/>`) // prettier-ignore
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>${parts.join('')}</Types>`
}

function workbookXml(sheets: readonly Sheet[]): string {
  const list = sheets.map(({ name }, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
  return `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${list.join('')}</sheets></workbook>`
}

function workbookRelations(sheets: readonly Sheet[]): string {
  const list = sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`) // prettier-ignore
  return `<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`
}

const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="4" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`

function* sheetPieces({ lead, table: { columns, rows } }: Sheet): Generator<string> {
  const frozen = lead.length + 1
  const widths = columns.map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`
  yield lead.map((line, i) => rowXml(i + 1, [textCell(line, STYLE.plain)])).join('')
  yield rowXml(frozen, columns.map(({ title }) => textCell(title, STYLE.bold))) // prettier-ignore
  for (let from = 0; from < rows.length; from += 5000)
    yield rows.slice(from, from + 5000).map((row, i) => rowXml(frozen + 1 + from + i, row.map((cell, at) => cellXml(cell, columns[at])))).join('') // prettier-ignore
  yield '</sheetData></worksheet>'
}

/** What stands in a `<c>` element: its attributes and its content. */
type CellXml = readonly [attributes: string, content: string]

function rowXml(row: number, cells: readonly CellXml[]): string {
  const list = cells.map(([attributes, content], at) => `<c r="${columnName(at)}${row}"${attributes}>${content}</c>`)
  return `<row r="${row}">${list.join('')}</row>`
}

function columnName(at: number): string {
  const last = String.fromCharCode(65 + (at % 26))
  return at < 26 ? last : columnName(Math.floor(at / 26) - 1) + last
}

/** Text stays text: a long number would lose its last digits. */
function cellXml(cell: TableCell, column: TableColumn | undefined): CellXml {
  if (cell === null) return ['', '']
  if (typeof cell === 'number') return ['', `<v>${cell}</v>`]
  if (column?.kind === undefined) return textCell(cell, STYLE.plain)
  return [` s="${column.kind === 'money' ? STYLE.money : STYLE.plain}"`, `<v>${cell}</v>`]
}

const textCell = (text: string, style: number): CellXml => [
  ` t="inlineStr" s="${style}"`,
  `<is><t xml:space="preserve">${escapeXml(text)}</t></is>`,
]
