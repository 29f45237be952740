import { AppError } from '@yijian/kernel'

/** A condition of the published rules: `pdx(1) & (anyop(1) | anyop(2) & anyop(3)) & age_days<=28`. */
export type Rule =
  | { readonly kind: 'true' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Rule[] }
  | { readonly kind: 'list'; readonly term: ListTerm; readonly set: number }
  | { readonly kind: 'flag'; readonly term: FlagTerm }
  | { readonly kind: 'compare'; readonly field: NumberField; readonly op: CompareOp; readonly value: number }

/** pdx main diagnosis, anydx any diagnosis, pop main operation, anyop any operation. Set 0 = the MDC's own list. */
export type ListTerm = 'pdx' | 'anydx' | 'pop' | 'anyop'
export type FlagTerm = 'pop_valid' | 'no_valid_op'
export type NumberField = 'sex' | 'age' | 'age_days' | 'weight' | 'regions'
export type CompareOp = '=' | '<' | '<=' | '>' | '>='

const TOKEN =
  /\s*(?:([&|()])|(pdx|anydx|pop|anyop)(?:\((\d+)\))?(?![a-z_])|(pop_valid|no_valid_op)|(true)|(sex|age_days|age|weight|regions)\s*(<=|>=|=|<|>)\s*(\d+))/y

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

function readToken([, symbol, list, set, flag, always, field, op, value]: RegExpExecArray): Token {
  if (symbol !== undefined) return { symbol }
  if (list !== undefined)
    return { rule: { kind: 'list', term: list as ListTerm, set: set === undefined ? 0 : Number(set) } }
  if (flag !== undefined) return { rule: { kind: 'flag', term: flag as FlagTerm } }
  if (always !== undefined) return { rule: { kind: 'true' } }
  return { rule: { kind: 'compare', field: field as NumberField, op: op as CompareOp, value: Number(value) } }
}
