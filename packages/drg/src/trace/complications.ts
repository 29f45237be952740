import { LEVEL_SHIFT, mainTableOfBits, tableOfBits } from '../code-index.ts'
import { codeOf, WORD, WORDS_SHIFT } from '../code-table.ts'
import type { CompiledRule } from '../compile.ts'
import { isExcluded } from '../group.ts'
import { FIELD } from '../rule-tests.ts'
import type { ExplainContext } from './explain-rule.ts'

/** An other diagnosis that is a complication in the scheme. */
export interface TracedComplication {
  readonly code: string
  readonly level: 'CC' | 'MCC'
  /** Its exclusion table; null: never excluded. */
  readonly exclusionTable: string | null
  /** The main diagnosis stands in that table, so it does not count. */
  readonly excluded: boolean
  readonly effective: boolean
  /** `sole`: without it the case would be in another group; `shared`: others of the same level do the same. */
  readonly deciding: 'sole' | 'shared' | null
}

export function complicationsOf({ scheme, record, facts }: ExplainContext, rule: CompiledRule | null) {
  const { plan } = scheme
  const { words } = plan.dx.table
  const bitsOf = (id: number) => words[(id << WORDS_SHIFT) + WORD.bits]!
  const main = record.dx[0]!
  const mainTable = main < 0 ? 0 : mainTableOfBits(bitsOf(main))
  const severity = facts.numbers[FIELD.severity] as 0 | 1 | 2
  const found = [...record.dx.subarray(1, record.dxCount)].flatMap((id) => {
    const bits = id < 0 ? 0 : bitsOf(id)
    const level = (bits >> LEVEL_SHIFT) & 3
    return level === 0 ? [] : [{ id, bits, level, excluded: isExcluded(bits, mainTable) }]
  })
  const atTop = new Set(found.filter((one) => !one.excluded && one.level === severity).map(({ id }) => id))
  // What counts without those of the top level, and whether that is another group.
  const rest = found.filter((one) => !one.excluded && one.level < severity).reduce((max, one) => Math.max(max, one.level), 0) // prettier-ignore
  const results = rule?.bySeverity ?? null
  const matters = results !== null && results[severity] !== results[rest]
  const complications = found.map(({ id, bits, level, excluded }): TracedComplication => {
    const table = tableOfBits(bits)
    return {
      code: codeOf(plan.dx.table, id),
      level: level === 2 ? 'MCC' : 'CC',
      exclusionTable: table === 0 ? null : plan.exclusionTables[table - 1]!,
      excluded,
      effective: !excluded && severity > 0,
      deciding: matters && atTop.has(id) ? (atTop.size === 1 ? 'sole' : 'shared') : null,
    }
  })
  return { severity, complications }
}
