import type { ParamName, ParamValue } from '../params.ts'
import type { OfficialRow } from './official-row.ts'

/** The words a value was read from, shown marked beside it. `field` is a column of the official row. */
export interface TextSpan {
  readonly field: 'constraint' | 'detectLogic' | 'itemName'
  /** Half open, in UTF-16 units of the field's text. */
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * A parameter read from an official text (建议值). It is shown to the expert and takes effect only when confirmed.
 * `confidence` 0…1: ≥ 0.9 the text says it in words · 0.6–0.9 it follows from the text · below 0.6 a convention the text does not state.
 */
export interface Proposal {
  readonly param: ParamName
  readonly value: ParamValue
  /** Null: nothing in the text, a convention of the rule. */
  readonly span: TextSpan | null
  readonly confidence: number
  readonly note: string | null
}

/** What a reader makes of a row: values, other codes, or why the template cannot say it. */
export interface Reading {
  readonly proposals: readonly Proposal[]
  /** Companion or first-line codes read from the text. */
  readonly partners?: readonly PartnerProposal[]
  readonly reason?: string
}

export interface PartnerProposal {
  readonly key: string
  readonly span: TextSpan | null
  readonly confidence: number
}

/** Conventions a site sets; every value taken from here is marked as not in the text. */
export interface ReadingOptions {
  /** 儿童: completed years below which somebody is a child. */
  readonly childAge: 14 | 18
  /** 同一切口第二项起的计价比例. */
  readonly surgeryRatio: number
  /** How hourly items are posted: line by line, or one line a day (then 24 a day). */
  readonly hourlyItems: 'hour' | 'day'
}

export const READING_OPTIONS: ReadingOptions = { childAge: 14, surgeryRatio: 0.5, hourlyItems: 'day' }

export type Reader = (row: OfficialRow, options: ReadingOptions) => Reading

/** The first match of a pattern in a field. */
export function findSpan(row: OfficialRow, field: TextSpan['field'], pattern: RegExp): TextSpan | null {
  const match = pattern.exec(row[field])
  return match ? { field, start: match.index, end: match.index + match[0].length, text: match[0] } : null
}

export function proposal(param: ParamName, value: ParamValue, rest: Partial<Proposal> = {}): Proposal {
  return { param, value, span: null, confidence: rest.span ? 0.95 : 0.5, note: null, ...rest }
}
