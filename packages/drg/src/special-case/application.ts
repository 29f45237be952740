import { AppError, daysBetween, type Day } from '@yijian/kernel'
import type { CasePayment } from '../payment/case-payment.ts'
import { compareQuotient, ONE, type Ratio } from '../payment/ratio.ts'

/** Reasons for which a hospital may apply. */
export const REVIEW_REASONS = {
  'long-stay': '住院时间长',
  'high-cost': '医疗费用高',
  'new-technology': '使用新药耗新技术',
  complex: '复杂危重症或多学科联合诊疗',
  icu: '重症监护时间长',
  ungrouped: '未入组',
  'emergency-to-inpatient': '急诊转住院',
} as const
export type ReviewReason = keyof typeof REVIEW_REASONS

/** Limits of a city's rules; every one is a parameter. */
export interface ApplicationPolicy {
  /** Largest share of a hospital's DRG discharges (DRG usual 0.05, DIP 0.005). */
  readonly limit: Ratio
  /** Days after discharge within which to apply. */
  readonly withinDays: number
  /** Long stay: days at least; high cost: multiple of the standard above; ICU: hours at least. */
  readonly longStayDays: number
  readonly highCostMultiple: Ratio
  readonly icuHours: number
}

/** What is known of the case when it is applied for; `undefined` = not delivered. */
export interface CaseFacts {
  readonly payment: CasePayment
  readonly discharged: Day
  readonly los: number | undefined
  readonly icuHours: number | undefined
  readonly newTechnology: boolean | undefined
  readonly departments: number | undefined
  readonly emergency: boolean | undefined
}

export interface Application {
  readonly caseId: string
  readonly hospital: string
  readonly reasons: readonly ReviewReason[]
  readonly statement: string
  readonly appliedOn: Day
}

/** How far the data bears a reason out: the expert panel judges, the screening only sorts. */
export type Support = 'supported' | 'not-supported' | 'cannot-tell'

export interface Screening {
  readonly application: Application
  readonly support: ReadonlyMap<ReviewReason, Support>
  /** `accept` when a reason is supported, `reject` when none is, `look` when data is missing. A proposal, never a decision. */
  readonly proposal: 'accept' | 'reject' | 'look'
}

/** Checks an application against the limits; throws with the reason when it may not be filed. */
export function checkApplication(
  application: Application,
  facts: CaseFacts,
  { policy, filed, discharges }: { readonly policy: ApplicationPolicy; readonly filed: readonly Application[]; readonly discharges: number }, // prettier-ignore
): void {
  const { caseId, hospital, reasons, statement, appliedOn } = application
  if (facts.payment.caseId !== caseId || facts.payment.hospital !== hospital)
    throw new AppError('denied', 'review.not-own', '只能申请本机构的病例')
  if (reasons.length === 0 || new Set(reasons).size !== reasons.length)
    throw new AppError('invalid', 'review.reasons', '请选择申请理由，且不得重复')
  if (statement.trim() === '') throw new AppError('invalid', 'review.statement', '请填写申请说明')
  const own = filed.filter((one) => one.hospital === hospital)
  if (own.some((one) => one.caseId === caseId)) throw new AppError('conflict', 'review.twice', '该病例已申请过')
  const waited = daysBetween(facts.discharged, appliedOn)
  if (waited < 0 || waited > policy.withinDays) throw new AppError('conflict', 'review.late', `应在出院后 ${policy.withinDays} 日内申请`) // prettier-ignore
  const allowed = maxApplications(discharges, policy)
  if (own.length >= allowed) throw new AppError('conflict', 'review.limit', `申请数量已达上限：${allowed} 例`)
}

/** floor(limit × DRG discharges of the period). */
export function maxApplications(discharges: number, { limit }: ApplicationPolicy): number {
  return Number((BigInt(discharges) * limit) / ONE)
}

/** What the data says to each reason. */
export function screenApplication(application: Application, facts: CaseFacts, policy: ApplicationPolicy): Screening {
  const support = new Map(application.reasons.map((reason) => [reason, SUPPORT[reason](facts, policy)]))
  const found = new Set(support.values())
  const proposal = found.has('supported') ? 'accept' : found.has('cannot-tell') ? 'look' : 'reject'
  return { application, support, proposal }
}

const SUPPORT: Readonly<Record<ReviewReason, (facts: CaseFacts, policy: ApplicationPolicy) => Support>> = {
  'long-stay': ({ los }, { longStayDays }) => judged(los, (days) => days >= longStayDays),
  'high-cost': ({ payment }, { highCostMultiple }) => {
    const { standard, compared } = payment.inputs
    if (standard === undefined || compared === undefined || standard <= 0n) return 'cannot-tell'
    return compareQuotient(compared, standard, highCostMultiple) > 0 ? 'supported' : 'not-supported'
  },
  'new-technology': ({ newTechnology }) => judged(newTechnology, (used) => used),
  complex: ({ departments }) => judged(departments, (count) => count >= 2),
  icu: ({ icuHours }, policy) => judged(icuHours, (hours) => hours >= policy.icuHours),
  ungrouped: ({ payment }) => (payment.inputs.weight === undefined ? 'supported' : 'not-supported'),
  'emergency-to-inpatient': ({ emergency }) => judged(emergency, (was) => was),
}

function judged<T>(value: T | undefined, holds: (value: T) => boolean): Support {
  if (value === undefined) return 'cannot-tell'
  return holds(value) ? 'supported' : 'not-supported'
}
