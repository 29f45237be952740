import { codeOf } from '../code-table.ts'
import type { CodedCase } from '../coded-case.ts'
import { kindOf, slotsOf, type CodeIndex } from '../code-index.ts'
import type { CompiledScheme } from '../compile.ts'
import { domainOf } from '../rule-implication.ts'
import { describeRule, listTermsOf, type ListRule, type Rule } from '../rule-parser.ts'
import { compileTest, type Facts } from '../rule-tests.ts'

/** A list term that a case hits, and with which codes. */
export interface TermHit {
  readonly term: string
  readonly codes: readonly string[]
}

/** Where in `hit` the list of a term is noted; any rule's term of the same list and place will do. */
export type SlotNumbers = ReadonlyMap<string, number>

export function slotNumbersOf(scheme: CompiledScheme): SlotNumbers {
  return new Map(scheme.slots.map(({ list }, slot) => [`${list.term}|${list.set}`, slot]))
}

export interface ExplainContext {
  readonly scheme: CompiledScheme
  readonly slotNumbers: SlotNumbers
  readonly record: CodedCase
  readonly facts: Facts
}

export function holds(rule: Rule, { slotNumbers, facts }: ExplainContext): boolean {
  return compileTest(rule, (list) => slotNumbers.get(`${list.term}|${list.set}`) ?? -1)(facts)
}

/** The terms of a rule that the case hits, with the codes. */
export function hitsOf(rule: Rule, context: ExplainContext): readonly TermHit[] {
  return listTermsOf(rule).flatMap((list) => {
    const codes = codesHitting(list, context)
    return codes.length > 0 ? [{ term: describeRule(list), codes }] : []
  })
}

/** What of a rule does not hold, in words. Alternatives are told together. */
export function failuresOf(rule: Rule, context: ExplainContext): readonly string[] {
  if (holds(rule, context)) return []
  return rule.kind === 'and' ? rule.parts.flatMap((part) => failuresOf(part, context)) : [describeRule(rule)]
}

function codesHitting(list: ListRule, { scheme, slotNumbers, record }: ExplainContext): string[] {
  const slot = slotNumbers.get(`${list.term}|${list.set}`)
  const { plan } = scheme
  const dx = domainOf(list.term) === 'dx'
  const index = dx ? plan.dx : plan.op
  const ids = dx ? record.dx.subarray(0, record.dxCount) : record.op.subarray(0, record.opCount)
  if (slot === undefined) return []
  return [...ids].flatMap((id, i) => (id >= 0 && sets(index, { id, slot, list, main: i === 0 }) ? [codeOf(index.table, id)] : [])) // prettier-ignore
}

interface Place {
  readonly id: number
  readonly slot: number
  readonly list: ListRule
  readonly main: boolean
}

function sets(index: CodeIndex, { id, slot, list, main }: Place): boolean {
  const kind = kindOf(index, id)
  if (list.term.startsWith('any')) return slotsOf(index, kind, 'any').includes(slot)
  const asMain = list.term.startsWith('p')
  return main === asMain && slotsOf(index, kind, asMain ? 'main' : 'other').includes(slot)
}
