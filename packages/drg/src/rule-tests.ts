import { AppError, assertNever } from '@yijian/kernel'
import { NUMBER_FIELDS, type CompareOp, type ListRule, type Rule } from './rule-parser.ts'

/** What rules are tested on. `hit[slot] === stamp` when the list of that slot is hit; `numbers` by index in NUMBER_FIELDS. */
export interface Facts {
  readonly hit: Int32Array
  stamp: number
  readonly numbers: Float64Array
  dept: string
}

export type Test = (facts: Facts) => boolean

/** Index of a field in `Facts.numbers`. */
export const FIELD = Object.fromEntries(NUMBER_FIELDS.map((field, index) => [field, index])) as Readonly<
  Record<(typeof NUMBER_FIELDS)[number], number>
>

/** Turns a resolved rule (see `resolveRule`) into a test. */
export function compileTest(rule: Rule, slotOf: (list: ListRule) => number): Test {
  switch (rule.kind) {
    case 'true':
      return () => true
    case 'and':
    case 'or':
      return rule.parts
        .map((part) => compileTest(part, slotOf))
        .reduce((a, b) => (rule.kind === 'and' ? (facts) => a(facts) && b(facts) : (facts) => a(facts) || b(facts)))
    case 'not': {
      // Only lists and departments are left under a negation.
      const test = compileTest(rule.part, slotOf)
      return (facts) => !test(facts)
    }
    case 'list': {
      const slot = slotOf(rule)
      return (facts) => facts.hit[slot] === facts.stamp
    }
    case 'compare':
      return compileComparison(rule)
    case 'dept':
      return (facts) => facts.dept === rule.value
    case 'rule':
      throw new AppError('invalid', 'drg.scheme.reference', `规则引用未展开：${rule.id}`)
    default:
      return assertNever(rule)
  }
}

/** No comparison with a number that is not known (NaN) holds. */
function compileComparison(rule: Extract<Rule, { kind: 'compare' }>): Test {
  const field = FIELD[rule.field]
  const { op, value } = rule
  switch (op) {
    case '=':
      return (facts) => facts.numbers[field] === value
    case '!=':
      return (facts) => facts.numbers[field]! < value || facts.numbers[field]! > value
    case '<':
      return (facts) => facts.numbers[field]! < value
    case '<=':
      return (facts) => facts.numbers[field]! <= value
    case '>':
      return (facts) => facts.numbers[field]! > value
    case '>=':
      return (facts) => facts.numbers[field]! >= value
    default:
      return assertNever(op)
  }
}

/** Whether a case that hits no list can meet the rule. */
export function holdsWithoutLists(rule: Rule): boolean {
  if (rule.kind === 'list') return false
  if (rule.kind === 'and') return rule.parts.every(holdsWithoutLists)
  return rule.kind === 'or' ? rule.parts.some(holdsWithoutLists) : true
}

const OPPOSITE: Readonly<Record<CompareOp, CompareOp>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}

/** Pushes negations down to the terms, so that a number that is not known meets neither a comparison nor its opposite. */
export function withoutNegatedNumbers(rule: Rule, negate = false): Rule {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return {
        kind: (rule.kind === 'and') === negate ? 'or' : 'and',
        parts: rule.parts.map((part) => withoutNegatedNumbers(part, negate)),
      }
    case 'not':
      return withoutNegatedNumbers(rule.part, !negate)
    case 'compare':
      return negate ? { ...rule, op: OPPOSITE[rule.op] } : rule
    default:
      return negate ? { kind: 'not', part: rule } : rule
  }
}
