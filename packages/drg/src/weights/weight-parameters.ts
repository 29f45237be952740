import type { Fen } from '@yijian/kernel'
import type { Ratio } from '../payment/ratio.ts'
import type { CaseFilter, CostPart } from './case-filter.ts'
import type { Trim } from './trim.ts'

/** Every choice behind a set of weights; published with them. */
export interface WeightParameters {
  readonly filter: CaseFilter
  readonly trim: Trim
  /** Target shares of the five cost parts, adding up to 1 (结构调整); null: weights follow cost as it is. */
  readonly structure: Readonly<Record<CostPart, Ratio>> | null
  /** Groups with fewer cases after trimming (usual 5, 10 or 30) take or lean on the reference. */
  readonly small: {
    readonly fewest: number
    readonly method: 'reference' | 'shrink'
    /** Weight of the reference in cases: (n·own + k·reference) / (n + k). */
    readonly k: number
  }
  /** Keep MCC ≥ CC ≥ none within an ADRG. */
  readonly order: boolean
  /** Largest yearly change against `reference`, e.g. 0.2 = ±20 %; null: no cap. */
  readonly cap: Ratio | null
  /** Places of the published weight. */
  readonly places: number
  /** Last year's or provincial weights, by DRG. */
  readonly reference: ReadonlyMap<string, Ratio>
}

export const WEIGHT_STEPS = ['raw', 'structure', 'small', 'order', 'cap', 'reorder', 'rescale', 'published'] as const
export type WeightStep = (typeof WEIGHT_STEPS)[number]

/** What is known of a group before any adjustment. */
export interface GroupCosts {
  readonly drg: string
  readonly n: number
  readonly sum: Fen
  readonly parts: Readonly<Record<CostPart, bigint>> | null
  readonly cutLow: number
  readonly cutHigh: number
  readonly bounds: readonly [number, number]
}
