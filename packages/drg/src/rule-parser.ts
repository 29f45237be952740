import { AppError, assertNever } from '@yijian/kernel'

/** A condition of a scheme: `pdx(1) & (anyop(1) | anyop(2) & !anyop(3)) & age_days<=28`. The language is described in the handbook. */
export type Rule =
  | { readonly kind: 'true' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Rule[] }
  | { readonly kind: 'not'; readonly part: Rule }
  | ListRule
  | { readonly kind: 'compare'; readonly field: NumberField; readonly op: CompareOp; readonly value: number }
  | { readonly kind: 'dept'; readonly value: string }
  /** The condition of another rule of the scheme. */
  | { readonly kind: 'rule'; readonly id: string }

/** Set: `''` the list of the MDC, `2` a list of the rule itself, `EB1.2` one of another rule, `@MDCZ` the list of another MDC. */
export interface ListRule {
  readonly kind: 'list'
  readonly term: ListTerm
  readonly set: string
}

/** pdx main, odx other, anydx any diagnosis; pop main, oop other, anyop any operation. */
export type ListTerm = 'pdx' | 'odx' | 'anydx' | 'pop' | 'oop' | 'anyop'
/**
 * What rules compare: what a case says, then, from `regions`, what follows from its codes. A number that is not known is NaN and meets
 * no comparison. `cc`/`mcc` read severity.
 */
export const NUMBER_FIELDS = [
  'sex',
  'age',
  'age_days',
  'weight',
  'los',
  'leave',
  'icu_hours',
  'vent_hours',
  'nursing_days',
  'day_surgery',
  'new_tech',
  'regions',
  'pop_valid',
  'valid_ops',
  'ops',
  'severity',
] as const
export type NumberField = (typeof NUMBER_FIELDS)[number]
export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>='

const compare = (field: NumberField, op: CompareOp, value: number): Rule => ({ kind: 'compare', field, op, value })

/** Short names for comparisons. */
const FLAGS: Readonly<Record<string, Rule>> = {
  true: { kind: 'true' },
  pop_valid: compare('pop_valid', '=', 1),
  no_valid_op: compare('valid_ops', '=', 0),
  any_valid_op: compare('valid_ops', '>', 0),
  no_op: compare('ops', '=', 0),
  any_op: compare('ops', '>', 0),
  death: compare('leave', '=', 5),
  transfer: compare('leave', '=', 2),
  icu: compare('icu_hours', '>', 0),
  day_surgery: compare('day_surgery', '=', 1),
  new_tech: compare('new_tech', '=', 1),
  multi_site: compare('regions', '>=', 2),
  mcc: compare('severity', '=', 2),
  cc: compare('severity', '=', 1),
}

const TOKEN = new RegExp(
  [
    String.raw`\s*(?:([&|()!])`,
    String.raw`(pdx|odx|anydx|pop|oop|anyop)(?:\(\s*([^()\s]+)\s*\))?(?![a-z_])`,
    String.raw`rule\(\s*([^()\s]+)\s*\)`,
    String.raw`dept\s*=\s*([^\s&|()]+)`,
    `(${[...NUMBER_FIELDS].sort((a, b) => b.length - a.length).join('|')})${String.raw`\s*(<=|>=|!=|=|<|>)\s*(\d+(?:\.\d+)?)`}`,
    `(${Object.keys(FLAGS).join('|')})(?![a-z_]))`,
  ].join('|'),
  'y',
)

interface Token {
  readonly symbol?: string
  readonly rule?: Rule
}

/** Parses a rule; throws `invalid` with the place where it stopped understanding. */
export function parseRule(text: string): Rule {
  const tokens = tokenize(text)
  let next = 0
  const fail = (): never => {
    throw new AppError('invalid', 'drg.rule.syntax', `规则写法有误：${text}`)
  }
  const primary = (): Rule => {
    const token = tokens[next++] ?? fail()
    if (token.rule) return token.rule
    if (token.symbol === '!') return { kind: 'not', part: primary() }
    if (token.symbol !== '(') return fail()
    const inner = either()
    if (tokens[next++]?.symbol !== ')') return fail()
    return inner
  }
  const chain = (symbol: '&' | '|', part: () => Rule): Rule => {
    const parts = [part()]
    while (tokens[next]?.symbol === symbol) {
      next++
      parts.push(part())
    }
    return parts.length === 1 ? (parts[0] as Rule) : { kind: symbol === '&' ? 'and' : 'or', parts }
  }
  const both = (): Rule => chain('&', primary)
  const either = (): Rule => chain('|', both)
  const rule = either()
  return next === tokens.length ? rule : fail()
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) throw new AppError('invalid', 'drg.rule.syntax', `规则第 ${at + 1} 个字符起看不懂：${text}`)
    tokens.push(readToken(match))
  }
  return tokens
}

function readToken([, symbol, list, set, rule, dept, field, op, value, flag]: RegExpExecArray): Token {
  if (symbol !== undefined) return { symbol }
  if (list !== undefined) return { rule: { kind: 'list', term: list as ListTerm, set: set ?? '' } }
  if (rule !== undefined) return { rule: { kind: 'rule', id: rule } }
  if (dept !== undefined) return { rule: { kind: 'dept', value: dept } }
  if (flag !== undefined) return { rule: FLAGS[flag] as Rule }
  return { rule: compare(field as NumberField, op as CompareOp, Number(value)) }
}

/** The list terms of a rule, in the order they are written. */
export function listTermsOf(rule: Rule): readonly ListRule[] {
  if (rule.kind === 'list') return [rule]
  if (rule.kind === 'not') return listTermsOf(rule.part)
  return rule.kind === 'and' || rule.kind === 'or' ? rule.parts.flatMap(listTermsOf) : []
}

/** Every part of a rule, itself included. */
export function partsOf(rule: Rule): readonly Rule[] {
  if (rule.kind === 'not') return [rule, ...partsOf(rule.part)]
  return rule.kind === 'and' || rule.kind === 'or' ? [rule, ...rule.parts.flatMap(partsOf)] : [rule]
}

const COMPARE_TEXT: Readonly<Record<CompareOp, string>> = {
  '=': '=',
  '!=': '≠',
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
}
const FIELD_TEXT: Readonly<Record<NumberField, string>> = {
  sex: '性别',
  age: '年龄（岁）',
  age_days: '日龄（天）',
  weight: '出生体重（克）',
  regions: '创伤部位数',
  los: '住院天数',
  leave: '离院方式',
  icu_hours: '重症监护小时',
  vent_hours: '有创呼吸机小时',
  nursing_days: '特级护理天数',
  day_surgery: '日间手术',
  new_tech: '新技术',
  pop_valid: '主要手术有效',
  valid_ops: '有效手术数',
  ops: '手术操作数',
  severity: '并发症等级',
}
const LIST_TEXT: Readonly<Record<ListTerm, string>> = {
  pdx: '主要诊断',
  odx: '其他诊断',
  anydx: '任一诊断',
  pop: '主要手术',
  oop: '其他手术',
  anyop: '任一手术',
}

/** A rule in words, for the trace. */
export function describeRule(rule: Rule): string {
  switch (rule.kind) {
    case 'true':
      return '无条件'
    case 'and':
      return rule.parts
        .map((part) => (part.kind === 'or' ? `（${describeRule(part)}）` : describeRule(part)))
        .join(' 且 ')
    case 'or':
      return rule.parts.map(describeRule).join(' 或 ')
    case 'not':
      return `非（${describeRule(rule.part)}）`
    case 'list':
      return `${LIST_TEXT[rule.term]}在清单${rule.set === '' ? '' : ` ${rule.set} `}内`
    case 'compare':
      return describeComparison(rule)
    case 'dept':
      return `科室为 ${rule.value}`
    case 'rule':
      return `符合 ${rule.id} 的条件`
    default:
      return assertNever(rule)
  }
}

const SEVERITY_TEXT: Readonly<Record<number, string>> = {
  0: '无有效并发症',
  1: '有有效的并发症（CC）',
  2: '有有效的严重并发症（MCC）',
}

function describeComparison({ field, op, value }: Extract<Rule, { kind: 'compare' }>): string {
  if (field === 'severity' && op === '=') return SEVERITY_TEXT[value] ?? `并发症等级 ${value}`
  if (field === 'sex' && op === '=') return value === 1 ? '男性' : '女性'
  if (field === 'pop_valid') return '主要手术为有效手术'
  if (field === 'valid_ops') return op === '=' ? '无有效手术' : '有有效手术'
  return `${FIELD_TEXT[field]} ${COMPARE_TEXT[op]} ${value}`
}
