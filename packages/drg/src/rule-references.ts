import { AppError } from '@yijian/kernel'
import { parseRule, type ListRule, type Rule } from './rule-parser.ts'
import { withoutNegatedNumbers } from './rule-tests.ts'

/** Where a rule stands: what an unqualified list of it means. */
export interface RuleHome {
  /** null for the rule of an MDC. */
  readonly ruleId: string | null
  readonly mdc: string
}

/** The rules of a scheme as far as references need them. */
export interface RuleBook {
  readonly mdcs: ReadonlySet<string>
  readonly rules: ReadonlyMap<string, { readonly mdc: string; readonly rule: string }>
}

/**
 * Reads a rule and puts in place of each `rule(ID)` the condition of that rule, its lists named in full. Throws
 * `drg.scheme.cycle` for rules that refer to each other in a circle and `drg.scheme.reference` for what does not exist.
 */
export function resolveRule(text: string, home: RuleHome, book: RuleBook): Rule {
  return withoutNegatedNumbers(expand(parseRule(text), home, { book, path: home.ruleId === null ? [] : [home.ruleId] }))
}

interface Expansion {
  readonly book: RuleBook
  readonly path: readonly string[]
}

function expand(rule: Rule, home: RuleHome, expansion: Expansion): Rule {
  if (rule.kind === 'and' || rule.kind === 'or')
    return { ...rule, parts: rule.parts.map((part) => expand(part, home, expansion)) }
  if (rule.kind === 'not') return { kind: 'not', part: expand(rule.part, home, expansion) }
  if (rule.kind === 'list') return { ...rule, set: fullSet(rule, home, expansion.book) }
  if (rule.kind !== 'rule') return rule
  const { book, path } = expansion
  const other = book.rules.get(rule.id)
  if (!other) throw broken(home, `规则 ${rule.id}`)
  if (path.includes(rule.id))
    throw new AppError('invalid', 'drg.scheme.cycle', `规则循环引用：${[...path, rule.id].join(' → ')}`)
  return expand(parseRule(other.rule), { ruleId: rule.id, mdc: other.mdc }, { book, path: [...path, rule.id] })
}

/** `@MDCZ` or `EB1.2`. */
function fullSet({ term, set }: ListRule, home: RuleHome, book: RuleBook): string {
  const operations = term === 'pop' || term === 'oop' || term === 'anyop'
  if (set === '' || set.startsWith('@')) {
    const mdc = set === '' ? home.mdc : set.slice(1)
    if (!book.mdcs.has(mdc)) throw broken(home, `大类 ${mdc}`)
    if (operations) throw broken(home, `大类 ${mdc} 的手术清单`)
    return `@${mdc}`
  }
  const dot = set.lastIndexOf('.')
  if (dot < 0 && home.ruleId === null) throw broken(home, `清单 ${set}`)
  const ruleId = dot < 0 ? home.ruleId : set.slice(0, dot)
  if (ruleId === null || !book.rules.has(ruleId)) throw broken(home, `规则 ${ruleId ?? ''}`)
  return `${ruleId}.${set.slice(dot + 1)}`
}

function broken(home: RuleHome, what: string): AppError {
  return new AppError('invalid', 'drg.scheme.reference', `${home.ruleId ?? home.mdc} 引用了不存在的${what}`)
}

export function ruleBook(
  mdcs: readonly { readonly mdc: string }[],
  rules: readonly { readonly ruleId: string; readonly mdc: string; readonly rule: string }[],
): RuleBook {
  return { mdcs: new Set(mdcs.map((row) => row.mdc)), rules: new Map(rules.map((row) => [row.ruleId, row])) }
}
