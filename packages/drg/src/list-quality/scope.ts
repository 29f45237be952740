import type { Node } from './fields.ts'
import type { Condition, QualityContext, Ref } from './rule.ts'
import { parseDuration, parseHundredths, parseMoment, valueOf, type SettlementList, type Value, type WireRow } from './settlement-list.ts' // prettier-ignore

/** Where a rule stands while it is judged: a list, the row under test (of `node`), and what is known from outside. */
export interface Scope {
  readonly list: SettlementList
  readonly node: Node
  readonly row: WireRow
  /** The main western diagnosis, when exactly one is marked. */
  readonly main: WireRow | undefined
  readonly context: QualityContext
}

const UNKNOWN: Value = { kind: 'unknown' }

const PARTS = new Map<Ref, readonly [Node | 'row' | 'main', string]>()

/** A reference in its two parts, split once. */
function partsOf(ref: Ref): readonly [Node | 'row' | 'main', string] {
  const known = PARTS.get(ref)
  if (known) return known
  const parts = ref.split('.') as [Node | 'row' | 'main', string]
  PARTS.set(ref, parts)
  return parts
}

/** Values a reference points at: one for `row` and `main`, one for each row of a node; a node not delivered is unknown. */
export function resolve(scope: Scope, ref: Ref): readonly Value[] {
  const [head, field] = partsOf(ref)
  const { list, main } = scope
  const { form } = list
  if (head === 'row') return [valueOf(scope.row, { node: scope.node, field, form })]
  if (head === 'main') return [main ? valueOf(main, { node: 'diseinfo', field, form }) : UNKNOWN]
  return list.nodes[head]?.map((row) => valueOf(row, { node: head, field, form })) ?? [UNKNOWN]
}

/** The main western diagnosis, when exactly one is marked. */
export function findMain(list: SettlementList): WireRow | undefined {
  const marked = (list.nodes.diseinfo ?? []).filter((row) => String(row['maindiag_flag']) === '1' && String(row['diag_type']) === '1') // prettier-ignore
  return marked.length === 1 ? marked[0] : undefined
}

/** true, false, or null when a condition cannot be judged and no other one is false. A blank field meets no condition but `present: false`. */
export function applies(scope: Scope, conditions: readonly Condition[] = []): boolean | null {
  let open = false
  for (const condition of conditions) {
    const holds = resolve(scope, condition.at).map((value) => holdsFor(value, condition))
    if (holds.includes(true)) continue
    if (!holds.includes(null)) return false
    open = true
  }
  return open ? null : true
}

function holdsFor(value: Value, condition: Condition): boolean | null {
  if (value.kind === 'unknown') return null
  if ('present' in condition) return (value.kind === 'text') === condition.present
  if (value.kind === 'empty') return false
  const { text } = value
  if ('is' in condition) return condition.is.includes(text)
  if ('isNot' in condition) return !condition.isNot.includes(text)
  if ('starts' in condition) return condition.starts.some((prefix) => text.startsWith(prefix))
  if ('startsNot' in condition) return !condition.startsNot.some((prefix) => text.startsWith(prefix))
  const number = parseNumber(text)
  if (number === null) return null
  return 'atMost' in condition ? number <= condition.atMost : number >= condition.atLeast
}

/** A plain decimal, never the number 0 for a blank. */
export function parseNumber(text: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null
}

/** Minutes since 1970 of a single moment, null when it is unknown, blank or not a moment. */
export function momentAt(scope: Scope, ref: Ref): number | null {
  const [value] = resolve(scope, ref)
  return value?.kind === 'text' ? parseMoment(value.text) : null
}

/** Minutes of a duration `d/h/m` or of whole days. */
export function minutesOf(text: string): number | null {
  const days = parseNumber(text)
  return days === null ? parseDuration(text) : days * 1440
}

/** Sum in hundredths over everything the references point at; null when one is unknown, blank or not a number. */
export function sumAt(scope: Scope, refs: readonly Ref[]): bigint | null {
  let sum = 0n
  for (const ref of refs) {
    for (const value of resolve(scope, ref)) {
      const amount = value.kind === 'text' ? parseHundredths(value.text) : null
      if (amount === null) return null
      sum += amount
    }
  }
  return sum
}
