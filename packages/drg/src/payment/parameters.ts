import type { Day, Fen } from '@yijian/kernel'
import type { BedDayCategory, Fund } from './payment-case.ts'
import type { Ratio } from './ratio.ts'

/** What P stands for: the whole medical cost (the patient's part is taken off) or the fund's part alone. Stated beside every rate. */
export type Basis = 'total-cost' | 'fund'

/** All of a city's payment policy for one settlement. Every number is a parameter; nothing is built in. */
export interface PaymentParameters {
  readonly basis: Basis
  /** Hospital → level ("3", "2A", …), the key of level-dependent rates. */
  readonly levels: ReadonlyMap<string, string>
  /** 基础费率, by fund and level; level "" holds for every level without a rate of its own. */
  readonly rates: readonly BasicRate[]
  readonly weights: ReadonlyMap<string, Ratio>
  /** 机构系数 by hospital; a hospital that is not named has 1. */
  readonly coefficients: ReadonlyMap<string, Ratio>
  /** 基础病组 (同病同价): institution coefficient 1 everywhere. */
  readonly samePriceGroups: ReadonlySet<string>
  /** Below this multiple of P the case is paid its actual cost (usual 0.3–0.4); null: no low cases. */
  readonly low: Ratio | null
  readonly high: HighPolicy | null
  readonly unweighted: UnweightedPolicy
  readonly bedDay: BedDayPolicy
  readonly technologies: ReadonlyMap<string, NewTechnology>
  readonly tcm: ReadonlyMap<string, TcmIncentive>
  /** 特病单议 decisions by case. */
  readonly decisions: ReadonlyMap<string, SpecialDecision>
  /** What becomes of a case whose patient already paid more than P: the negative amount stands, or it is zero. */
  readonly belowZero: 'keep' | 'zero'
}

export interface BasicRate {
  readonly fund: Fund
  readonly level: string
  /** Money for one weight. */
  readonly rate: Fen
}

export interface HighPolicy {
  /** Multiples by weight of the group (upper bounds inclusive, ascending, last one null) or by level of the hospital. */
  readonly multiples:
    | { readonly by: 'weight'; readonly tiers: readonly { readonly upTo: Ratio | null; readonly multiple: Ratio }[] }
    | { readonly by: 'level'; readonly levels: ReadonlyMap<string, Ratio> }
  /** `pay`: P + (c − k·P)·share at once; `review`: P now, the rest after 特病单议. */
  readonly mode: 'pay' | 'review'
  readonly share: Ratio
  /** Largest share of a hospital's DRG cases paid as high (usual 0.05), highest multiple first; null: no limit. */
  readonly limit: Ratio | null
}

/** Not grouped, QY, and groups that have no weight yet. */
export type UnweightedPolicy =
  | { readonly method: 'discount'; readonly discount: Ratio }
  /** Mean cost of similar cases, on the basis of the rate; actual × `discount` where no mean is known. */
  | { readonly method: 'similar'; readonly means: ReadonlyMap<string, Fen>; readonly discount: Ratio }
  /** Nothing is paid until the case has been reviewed. */
  | { readonly method: 'review' }

export interface BedDayPolicy {
  /** DRG cases with a longer stay are paid by the day as 长期住院; null: never. */
  readonly longerThan: number | null
  /** `marginal`: each day at the rate of its own band; `whole`: all days at the rate of the last day's band. */
  readonly method: 'marginal' | 'whole'
  readonly rates: readonly BedDayRate[]
}

export interface BedDayRate {
  readonly category: BedDayCategory
  /** "" holds for every level without a rate of its own. */
  readonly level: string
  /** Ascending; the last has no upper bound. */
  readonly bands: readonly BedDayBand[]
}

export interface BedDayBand {
  /** Last day of the band; null: no end. */
  readonly upTo: number | null
  readonly rate: Fen
}

export interface NewTechnology {
  readonly name: string
  /** Term outside the group, both days included; judged on the day of discharge. */
  readonly from: Day
  readonly to: Day
  readonly pay:
    | { readonly method: 'case-actual' }
    /** The fees of the technology are paid apart at this share, the rest of the case stays in its group. */
    | { readonly method: 'item-actual'; readonly share: Ratio }
    | { readonly method: 'extra-weight'; readonly weight: Ratio }
}

export type TcmIncentive =
  | { readonly method: 'coefficient'; readonly coefficient: Ratio }
  /** 中西医同病同效同价: paid as the named (operated) group. */
  | { readonly method: 'same-price'; readonly drg: string }

export type SpecialDecision =
  | { readonly effect: 'weight'; readonly weight: Ratio }
  | { readonly effect: 'actual'; readonly share: Ratio }
  | { readonly effect: 'standard' }
