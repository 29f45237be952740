import type { Fen } from '@yijian/kernel'
import type { BedDayLine } from './bed-day.ts'
import type { Fund } from './payment-case.ts'
import type { Ratio } from './ratio.ts'

/** How a case was paid, with the words a statement uses. */
export const PAYMENT_RULES = {
  normal: '正常病例，按病组标准',
  low: '低倍率病例，按实际费用',
  high: '高倍率病例，标准加超额补偿',
  'high-review': '高倍率病例，先按标准，超额待评议',
  'high-over-limit': '高倍率病例超出机构占比上限，按病组标准',
  discount: '无权重病例，按实际费用折扣',
  similar: '无权重病例，按同类病例均费',
  review: '无权重病例，待评议后支付',
  'bed-day': '按床日付费',
  'technology-actual': '新技术病例，按实际费用',
  'paid-apart': '单独付费病例，按实际费用',
  'special-weight': '特病单议，调整权重',
  'special-actual': '特病单议，按实际费用比例',
} as const
export type PaymentRule = keyof typeof PAYMENT_RULES

/** Everything that entered the formula of one case. Absent = played no part. */
export interface FormulaInputs {
  readonly weight?: Ratio
  readonly rate?: Fen
  readonly coefficient?: Ratio
  /** 中医 incentive coefficient. */
  readonly tcm?: Ratio
  /** Group whose weight was used, when it is not the case's own (same price for the same disease). */
  readonly pricedAs?: string
  /** F × RW × A × T, rounded once. */
  readonly standard?: Fen
  /** What was compared with the standard: the cost on the basis of the rate, without fees paid apart. */
  readonly compared?: Fen
  /** Low threshold or high multiple that was crossed. */
  readonly multiple?: Ratio
  readonly share?: Ratio
  /** Fees of a new technology paid outside the group, after `technologyShare`. */
  readonly technology?: Fen
  readonly bedDays?: readonly BedDayLine[]
  readonly similarMean?: Fen
}

export interface CasePayment {
  readonly caseId: string
  readonly hospital: string
  readonly fund: Fund
  readonly drg: string
  readonly rule: PaymentRule
  readonly inputs: FormulaInputs
  /** What the case is worth, on the basis of the rate. */
  readonly value: Fen
  readonly cost: Fen
  readonly patientPay: Fen
  readonly otherFunds: Fen
  /** What the pooled fund paid or would pay by items: cost − patient − other funds. */
  readonly actualFund: Fen
  /** 统筹应付: what the fund owes the hospital for the case. */
  readonly payable: Fen
  /** payable − actualFund: gain (+) or loss (−) of the hospital. */
  readonly gain: Fen
  /** More may follow from a review. */
  readonly pending: boolean
}

export interface RefusedCase {
  readonly caseId: string
  readonly hospital: string
  readonly reason: string
}
