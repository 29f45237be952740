import { FUNDS, type CasePayment, type FormulaInputs, type Fund, type Grouper, type Ratio } from '@yijian/drg'
import { formatYuan, type Fen } from '@yijian/kernel'
import type { GroupedStay } from './grouped-stay.ts'
import { fundOf, type ItemFees, type Policy } from './payment-policy.ts'
import type { StayFacts } from './read-stays.ts'
import { grouping } from './scheme-versions.ts'
import { settleStays } from './settle-stays.ts'

/** A case as it is kept: its facts, its group, what it is paid and how. Amounts in yuan, exact decimals, all as text. */
export interface CaseRow {
  readonly caseId: string
  readonly hospital: string
  readonly fund: Fund | null
  readonly facts: StayFacts
  readonly mdc: string
  readonly adrg: string
  readonly drg: string
  readonly status: string
  readonly reason: string | null
  readonly cost: string | null
  readonly payment: StoredPayment | null
  /** Why it cannot be paid yet. */
  readonly refused: string | null
}

export interface StoredPayment {
  readonly rule: CasePayment['rule']
  readonly inputs: StoredInputs
  readonly value: string
  readonly patientPay: string
  readonly otherFunds: string
  readonly actualFund: string
  readonly payable: string
  readonly gain: string
  readonly pending: boolean
}

/** The formula's inputs with whole numbers as text; bed-day lines as they are. */
export type StoredInputs = Readonly<Record<string, string | readonly Readonly<Record<string, string | number>>[]>>

export interface FactsToPrice {
  readonly facts: StayFacts
  /** A reason why the case is not taken in, though it could be grouped (its list failed the quality check). */
  readonly refused?: string
}

export interface PricedRows {
  readonly rows: readonly CaseRow[]
  readonly payments: readonly CasePayment[]
  /** Where cases and report do not agree; empty when all is well. */
  readonly differences: readonly string[]
}

/** Groups and prices the cases of one period. in = rows; each is paid or has a reason. */
export function priceFacts(cases: readonly FactsToPrice[], grouper: Grouper, policy: Policy): PricedRows {
  const groupOf = grouping(policy.versionAt ?? grouper)
  const stays = cases.map(({ facts }) => groupOf(facts))
  const barred = new Map(cases.flatMap(({ refused }, i) => (refused === undefined ? [] : [[stays[i]!.id, refused] as const]))) // prettier-ignore
  const settled = settleStays(
    stays.filter(({ id }) => !barred.has(id)),
    policy,
  )
  const payments = new Map(settled.payments.map((one) => [one.caseId, one]))
  const refused = new Map([...settled.refused.map(({ caseId, reason }) => [caseId, reason] as const), ...barred])
  const rows = stays.map((stay, i) => caseRow({ stay, facts: cases[i]!.facts, fund: fundOf(stay.insutype, policy.settings) ?? null }, payments.get(stay.id), refused.get(stay.id))) // prettier-ignore
  return { rows, payments: settled.payments, differences: settled.differences }
}

function caseRow(
  { stay, facts, fund }: { stay: GroupedStay; facts: StayFacts; fund: Fund | null },
  payment: CasePayment | undefined,
  refused: string | undefined,
): CaseRow {
  const { mdc, adrg, drg, status, reason } = stay.grouping
  return {
    caseId: stay.id,
    hospital: stay.hospital,
    fund,
    facts,
    mdc,
    adrg,
    drg,
    status,
    reason,
    cost: stay.cost === undefined ? null : formatYuan(stay.cost),
    payment: payment === undefined ? null : storedPayment(payment),
    refused: payment === undefined ? (refused ?? '未能计算支付') : null,
  }
}

function storedPayment(one: CasePayment): StoredPayment {
  const [value, patientPay, otherFunds, actualFund, payable, gain] = [one.value, one.patientPay, one.otherFunds, one.actualFund, one.payable, one.gain].map(formatYuan) as Six // prettier-ignore
  return { rule: one.rule, inputs: packInputs(one.inputs), value, patientPay, otherFunds, actualFund, payable, gain, pending: one.pending } // prettier-ignore
}

type Six = [string, string, string, string, string, string]

export function packInputs(inputs: FormulaInputs): StoredInputs {
  const plain = (value: unknown): unknown => {
    if (typeof value === 'bigint') return value.toString()
    if (Array.isArray(value)) return value.map((line: object) => Object.fromEntries(Object.entries(line).map(([name, one]) => [name, plain(one)]))) // prettier-ignore
    return value
  }
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, plain(value)])) as StoredInputs
}

export function unpackInputs(stored: StoredInputs): FormulaInputs {
  const entries = Object.entries(stored).map(([name, value]) => {
    if (name === 'pricedAs') return [name, value]
    if (typeof value === 'string') return [name, BigInt(value) as Ratio]
    return [name, value.map((line) => ({ ...line, rate: BigInt(line['rate'] ?? 0) as Fen }))]
  })
  return Object.fromEntries(entries) as FormulaInputs
}

/** Fees of listed items, kept with the facts of their case so that a rerun needs no warehouse. */
export function itemFeesOf(cases: readonly FactsToPrice[]): ItemFees {
  return new Map(
    cases.flatMap(({ facts }) => {
      const kept = facts['item_fees']
      if (typeof kept !== 'string') return []
      const fees = Object.entries(JSON.parse(kept) as Record<string, string>).map(([item, fen]) => [item, BigInt(fen) as Fen] as const) // prettier-ignore
      return [[String(facts['stay_key']), new Map(fees)] as const]
    }),
  )
}

export const FUND_IDS = Object.keys(FUNDS) as Fund[]
