import { assertNever } from '@yijian/kernel'
import type { Condition, Value } from '../condition.ts'
import { CODE_FIELDS, NUMBER_FIELDS, type CodeField, type NumberField } from '../fields.ts'

/** Prints a condition over aliases r (row), v (visit), p (person), u (unit). SQL's NULL is “unknown”. */
export function conditionSql(condition: Condition): string {
  switch (condition.is) {
    case 'all':
      return condition.of.length === 0 ? 'TRUE' : `(${condition.of.map(conditionSql).join(' AND ')})`
    case 'any':
      return condition.of.length === 0 ? 'FALSE' : `(${condition.of.map(conditionSql).join(' OR ')})`
    case 'not':
      return `(NOT ${conditionSql(condition.of)})`
    case 'given':
      return `(u.k_${condition.param} IS NOT NULL)`
    case 'compare':
      return `(${valueSql(condition.left)} ${condition.by} ${valueSql(condition.right)})`
    case 'member':
      return memberSql(condition.field, condition.set)
    case 'one-of':
      return `(${fieldSql(condition.field)} IN (${condition.values.map(literal).join(', ')}))`
    case 'absent':
      return `(${fieldSql(condition.field)} IS NULL)`
    case 'meets':
      return meetsSql(condition)
    case 'share':
      return `(CAST(${fieldSql(condition.num)} AS HUGEINT) * 1000000 ${condition.by} CAST(${fieldSql(condition.den)} AS HUGEINT) * u.k_${condition.ppm})`
    default:
      return assertNever(condition)
  }
}

export function valueSql(value: Value): string {
  switch (value.v) {
    case 'const':
      return String(value.is)
    case 'param':
      return `u.k_${value.of}`
    case 'field':
      return fieldSql(value.of)
    case 'add':
      return `(${valueSql(value.a)} + ${valueSql(value.b)})`
    case 'sub':
      return `(${valueSql(value.a)} - ${valueSql(value.b)})`
    case 'mul':
      return `(CAST(${valueSql(value.a)} AS HUGEINT) * ${valueSql(value.b)})`
    default:
      return assertNever(value)
  }
}

function fieldSql(name: NumberField | CodeField): string {
  if (name === 'ageDays') return '(r.day - p.brdy)'
  if (name === 'ageMonths') return monthsSql('p.brdy', 'r.day')
  const place = name in CODE_FIELDS ? CODE_FIELDS[name as CodeField] : NUMBER_FIELDS[name as NumberField]
  if (place === 'row') return `r.${name}`
  return place === 'person' ? `p.${name}` : `v.${name}`
}

/** Completed months between two day numbers. */
function monthsSql(a: string, b: string): string {
  const date = (day: string) => `(DATE '1970-01-01' + CAST(${day} AS INTEGER))`
  const month = (day: string) => `(year(${date(day)}) * 12 + month(${date(day)}))`
  return `(${month(b)} - ${month(a)} - CASE WHEN day(${date(b)}) < day(${date(a)}) THEN 1 ELSE 0 END)`
}

function memberSql(name: CodeField, set: string): string {
  const table = name === 'code' ? 'match_item m WHERE m.code = r.code' : `rule_set m WHERE m.member = ${fieldSql(name)}`
  const found = `EXISTS (SELECT 1 FROM ${table} AND m.set_no = u.k_${set})`
  return `(CASE WHEN ${fieldSql(name)} IS NULL OR u.k_${set} IS NULL THEN NULL ELSE ${found} END)`
}

function meetsSql({ bag, set, days }: Extract<Condition, { is: 'meets' }>): string {
  const here = `EXISTS (SELECT 1 FROM match_${bag} m WHERE m.visit = r.visit AND m.set_no = u.k_${set})`
  const before =
    days === undefined
      ? ''
      : `WHEN u.k_${days} IS NOT NULL AND EXISTS (SELECT 1 FROM match_${bag} m WHERE m.psn = r.psn AND m.set_no = u.k_${set} AND m.adm <= v.adm AND m.adm >= v.adm - u.k_${days}) THEN TRUE `
  return `(CASE WHEN ${here} THEN TRUE ${before}WHEN EXISTS (SELECT 1 FROM rule_${bag} b WHERE b.visit = r.visit) THEN FALSE END)`
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
