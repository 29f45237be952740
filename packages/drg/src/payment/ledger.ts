import { AppError, type Fen } from '@yijian/kernel'
import type { Fund } from './payment-case.ts'
import { MONTH_STEPS, type MonthState, type MonthStep } from './month-steps.ts'
import { nextState, type Side } from './transitions.ts'

/** Account of one month: a hospital, a fund, `YYYY-MM`. */
export interface AccountKey {
  readonly month: string
  readonly hospital: string
  readonly fund: Fund
}

interface EntryHead extends AccountKey {
  /** Moment with offset; entries never go back in time. */
  readonly at: string
  readonly by: string
  readonly side: Side
}

export type LedgerEntry = EntryHead &
  (
    | { readonly kind: 'step'; readonly step: 'freeze' | 'restate'; readonly cases: number; readonly casesHash: string }
    /** cases in = grouped + ungrouped + refused. */
    | { readonly kind: 'step'; readonly step: 'group'; readonly schemeHash: string; readonly grouped: number; readonly ungrouped: number; readonly refused: number } // prettier-ignore
    | { readonly kind: 'step'; readonly step: 'price'; readonly parametersHash: string; readonly payable: Fen }
    | { readonly kind: 'step'; readonly step: 'state'; readonly payable: Fen }
    | { readonly kind: 'step'; readonly step: 'request' | 'reject'; readonly note: string; readonly caseIds: readonly string[] } // prettier-ignore
    | { readonly kind: 'step'; readonly step: 'accept'; readonly note: string }
    | { readonly kind: 'step'; readonly step: 'prepay'; readonly amount: Fen }
    /** 年初预付: about one month's money, cleared at year end. */
    | { readonly kind: 'advance'; readonly amount: Fen }
    /** Correction of a closed month, posted in a later month that is still open: ± payable and ± money. */
    | { readonly kind: 'correction'; readonly corrects: string; readonly payable: Fen; readonly amount: Fen; readonly reason: string } // prettier-ignore
  )

export interface MonthAccount {
  readonly state: MonthState
  readonly cases: number
  readonly casesHash: string
  readonly payable: Fen
  readonly paid: Fen
}

export interface YearAccount {
  /** Σ payable of the closed months as stated, without corrections. */
  readonly payable: Fen
  readonly advances: Fen
  readonly prepaid: Fen
  readonly correctedPayable: Fen
  readonly correctedPaid: Fen
  /** Everything the fund has paid: advances + prepayments + corrections. */
  readonly paid: Fen
}

export interface Ledger {
  /** Adds an entry or throws; nothing that stands ever changes. */
  readonly append: (entry: LedgerEntry) => void
  readonly entries: () => readonly LedgerEntry[]
  readonly account: (key: AccountKey) => MonthAccount
  readonly year: (year: number, hospital: string, fund: Fund) => YearAccount
}

const OPEN: MonthAccount = { state: 'open', cases: 0, casesHash: '', payable: 0n as Fen, paid: 0n as Fen }
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/

/** An append-only ledger of monthly payments, replayed (and so checked) from its entries. */
export function openLedger(entries: readonly LedgerEntry[] = []): Ledger {
  const book: LedgerEntry[] = []
  const accounts = new Map<string, MonthAccount>()
  const account = (key: AccountKey): MonthAccount => accounts.get(keyOf(key)) ?? OPEN
  const append = (entry: LedgerEntry): void => {
    checkHead(entry, book.at(-1))
    if (entry.kind === 'step') accounts.set(keyOf(entry), stepped(account(entry), entry))
    else checkMoney(entry, account)
    book.push(Object.freeze({ ...entry }))
  }
  for (const entry of entries) append(entry)
  return { append, account, entries: () => [...book], year: (year, hospital, fund) => yearOf(book, { year, hospital, fund }) } // prettier-ignore
}

function keyOf({ month, hospital, fund }: AccountKey): string {
  return `${month}|${hospital}|${fund}`
}

function checkHead(entry: LedgerEntry, last: LedgerEntry | undefined): void {
  if (!MONTH.test(entry.month)) throw new AppError('invalid', 'ledger.month', `月份格式应为 YYYY-MM：${entry.month}`)
  const moment = Date.parse(entry.at)
  if (Number.isNaN(moment)) throw new AppError('invalid', 'ledger.at', `时间格式不正确：${entry.at}`)
  if (last && moment < Date.parse(last.at)) throw new AppError('conflict', 'ledger.order', '记账时间不能早于上一笔')
}

function stepped(before: MonthAccount, entry: LedgerEntry & { kind: 'step' }): MonthAccount {
  const state = nextState<MonthState, MonthStep>(MONTH_STEPS, before.state, entry)
  switch (entry.step) {
    case 'freeze':
    case 'restate':
      return { ...before, state, cases: entry.cases, casesHash: entry.casesHash, payable: 0n as Fen }
    case 'group':
      if (entry.grouped + entry.ungrouped + entry.refused !== before.cases)
        throw new AppError('conflict', 'ledger.cases', '入组、未入组、拒绝病例之和与固化病例数不一致')
      return { ...before, state }
    case 'price':
      return { ...before, state, payable: entry.payable }
    case 'state':
      if (entry.payable !== before.payable)
        throw new AppError('conflict', 'ledger.payable', '结算单金额与计算结果不一致')
      return { ...before, state }
    case 'prepay':
      if (entry.amount < 0n) throw new AppError('invalid', 'ledger.prepay', '拨付金额不能为负数')
      if (entry.amount > 0n && entry.amount > before.payable)
        throw new AppError('conflict', 'ledger.prepay', '拨付金额超过应付金额')
      return { ...before, state, paid: entry.amount }
    default:
      return { ...before, state }
  }
}

function checkMoney(entry: LedgerEntry & { kind: 'advance' | 'correction' }, account: Ledger['account']): void {
  if (entry.side !== 'agency') throw new AppError('denied', 'step.side', '该操作应由经办机构进行')
  if (account(entry).state === 'closed')
    throw new AppError('conflict', 'ledger.closed', '该月已关账，请记入尚未关账的月份', { month: entry.month })
  if (entry.kind === 'advance') return
  if (entry.reason.trim() === '') throw new AppError('invalid', 'ledger.reason', '更正必须写明原因')
  if (entry.corrects >= entry.month)
    throw new AppError('conflict', 'ledger.corrects', '更正只能记入被更正月份之后的月份')
  if (account({ ...entry, month: entry.corrects }).state !== 'closed')
    throw new AppError('conflict', 'ledger.not-closed', '被更正的月份尚未关账，应直接重算')
}

/** A correction belongs to the year of the month it corrects, wherever it is posted. */
function yearOf(book: readonly LedgerEntry[], of: { year: number; hospital: string; fund: Fund }): YearAccount {
  let [payable, advances, prepaid, correctedPayable, correctedPaid] = [0n, 0n, 0n, 0n, 0n]
  const stated = new Map<string, bigint>()
  for (const entry of book) {
    if (entry.hospital !== of.hospital || entry.fund !== of.fund) continue
    const month = entry.kind === 'correction' ? entry.corrects : entry.month
    if (!month.startsWith(`${of.year}-`)) continue
    if (entry.kind === 'advance') advances += entry.amount
    if (entry.kind === 'correction') {
      correctedPayable += entry.payable
      correctedPaid += entry.amount
    }
    if (entry.kind !== 'step') continue
    if (entry.step === 'state') stated.set(month, entry.payable)
    if (entry.step !== 'prepay') continue
    prepaid += entry.amount
    payable += stated.get(month)!
  }
  const paid = advances + prepaid + correctedPaid
  return { payable, advances, prepaid, correctedPayable, correctedPaid, paid } as YearAccount
}
