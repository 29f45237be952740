import type { Day } from '@yijian/kernel'
import type { Evaluation, Hit } from '@yijian/rules'
import type { PreparationProgress } from '../prepare/execute.ts'
import type { PrepareOptions } from '../prepare/prepare-snapshot.ts'

/** What of the prepared history a scan looks at. */
export interface HistoryOptions extends PrepareOptions {
  /**
   * Service dates, both inclusive. A hit counts when one of its violating rows lies in them. What came before `from` is history that
   * windows and earlier treatment are judged with; what came after `to` does not exist.
   */
  readonly from?: Day
  readonly to?: Day
  /** Institution codes: visits and lines of others do not exist for the scan. */
  readonly institutions?: readonly string[]
  /** Numbers of persons (`psn_no`): others do not exist for the scan. */
  readonly persons?: readonly string[]
  readonly onProgress?: (progress: PreparationProgress) => void
  /** Read visits also of persons without a line that a rule names: their diagnoses are wanted. */
  readonly everyVisit?: boolean
  /** How the lines are gathered; the result does not depend on it. */
  readonly sizes?: GatherSizes
}

export interface GatherSizes {
  /** Rows a range of persons should have: some seconds of work, some hundred megabytes of columns. */
  readonly rowsPerRange: number
  /** So many lines stay in the engine's memory instead of going through files. */
  readonly linesInMemory: number
}

/** What a scan looked at: rows within the scope and period, whether or not a rule names them; lines before refunds are set off. */
export interface HistoryCounts {
  readonly persons: number
  readonly visits: number
  readonly lines: number
}

/** What a scan says besides its hits. */
export interface HistorySummary {
  readonly snapshot: string
  readonly counts: HistoryCounts
  readonly cannotTell: ReadonlyMap<string, number>
  readonly failed: ReadonlyMap<string, string>
}

export interface HistoryScan extends Evaluation {
  readonly snapshot: string
  readonly counts: HistoryCounts
}

/** A hit with the institution and the day it is counted under: those of its first violating row in the period. */
export interface PlacedHit extends Hit {
  readonly inst: string
  readonly day: Day
}

/** A hit as it is shown and stored. */
export interface ExplainedHit extends PlacedHit {
  readonly ruleName: string
  readonly basis: string
  readonly message: string
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  /** Department of the first violating row. */
  readonly dept: string | null
  readonly lines: readonly HitLine[]
}

export interface HitLine {
  readonly sn: string
  readonly code: string
  readonly name: string
  readonly day: Day
  /** Pieces, as a decimal text; empty for rows that are not fee lines. */
  readonly cnt: string
  readonly amountFen: string
  readonly role: 'violating' | 'involved'
}
