/** A report as a sequence of blocks; each writer (docx, PDF) lays them out in its own way. Numbers come as text, exactly as they are to stand. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly columns: readonly BlockColumn[]; readonly rows: readonly (readonly string[])[]; readonly totalLast?: boolean } // prettier-ignore
  | Chart

export interface BlockColumn {
  readonly title: string
  /** Share of the width. */
  readonly width: number
  readonly right?: boolean
}

export interface Chart {
  readonly kind: 'chart'
  /** Upright columns by category, or lying bars. */
  readonly shape: 'columns' | 'bars'
  /** What the chart shows, as a sentence. */
  readonly title: string
  readonly unit: string
  readonly categories: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
}

export interface Document {
  readonly title: string
  readonly subtitle: string
  readonly blocks: readonly Block[]
  /** Below every page. */
  readonly footer: string
}

export const SERIES_COLOURS = ['0F766E', '94A3B8', 'D97706'] as const
export const LOSS_COLOUR = 'B45309'
