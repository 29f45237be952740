import { assertNever } from '@yijian/kernel'
import type { ListRule, ListTerm, NumberField, Rule } from './rule-parser.ts'

/** Codes of a list by `dx|ES1.1`, `op|EB1.1`, `dx|@MDCE`. */
export type Lists = ReadonlyMap<string, ReadonlySet<string>>

export interface ListBook {
  readonly lists: Lists
  readonly validOperations: ReadonlySet<string>
}

export const domainOf = (term: ListTerm): 'dx' | 'op' => (term.endsWith('dx') ? 'dx' : 'op')
export const listKey = ({ term, set }: ListRule): string => `${domainOf(term)}|${set}`

type Literal = Extract<Rule, { readonly kind: 'list' | 'compare' | 'not' | 'dept' | 'rule' }>
/** Literals that hold together. */
export type Conjunction = readonly Literal[]

const TOO_MANY = 256

/** The rule as alternatives of literals that hold together; null when there would be too many. */
export function alternativesOf(rule: Rule): readonly Conjunction[] | null {
  if (rule.kind === 'true') return [[]]
  if (!('parts' in rule)) return [[rule]]
  let all: readonly Conjunction[] = rule.kind === 'or' ? [] : [[]]
  for (const part of rule.parts) {
    const next = alternativesOf(part)
    if (next === null) return null
    all = rule.kind === 'or' ? [...all, ...next] : all.flatMap((one) => next.map((other) => [...one, ...other]))
    if (all.length > TOO_MANY) return null
  }
  return all
}

/** Whether every case that meets `rule` meets `other`. May answer false where it cannot tell. */
export function implies(rule: Rule, other: Rule, book: ListBook): boolean {
  const [from, to] = [alternativesOf(rule), alternativesOf(other)]
  return (
    from !== null &&
    to !== null &&
    from.every((one) =>
      to.some((target) => target.every((literal) => one.some((known) => implied(known, literal, book)))),
    )
  )
}

function implied(known: Literal, wanted: Literal, book: ListBook): boolean {
  switch (wanted.kind) {
    case 'list':
      return known.kind === 'list' && placeImplies(known.term, wanted.term) && isSubset(known, wanted, book.lists)
    case 'compare':
      if (known.kind === 'compare') return known.field === wanted.field && rangeImplies(known, wanted)
      return known.kind === 'list' && validityImplied(known, wanted.field, wanted, book)
    case 'not':
      return (
        known.kind === 'not' &&
        known.part.kind === 'list' &&
        wanted.part.kind === 'list' &&
        placeImplies(wanted.part.term, known.part.term) &&
        isSubset(wanted.part, known.part, book.lists)
      )
    case 'dept':
      return known.kind === 'dept' && known.value === wanted.value
    case 'rule':
      return known.kind === 'rule' && known.id === wanted.id
    default:
      return assertNever(wanted)
  }
}

/** A main code is also any code; an other code too. */
function placeImplies(known: ListTerm, wanted: ListTerm): boolean {
  return known === wanted || (domainOf(known) === domainOf(wanted) && wanted.startsWith('any'))
}

function isSubset(small: ListRule, large: ListRule, lists: Lists): boolean {
  const codes = lists.get(listKey(small))
  const among = lists.get(listKey(large))
  return codes !== undefined && among !== undefined && [...codes].every((code) => among.has(code))
}

type Comparison = Extract<Rule, { readonly kind: 'compare' }>

/** An operation list all of whose codes are valid brings a valid operation with it. */
// eslint-disable-next-line max-params -- a literal and what is asked of it
function validityImplied(known: ListRule, field: NumberField, wanted: Comparison, book: ListBook): boolean {
  if (domainOf(known.term) !== 'op') return false
  const asksValid = (field === 'pop_valid' && wanted.op === '=' && wanted.value === 1 && known.term === 'pop') || (field === 'valid_ops' && wanted.op === '>' && wanted.value === 0) // prettier-ignore
  const codes = book.lists.get(listKey(known))
  return asksValid && codes !== undefined && [...codes].every((code) => book.validOperations.has(code))
}

function rangeImplies(known: Comparison, wanted: Comparison): boolean {
  if (known.op === wanted.op && known.value === wanted.value) return true
  const [k, w] = [known.value, wanted.value]
  if (wanted.op === '<') return known.op === '<' ? k <= w : (known.op === '<=' || known.op === '=') && k < w
  if (wanted.op === '<=') return (known.op === '<' || known.op === '<=' || known.op === '=') && k <= w
  if (wanted.op === '>') return known.op === '>' ? k >= w : (known.op === '>=' || known.op === '=') && k > w
  if (wanted.op === '>=') return (known.op === '>' || known.op === '>=' || known.op === '=') && k >= w
  return wanted.op === '!=' && known.op === '=' && k !== w
}
