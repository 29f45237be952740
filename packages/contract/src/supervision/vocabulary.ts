import { LEVELS } from '@yijian/kernel'
import { z } from 'zod'

export const Level = z.enum(LEVELS)
/** Levels that are dispatched and counted in reports, as the list's filter wants them; 观察 is stored only. */
export const REPORTED_LEVELS = '高,中,低'
export const SUBJECT_TYPES = ['person', 'visit', 'institution', 'doctor', 'group', 'drg_group', 'item'] as const
export const SUBJECT_LABELS = {
  person: '参保人',
  visit: '就诊',
  institution: '机构',
  doctor: '医师',
  group: '群组',
  drg_group: '病组',
  item: '项目',
} as const satisfies Record<(typeof SUBJECT_TYPES)[number], string>
export const FINDING_SOURCES = ['model', 'rule'] as const
export const SOURCE_LABELS = { model: '模型', rule: '规则' } as const satisfies Record<
  (typeof FINDING_SOURCES)[number],
  string
>
export const FINDING_STATUSES = ['new', 'confirmed', 'rejected'] as const
export const STATUS_LABELS = { new: '待核实', confirmed: '核实属实', rejected: '核实不属实' } as const satisfies Record<
  (typeof FINDING_STATUSES)[number],
  string
>

export const FieldFormat = z.enum(['integer', 'number', 'ratio', 'percent', 'money', 'date', 'text'])
export const FieldInfo = z.object({
  name: z.string(),
  label: z.string(),
  unit: z.string().nullable(),
  format: FieldFormat,
})
