import { LIST_FIELDS, type ListField } from './fields.ts'
import type { QualityRule } from './rule.ts'

/** What a value of the type looks like. */
const TYPE_NAMES = {
  number: '应为数字',
  day: '日期格式应为 yyyy-MM-dd',
  moment: '时间格式应为 yyyy-MM-dd HH:mm:ss',
  duration: '时长格式应为 天/小时/分钟',
}

/** Rules that follow from the field table: mandatory (C), type (T), length (L), code list (D). Ids name node and field. */
export const FIELD_RULES: readonly QualityRule[] = LIST_FIELDS.flatMap((field) => [
  ...requiredRule(field),
  ...typeRule(field),
  ...lengthRule(field),
  ...codedRule(field),
])

function base({ node, field, forms }: ListField): Pick<QualityRule, 'node' | 'field' | 'form'> {
  return forms === 'both' ? { node, field } : { node, field, form: forms }
}

function requiredRule(field: ListField): QualityRule[] {
  if (!field.required) return []
  const id = `C-${field.node}.${field.field}`
  return [{ id, ...base(field), kind: 'completeness', severity: 'error', message: `${field.label}未填写`, test: { form: 'required' } }] // prettier-ignore
}

function typeRule(field: ListField): QualityRule[] {
  if (field.type === 'text') return []
  const [digits, decimals = 0] = field.size.split(',').map(Number)
  const limits = field.type === 'number' && field.size !== '' ? { digits: digits!, decimals } : {}
  const id = `T-${field.node}.${field.field}`
  const message = `${field.label}格式不规范：${TYPE_NAMES[field.type]}${field.type === 'number' && field.size !== '' ? `，不超过 ${digits} 位、${decimals} 位小数` : ''}` // prettier-ignore
  return [{ id, ...base(field), kind: 'conformity', severity: 'error', message, test: { form: 'type', type: field.type, ...limits } }] // prettier-ignore
}

function lengthRule(field: ListField): QualityRule[] {
  if (field.type !== 'text' || field.size === '') return []
  const id = `L-${field.node}.${field.field}`
  return [{ id, ...base(field), kind: 'conformity', severity: 'error', message: `${field.label}超过 ${field.size} 个字符`, test: { form: 'length', most: Number(field.size) } }] // prettier-ignore
}

function codedRule(field: ListField): QualityRule[] {
  if (!field.coded) return []
  const id = `D-${field.node}.${field.field}`
  return [{ id, ...base(field), kind: 'conformity', severity: 'error', message: `${field.label}不在代码表中`, test: { form: 'dictionary', dictionary: field.field } }] // prettier-ignore
}
