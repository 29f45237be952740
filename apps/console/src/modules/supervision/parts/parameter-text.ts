import { formatNumber } from '@yijian/web-kit/pure'

/** A parameter's value as an auditor reads it. */
export function parameterText(value: string | number | boolean, unit: string | null): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  const text = typeof value === 'number' ? formatNumber(value, 6) : value
  return unit === null || unit === '' ? text : `${text} ${unit}`
}

/** "1–30 天", "不小于 0", or empty when nothing bounds it. */
export function boundsText(parameter: { min: number | null; max: number | null; unit: string | null }): string {
  const { min, max, unit } = parameter
  const suffix = unit === null || unit === '' ? '' : ` ${unit}`
  if (min !== null && max !== null) return `${formatNumber(min, 6)}–${formatNumber(max, 6)}${suffix}`
  if (min !== null) return `不小于 ${formatNumber(min, 6)}${suffix}`
  return max === null ? '' : `不大于 ${formatNumber(max, 6)}${suffix}`
}
