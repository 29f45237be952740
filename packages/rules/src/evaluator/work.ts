import type { Scene, TestContext } from './test.ts'

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
