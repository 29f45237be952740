import { openLedger, type Fund, type Ledger, type LedgerEntry, type MonthAccount } from '@yijian/drg'
import { formatYuan, type Fen } from '@yijian/kernel'
import type { Transaction } from 'kysely'
import type { DrgTables } from '../schema.ts'
import { appendLedger, ledgerEntries, lockLedger, putAccounts } from '../store/months.ts'
import type { By, DrgContext } from './context.ts'

export interface AccountKey {
  readonly month: string
  readonly hospital: string
  readonly fund: Fund
}

type WithoutHead<T> = T extends unknown ? Omit<T, 'month' | 'hospital' | 'fund' | 'at' | 'by' | 'side'> : never
export type Posting = AccountKey & { readonly side: 'agency' | 'hospital'; readonly entry: WithoutHead<LedgerEntry> }

/**
 * Posts entries in the transaction of the change: the book of the hospitals concerned is replayed, so that an entry that may not be
 * made throws and nothing is written. Answers the book as it stands afterwards.
 */
export async function post(
  tx: Transaction<DrgTables>,
  context: DrgContext,
  {
    by,
    postings,
    admdvs,
    extra,
  }: {
    by: By
    postings: readonly Posting[]
    admdvs: (hospital: string) => string | null
    extra?: (posting: Posting) => { note?: string; disputed?: readonly string[] }
  },
): Promise<Ledger> {
  // prettier-ignore
  await lockLedger(tx)
  const hospitals = [...new Set(postings.map(({ hospital }) => hospital))]
  const known = hospitals.length === 0 ? [] : await ledgerEntries(tx, { hospitals })
  const ledger = openLedger(known)
  const now = context.platform.clock.now().getTime()
  const last = known.at(-1)
  const at = new Date(Math.max(now, last === undefined ? 0 : Date.parse(last.at))).toISOString()
  const entries = postings.map(({ month, hospital, fund, side, entry }): LedgerEntry => ({ month, hospital, fund, side, at, by: by.username, ...entry })) // prettier-ignore
  for (const entry of entries) ledger.append(entry)
  await appendLedger(tx, entries, by.displayName)
  const touched = new Map(postings.map((posting) => [`${posting.month}|${posting.hospital}|${posting.fund}`, posting]))
  const rows = [...touched.values()].map((posting) => {
    const { month, hospital, fund } = posting
    const more = extra?.(posting) ?? {}
    return { ...accountRow(ledger.account({ month, hospital, fund }), { month, hospital, fund }), admdvs: admdvs(hospital), note: more.note ?? '', disputed: JSON.stringify(more.disputed ?? []) } // prettier-ignore
  })
  await putAccounts(tx, rows)
  return ledger
}

function accountRow({ state, cases, payable, paid }: MonthAccount, { month, hospital, fund }: AccountKey) {
  return { month, fixmedins_code: hospital, fund, state, cases, payable: formatYuan(payable), paid: formatYuan(paid) }
}

/** The three entries of a month's account that was frozen, grouped and priced in one go. */
export function pricedPostings(
  key: AccountKey,
  of: {
    readonly step: 'freeze' | 'restate'
    readonly cases: number
    readonly grouped: number
    readonly ungrouped: number
    readonly refused: number
    readonly casesHash: string
    readonly schemeHash: string
    readonly parametersHash: string
    readonly payable: Fen
  },
): Posting[] {
  // prettier-ignore
  const { step, cases, casesHash, schemeHash, parametersHash, grouped, ungrouped, refused, payable } = of
  const steps: WithoutHead<LedgerEntry>[] = [
    { kind: 'step', step, cases, casesHash },
    { kind: 'step', step: 'group', schemeHash, grouped, ungrouped, refused },
    { kind: 'step', step: 'price', parametersHash, payable },
  ]
  return steps.map((entry) => ({ ...key, side: 'agency' as const, entry }))
}
