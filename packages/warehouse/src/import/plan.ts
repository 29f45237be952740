import { quoteIdent, quoteLiteral } from '../engine/public.ts'
import { type ColumnDefinition, sqlType, type TableDefinition } from '../tables/public.ts'
import { refused } from './refused.ts'

/** How a delivered column becomes a national one. */
export interface ColumnPlan {
  readonly column: ColumnDefinition
  /** Name of the column in the relation the rows are read from. */
  readonly source: string
  /** Type the value has there. */
  readonly readType: string
  /** SQL of the value in the national type. */
  readonly value: string
  /** SQL that is true when a value is present but not of the type; absent when reading has already decided. */
  readonly mistyped?: string
}

export interface TablePlan {
  readonly table: TableDefinition
  /** In the order of the file. */
  readonly columns: readonly ColumnPlan[]
  /** Columns of the table that are not delivered. */
  readonly missing: readonly ColumnDefinition[]
  /** Delivered columns nobody knows. */
  readonly unknown: readonly string[]
  /** Names of columns the source declares it does not have: not required. */
  readonly absent: ReadonlySet<string>
}

/** A column of a relation: its name and, when it is already typed (Parquet, adapter), its engine type. */
interface DeliveredColumn {
  /** As the file calls it. */
  readonly name: string
  /** As the relation it is read from calls it. */
  readonly source: string
  readonly type: string
  /** First values of a text column, to see which formats it uses. */
  readonly sample: readonly string[]
}

/** Columns every row carries beside the national ones: where it came from. */
export const PROVENANCE = ['_file', '_line'] as const

interface PlanOptions {
  readonly absent: ReadonlySet<string>
  readonly plan: (column: ColumnDefinition, delivered: DeliveredColumn) => ColumnPlan
}

/** Matches delivered columns to the table, by national name or alias, in any case. Refuses what cannot be that table. */
export function planTable(
  table: TableDefinition,
  delivered: readonly DeliveredColumn[],
  { absent, plan }: PlanOptions,
): TablePlan {
  const matched = delivered.map((column) => ({ delivered: column, column: findColumn(table, column.name) }))
  const columns = matched.flatMap((match) => (match.column ? [plan(match.column, match.delivered)] : []))
  const names = columns.map(({ column }) => column.name)
  if (columns.length === 0) throw refused(`第一行不是表头：没有一列是${table.label}（${table.table}）的列名`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw refused(`列 ${twice} 在表头中出现了两次`)
  const missing = table.columns.filter((column) => !names.includes(column.name))
  const needed = missing.filter((column) => column.required && column.default === undefined && !absent.has(column.name))
  if (needed.length > 0) {
    throw refused(`缺少必需的列：${needed.map((column) => `${column.name}（${column.label}）`).join('、')}`)
  }
  const unknown = matched.filter((match) => !match.column).map((match) => match.delivered.name)
  const known = unknown.filter((name) => !(PROVENANCE as readonly string[]).includes(name))
  return { table, columns, missing, unknown: known, absent }
}

function findColumn(table: TableDefinition, name: string): ColumnDefinition | undefined {
  const lower = name.trim().toLowerCase()
  const national = Object.entries(table.aliases).find(([, aliases]) => aliases.includes(lower))?.[0] ?? lower
  return table.columns.find((column) => column.name === national)
}

/** Money is read with six decimals so that a third one is seen, not rounded away. */
const READ_TYPES = {
  varchar: 'VARCHAR',
  flag: 'VARCHAR',
  json: 'VARCHAR',
  integer: 'INTEGER',
  money: 'DECIMAL(18,6)',
  quantity: 'DECIMAL(16,4)',
  ratio: 'DOUBLE',
  date: 'TIMESTAMP',
  timestamp: 'TIMESTAMP',
} as const

const PLAIN_TIME = /^\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?$/

/** The plan of a CSV column: the reader types it, unless its times are written in a way the reader does not know. */
export function planCsvColumn(column: ColumnDefinition, delivered: DeliveredColumn): ColumnPlan {
  const isTime = column.type === 'date' || column.type === 'timestamp'
  if (isTime && delivered.sample.some((text) => text !== '' && !PLAIN_TIME.test(text.trim()))) {
    return planTextColumn(column, delivered)
  }
  const readType = READ_TYPES[column.type]
  const source = quoteIdent(delivered.source)
  const value = column.type === 'date' || column.type === 'money' ? `CAST(${source} AS ${sqlType(column)})` : source
  return { column, source: delivered.source, readType, value }
}

/** The plan of a column that arrives as text: conversion and its failure are SQL. */
function planTextColumn(column: ColumnDefinition, delivered: DeliveredColumn): ColumnPlan {
  const source = quoteIdent(delivered.source)
  const isTime = column.type === 'date' || column.type === 'timestamp'
  const converted = isTime ? parseTime(source) : `TRY_CAST(${source} AS ${READ_TYPES[column.type]})`
  const mistyped = `(${source} IS NOT NULL AND ${converted} IS NULL)`
  const value = isTime && column.type === 'timestamp' ? converted : `CAST(${converted} AS ${sqlType(column)})`
  const isText = READ_TYPES[column.type] === 'VARCHAR'
  return {
    column,
    source: delivered.source,
    readType: 'VARCHAR',
    ...(isText ? { value: source } : { value, mistyped }),
  }
}

const TIME_FORMATS = [
  '%Y%m%d',
  '%Y%m%d%H%M%S',
  '%Y%m%d %H:%M:%S',
  '%Y年%m月%d日',
  '%Y.%m.%d',
  '%Y-%m-%d %H:%M',
  '%Y/%m/%d %H:%M',
]

function parseTime(source: string): string {
  const text = `regexp_replace(trim(${source}), '\\+08:?(00)?$', '')`
  const formats = TIME_FORMATS.map(quoteLiteral).join(', ')
  const foreign = `regexp_matches(${text}, '(Z|[+-]\\d{2}:?\\d{2})$') AND contains(${text}, ':')`
  return `(CASE WHEN ${foreign} THEN NULL ELSE coalesce(TRY_CAST(${text} AS TIMESTAMP), try_strptime(${text}, [${formats}])) END)`
}

/** The plan of a column of a typed relation (Parquet, adapter result). Text in it is treated as in a CSV. */
export function planTypedColumn(column: ColumnDefinition, delivered: DeliveredColumn): ColumnPlan {
  const source = quoteIdent(delivered.source)
  const target = sqlType(column)
  const base = { column, source: delivered.source, readType: delivered.type }
  if (delivered.type === target)
    return { ...base, value: column.type === 'ratio' || target !== 'VARCHAR' ? source : emptyToNull(source) }
  if (delivered.type === 'VARCHAR') {
    const text = planTextColumn(column, delivered)
    const cleaned = emptyToNull(source)
    return {
      ...text,
      value: text.value.replaceAll(source, cleaned),
      ...(text.mistyped ? { mistyped: text.mistyped.replaceAll(source, cleaned) } : {}),
    }
  }
  const converted = `TRY_CAST(${source} AS ${READ_TYPES[column.type]})`
  const mistyped = `(${source} IS NOT NULL AND ${converted} IS NULL)`
  return { ...base, value: `CAST(${converted} AS ${target})`, mistyped }
}

function emptyToNull(source: string): string {
  return `nullif(${source}, '')`
}

/** SQL that is true when an amount has more than two decimals; undefined when the column cannot have them. */
export function finerThanFen(plan: ColumnPlan): string | undefined {
  if (plan.column.type !== 'money' || plan.readType === 'DECIMAL(16,2)') return undefined
  const source = quoteIdent(plan.source)
  const wide = plan.readType === 'DECIMAL(18,6)' ? source : `TRY_CAST(${source} AS DECIMAL(18,6))`
  return `(CAST(CAST(${wide} AS DECIMAL(16,2)) AS DECIMAL(18,6)) <> ${wide})`
}
