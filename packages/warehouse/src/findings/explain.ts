import type { ColumnDefinition } from '../models/definition.ts'
import { quoteIdent, quoteLiteral } from '../engine/public.ts'

/** How a value reads in a sentence. */
export type TextFormat = NonNullable<ColumnDefinition['format']> | 'list' | 'boolean' | 'timestamp'

const STANDARD_FORMATS: Readonly<Record<string, TextFormat>> = {
  subject_id: 'text',
  psn_no: 'text',
  fixmedins_code: 'text',
  fixmedins_name: 'text',
  period_from: 'date',
  period_to: 'date',
  member_ids: 'list',
  mdtrt_ids: 'list',
  setl_ids: 'list',
  related_psn_nos: 'list',
  tags: 'list',
  subtype: 'text',
  amt_total: 'money',
  amt_fund: 'money',
  missing_share: 'percent',
  peer_label: 'text',
  peer_n: 'integer',
  peer_value: 'number',
  peer_median: 'number',
}

const PLACEHOLDER = /\{([a-z_][a-z0-9_]*)\}/g

/** Names in braces. */
export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '')
}

/** The format of every column a sentence may name. */
export function formatsFor(returns: readonly ColumnDefinition[]): Readonly<Record<string, TextFormat>> {
  return { ...STANDARD_FORMATS, ...Object.fromEntries(returns.map((r) => [r.name, r.format ?? formatOfType(r.type)])) }
}

function formatOfType(type: ColumnDefinition['type']): TextFormat {
  return type
}

/** A template as a SQL text expression over the columns of relation `r`; what is missing reads 不详. */
export function sentenceSql(template: string, formats: Readonly<Record<string, TextFormat>>): string {
  const parts: string[] = []
  let at = 0
  for (const match of template.matchAll(PLACEHOLDER)) {
    if (match.index > at) parts.push(quoteLiteral(template.slice(at, match.index)))
    const name = match[1] ?? ''
    parts.push(`COALESCE(${valueSql(`r.${quoteIdent(name)}`, formats[name] ?? 'text')}, '不详')`)
    at = match.index + match[0].length
  }
  if (at < template.length) parts.push(quoteLiteral(template.slice(at)))
  return parts.length === 0 ? `''` : `concat(${parts.join(', ')})`
}

function valueSql(column: string, format: TextFormat): string {
  switch (format) {
    case 'money':
      return `format('{:,.2f}', CAST(${column} AS DOUBLE))`
    case 'percent':
      return `regexp_replace(format('{:.1f}%', CAST(${column} AS DOUBLE) * 100), '\\.0%$', '%')`
    case 'integer':
      return `format('{:,}', CAST(${column} AS BIGINT))`
    case 'number':
    case 'ratio':
      return `regexp_replace(format('{:,.2f}', CAST(${column} AS DOUBLE)), '\\.?0+$', '')`
    case 'date':
      return `strftime(CAST(${column} AS DATE), '%Y-%m-%d')`
    case 'timestamp':
      return `strftime(CAST(${column} AS TIMESTAMP), '%Y-%m-%d %H:%M')`
    case 'list':
      return `array_to_string(${column}, '、')`
    case 'boolean':
      return `CASE WHEN ${column} THEN '是' ELSE '否' END`
    case 'text':
      return `NULLIF(CAST(${column} AS VARCHAR), '')`
  }
}
