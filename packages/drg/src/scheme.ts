import { AppError } from '@yijian/kernel'

/** A grouping scheme (分组方案) as the tables it is published in. Column names as in the files. */
export interface SchemeTables {
  readonly meta: SchemeMeta
  readonly mdc: readonly MdcRow[]
  readonly adrg: readonly AdrgRow[]
  readonly drg: readonly DrgRow[]
  readonly mdcDx: readonly MdcDxRow[]
  readonly adrgDx: readonly AdrgDxRow[]
  readonly adrgOp: readonly AdrgOpRow[]
  readonly cc: readonly CcRow[]
  readonly ccExclusion: readonly CcExclusionRow[]
  /** Operations counted as operating-room operations (有效手术). */
  readonly opValid: readonly string[]
  /** 医保版 dictionaries, empty when not delivered: then every code that a list names counts as known. */
  readonly icdDx: readonly IcdRow[]
  readonly icdOp: readonly IcdRow[]
  /** 国临版 → 医保版. */
  readonly mapDx: readonly CodeMapRow[]
  readonly mapOp: readonly CodeMapRow[]
}

/** `scheme.csv`: what the scheme is, from when to when it is in force and where it comes from. All of it may be missing. */
export interface SchemeMeta {
  readonly id: string
  readonly name: string
  readonly version: string
  /** First and last day of discharge the scheme is for, YYYY-MM-DD; empty = open. */
  readonly validFrom: string
  readonly validTo: string
  readonly source: string
  /** Day surgery never counts complications (日间手术视为无并发症). */
  readonly daySurgeryWithoutCc: boolean
  /** Made for demonstration data only: no hospital is paid by it, and it groups nothing else. */
  readonly demonstration: boolean
}

export interface MdcRow {
  readonly seq: number
  readonly mdc: string
  readonly name: string
  readonly rule: string
  /** Ambiguous group (歧义病组 QY): 0 none, `any` any valid operation brings a case there, `main` only a valid main operation. */
  readonly qy: '0' | 'any' | 'main'
  /** ADRG after which it is tested; empty = before the first. */
  readonly qyAfter: string
}
export interface AdrgRow {
  readonly seq: number
  readonly mdc: string
  readonly ruleId: string
  readonly adrg: string
  readonly name: string
  readonly rule: string
}
export interface DrgRow {
  readonly seq: number
  readonly ruleId: string
  readonly drg: string
  readonly name: string
  /** `mcc`, `mcc|cc`, `else` or any rule; the first that holds wins. */
  readonly split: string
}
export interface MdcDxRow {
  readonly mdc: string
  readonly dx: string
  /** Body region, only for multiple severe trauma (MDCZ). */
  readonly region: string
}
/** A code that ends in `%`, as `C34%`, stands for every code that begins so. */
export interface AdrgDxRow {
  readonly ruleId: string
  readonly set: string
  readonly dx: string
}
export interface AdrgOpRow {
  readonly ruleId: string
  readonly set: string
  readonly op: string
}
export interface CcRow {
  readonly dx: string
  readonly level: 'CC' | 'MCC'
  /** Exclusion table number; 999 = never excluded. */
  readonly exclusionTable: string
}
export interface CcExclusionRow {
  readonly pdx: string
  readonly exclusionTable: string
}

export interface IcdRow {
  readonly code: string
  readonly name: string
}
export interface CodeMapRow {
  readonly from: string
  readonly to: string
}

/** The files of a scheme folder, by base name without `.csv`. */
export const SCHEME_FILES = [
  'mdc',
  'adrg',
  'drg',
  'mdc_dx',
  'adrg_dx',
  'adrg_op',
  'cc',
  'cc_exclusion',
  'op_valid',
] as const
/** Files that a scheme may do without. */
export const OPTIONAL_SCHEME_FILES = ['scheme', 'icd_dx', 'icd_op', 'map_dx', 'map_op'] as const
export type SchemeFile = (typeof SCHEME_FILES)[number]
export type SchemeTexts = Readonly<
  Record<SchemeFile, string> & Partial<Record<(typeof OPTIONAL_SCHEME_FILES)[number], string>>
>

/** Reads a scheme from the texts of its files. Throws `invalid` naming file, line and column. */
export function parseScheme(files: SchemeTexts): SchemeTables {
  const table = (file: SchemeFile, columns: readonly string[]) => readTable(file, files[file], columns)
  const optional = (file: (typeof OPTIONAL_SCHEME_FILES)[number], columns: readonly string[]) =>
    files[file] === undefined ? [] : readTable(file, files[file], columns)
  return {
    meta: readMeta(optional('scheme', ['key', 'value'])),
    mdc: table('mdc', ['seq', 'mdc', 'name', 'rule', 'qy_enabled?', 'qy_after_adrg?'])
      .map(([seq, mdc, name, rule, qy, qyAfter]) => ({
        seq: Number(seq),
        mdc,
        name,
        rule,
        qy: parseQy(qy, mdc),
        qyAfter,
      }))
      .sort(bySeq),
    adrg: table('adrg', ['seq', 'mdc', 'rule_id', 'adrg', 'name', 'rule'])
      .map(([seq, mdc, ruleId, adrg, name, rule]) => ({ seq: Number(seq), mdc, ruleId, adrg, name, rule }))
      .sort(bySeq),
    drg: table('drg', ['seq', 'rule_id', 'drg', 'name', 'split'])
      .map(([seq, ruleId, drg, name, split]) => ({ seq: Number(seq), ruleId, drg, name, split }))
      .sort(bySeq),
    mdcDx: table('mdc_dx', ['mdc', 'dx', 'region']).map(([mdc, dx, region]) => ({ mdc, dx, region })),
    adrgDx: table('adrg_dx', ['rule_id', 'set', 'dx']).map(([ruleId, set, dx]) => ({ ruleId, set, dx })),
    adrgOp: table('adrg_op', ['rule_id', 'set', 'op']).map(([ruleId, set, op]) => ({ ruleId, set, op })),
    cc: table('cc', ['dx', 'level', 'exclusion_table']).map(([dx, level, exclusionTable]) => ({
      dx,
      level: parseLevel(level, dx),
      exclusionTable,
    })),
    ccExclusion: table('cc_exclusion', ['pdx', 'exclusion_table']).map(([pdx, exclusionTable]) => ({
      pdx,
      exclusionTable,
    })),
    opValid: table('op_valid', ['op']).map(([op]) => op),
    icdDx: optional('icd_dx', ['dx', 'name']).map(([code, name]) => ({ code, name })),
    icdOp: optional('icd_op', ['op', 'name']).map(([code, name]) => ({ code, name })),
    mapDx: optional('map_dx', ['from', 'to']).map(([from, to]) => ({ from, to })),
    mapOp: optional('map_op', ['from', 'to']).map(([from, to]) => ({ from, to })),
  }
}

const bySeq = (a: { readonly seq: number }, b: { readonly seq: number }) => a.seq - b.seq

function readMeta(rows: readonly Row[]): SchemeMeta {
  const values = new Map(rows.map(([key, value]) => [key, value]))
  const day = (key: string): string => {
    const value = values.get(key) ?? ''
    if (value !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(value))
      throw new AppError('invalid', 'drg.scheme.date', `scheme.csv：${key} 应为 YYYY-MM-DD：${value}`)
    return value
  }
  return {
    id: values.get('id') ?? '',
    name: values.get('name') ?? '',
    version: values.get('version') ?? '',
    validFrom: day('valid_from'),
    validTo: day('valid_to'),
    source: values.get('source') ?? '',
    daySurgeryWithoutCc: values.get('day_surgery_without_cc') === '1',
    demonstration: values.get('demonstration') === '1',
  }
}

function parseQy(text: string, mdc: string): MdcRow['qy'] {
  if (text === '' || text === '0') return '0'
  if (text === '1' || text === 'any') return 'any'
  if (text === 'main') return 'main'
  throw new AppError('invalid', 'drg.scheme.qy', `mdc.csv：${mdc} 的 qy_enabled 应为 0、any 或 main：${text}`)
}

function parseLevel(text: string, dx: string): 'CC' | 'MCC' {
  if (text !== 'CC' && text !== 'MCC')
    throw new AppError('invalid', 'drg.scheme.level', `cc.csv：${dx} 的级别不认识：${text}`)
  return text
}

type Row = readonly [string, string, string, string, string, string]

function readTable(file: string, text: string, columns: readonly string[]): Row[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const header = splitLine(lines[0] ?? '')
  const at = columns.map((column) => {
    const name = column.replace('?', '')
    const index = header.indexOf(name)
    if (index < 0 && name === column) throw new AppError('invalid', 'drg.scheme.column', `${file}.csv 缺少列 ${name}`)
    return index
  })
  const rows: Row[] = []
  for (let line = 1; line < lines.length; line++) {
    const source = lines[line]
    if (source === undefined || source === '') continue
    const cells = splitLine(source)
    if (cells.length !== header.length)
      throw new AppError(
        'invalid',
        'drg.scheme.line',
        `${file}.csv 第 ${line + 1} 行应有 ${header.length} 列，实有 ${cells.length} 列`,
      )
    // A column that may be missing reads as empty.
    rows.push(at.map((index) => (cells[index] ?? '').trim()) as unknown as Row)
  }
  return rows
}

/** Splits one CSV line; quoted cells may hold commas and doubled quotes. */
export function splitLine(line: string): string[] {
  if (!line.includes('"')) return line.split(',')
  const cells: string[] = []
  const pattern = /(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gy
  let match: RegExpExecArray | null
  while (pattern.lastIndex < line.length + 1 && (match = pattern.exec(line)) !== null) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (pattern.lastIndex >= line.length) break
  }
  return cells
}
