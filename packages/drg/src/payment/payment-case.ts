import type { Day, Fen } from '@yijian/kernel'
import type { CaseStatus } from '../weights/case-filter.ts'
import type { Ratio } from './ratio.ts'

/** 职工 / 居民: two funds with two budgets, two basic rates and two accounts. */
export const FUNDS = { employee: '职工', resident: '居民' } as const
export type Fund = keyof typeof FUNDS

/** 精神 / 康复 / 长期住院: cases paid by the day. */
export const BED_DAY_CATEGORIES = { psychiatric: '精神', rehabilitation: '康复', 'long-stay': '长期住院' } as const
export type BedDayCategory = keyof typeof BED_DAY_CATEGORIES

/** One discharged case as the payment arithmetic reads it; every amount is known (a case that lacks one is refused before). */
export interface PaymentCase {
  readonly id: string
  readonly hospital: string
  readonly fund: Fund
  readonly status: CaseStatus
  /** DRG code; empty when the case was not grouped. */
  readonly drg: string
  /** Weight of its group in the version of the scheme for its day of discharge; without it that of the parameters holds. */
  readonly weight?: Ratio
  /** Key of similar cases for a case without weight, e.g. MDC; empty when nothing is known. */
  readonly similar: string
  /** 实际住院天数. */
  readonly los: number
  readonly discharged: Day
  /** Total medical cost. */
  readonly cost: Fen
  /** Deductible, co-payment and own expense. */
  readonly patientPay: Fen
  /** 大病、救助、补充 and other funds. */
  readonly otherFunds: Fen
  readonly bedDay?: { readonly category: BedDayCategory; readonly interruptedDays: number }
  /** Use of a new technology on the list, with its own fees. */
  readonly technology?: { readonly code: string; readonly cost: Fen }
  /** Code of the 中医优势病种 under which the hospital treated. */
  readonly tcm?: string
}

/** What the pooled fund of this case really paid out under item-by-item settlement (记账统筹). */
export function actualFundCost(one: PaymentCase): Fen {
  return (one.cost - one.patientPay - one.otherFunds) as Fen
}
