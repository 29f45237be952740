import type { Fen } from '@yijian/kernel'
import { compareIds } from './allocate.ts'
import type { CasePayment, RefusedCase } from './case-payment.ts'
import type { PaymentParameters } from './parameters.ts'
import type { PaymentCase } from './payment-case.ts'
import { paymentOf, priceCase } from './price-case.ts'
import { ONE, ZERO } from './ratio.ts'

export interface PricedCases {
  /** Ascending by case id, whatever the order of the cases was. */
  readonly payments: readonly CasePayment[]
  /** in = payments + refused, always. */
  readonly refused: readonly RefusedCase[]
}

/** Prices all cases of a period: each by itself, then the limit on the share of high cases per hospital. */
export function priceCases(cases: readonly PaymentCase[], parameters: PaymentParameters): PricedCases {
  const refused: RefusedCase[] = []
  const payments: CasePayment[] = []
  const known = new Map<string, PaymentCase>()
  const ordered = cases.toSorted((a, b) => compareIds(a.id, b.id) || compareIds(keyOf(a), keyOf(b)))
  for (const one of ordered) {
    const priced = known.has(one.id) ? '病例号重复' : priceCase(one, parameters)
    known.set(one.id, known.get(one.id) ?? one)
    if (typeof priced === 'string') refused.push({ caseId: one.id, hospital: one.hospital, reason: priced })
    else payments.push(priced)
  }
  return { payments: limited(payments, known, parameters), refused }
}

/** Which of two cases with one number comes first must not depend on the order of the file. */
function keyOf(one: PaymentCase): string {
  return `${one.hospital}|${one.drg}|${one.cost}|${one.discharged}|${one.los}|${one.patientPay}`
}

const BY_GROUP = new Set(['normal', 'low', 'high', 'high-review'])

/** 高倍率占比上限: per hospital floor(limit × cases paid by group) high cases, highest multiple of P first, ties by case id; the others are paid P. */
function limited(
  payments: readonly CasePayment[],
  cases: ReadonlyMap<string, PaymentCase>,
  parameters: PaymentParameters,
): readonly CasePayment[] {
  const limit = parameters.high?.mode === 'pay' ? parameters.high.limit : null
  if (limit === null) return payments
  const beyond = new Set<string>()
  for (const members of Map.groupBy(payments, (one) => one.hospital).values()) {
    const high = members.filter(({ rule }) => rule === 'high').sort(byMultiple)
    const allowed = (BigInt(members.filter(({ rule }) => BY_GROUP.has(rule)).length) * limit) / ONE
    for (const { caseId } of high.slice(Number(allowed))) beyond.add(caseId)
  }
  return payments.map((payment) => {
    if (!beyond.has(payment.caseId)) return payment
    const inputs = { ...payment.inputs, share: ZERO }
    const value = (inputs.standard! + (inputs.technology ?? 0n)) as Fen
    return paymentOf(cases.get(payment.caseId)!, { rule: 'high-over-limit', value, inputs }, parameters)
  })
}

/** Descending by compared / standard, exact. */
function byMultiple(a: CasePayment, b: CasePayment): number {
  const [left, right] = [a.inputs.compared! * b.inputs.standard!, b.inputs.compared! * a.inputs.standard!]
  if (left === right) return compareIds(a.caseId, b.caseId)
  return left > right ? -1 : 1
}
