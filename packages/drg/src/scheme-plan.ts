import { AppError } from '@yijian/kernel'
import { createCodeTable, findCode, setValue, UNKNOWN_CODE, valueOf, type CodeTable } from './code-table.ts'
import { indexCodes, type CodeIndex } from './code-index.ts'
import { ruleBook } from './rule-references.ts'
import type { PlanMdc, PlanRule } from './plan-rows.ts'
import { numberSlots } from './slots.ts'
import type { AdrgRow, MdcRow, SchemeMeta, SchemeTables } from './scheme.ts'

/** A scheme in the form that can be written to a file: texts of rules and arrays of numbers, no functions. */
export interface SchemePlan {
  readonly meta: SchemeMeta
  readonly mdcs: readonly PlanMdc[]
  /** In the order of their MDCs, then by seq: those of one MDC are neighbours. */
  readonly rules: readonly PlanRule[]
  readonly exclusionTables: readonly string[]
  /** Whether the scheme came with dictionaries, so that a code can be called unknown. */
  readonly dictionaries: boolean
  readonly dx: CodeIndex
  readonly op: CodeIndex
  /** 国临版 codes; the value of each is the id of what it is in 医保版. */
  readonly dxMap: CodeTable
  readonly opMap: CodeTable
}

/** Id of the 医保版 code that a 国临版 code becomes, −1 when the map does not have it. */
export function mapCode(map: CodeTable, code: string): number {
  const id = findCode(map, code)
  return id === UNKNOWN_CODE ? UNKNOWN_CODE : valueOf(map, id)
}

/** Compiles the tables of a scheme. Throws `drg.scheme.…` naming the broken reference, the circle or the list it cannot take. */
export function planScheme(tables: SchemeTables): SchemePlan {
  if (tables.mdc.length > 31) throw new AppError('invalid', 'drg.scheme.mdc', 'mdc.csv：最多 31 个主要诊断大类')
  checkReferences(tables)
  const rules = tables.mdc.flatMap((mdc) => rulesOf(tables, mdc))
  let end = 0
  const mdcs = tables.mdc.map(({ mdc, name, rule }) => {
    const first = end
    end += rules.filter((row) => row.mdc === mdc).length
    return { mdc, name, rule, first, end }
  })
  const codes = indexCodes(tables, numberSlots(mdcs, rules))
  return { meta: tables.meta, mdcs, rules, dictionaries: tables.icdDx.length > 0, ...codes, ...mapsOf(tables, codes) }
}

function mapsOf(tables: SchemeTables, { dx, op }: { readonly dx: CodeIndex; readonly op: CodeIndex }) {
  return { dxMap: codeMap(tables.mapDx, dx.table), opMap: codeMap(tables.mapOp, op.table) }
}

function codeMap(rows: SchemeTables['mapDx'], target: CodeTable): CodeTable {
  const map = createCodeTable(target.form, [...new Set(rows.map(({ from }) => from))])
  for (const { from, to } of rows) setValue(map, findCode(map, from), findCode(target, to))
  return map
}

function rulesOf(tables: SchemeTables, mdc: MdcRow): PlanRule[] {
  const rows = tables.adrg.filter((row) => row.mdc === mdc.mdc).map((row) => planRule(tables, row))
  if (mdc.qy === '0') return rows
  const after = mdc.qyAfter === '' ? -1 : rows.findLastIndex((row) => row.adrg === mdc.qyAfter)
  if (mdc.qyAfter !== '' && after < 0)
    throw new AppError('invalid', 'drg.scheme.reference', `mdc.csv：${mdc.mdc} 的 qy_after_adrg 不存在：${mdc.qyAfter}`)
  return rows.toSpliced(after + 1, 0, ambiguousRule(mdc))
}

function ambiguousRule({ mdc, qy }: MdcRow): PlanRule {
  const code = `${mdc.slice(-1)}QY`
  const name = '歧义病组'
  const rule = qy === 'main' ? 'pop_valid' : 'any_valid_op'
  return { ruleId: code, mdc, adrg: code, name, rule, ambiguous: true, drgs: [{ drg: code, name, split: 'else' }] }
}

function planRule(tables: SchemeTables, { ruleId, mdc, adrg, name, rule }: AdrgRow): PlanRule {
  const drgs = tables.drg
    .filter((row) => row.ruleId === ruleId)
    .map((row) => ({ drg: row.drg, name: row.name, split: row.split }))
  return { ruleId, mdc, adrg, name, rule, ambiguous: false, drgs }
}

/** What refers to a rule or an MDC that does not exist, file by file. */
export function brokenReferences(tables: SchemeTables): readonly string[] {
  const { mdcs, rules } = ruleBook(tables.mdc, tables.adrg)
  const missing = (file: string, names: readonly string[], known: { has(name: string): boolean }) =>
    [...new Set(names.filter((name) => !known.has(name)))].map((name) => `${file}.csv：${name}`)
  return [
    ...missing(
      'adrg',
      tables.adrg.map((row) => row.mdc),
      mdcs,
    ),
    ...missing(
      'drg',
      tables.drg.map((row) => row.ruleId),
      rules,
    ),
    ...missing(
      'mdc_dx',
      tables.mdcDx.map((row) => row.mdc),
      mdcs,
    ),
    ...missing(
      'adrg_dx',
      tables.adrgDx.map((row) => row.ruleId),
      rules,
    ),
    ...missing(
      'adrg_op',
      tables.adrgOp.map((row) => row.ruleId),
      rules,
    ),
  ]
}

function checkReferences(tables: SchemeTables): void {
  const [first] = brokenReferences(tables)
  if (first !== undefined) throw new AppError('invalid', 'drg.scheme.reference', `引用了不存在的大类或规则：${first}`)
  const seen = new Set<string>()
  const twice = tables.adrg.find((row) => seen.size === seen.add(row.ruleId).size)
  if (twice) throw new AppError('invalid', 'drg.scheme.duplicate', `adrg.csv：规则 ${twice.ruleId} 出现多次`)
}
