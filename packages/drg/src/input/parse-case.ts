import { AppError } from '@yijian/kernel'
import { parseNumber, parseSex, UNREADABLE } from '../csv/cells.ts'
import type { CaseRecord } from '../record.ts'

/** A case written as JSON, with the column names of a case file; codes as a list or joined by `|`. Nothing missing becomes zero. */
export function parseCase(value: unknown): CaseRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AppError('invalid', 'drg.case.shape', '病例应为一个 JSON 对象')
  const fields = value as Readonly<Record<string, unknown>>
  const number = (name: string): number | undefined => {
    const text = textOf(fields[name])
    const parsed = parseNumber(text)
    if (parsed === UNREADABLE) throw new AppError('invalid', 'drg.case.number', `${name} 应为不小于零的数：${text}`)
    return Number.isNaN(parsed) ? undefined : parsed
  }
  const sex = parseSex(textOf(fields['sex']))
  const weight = number('birth_weight')
  if (weight !== undefined && weight > 0 && weight < 100)
    throw new AppError('invalid', 'drg.case.weight', 'birth_weight 应以克为单位')
  return {
    sex: sex === 1 || sex === 2 ? sex : undefined,
    age: number('age'),
    ageDays: number('age_days'),
    birthWeight: weight === 0 ? undefined : weight,
    dx: codesOf(fields['dx']),
    op: codesOf(fields['op']),
    los: number('los'),
    leaveType: number('leave_type'),
    icuHours: number('icu_hours'),
    ventHours: number('vent_hours'),
    nursingDays: number('nursing_days'),
    daySurgery: flagOf(number('day_surgery')),
    newTech: flagOf(number('new_tech')),
    dept: textOf(fields['dept']) || undefined,
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function codesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(textOf)
  const text = textOf(value)
  return text === '' ? [] : text.split('|')
}

function flagOf(value: number | undefined): boolean | undefined {
  return value === undefined ? undefined : value === 1
}
