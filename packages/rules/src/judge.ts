import type { Severity, Stage } from './kind.ts'

export const OUTCOMES = ['hit', 'miss', 'cannot-tell', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** A line (or visit, diagnosis, operation, aggregate) of a hit, by its own number. */
export interface JudgedRow {
  readonly sn: string
  readonly mdtrtId: string
  /** Share of the judge's amount; the shares sum to it. */
  readonly amount: bigint
}

/** One hit (命中): what both readings must agree on. */
export interface Hit {
  /** Deterministic: hash of rule, point, person, encounter, window and sorted codes. The same violation has the same id at every stage. */
  readonly jrId: string
  readonly kind: `R${number}`
  readonly kpId: string
  readonly psnNo: string
  /** Empty when the window goes across encounters. */
  readonly mdtrtId: string
  readonly window: string
  readonly severity: Severity
  /** In reading order (time, then number). */
  readonly violating: readonly JudgedRow[]
  readonly involved: readonly { readonly sn: string; readonly mdtrtId: string }[]
  readonly amount: bigint
  /** 1 computed, 3 not computable (no line carries the money). */
  readonly amountStatus: 1 | 3
  /** 实际 and 上限 as whole numbers of the rule's unit; null when the shape has none. */
  readonly actual: number | null
  readonly limit: number | null
}

/** A hit as it is shown and stored. */
export interface Judge extends Hit {
  readonly ruleName: string
  readonly stage: Stage
  /** Rendered message (违规内容). */
  readonly message: string
  /** Legal basis of the point. */
  readonly basis: string
  readonly facts: Readonly<Record<string, string>>
  /** What would be lawful (合规做法). */
  readonly lawful: string
  readonly releaseHash: string
}

/** What an evaluation says besides its hits: how often a rule could not tell (rows or windows), and which points failed. */
export interface Evaluation {
  readonly hits: readonly Hit[]
  /** By rule kind: windows (or rows) that missing data left open. */
  readonly cannotTell: ReadonlyMap<string, number>
  readonly failed: ReadonlyMap<string, string>
}

/** An evaluation whose hits are rendered. */
export interface Judgement extends Omit<Evaluation, 'hits'> {
  readonly judges: readonly Judge[]
}
