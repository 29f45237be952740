import { LEVEL_SHIFT, mainTableOfBits, tableOfBits } from './code-index.ts'
import { codeOf } from './code-table.ts'
import type { CodedCase } from './coded-case.ts'
import { isExcluded, type Grouper } from './group.ts'
import type { CaseRecord } from './record.ts'
import type { SchemePlan } from './scheme-plan.ts'

/** An other diagnosis that is a complication in the scheme. */
export interface ListedComplication {
  readonly code: string
  readonly level: 'CC' | 'MCC'
  /** Its exclusion table; null: never excluded. */
  readonly exclusionTable: string | null
  /** The main diagnosis stands in that table, so it does not count. */
  readonly excluded: boolean
}

/** The other diagnoses of a case that the scheme lists as complications, whatever group the case is in. */
export function complicationsIn(grouper: Grouper, record: CaseRecord): readonly ListedComplication[] {
  return listedComplications(grouper.scheme.plan, grouper.code(record)).map(({ listed }) => listed)
}

export function listedComplications(plan: SchemePlan, record: CodedCase) {
  const { bits: bitsOf } = plan.dx
  const mainTable = mainTableOfBits(bitsOf[record.dxKinds[0]!]!)
  return [...record.dx.subarray(1, record.dxCount)].flatMap((id, i) => {
    const bits = bitsOf[record.dxKinds[i + 1]!]!
    const level = (bits >> LEVEL_SHIFT) & 3
    if (level === 0) return []
    const table = tableOfBits(bits)
    const listed: ListedComplication = {
      code: codeOf(plan.dx.table, id),
      level: level === 2 ? 'MCC' : 'CC',
      exclusionTable: table === 0 ? null : plan.exclusionTables[table - 1]!,
      excluded: isExcluded(bits, mainTable),
    }
    return [{ id, level, listed }]
  })
}
