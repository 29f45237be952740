import { quoteIdent, quoteLiteral } from '../engine/public.ts'
import type { CheckDefinition, ColumnDefinition, ColumnType, Dictionaries, Dictionary } from '../tables/public.ts'
import { finerThanFen, type TablePlan } from './plan.ts'

/** One thing that can be wrong with a row by itself. */
export interface RowCheck {
  readonly id: string
  readonly column: string
  /** Why the row was rejected, as the user reads it. */
  readonly reason: string
  /** SQL, true for a bad row. Refers to national columns by name, or to the columns as read. */
  readonly bad: string
}

export interface RowChecks {
  readonly reject: readonly RowCheck[]
  readonly warn: readonly RowCheck[]
}

export const TYPE_LABELS = {
  varchar: '文本',
  flag: '标志（0 或 1）',
  json: '文本',
  integer: '整数',
  money: '金额（元，两位小数）',
  quantity: '数字（至多四位小数）',
  ratio: '数字',
  date: '存在的日期（如 2025-03-01）',
  timestamp: '存在的时间（如 2025-03-01 08:30:00）',
} as const satisfies Record<ColumnType, string>

/** Every check of the rows of one file, those the reader does not make. At most 62: they are bits of a BIGINT. */
export function rowChecks(
  plan: TablePlan,
  { dictionaries, institutions }: { dictionaries: Dictionaries; institutions?: readonly string[] | undefined },
): RowChecks {
  const own = institutions === undefined ? [] : ownershipCheck(plan, institutions)
  const all = [...own, ...typeChecks(plan), ...valueChecks(plan, dictionaries), ...plan.table.checks.map(definedCheck)]
  const reject = all.filter((check) => check.severity === 'reject')
  if (reject.length > 62) throw new Error(`too many checks on ${plan.table.table}: ${reject.length}`)
  return { reject, warn: all.filter((check) => check.severity === 'warn') }
}

type Graded = RowCheck & { readonly severity: 'reject' | 'warn' }

function typeChecks(plan: TablePlan): Graded[] {
  return plan.columns.flatMap((item) => {
    const { name, type } = item.column
    const check = (id: string, bad: string, reason: string): Graded => ({
      id: `${id}:${name}`,
      column: name,
      reason,
      bad,
      severity: 'reject',
    })
    const finer = finerThanFen(item)
    return [
      ...(item.mistyped ? [check('type', item.mistyped, `类型不符：应为${TYPE_LABELS[type]}`)] : []),
      ...(finer ? [check('fen', finer, '金额精确到分，不得超过两位小数')] : []),
    ]
  })
}

function valueChecks(plan: TablePlan, dictionaries: Dictionaries): Graded[] {
  const delivered = plan.columns.map((item) => item.column)
  const open = [...delivered, ...plan.missing].filter((column) => column.required && column.default === undefined)
  const needed = open.filter((column) => !plan.absent.has(column.name))
  return [
    ...needed.map((column) =>
      onValue('required', column, { bad: `${quoteIdent(column.name)} IS NULL`, reason: '必填项为空' }),
    ),
    ...delivered.flatMap((column) => rangeCheck(column)),
    ...delivered.flatMap((column) => dictionaryCheck(column, dictionaries)),
  ]
}

const OWNER = 'fixmedins_code'
/** Reason of rows that are another institution's. */
export const FOREIGN_REASON = '不是本机构的记录，不予接收'

function ownershipCheck(plan: TablePlan, institutions: readonly string[]): Graded[] {
  const column = plan.columns.find((item) => item.column.name === OWNER)?.column
  if (!column) return []
  const list = institutions.map(quoteLiteral).join(', ')
  return [onValue('owner', column, { bad: `${quoteIdent(OWNER)} NOT IN (${list})`, reason: FOREIGN_REASON })]
}

interface Fault {
  readonly bad: string
  readonly reason: string
  readonly severity?: 'reject' | 'warn'
}

function onValue(id: string, column: ColumnDefinition, { bad, reason, severity = 'reject' }: Fault): Graded {
  return { id: `${id}:${column.name}`, column: column.name, reason, bad, severity }
}

function rangeCheck(column: ColumnDefinition): Graded[] {
  const name = quoteIdent(column.name)
  if (column.type === 'ratio')
    return [onValue('range', column, { bad: `NOT isfinite(${name})`, reason: '不是有限的数' })]
  if (column.type !== 'date' && column.type !== 'timestamp') return []
  const type = column.type === 'date' ? 'DATE' : 'TIMESTAMP'
  const bad = `${name} < ${type} '1850-01-01' OR ${name} >= ${type} '10000-01-01'`
  return [onValue('range', column, { bad, reason: '日期超出合理范围' })]
}

function dictionaryCheck(column: ColumnDefinition, dictionaries: Dictionaries): Graded[] {
  const name = column.type === 'flag' ? 'flag' : column.dictionary
  const dictionary = name === undefined ? undefined : dictionaries.get(name)
  if (!dictionary) return []
  const reason = column.type === 'flag' ? '标志只能是 0 或 1' : `代码不在“${column.label}”字典（${dictionary.name}）中`
  return [
    onValue('dictionary', column, {
      bad: unknownCode(column, dictionary),
      reason,
      severity: column.dictionary_unknown,
    }),
  ]
}

function unknownCode(column: ColumnDefinition, dictionary: Dictionary): string {
  const name = quoteIdent(column.name)
  const codes = dictionary.entries.map((entry) => entry.code)
  if (column.dictionary_match === 'exact') return `${name} NOT IN (${codes.map(quoteLiteral).join(', ')})`
  const byLength = Object.entries(Object.groupBy(codes, (code) => code.length)).sort(
    ([a], [b]) => Number(a) - Number(b),
  )
  const lists = byLength.map(
    ([length, list = []]) => `left(${name}, ${length}) NOT IN (${list.map(quoteLiteral).join(', ')})`,
  )
  return lists.join(' AND ')
}

function definedCheck({ id, column, label, severity, sql }: CheckDefinition): Graded {
  return { id, column, reason: label, bad: `NOT (${sql})`, severity }
}
