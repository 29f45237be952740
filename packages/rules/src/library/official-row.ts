import { isDay, type Day } from '@yijian/kernel'
import type { SheetRow } from './csv.ts'

/** One published knowledge point as the official sheets give it: names, texts and codes, nothing interpreted. */
export interface OfficialRow {
  readonly kpId: string
  /** 规则名称, one of the official classes. */
  readonly ruleClass: string
  readonly gzCode: string | null
  /** `A×B` for pairs. */
  readonly itemName: string
  /** 限定内容: the official text. */
  readonly constraint: string
  readonly detectLogic: string
  readonly codes: readonly string[]
  readonly batch: string | null
  readonly publishedAt: Day | null
  readonly supersedes: string | null
  readonly sourceFile: string
  readonly sourceRow: string | null
  /** Where the row stood in the file that was read. */
  readonly row: number
}

/** A row that could not be taken in; the others go in. */
export interface RowError {
  readonly file: string
  readonly row: number
  readonly column: string
  readonly value: string
  readonly reason: string
}

/** Columns of the structured batches, and what the official workbooks and sites call them. The first name is the one of error reports. */
const COLUMNS = {
  kpId: ['kp_id', '知识点编号', '知识点编码', '知识点ID'],
  ruleClass: ['rule_class', '规则名称', '规则分类', '规则'],
  gzCode: ['gz_code', '规则编码', '规则代码'],
  itemName: ['item_name', '名称', '药品名称', '项目名称', '医疗服务项目名称', '饮片名称', '耗材名称'],
  itemB: ['item_b', '项目B', '项目名称B'],
  constraint: ['constraint', '限定内容', '限定支付范围', '规则内容', '项目内涵', '说明'],
  detectLogic: ['detect_logic', '检出逻辑', '判断逻辑', '监测逻辑'],
  codes: ['codes', '编码', '医保药品代码', '医保代码', '国家医保代码', '项目编码', '医疗服务项目代码', '饮片代码'],
  batch: ['batch', 'batch_tag', '批次'],
  publishedAt: ['published_at', '发布日期', '公布日期'],
  supersedes: ['supersedes', '替代知识点', '替代'],
  sourceFile: ['source_file', '来源文件'],
  sourceRow: ['source_row', '来源行', '序号'],
} as const satisfies Readonly<Record<string, readonly string[]>>
type Column = keyof typeof COLUMNS

export interface RowSource {
  readonly file: string
  /** Class of every row of a workbook that is about one rule and does not say so in a column. */
  readonly ruleClass?: string
}

/** Reads one row; answers the row, or every reason why it cannot be one. */
export function readOfficialRow(sheet: SheetRow, source: RowSource): OfficialRow | readonly RowError[] {
  const errors: RowError[] = []
  const text = (column: Column) => cellText(sheet, column)
  const wrong = (column: Column, reason: string) =>
    errors.push({ file: source.file, row: sheet.row, column: COLUMNS[column][0], value: text(column), reason })
  const ruleClass = text('ruleClass') || (source.ruleClass ?? '')
  if (ruleClass === '') wrong('ruleClass', '缺少规则名称')
  const itemName = text('itemB') === '' ? text('itemName') : `${text('itemName')}×${text('itemB')}`
  if (itemName === '') wrong('itemName', '缺少名称')
  const codes = text('codes').split(/[|,;，；、\s]+/).filter((code) => code !== '') // prettier-ignore
  for (const code of codes) if (!/^[A-Za-z0-9.*:-]{3,40}$/.test(code)) wrong('codes', `编码格式不正确：${code.slice(0, 40)}`) // prettier-ignore
  const published = text('publishedAt').slice(0, 10).replaceAll('/', '-')
  if (published !== '' && !isDay(published)) wrong('publishedAt', '日期格式应为 YYYY-MM-DD')
  const kpId = text('kpId') || `${ruleClass}:${itemName}`
  if (text('supersedes') !== '' && text('supersedes') === kpId) wrong('supersedes', '不能替代自身')
  if (errors.length > 0) return errors
  return {
    kpId,
    ruleClass,
    itemName,
    codes: [...new Set(codes)],
    gzCode: text('gzCode') || null,
    constraint: text('constraint'),
    detectLogic: text('detectLogic'),
    batch: text('batch') || null,
    publishedAt: isDay(published) ? published : null,
    supersedes: text('supersedes') || null,
    sourceFile: text('sourceFile') || source.file,
    sourceRow: text('sourceRow') || null,
    row: sheet.row,
  }
}

function cellText({ cells }: SheetRow, column: Column): string {
  for (const name of COLUMNS[column]) {
    const value = cells[name]
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
    if (typeof value === 'number' || typeof value === 'bigint') return String(value)
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString().slice(0, 10)
  }
  return ''
}
