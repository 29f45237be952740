import { groupDigits, formatAmount } from './money.ts'

export type FieldFormat = 'integer' | 'number' | 'ratio' | 'percent' | 'money' | 'date' | 'text'
export type FieldValue = string | number | boolean | null

/** What an absent value looks like everywhere. */
export const ABSENT = '—'

export function formatCount(n: number): string {
  return groupDigits(String(Math.round(n)))
}

/** A number with at most `digits` decimals, without trailing zeros. */
export function formatNumber(n: number, digits = 2): string {
  if (!Number.isFinite(n)) return ABSENT
  const [whole = '0', fraction] = String(Number(n.toFixed(digits))).split('.')
  return fraction === undefined ? groupDigits(whole) : `${groupDigits(whole)}.${fraction}`
}

/** 0.9234 → "92.3%". */
export function formatPercent(share: number, digits = 1): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(digits)}%` : ABSENT
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / 1024
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toString()} ${units[unit] ?? 'TB'}`
}

/** A value of a model's own column, by its declared format; the unit is appended unless the format carries it. */
export function formatField(value: FieldValue, field: { format: FieldFormat; unit: string | null }): string {
  const text = formatBare(value, field.format)
  const carriesUnit = text === ABSENT || field.format === 'percent' || field.unit === null
  return carriesUnit ? text : `${text} ${field.unit}`
}

/** The same without the unit, for table cells whose heading names it. */
export function formatBare(value: FieldValue, format: FieldFormat): string {
  if (value === null || value === '') return ABSENT
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'string')
    return format === 'money' && /^-?\d+(\.\d{1,2})?$/.test(value) ? formatAmount(value) : formatText(value, format)
  switch (format) {
    case 'integer':
      return formatCount(value)
    case 'percent':
      return formatPercent(value)
    case 'money':
      return formatAmount(value.toFixed(2))
    case 'ratio':
      return formatNumber(value, 3)
    default:
      return formatNumber(value, 2)
  }
}

function formatText(value: string, format: FieldFormat): string {
  const numeric = format === 'integer' || format === 'number' || format === 'ratio' || format === 'percent'
  if (!numeric || value.trim() === '' || Number.isNaN(Number(value))) return value
  return formatBare(Number(value), format)
}

export const isNumericFormat = (format: FieldFormat): boolean => format !== 'text' && format !== 'date'

/** Enough digits to tell neighbours apart: small ratios keep four decimals, large numbers none. */
export function formatScaled(n: number): string {
  const abs = Math.abs(n)
  return formatNumber(n, abs >= 1000 ? 0 : abs >= 1 ? 2 : 4)
}
