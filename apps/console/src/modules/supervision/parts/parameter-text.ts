import { formatNumber } from '@yijian/web-kit'

/** A parameter's value as an auditor reads it. */
export function parameterText(value: string | number | boolean, unit: string | null): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  const text = typeof value === 'number' ? formatNumber(value, 6) : value
  return unit === null || unit === '' ? text : `${text} ${unit}`
}
