import type { Day } from '@yijian/kernel'
import type { CompiledRelease, Hit } from '@yijian/rules'
import type { HistoryOptions, HitLine } from './history.ts'

export interface BacktestOptions extends HistoryOptions {
  readonly draft: CompiledRelease
  /** What is in force for the same rule, to compare. */
  readonly live?: CompiledRelease
}

export interface Tally {
  readonly hits: number
  readonly amountFen: string
  readonly institutions: number
  readonly persons: number
}

/** What a draft would have found in history, and what changes against the rule in force. */
export interface BacktestReport {
  readonly snapshot: string
  readonly from: Day
  readonly to: Day
  readonly persons: number
  readonly visits: number
  readonly lines: number
  readonly draft: Tally
  readonly live: Tally | null
  /** Hits only the draft has, and only the rule in force has. */
  readonly added: number
  readonly removed: number
  /** The 20 with the most money. */
  readonly institutions: readonly InstitutionTally[]
  readonly months: readonly MonthTally[]
  /** Rows or windows that missing data left open. */
  readonly cannotTell: number
  readonly failed: readonly { readonly id: string; readonly reason: string }[]
  /** The institution with the most money against the median of those hit; null when fewer than three are hit. */
  readonly maxInstitutionShare: { readonly fixmedinsCode: string; readonly timesMedian: number } | null
  /** At most 100, drawn over the institutions in turn; the same data and rule give the same sample. */
  readonly samples: readonly BacktestSample[]
  readonly tookMs: number
}

export interface InstitutionTally {
  readonly fixmedinsCode: string
  readonly fixmedinsName: string
  readonly hits: number
  readonly amountFen: string
  readonly liveHits: number
}

export interface MonthTally {
  /** `YYYY-MM` */
  readonly month: string
  readonly hits: number
  readonly amountFen: string
  readonly liveHits: number
}

export interface BacktestSample {
  readonly jrId: string
  readonly kind: Hit['kind']
  readonly kpId: string
  readonly psnNo: string
  readonly mdtrtId: string
  readonly fixmedinsCode: string
  readonly day: Day
  readonly amountFen: string
  readonly message: string
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly lines: readonly HitLine[]
  readonly onlyIn: 'draft' | 'both'
}
