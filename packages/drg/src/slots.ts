import { parseRule, type ListRule, type Rule } from './rule-parser.ts'
import { resolveRule, ruleBook } from './rule-references.ts'
import { compileTest, type Test } from './rule-tests.ts'
import type { PlanMdc, PlanRule } from './plan-rows.ts'

/** A slot is one list term of one rule: the place where a case leaves word that it hits the list. */
export interface Slot {
  readonly list: ListRule
  /** Index of the ADRG rule that a hit makes a candidate, −1 − index of the MDC, or NO_OWNER for the list of a split. */
  readonly owner: number
}

export const NO_OWNER = -1000

export interface NumberedRules {
  readonly slots: readonly Slot[]
  readonly mdcs: readonly { readonly rule: Rule; readonly test: Test }[]
  readonly rules: readonly { readonly rule: Rule; readonly test: Test; readonly splits: readonly NumberedSplit[] }[]
}

export interface NumberedSplit {
  /** null: reads nothing but severity, by index of `holds`. */
  readonly test: Test | null
  readonly holds: readonly [boolean, boolean, boolean]
  readonly rule: Rule
}

/** Numbers the list terms of all rules, always in the same way, so that numbers in a file and rules read again agree. */
export function numberSlots(mdcs: readonly PlanMdc[], rules: readonly PlanRule[]): NumberedRules {
  const book = ruleBook(mdcs, rules)
  const slots: Slot[] = []
  const numberer = (owner: number) => {
    const numbers = new Map<string, number>()
    return (list: ListRule) => {
      const key = `${list.term}|${list.set}`
      const known = numbers.get(key) ?? slots.push({ list, owner }) - 1
      numbers.set(key, known)
      return known
    }
  }
  return {
    slots,
    mdcs: mdcs.map((row, bit) => {
      const rule = resolveRule(row.rule, { ruleId: null, mdc: row.mdc }, book)
      return { rule, test: compileTest(rule, numberer(-1 - bit)) }
    }),
    rules: rules.map((row, index) => {
      const home = { ruleId: row.ruleId, mdc: row.mdc }
      const rule = resolveRule(row.rule, home, book)
      const test = compileTest(rule, numberer(index))
      const ofSplit = numberer(NO_OWNER)
      const splits = row.drgs.map(({ split }) => {
        const parsed = split === 'else' ? parseRule('true') : resolveRule(split, home, book)
        const holds = [0, 1, 2].map((severity) => readsOnlySeverity(parsed) && holdsAt(parsed, severity))
        return {
          rule: parsed,
          test: readsOnlySeverity(parsed) ? null : compileTest(parsed, ofSplit),
          holds: holds as unknown as NumberedSplit['holds'],
        }
      })
      return { rule, test, splits }
    }),
  }
}

function readsOnlySeverity(rule: Rule): boolean {
  if (rule.kind === 'true') return true
  if (rule.kind === 'compare') return rule.field === 'severity'
  return (rule.kind === 'and' || rule.kind === 'or') && rule.parts.every(readsOnlySeverity)
}

function holdsAt(rule: Rule, severity: number): boolean {
  if (rule.kind === 'and') return rule.parts.every((part) => holdsAt(part, severity))
  if (rule.kind === 'or') return rule.parts.some((part) => holdsAt(part, severity))
  if (rule.kind !== 'compare') return true
  return rule.op === '=' ? severity === rule.value : rule.op === '!=' ? severity !== rule.value : rule.op.startsWith('>') ? severity > rule.value || (rule.op === '>=' && severity === rule.value) : severity < rule.value || (rule.op === '<=' && severity === rule.value) // prettier-ignore
}
