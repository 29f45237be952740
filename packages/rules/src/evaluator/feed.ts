import type { VisitCode } from './table.ts'

/** All texts that a batch's columns speak of by number. They may grow between feeds. */
export interface FeedTexts {
  /** Code and name of a row, by the numbers of `code`, `dx` and `op`; diagnoses are written `dx:…`, operations `op:…`. */
  readonly codes: readonly FeedCode[]
  /** Words of visits and departments. */
  readonly words: readonly string[]
}

export interface FeedCode {
  readonly text: string
  readonly name: string
}

/**
 * Persons with everything of theirs, as columns read from a database: rows sorted by person, time and number; visits by person. NaN and
 * −1 are missing. What no column holds (consent, title, days supplied …) is missing for every row.
 */
export interface ClaimFeed {
  readonly rows: number
  readonly person: Int32Array
  readonly src: Uint8Array
  /** Number of the visit. */
  readonly visit: Int32Array
  readonly code: Int32Array
  readonly day: Float64Array
  readonly time: Float64Array
  readonly qty: Float64Array
  readonly price: Float64Array
  readonly amt: Float64Array
  readonly inscp: Float64Array
  readonly hasDoctor: Float64Array
  readonly dept: Int32Array
  readonly rx: Int32Array
  readonly rxText: readonly string[]
  readonly visits: number
  readonly mdtrtId: readonly string[]
  readonly visitPerson: Int32Array
  readonly adm: Float64Array
  readonly dsc: Float64Array
  readonly tier: Float64Array
  readonly batchShare: Float64Array
  readonly visitWord: Readonly<Record<FeedWord, Int32Array>>
  /** Pairs of visit and code, sorted by visit. */
  readonly dxVisit: Int32Array
  readonly dx: Int32Array
  readonly opVisit: Int32Array
  readonly op: Int32Array
  readonly persons: number
  readonly psnNo: readonly string[]
  readonly brdy: Float64Array
  readonly dieDate: Float64Array
  readonly gend: Float64Array
}

/** The words of a visit that a feed carries; the others are missing. */
export const FEED_WORDS = ['mode', 'medType', 'insutype', 'inst', 'hospType', 'diseaseNo'] as const satisfies readonly VisitCode[] // prettier-ignore
export type FeedWord = (typeof FEED_WORDS)[number]
