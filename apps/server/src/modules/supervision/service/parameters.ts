import { AppError, isDay } from '@yijian/kernel'
import type { ModelParameter as Parameter } from '@yijian/warehouse'
import type { ParameterValue } from '../schema.ts'

export type ParameterValues = Readonly<Record<string, ParameterValue>>

/** Checks values of a form against their declaration; throws `invalid` naming the parameter and its bounds. */
export function checkValues(parameters: readonly Parameter[], values: ParameterValues): ParameterValues {
  for (const [id, value] of Object.entries(values)) {
    const parameter = parameters.find((candidate) => candidate.id === id)
    if (!parameter) throw new AppError('invalid', 'parameter.unknown', `没有名为 ${id} 的参数`)
    const problem = problemOf(parameter, value)
    if (problem)
      throw new AppError('invalid', 'parameter.value', `参数“${parameter.label}”${problem}`, { parameter: id })
  }
  return values
}

function problemOf({ type, min, max }: Parameter, value: ParameterValue): string | undefined {
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : '应为是或否'
  if (type === 'date') return typeof value === 'string' && isDay(value) ? undefined : '应为日期 YYYY-MM-DD'
  if (type === 'text') return typeof value === 'string' && value.length <= 200 ? undefined : '应为 200 字以内的文字'
  if (typeof value !== 'number' || !Number.isFinite(value)) return '应为数字'
  if (type === 'integer' && !Number.isInteger(value)) return '应为整数'
  if (min !== undefined && value < min) return `不能小于 ${min}`
  if (max !== undefined && value > max) return `不能大于 ${max}`
  return undefined
}
