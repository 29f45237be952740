import type { LedgerEntry } from '@yijian/drg'
import { formatYuan, parseYuan, type Fen } from '@yijian/kernel'
import { sql, type Insertable, type Selectable, type Transaction } from 'kysely'
import type { Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { DrgTables } from '../schema.ts'
import { money } from './cases.ts'
import { visible } from './scope.ts'

type DrgDb = Db<DrgTables> | Transaction<DrgTables>
export type AccountRecord = Selectable<DrgTables['drg_account']>

export function monthRecords(db: DrgDb) {
  return db.selectFrom('drg_month').selectAll().orderBy('month', 'desc').execute()
}

export function monthRecord(db: DrgDb, month: string) {
  return db.selectFrom('drg_month').selectAll().where('month', '=', month).executeTakeFirst()
}

export async function putMonth(tx: Transaction<DrgTables>, row: Insertable<DrgTables['drg_month']>): Promise<void> {
  await tx.insertInto('drg_month').values(row).onConflict((on) => on.column('month').doUpdateSet(row)).execute() // prettier-ignore
}

/** What the cases of each month come to, as far as the reader sees them. */
export async function monthSums(db: DrgDb, access: Access, month?: string) {
  const { rows } = await sql<MonthSums>`
    SELECT month, COUNT(*) AS read, COUNT(*) FILTER (WHERE status = '分组成功') AS grouped, COUNT(*) FILTER (WHERE status = '歧义病组') AS ambiguous,
      COUNT(*) FILTER (WHERE status = '无法入组') AS ungrouped, COUNT(*) FILTER (WHERE status = '拒收') AS rejected,
      COUNT(*) FILTER (WHERE refused IS NULL) AS paid, COUNT(*) FILTER (WHERE refused IS NOT NULL) AS refused,
      COUNT(*) FILTER (WHERE fund IS NULL) AS outside,
      ${money('cost')} AS cost, ${money('payable')} AS payable, ${money('actual_fund')} AS actual_fund, ${money('gain')} AS gain
    FROM drg_case WHERE ${visible(access, 'drg_case')} ${month === undefined ? sql`` : sql`AND month = ${month}`} GROUP BY month`.execute(db) // prettier-ignore
  return new Map(rows.map((row) => [row.month, row]))
}

export interface MonthSums {
  readonly month: string
  readonly read: number
  readonly grouped: number
  readonly ambiguous: number
  readonly ungrouped: number
  readonly rejected: number
  readonly paid: number
  readonly refused: number
  readonly outside: number
  readonly cost: string
  readonly payable: string
  readonly actual_fund: string
  readonly gain: string
}

/** Σ over cases by hospital and fund. */
export async function accountSums(db: DrgDb, access: Access, month: string) {
  const { rows } = await sql<{ fixmedins_code: string; fund: 'employee' | 'resident'; admdvs: string | null; cases: number; grouped: number; ungrouped: number; refused: number; payable: string; actual_fund: string; gain: string }>`
    SELECT fixmedins_code, fund, MIN(admdvs) AS admdvs, COUNT(*) AS cases, COUNT(*) FILTER (WHERE refused IS NULL AND status = '分组成功') AS grouped,
      COUNT(*) FILTER (WHERE refused IS NULL AND status <> '分组成功') AS ungrouped, COUNT(*) FILTER (WHERE refused IS NOT NULL) AS refused,
      ${money('payable')} AS payable, ${money('actual_fund')} AS actual_fund, ${money('gain')} AS gain
    FROM drg_case WHERE month = ${month} AND fund IS NOT NULL AND ${visible(access, 'drg_case')} GROUP BY fixmedins_code, fund ORDER BY fixmedins_code, fund`.execute(db) // prettier-ignore
  return rows
}

export function refusedReasons(db: DrgDb, access: Access, month: string) {
  return db
    .selectFrom('drg_case')
    .select(['refused as reason', (on) => on.fn.countAll<number>().as('cases')])
    .where('month', '=', month)
    .where('refused', 'is not', null)
    .where(visible(access, 'drg_case'))
    .groupBy('refused')
    .orderBy('cases', 'desc')
    .execute()
}

export function accountRecords(
  db: DrgDb,
  access: Access,
  { month, hospital }: { month?: string; hospital?: string } = {},
): Promise<AccountRecord[]> {
  // prettier-ignore
  return db
    .selectFrom('drg_account')
    .selectAll()
    .where(visible(access, 'drg_account'))
    .$if(month !== undefined, (query) => query.where('month', '=', month ?? ''))
    .$if(hospital !== undefined, (query) => query.where('fixmedins_code', '=', hospital ?? ''))
    .orderBy('month')
    .orderBy('fixmedins_code')
    .orderBy('fund')
    .execute()
}

/** Whoever posts to the ledger does so alone. */
export async function lockLedger(tx: Transaction<DrgTables>): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7243011)`.execute(tx)
}

export async function ledgerEntries(
  db: DrgDb,
  of: { readonly hospitals?: readonly string[]; readonly year?: number },
): Promise<(LedgerEntry & { by_name: string })[]> {
  // prettier-ignore
  const rows = await db
    .selectFrom('drg_ledger')
    .selectAll()
    .$if(of.hospitals !== undefined, (query) => query.where('fixmedins_code', 'in', [...(of.hospitals ?? [])]))
    .orderBy('seq')
    .execute()
  return rows.map(({ month, fixmedins_code, fund, at, by_account, by_name, side, kind, step, content }) => {
    const amounts = Object.fromEntries(MONEY.filter((name) => typeof content[name] === 'string').map((name) => [name, parseYuan(content[name] as string)])) // prettier-ignore
    const head = { month, hospital: fixmedins_code, fund, at: at.toISOString(), by: by_account, by_name, side, kind, ...(step === null ? {} : { step }) } // prettier-ignore
    return { ...head, ...content, ...amounts } as unknown as LedgerEntry & { by_name: string }
  })
}

const MONEY = ['payable', 'amount'] as const

export async function appendLedger(
  tx: Transaction<DrgTables>,
  entries: readonly LedgerEntry[],
  byName: string,
): Promise<void> {
  // prettier-ignore
  const rows = entries.map(({ month, hospital, fund, at, by, side, kind, ...rest }) => {
    const { step, ...content } = rest as { step?: string } & Record<string, unknown>
    const plain = Object.fromEntries(Object.entries(content).map(([name, value]) => [name, typeof value === 'bigint' ? formatYuan(value as Fen) : value])) // prettier-ignore
    return { month, fixmedins_code: hospital, fund, at: new Date(at), by_account: by, by_name: byName, side, kind, step: step ?? null, content: JSON.stringify(plain) } // prettier-ignore
  })
  for (let at = 0; at < rows.length; at += 500) await tx.insertInto('drg_ledger').values(rows.slice(at, at + 500)).execute() // prettier-ignore
}

export async function putAccounts(
  tx: Transaction<DrgTables>,
  rows: readonly Insertable<DrgTables['drg_account']>[],
): Promise<void> {
  // prettier-ignore
  for (let at = 0; at < rows.length; at += 500)
    await tx
      .insertInto('drg_account')
      .values(rows.slice(at, at + 500))
      .onConflict((on) => on.columns(['month', 'fixmedins_code', 'fund']).doUpdateSet((next) => ({ admdvs: next.ref('excluded.admdvs'), state: next.ref('excluded.state'), cases: next.ref('excluded.cases'), payable: next.ref('excluded.payable'), paid: next.ref('excluded.paid'), note: next.ref('excluded.note'), disputed: next.ref('excluded.disputed') }))) // prettier-ignore
      .execute()
}

/** Sums of a hospital's month by fund and rule. */
export async function statementSums(
  db: DrgDb,
  access: Access,
  { month, hospital }: { month: string; hospital: string },
) {
  // prettier-ignore
  const { rows } = await sql<StatementSums>`
    SELECT fund, rule, COUNT(*) AS cases, COALESCE(SUM(weight), 0)::numeric(18,4)::text AS weight, ${money('cost')} AS cost,
      ${money('patient_pay')} AS patient_pay, ${money('other_funds')} AS other_funds, ${money('actual_fund')} AS actual_fund,
      ${money('payable')} AS payable, ${money('gain')} AS gain, COUNT(*) FILTER (WHERE pending) AS pending
    FROM drg_case WHERE month = ${month} AND fixmedins_code = ${hospital} AND refused IS NULL AND fund IS NOT NULL AND ${visible(access, 'drg_case')}
    GROUP BY fund, rule`.execute(db)
  return rows
}

export interface StatementSums {
  readonly fund: 'employee' | 'resident'
  readonly rule: string
  readonly cases: number
  readonly weight: string
  readonly cost: string
  readonly patient_pay: string
  readonly other_funds: string
  readonly actual_fund: string
  readonly payable: string
  readonly gain: string
  readonly pending: number
}

export function refusedCases(db: DrgDb, access: Access, { month, hospital }: { month: string; hospital: string }) {
  return db
    .selectFrom('drg_case')
    .select(['case_id', 'refused', 'cost'])
    .where('month', '=', month)
    .where('fixmedins_code', '=', hospital)
    .where('refused', 'is not', null)
    .where(visible(access, 'drg_case'))
    .orderBy('case_id')
    .limit(500)
    .execute()
}

export function casesOfHospital(db: DrgDb, access: Access, { month, hospital }: { month: string; hospital: string }) {
  return db
    .selectFrom('drg_case')
    .selectAll()
    .where('month', '=', month)
    .where('fixmedins_code', '=', hospital)
    .where(visible(access, 'drg_case'))
    .orderBy('case_id')
    .execute()
}
