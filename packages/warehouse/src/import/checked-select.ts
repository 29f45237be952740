import { quoteIdent, quoteLiteral } from '../engine/public.ts'
import { type ColumnDefinition, sqlType } from '../tables/public.ts'
import type { TablePlan } from './plan.ts'
import type { RowCheck, RowChecks } from './row-checks.ts'

/** National columns a part of this file holds: those delivered, in file order, then those filled with their default. */
export function partColumns(plan: TablePlan): readonly ColumnDefinition[] {
  return [...plan.columns.map((item) => item.column), ...plan.missing.filter((column) => column.default !== undefined)]
}

interface CheckedSelect {
  readonly checks: RowChecks
  /** A relation with the plan's source columns, `_line` and, unless `file` says, `_file`. */
  readonly from: string
  readonly file: string
  /** Further columns of `from` to keep. */
  readonly keep?: readonly string[]
}

/** The rows of `from` in national types with the bits of the checks each fails, beside the part's columns, `_file` and `_line`. */
export function checkedSelect(plan: TablePlan, { checks, from, file, keep = [] }: CheckedSelect): string {
  const sources = plan.columns.map((item) => quoteIdent(item.source))
  const values = plan.columns.map(({ column, value }) => `${withDefault(column, value)} AS ${quoteIdent(column.name)}`)
  const missing = plan.missing.map((column) => `${withDefault(column, 'NULL')} AS ${quoteIdent(column.name)}`)
  const kept = keep.map(quoteIdent).filter((name) => !sources.includes(name))
  const inner = [...values, ...missing, ...sources, ...kept, `${file} AS _file`, '_line'].join(', ')
  const outer = [...partColumns(plan).map((column) => quoteIdent(column.name)), '_file', '_line'].join(', ')
  const extra = keep.length > 0 ? `, ${keep.map(quoteIdent).join(', ')}` : ''
  return `SELECT ${outer}, ${errorBits(checks.reject)} AS _err${extra} FROM (SELECT ${inner} FROM ${from}) AS typed`
}

function withDefault(column: ColumnDefinition, value: string): string {
  if (column.default === undefined) return value === 'NULL' ? `CAST(NULL AS ${sqlType(column)})` : value
  const fallback = `CAST(${quoteLiteral(column.default)} AS ${sqlType(column)})`
  return value === 'NULL' ? fallback : `coalesce(${value}, ${fallback})`
}

/** Bits are only put together for rows that fail something: the OR is the fast path. */
function errorBits(checks: readonly RowCheck[]): string {
  if (checks.length === 0) return 'CAST(0 AS BIGINT)'
  const any = checks.map((check) => `(${check.bad})`).join(' OR ')
  const bits = checks.map((check, bit) => `CASE WHEN ${check.bad} THEN CAST(${1n << BigInt(bit)} AS BIGINT) ELSE 0 END`)
  return `CASE WHEN ${any} THEN CAST(${bits.join(' + ')} AS BIGINT) ELSE CAST(0 AS BIGINT) END`
}

/** The checks whose bits are set, the first of each column: one cell is reported once. */
export function failedChecks(checks: readonly RowCheck[], bits: bigint): readonly RowCheck[] {
  const failed = checks.filter((_, bit) => (bits & (1n << BigInt(bit))) !== 0n)
  return failed.filter((check, index) => failed.findIndex((other) => other.column === check.column) === index)
}

/** The good rows of a checked select, as a part holds them. */
export function goodRows(checked: string): string {
  return `SELECT * EXCLUDE (_err) FROM (${checked}) AS checked WHERE _err = 0`
}

/** Row count, key range, distinct keys and rows per warning check of the relation `from`. */
export function partFacts(plan: TablePlan, { checks, from }: { checks: RowChecks; from: string }): string {
  const [first = '', ...rest] = plan.table.key.map(quoteIdent)
  const missing = plan.missing
    .filter((column) => column.default === undefined)
    .map((column) => `, CAST(NULL AS ${sqlType(column)}) AS ${quoteIdent(column.name)}`)
  const warned = checks.warn.map((check, index) => `, count(*) FILTER (WHERE ${check.bad}) AS warned_${index}`)
  return (
    `SELECT count(*) AS n_rows, CAST(min(${first}) AS VARCHAR) AS key_min, CAST(max(${first}) AS VARCHAR) AS key_max, ` +
    `count(DISTINCT hash(${[first, ...rest].join(', ')})) AS n_keys${warned.join('')} ` +
    `FROM (SELECT *${missing.join('')} FROM ${from}) AS good`
  )
}
