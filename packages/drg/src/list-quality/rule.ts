import type { Form, Node } from './fields.ts'

/** 完整性 / 及时性 / 规范性 / 合理性: the four dimensions in which results go back to the hospital. */
export const QUALITY_KINDS = {
  completeness: '完整性',
  timeliness: '及时性',
  conformity: '规范性',
  plausibility: '合理性',
} as const
export type QualityKind = keyof typeof QUALITY_KINDS

/** `error`: the list goes back; `warning`: the hospital should look. */
export type Severity = 'error' | 'warning'

/**
 * Where a rule looks: `row.x` = field x of the row under test, `node.x` = any row of another node (a condition holds when one does),
 * `main.x` = the main western diagnosis.
 */
export type Ref = `${Node | 'row' | 'main'}.${string}`

/** All conditions must hold for a rule to apply. One that cannot be judged makes the rule's outcome "cannot tell". */
export type Condition =
  | { readonly at: Ref; readonly is: readonly string[] }
  | { readonly at: Ref; readonly isNot: readonly string[] }
  | { readonly at: Ref; readonly starts: readonly string[] }
  | { readonly at: Ref; readonly startsNot: readonly string[] }
  | { readonly at: Ref; readonly present: boolean }
  | { readonly at: Ref; readonly atMost: number }
  | { readonly at: Ref; readonly atLeast: number }

export type Test =
  | { readonly form: 'required' }
  | { readonly form: 'absent' }
  | { readonly form: 'type'; readonly type: 'number' | 'day' | 'moment' | 'duration'; readonly decimals?: number; readonly digits?: number } // prettier-ignore
  | { readonly form: 'length'; readonly most: number }
  | { readonly form: 'dictionary'; readonly dictionary: string }
  | { readonly form: 'pattern'; readonly pattern: RegExp }
  | { readonly form: 'prefix'; readonly forbidden: readonly string[] }
  | { readonly form: 'range'; readonly least: number; readonly most: number }
  /** Known to a code set of the context: diagnoses, operations. */
  | { readonly form: 'known'; readonly codes: 'diagnoses' | 'operations' }
  | { readonly form: 'not-in'; readonly codes: 'greyCodes' }
  /** Moment not before (not after) another one; `slackDays` are forgiven. */
  | { readonly form: 'not-before'; readonly other: Ref; readonly slackDays?: number }
  | { readonly form: 'not-after'; readonly other: Ref; readonly slackDays?: number }
  /** At most so many days after another moment; the limit is a parameter of the context. */
  | { readonly form: 'timely'; readonly since: Ref; readonly limit: 'uploadDays' }
  /** Whole days between two others, at least 1. */
  | { readonly form: 'days-between'; readonly from: Ref; readonly to: Ref }
  /** Durations or days of these fields of the row together, at most the days of the stay + 1. Blanks count nothing. */
  | { readonly form: 'within-stay'; readonly fields: readonly string[] }
  | { readonly form: 'duration-between'; readonly from: Ref; readonly to: Ref }
  /** Completed years between two days, one year of tolerance. */
  | { readonly form: 'age-between'; readonly from: Ref; readonly to: Ref }
  /** Number of rows of a node. */
  | { readonly form: 'row-count'; readonly node: Node }
  /** Exactly one row of the rule's node has this value in the field; no row at all is right when `none` says so. */
  | { readonly form: 'exactly-one'; readonly value: string; readonly none: boolean }
  | { readonly form: 'no-repeat' }
  /** Sum of `left` = sum of `right`, to the fen; a node field is summed over its rows. */
  | { readonly form: 'sums'; readonly left: readonly Ref[]; readonly right: readonly Ref[] }
  | { readonly form: 'multiple-of'; readonly unit: number }

export interface QualityRule {
  readonly id: string
  readonly node: Node
  readonly field: string
  readonly kind: QualityKind
  readonly severity: Severity
  /** What to tell the hospital; 疑似 until it has answered. */
  readonly message: string
  readonly test: Test
  readonly when?: readonly Condition[]
  /** Only lists of this form are judged. */
  readonly form?: Form
}

/** Facts and limits from outside. What is absent makes its rules "cannot tell". */
export interface QualityContext {
  readonly dictionaries: ReadonlyMap<string, ReadonlySet<string>>
  readonly diagnoses?: ReadonlySet<string>
  readonly operations?: ReadonlySet<string>
  readonly greyCodes?: ReadonlySet<string>
  /** Days after discharge by which a list must have been declared. */
  readonly uploadDays: number
}
