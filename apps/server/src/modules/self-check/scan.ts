import type { Day } from '@yijian/kernel'
import type { Release } from '@yijian/rules'
import type { FailedRule, Fact, Scanned, StoredReading, Untold } from './schema.ts'

/** What the worker is told: a scan of one institution, over the city's warehouse or over its own files. */
export interface ScanInput {
  readonly checkId: string
  readonly fixmedinsCode: string
  /** Folder of the check, relative to the data directory; the result is written there. */
  readonly folder: string
  readonly source: 'settled' | 'upload'
  readonly from: Day | null
  readonly to: Day | null
  readonly release: Release
}

export interface ScanOutput {
  readonly snapshot: string
  readonly scanned: Scanned
  readonly cannotTell: readonly Untold[]
  readonly failed: readonly FailedRule[]
  readonly reading: StoredReading | null
  readonly from: string | null
  readonly to: string | null
  readonly hits: number
}

/** One line of the result file. Amounts in yuan. */
export interface ScannedHit {
  readonly jrId: string
  readonly kind: string
  readonly kindName: string
  readonly kpId: string
  readonly pointName: string
  readonly severity: 1 | 2 | 3
  readonly psnNo: string
  readonly mdtrtId: string
  readonly day: string | null
  readonly dept: string
  readonly amount: string
  readonly message: string
  readonly basis: string
  readonly lawful: string | null
  readonly facts: readonly Fact[]
  readonly lines: readonly ScannedLine[]
}

export interface ScannedLine {
  readonly role: 'violating' | 'involved'
  readonly sn: string
  readonly mdtrtId: string
  readonly code: string | null
  readonly name: string
  readonly day: string | null
  readonly cnt: string | null
  readonly lineAmount: string | null
  readonly amount: string
}

export const RESULT_FILE = 'result.ndjson'
/** Folder of a check under the data directory. */
export const checkFolder = (checkId: string): string => `files/self-check/${checkId}`
