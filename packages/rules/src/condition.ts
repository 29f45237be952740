import type { CodeField, NumberField } from './fields.ts'
import type { ParamName } from './params.ts'

/** A whole number: fen, ten-thousandths of a piece, days, seconds. Missing data stays missing. */
export type Value =
  | { readonly v: 'field'; readonly of: NumberField }
  | { readonly v: 'param'; readonly of: ParamName }
  | { readonly v: 'const'; readonly is: number }
  | { readonly v: 'add' | 'sub' | 'mul'; readonly a: Value; readonly b: Value }

export type Comparison = '<' | '<=' | '=' | '<>' | '>=' | '>'

/** The frozen tree. A new node is added here, to the evaluator and to the SQL printer, or it does not compile. */
export type Condition =
  | { readonly is: 'compare'; readonly left: Value; readonly by: Comparison; readonly right: Value }
  /** The code is in the set that the parameter names. */
  | { readonly is: 'member'; readonly field: CodeField; readonly set: ParamName }
  | { readonly is: 'one-of'; readonly field: CodeField; readonly values: readonly string[] }
  /** A diagnosis or operation of the encounter (and of earlier ones, `days` back) is in the set. None recorded: unknown. */
  | { readonly is: 'meets'; readonly bag: 'dx' | 'op'; readonly set: ParamName; readonly days?: ParamName }
  | { readonly is: 'absent'; readonly field: NumberField | CodeField }
  /** The knowledge point carries the parameter. Never unknown. */
  | { readonly is: 'given'; readonly param: ParamName }
  /** num / den against millionths, exactly. */
  | { readonly is: 'share'; readonly num: NumberField; readonly den: NumberField; readonly by: '<' | '>'; readonly ppm: ParamName } // prettier-ignore
  | { readonly is: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }

export const field = (of: NumberField): Value => ({ v: 'field', of })
export const param = (of: ParamName): Value => ({ v: 'param', of })
export const constant = (is: number): Value => ({ v: 'const', is })
export const plus = (a: Value, b: Value): Value => ({ v: 'add', a, b })
export const minus = (a: Value, b: Value): Value => ({ v: 'sub', a, b })
export const times = (a: Value, b: Value): Value => ({ v: 'mul', a, b })

export const compare = (left: Value, by: Comparison, right: Value): Condition => ({ is: 'compare', left, by, right })
export const member = (of: CodeField, set: ParamName): Condition => ({ is: 'member', field: of, set })
export const oneOf = (of: CodeField, ...values: readonly string[]): Condition => ({ is: 'one-of', field: of, values })
export const absent = (of: NumberField | CodeField): Condition => ({ is: 'absent', field: of })
export const given = (of: ParamName): Condition => ({ is: 'given', param: of })
export const all = (...of: readonly Condition[]): Condition => ({ is: 'all', of })
export const any = (...of: readonly Condition[]): Condition => ({ is: 'any', of })
export const not = (of: Condition): Condition => ({ is: 'not', of })
export const ALWAYS: Condition = all()
