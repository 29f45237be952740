import type { CompiledRule } from '../compile.ts'
import { listedComplications, type ListedComplication } from '../listed-complications.ts'
import { FIELD } from '../rule-tests.ts'
import type { ExplainContext } from './explain-rule.ts'

/** An other diagnosis that is a complication in the scheme. */
export interface TracedComplication extends ListedComplication {
  readonly effective: boolean
  /** `sole`: without it the case would be in another group; `shared`: others of the same level do the same. */
  readonly deciding: 'sole' | 'shared' | null
}

export function complicationsOf({ scheme, record, facts }: ExplainContext, rule: CompiledRule | null) {
  const severity = facts.numbers[FIELD.severity] as 0 | 1 | 2
  const found = listedComplications(scheme.plan, record)
  const counted = found.filter(({ listed }) => !listed.excluded)
  const atTop = new Set(counted.filter(({ level }) => level === severity).map(({ id }) => id))
  // What counts without those of the top level, and whether that is another group.
  const rest = counted.filter(({ level }) => level < severity).reduce((max, { level }) => Math.max(max, level), 0)
  const results = rule?.bySeverity ?? null
  const matters = results !== null && results[severity] !== results[rest]
  const complications = found.map(({ id, listed }): TracedComplication => ({
    ...listed,
    effective: !listed.excluded && severity > 0,
    deciding: matters && atTop.has(id) ? (atTop.size === 1 ? 'sole' : 'shared') : null,
  }))
  return { severity, complications }
}
