import { AppError } from '@yijian/kernel'

/** A grouping scheme (分组方案) as the tables it is published in. Column names as in the files. */
export interface SchemeTables {
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
}

export interface MdcRow {
  readonly seq: number
  readonly mdc: string
  readonly name: string
  readonly rule: string
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
  /** `mcc`, `mcc|cc` or `else`; the first that holds wins. */
  readonly split: Split
}
export const SPLITS = ['mcc', 'mcc|cc', 'else'] as const
export type Split = (typeof SPLITS)[number]
export interface MdcDxRow {
  readonly mdc: string
  readonly dx: string
  /** Body region, only for multiple severe trauma (MDCZ). */
  readonly region: string
}
export interface AdrgDxRow {
  readonly ruleId: string
  readonly set: number
  readonly dx: string
}
export interface AdrgOpRow {
  readonly ruleId: string
  readonly set: number
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
export type SchemeFile = (typeof SCHEME_FILES)[number]

/** Reads a scheme from the texts of its files. Throws `invalid` naming file, line and column. */
export function parseScheme(files: Readonly<Record<SchemeFile, string>>): SchemeTables {
  const table = (file: SchemeFile, columns: readonly string[]) => readTable(file, files[file], columns)
  return {
    mdc: table('mdc', ['seq', 'mdc', 'name', 'rule'])
      .map(([seq, mdc, name, rule]) => ({ seq: Number(seq), mdc, name, rule }))
      .sort(bySeq),
    adrg: table('adrg', ['seq', 'mdc', 'rule_id', 'adrg', 'name', 'rule'])
      .map(([seq, mdc, ruleId, adrg, name, rule]) => ({ seq: Number(seq), mdc, ruleId, adrg, name, rule }))
      .sort(bySeq),
    drg: table('drg', ['seq', 'rule_id', 'drg', 'name', 'split'])
      .map(([seq, ruleId, drg, name, split]) => ({
        seq: Number(seq),
        ruleId,
        drg,
        name,
        split: parseSplit(split, drg),
      }))
      .sort(bySeq),
    mdcDx: table('mdc_dx', ['mdc', 'dx', 'region']).map(([mdc, dx, region]) => ({ mdc, dx, region })),
    adrgDx: table('adrg_dx', ['rule_id', 'set', 'dx']).map(([ruleId, set, dx]) => ({ ruleId, set: Number(set), dx })),
    adrgOp: table('adrg_op', ['rule_id', 'set', 'op']).map(([ruleId, set, op]) => ({ ruleId, set: Number(set), op })),
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
  }
}

const bySeq = (a: { readonly seq: number }, b: { readonly seq: number }) => a.seq - b.seq

function parseSplit(text: string, drg: string): Split {
  const split = SPLITS.find((known) => known === text)
  if (!split) throw new AppError('invalid', 'drg.scheme.split', `drg.csv：${drg} 的拆分条件不认识：${text}`)
  return split
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
  const at = columns.map((name) => {
    const index = header.indexOf(name)
    if (index < 0) throw new AppError('invalid', 'drg.scheme.column', `${file}.csv 缺少列 ${name}`)
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
