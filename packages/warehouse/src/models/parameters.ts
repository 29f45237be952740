import { AppError, isDay } from '@yijian/kernel'
import type { Parameter, ParameterValue } from './definition.ts'

export type ParameterValues = Readonly<Record<string, ParameterValue>>

/** Defaults with the given values on top, each checked against type and bounds. Unknown names are an error. */
export function resolveParameters(definitions: readonly Parameter[], given: ParameterValues = {}): ParameterValues {
  const known = new Set(definitions.map((d) => d.id))
  const stranger = Object.keys(given).find((id) => !known.has(id))
  if (stranger !== undefined) throw new AppError('invalid', 'parameter.unknown', `没有参数 ${stranger}`)
  return Object.fromEntries(definitions.map((d) => [d.id, checkParameter(d, given[d.id] ?? d.default)]))
}

/** Accepts text too (from a command line), and returns the typed value. */
export function checkParameter(definition: Parameter, value: ParameterValue): ParameterValue {
  const typed = typeof value === 'string' ? fromText(definition, value) : value
  const wrong = complaint(definition, typed)
  if (wrong !== undefined)
    throw new AppError('invalid', 'parameter.value', `参数 ${definition.id}（${definition.label}）${wrong}`)
  return typed
}

function fromText(definition: Parameter, text: string): ParameterValue {
  if (definition.type === 'integer' || definition.type === 'number')
    return text.trim() === '' ? Number.NaN : Number(text)
  if (definition.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

function complaint(definition: Parameter, value: ParameterValue): string | undefined {
  const { type, min, max } = definition
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : '应为 true 或 false'
  if (type === 'date') return typeof value === 'string' && isDay(value) ? undefined : '应为日期 YYYY-MM-DD'
  if (type === 'text') return typeof value === 'string' ? undefined : '应为文字'
  if (typeof value !== 'number' || !Number.isFinite(value)) return '应为数字'
  if (type === 'integer' && !Number.isInteger(value)) return '应为整数'
  if (min !== undefined && value < min) return `不得小于 ${min}`
  if (max !== undefined && value > max) return `不得大于 ${max}`
  return undefined
}

/** The value as a typed SQL literal. Text is quoted; nothing of the user's reaches SQL unquoted. */
export function sqlLiteral(type: Parameter['type'], value: ParameterValue): string {
  if (type === 'boolean') return value === true ? 'TRUE' : 'FALSE'
  if (type === 'integer') return String(value)
  if (type === 'number') return `CAST(${String(value)} AS DOUBLE)`
  const text = `'${String(value).replaceAll("'", "''")}'`
  return type === 'date' ? `CAST(${text} AS DATE)` : text
}

const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([a-z_][a-z0-9_]*)/g

/** The `$name` placeholders of a statement, outside strings and comments. */
export function placeholdersOf(sql: string): Set<string> {
  const names = new Set<string>()
  for (const match of sql.matchAll(TOKEN)) if (match[1] !== undefined) names.add(match[1])
  return names
}

/** Replaces each `$name` by its literal. Throws when a name has none. */
export function fillIn(sql: string, literals: Readonly<Record<string, string>>): string {
  return sql.replace(TOKEN, (token, name: string | undefined) => {
    if (name === undefined) return token
    const literal = literals[name]
    if (literal === undefined) throw new AppError('invalid', 'parameter.undeclared', `SQL 用到了未声明的参数 $${name}`)
    return literal
  })
}

/** Literals of all parameters plus `$as_of` and `$los_mode`. */
export function literalsOf(
  definitions: readonly Parameter[],
  values: ParameterValues,
  fixed: { readonly asOf: string; readonly losMode: string },
): Record<string, string> {
  const own = definitions.map((d) => [d.id, sqlLiteral(d.type, values[d.id] ?? d.default)] as const)
  return {
    ...Object.fromEntries(own),
    as_of: sqlLiteral('date', fixed.asOf),
    los_mode: sqlLiteral('text', fixed.losMode),
  }
}
