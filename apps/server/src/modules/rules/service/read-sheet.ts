import { AppError } from '@yijian/kernel'
import { parseCsv, readLibrary, readPointSheet, type LibraryReading, type ProposedPoint, type SheetRow } from '@yijian/rules' // prettier-ignore
import ExcelJS from 'exceljs'

export interface SheetReading extends Pick<LibraryReading, 'superseded' | 'errors' | 'points'> {
  readonly shape: 'official' | 'own'
}

interface Sheet {
  readonly name: string
  readonly rows: readonly SheetRow[]
}

const HEADER_WITHIN = 10
const MOST_ROWS = 50_000
/** What the header of a sheet has at least one of. */
const KNOWN = new Set(['kp_id', 'kind', 'item_name', '知识点编号', '知识点编码', '规则名称', '名称', '药品名称', '项目名称', '医疗服务项目名称', '饮片名称', '耗材名称', '编码', '医保药品代码', '国家医保代码', '项目编码']) // prettier-ignore

/** Official sheets (national CSV, workbook of details) or our own points; bad rows are listed, the others are read. */
export async function readSheets(file: string, content: Buffer, recordedAt: string): Promise<SheetReading> {
  const sheets = /\.csv$/i.test(file) ? [{ name: file, rows: parseCsv(content.toString('utf8')) }] : await workbook(content) // prettier-ignore
  const filled = sheets.filter(({ rows }) => rows.length > 0)
  if (filled.length === 0) throw new AppError('invalid', 'rules.import.empty', '没有找到表头和数据行；表头应含“药品名称”“限定支付范围”“医保药品代码”等列名') // prettier-ignore
  if (filled.reduce((sum, { rows }) => sum + rows.length, 0) > MOST_ROWS) throw new AppError('invalid', 'rules.import.large', `一次不超过 ${MOST_ROWS} 行`) // prettier-ignore
  const own = filled.filter(({ rows }) => 'kind' in rows[0]!.cells && 'params' in rows[0]!.cells)
  if (own.length > 0) return ownPoints(own, file, recordedAt)
  const readings = filled.map(({ name, rows }) => readLibrary({ file, rows, ruleClass: name.replace(/^[\d.、\s]+/, '').trim() })) // prettier-ignore
  return {
    shape: 'official',
    points: readings.flatMap(({ points }) => points),
    superseded: readings.flatMap(({ superseded }) => superseded),
    errors: readings.flatMap(({ errors }) => errors),
  }
}

/** Rows that say their parameters themselves: every one still is confirmed by name. */
function ownPoints(sheets: readonly Sheet[], file: string, recordedAt: string): SheetReading {
  const readings = sheets.map(({ rows }) => readPointSheet({ file, rows, recordedAt }))
  const points = readings
    .flatMap(({ points: read }) => read)
    .map(({ point }): ProposedPoint => {
      const { kpId, kind, name, keys, partners, params, basis, effBegin } = point
      const source = { kpId, ruleClass: '', gzCode: null, itemName: name, constraint: basis.text, detectLogic: '', codes: keys, batch: null, publishedAt: basis.date, supersedes: point.supersedes, sourceFile: basis.document, sourceRow: basis.article, row: 0 } // prettier-ignore
      const proposals = Object.entries(params).map(([param, value]) => ({ param: param as keyof typeof params, value, span: null, confidence: 1, note: '表中已写明' })) // prettier-ignore
      return { kpId, kind, name, keys, partners, proposals, partnerProposals: [], reason: null, machineReadable: true, effBegin, source } // prettier-ignore
    })
  return { shape: 'own', points, superseded: [], errors: readings.flatMap(({ errors }) => errors) }
}

async function workbook(content: Buffer): Promise<Sheet[]> {
  const book = new ExcelJS.Workbook()
  try {
    await book.xlsx.load(content as unknown as ExcelJS.Buffer)
  } catch {
    throw new AppError('invalid', 'rules.import.file', '文件不是有效的 xlsx 工作簿')
  }
  return book.worksheets.map((sheet) => ({ name: sheet.name, rows: rowsOf(sheet) }))
}

function rowsOf(sheet: ExcelJS.Worksheet): SheetRow[] {
  const texts = (row: ExcelJS.Row) => Array.from({ length: sheet.columnCount }, (_, at) => row.getCell(at + 1).text.trim()) // prettier-ignore
  let header = 0
  for (let at = 1; at <= Math.min(HEADER_WITHIN, sheet.rowCount) && header === 0; at++)
    if (texts(sheet.getRow(at)).some((text) => KNOWN.has(text))) header = at
  if (header === 0) return []
  const names = texts(sheet.getRow(header))
  const rows: SheetRow[] = []
  for (let at = header + 1; at <= sheet.rowCount; at++) {
    const cells = texts(sheet.getRow(at))
    if (cells.some((cell) => cell !== '')) rows.push({ row: at, cells: Object.fromEntries(names.flatMap((name, n) => (name === '' ? [] : [[name, cells[n] ?? '']]))) }) // prettier-ignore
  }
  return rows
}
