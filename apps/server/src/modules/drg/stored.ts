import type { Form, Node } from '@yijian/drg'

export type Row = Readonly<Record<string, string>>

/** A settlement list as it is kept: plain text cells. */
export interface StoredList {
  readonly form: Form
  readonly nodes: Readonly<Partial<Record<Node, readonly Row[]>>>
}

/** A decision of 特病单议 with its number as decimal text. */
export type SpecialDecision =
  | { readonly effect: 'weight'; readonly weight: string }
  | { readonly effect: 'actual'; readonly share: string }
  | { readonly effect: 'standard' }
