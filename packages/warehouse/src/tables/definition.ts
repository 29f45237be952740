import { z } from 'zod'

/** Types a national column may have, with the engine's type. */
export const COLUMN_TYPES = {
  varchar: 'VARCHAR',
  integer: 'INTEGER',
  money: 'DECIMAL(16,2)',
  quantity: 'DECIMAL(16,4)',
  ratio: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  flag: 'VARCHAR',
  json: 'VARCHAR',
} as const

export type ColumnType = keyof typeof COLUMN_TYPES

const Name = z.string().regex(/^[a-z][a-z0-9_]*$/)
const Severity = z.enum(['reject', 'warn'])

const Column = z.strictObject({
  name: Name,
  type: z.enum(Object.keys(COLUMN_TYPES) as [ColumnType, ...ColumnType[]]),
  label: z.string().min(1),
  /** The file must have the column and every row a value. */
  required: z.boolean().default(false),
  dictionary: Name.optional(),
  /** `prefix`: provincial child codes of a national code are accepted. */
  dictionary_match: z.enum(['exact', 'prefix']).default('exact'),
  dictionary_unknown: Severity.default('reject'),
  /** Taken when the column is absent or the value is missing. */
  default: z.string().optional(),
  /** 1 ordinary, 2 personal, 3 sensitive personal (masked unless unmasking is granted). */
  sensitivity: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
})

const Reference = z.strictObject({ columns: z.array(Name).min(1), table: Name, on_missing: Severity })

const Check = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  label: z.string().min(1),
  /** The column shown beside the reason in the reject file. */
  column: Name,
  severity: Severity.default('reject'),
  /** True for a good row; NULL counts as good. */
  sql: z.string().min(1),
})

export const TableDefinitionSchema = z
  .strictObject({
    table: Name,
    label: z.string().min(1),
    physical: z.string().min(1),
    layer: z.literal('ods'),
    key: z.array(Name).min(1),
    required_table: z.boolean(),
    columns: z.array(Column).min(1),
    references: z.array(Reference).default([]),
    checks: z.array(Check).default([]),
    aliases: z.record(Name, z.array(Name)).default({}),
  })
  .superRefine((table, context) => {
    for (const message of inconsistencies(table)) context.addIssue({ code: 'custom', message })
  })

export type TableDefinition = z.infer<typeof TableDefinitionSchema>
export type ColumnDefinition = TableDefinition['columns'][number]
export type CheckDefinition = TableDefinition['checks'][number]
export type ReferenceDefinition = TableDefinition['references'][number]

interface Shape {
  readonly key: readonly string[]
  readonly columns: readonly { readonly name: string; readonly required: boolean }[]
  readonly references: readonly { readonly columns: readonly string[] }[]
  readonly checks: readonly { readonly column: string }[]
  readonly aliases: Readonly<Record<string, readonly string[]>>
}

function inconsistencies(table: Shape): string[] {
  const names = table.columns.map((column) => column.name)
  const known = new Set(names)
  const used = [
    ...table.key,
    ...table.references.flatMap((reference) => reference.columns),
    ...table.checks.map((check) => check.column),
    ...Object.keys(table.aliases),
  ]
  const aliases = Object.values(table.aliases).flat()
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `列 ${name} 重复`),
    ...used.filter((name) => !known.has(name)).map((name) => `列 ${name} 没有定义`),
    ...aliases.filter((name) => known.has(name)).map((name) => `别名 ${name} 与列同名`),
    ...table.columns
      .filter((column) => table.key.includes(column.name) && !column.required)
      .map((column) => `主键列 ${column.name} 必须是必填列`),
  ]
}

/** The engine's type of a column. */
export function sqlType(column: Pick<ColumnDefinition, 'type'>): string {
  return COLUMN_TYPES[column.type]
}
