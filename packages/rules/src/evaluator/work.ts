import type { Scene, TestContext } from './read.ts'

/** Marks of rows: judged now; of the same visits as those. Others are 0. */
export const NOW = 1
export const BESIDE = 2

/** Rows of one person that concern one unit, in reading order, and where its hits go. Buffers are reused. */
export interface Work {
  readonly scene: Scene
  readonly context: TestContext
  unit: number
  /** Rows on the rule's own side: row, its point, and what `where` said of it. */
  rows: Int32Array
  points: Int32Array
  truths: Uint8Array
  n: number
  partners: Int32Array
  m: number
  /** Only judges with a row marked `NOW` are wanted; undefined: all. */
  now: Uint8Array | undefined
  emit(draft: HitDraft): void
  /** `count` rows or windows stay open for want of data. */
  open(count: number): void
}

export interface HitDraft {
  readonly point: number
  /** −1 when the window goes across visits. */
  readonly visit: number
  readonly window: string
  /** In reading order. */
  readonly violating: readonly number[]
  readonly shares: readonly bigint[]
  readonly involved: readonly number[]
  readonly amount: bigint
  readonly actual: number | null
  readonly limit: number | null
}

export type Finish = (work: Work) => void

/** Whether a judge that the row is in is wanted. */
export function isWanted({ now }: Work, row: number): boolean {
  return now === undefined || now[row] === NOW
}

/** Whether a judge of rows of the same visit as this one is wanted. */
export function isBeside({ now }: Work, row: number): boolean {
  return now === undefined || now[row] !== 0
}
