import { z } from 'zod'

const Id = z.string().regex(/^[a-z][a-z0-9-]*$/, '编号只用小写字母、数字和连字符')
const Name = z.string().regex(/^[a-z][a-z0-9_]*$/, '名称只用小写字母、数字和下划线')

export const PARAMETER_TYPES = ['integer', 'number', 'boolean', 'text', 'date'] as const
export const COLUMN_TYPES = [
  'integer',
  'number',
  'ratio',
  'percent',
  'money',
  'date',
  'timestamp',
  'text',
  'boolean',
  'list',
] as const
export const FORMATS = ['integer', 'number', 'ratio', 'percent', 'money', 'date', 'text'] as const
export const SUBJECTS = ['person', 'visit', 'institution', 'doctor', 'group', 'drg_group', 'item'] as const

const Value = z.union([z.number(), z.boolean(), z.string()])
export type ParameterValue = z.infer<typeof Value>

export const Parameter = z.strictObject({
  id: Name,
  label: z.string(),
  type: z.enum(PARAMETER_TYPES),
  default: Value,
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string().optional(),
  origin: z.enum(['seed', 'default']),
  note: z.string().optional(),
})
export type Parameter = z.infer<typeof Parameter>

export const ColumnDefinition = z.strictObject({
  name: Name,
  label: z.string(),
  type: z.enum(COLUMN_TYPES),
  unit: z.string().optional(),
  format: z.enum(FORMATS).optional(),
  /** The values are codes of this dictionary; people are shown its labels. */
  dictionary: z.string().optional(),
})
export type ColumnDefinition = z.infer<typeof ColumnDefinition>

const SqlStep = z.strictObject({ table: Name, sql: z.string() })
const MethodStep = z.strictObject({
  table: Name,
  method: z.string(),
  from: Name,
  options: z.record(z.string(), z.union([z.number(), z.string()])).default({}),
})
export const Step = z.union([SqlStep, MethodStep])
export type Step = z.infer<typeof Step>
export type MethodStep = z.infer<typeof MethodStep>

const Detail = z.strictObject({
  table: Name,
  kind: z.enum(['table', 'graph-edges', 'day-strip', 'series']),
  label: z.string(),
  columns: z.array(ColumnDefinition),
})
export type Detail = z.infer<typeof Detail>

const Reads = z.record(z.string(), z.array(z.string()))

export const ComponentDefinition = z.strictObject({
  id: Id,
  label: z.string(),
  summary: z.string().optional(),
  clauses: z.array(z.string()).default([]),
  parameters: z.array(Parameter).default([]),
  uses: z.array(Id).default([]),
  reads: Reads,
  steps: z.array(Step).min(1),
})
export type ComponentDefinition = z.infer<typeof ComponentDefinition>

export const ModelDefinition = z.strictObject({
  id: Id,
  code: z.string(),
  name: z.string(),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, '版本写作 1.0.0'),
  subject: z.enum(SUBJECTS),
  grain: z.string(),
  summary: z.string(),
  clauses: z.array(z.string()).default([]),
  legal: z
    .array(z.strictObject({ document: z.string(), article: z.string().optional(), text: z.string().optional() }))
    .default([]),
  parameters: z.array(Parameter).default([]),
  uses: z.array(Id).default([]),
  reads: Reads,
  steps: z.array(Step).min(1),
  returns: z.array(ColumnDefinition).default([]),
  details: z.array(Detail).default([]),
  score: z.string(),
  amount: z.string(),
  explain: z.string(),
  against: z.string().optional(),
  peer_unit: z.string().optional(),
})
export type ModelDefinition = z.infer<typeof ModelDefinition>

export const isSqlStep = (step: Step): step is z.infer<typeof SqlStep> => 'sql' in step
