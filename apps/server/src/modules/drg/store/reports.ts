import { sql, type Transaction } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { DrgTables } from '../schema.ts'
import { money } from './cases.ts'

type DrgDb = Db<DrgTables> | Transaction<DrgTables>

export interface PeriodRow {
  readonly by: 'total' | 'month' | 'fund' | 'hospital' | 'group' | 'rule'
  readonly key: string
  readonly cases: number
  readonly grouped: number
  readonly refused: number
  readonly high: number
  readonly low: number
  readonly weight: string
  readonly cmi: string | null
  readonly days: number | null
  readonly cost: string
  readonly patient_pay: string
  readonly other_funds: string
  readonly actual_fund: string
  readonly payable: string
  readonly gain: string
}

/** The settlement's own amounts over [from, to] months: all cases, and by month, fund, hospital, group and way of payment. */
export async function periodRows(db: DrgDb, { from, to }: { from: string; to: string }): Promise<PeriodRow[]> {
  const { rows } = await sql<PeriodRow>`
    SELECT CASE WHEN GROUPING(month) = 0 THEN 'month' WHEN GROUPING(fund) = 0 THEN 'fund' WHEN GROUPING(fixmedins_code) = 0 THEN 'hospital'
        WHEN GROUPING(drg) = 0 THEN 'group' WHEN GROUPING(rule) = 0 THEN 'rule' ELSE 'total' END AS by,
      COALESCE(month, fund, fixmedins_code, drg, rule, '') AS key,
      COUNT(*) AS cases, COUNT(*) FILTER (WHERE status = '分组成功') AS grouped, COUNT(*) FILTER (WHERE refused IS NOT NULL) AS refused,
      COUNT(*) FILTER (WHERE rule IN ('high', 'high-review', 'high-over-limit')) AS high, COUNT(*) FILTER (WHERE rule = 'low') AS low,
      COALESCE(SUM(weight), 0)::numeric(18,4)::text AS weight, (SUM(weight) / NULLIF(COUNT(weight), 0))::numeric(10,4)::text AS cmi, AVG(los)::float8 AS days,
      ${money('cost')} AS cost, ${money('patient_pay')} AS patient_pay, ${money('other_funds')} AS other_funds,
      ${money('actual_fund')} AS actual_fund, ${money('payable')} AS payable, ${money('gain')} AS gain
    FROM drg_case WHERE month BETWEEN ${from} AND ${to}
    GROUP BY GROUPING SETS ((), (month), (fund), (fixmedins_code), (drg), (rule))`.execute(db)
  return rows
}

/** Prepaid by fund over the accounts of the months. */
export async function paidByFund(db: DrgDb, { from, to }: { from: string; to: string }): Promise<Map<string, string>> {
  const { rows } = await sql<{ fund: string; paid: string }>`
    SELECT fund, ${money('paid')} AS paid FROM drg_account WHERE month BETWEEN ${from} AND ${to} GROUP BY fund`.execute(
    db,
  )
  return new Map(rows.map(({ fund, paid }) => [fund, paid]))
}

/** What the accounts of the months say is due: the ledger's side of the same cases. */
export async function accountsPayable(
  db: DrgDb,
  { from, to }: { from: string; to: string },
): Promise<{ accounts: string; cases: string }> {
  // prettier-ignore
  const { rows } = await sql<{ accounts: string; cases: string }>`
    SELECT (SELECT ${money('payable')} FROM drg_account WHERE month BETWEEN ${from} AND ${to}) AS accounts,
      (SELECT ${money('payable')} FROM drg_case c WHERE EXISTS (SELECT 1 FROM drg_account a WHERE a.month = c.month AND a.fixmedins_code = c.fixmedins_code AND a.fund = c.fund) AND month BETWEEN ${from} AND ${to}) AS cases`.execute(db) // prettier-ignore
  return rows[0]!
}

export async function specialOf(db: DrgDb, { from, to }: { from: string; to: string }): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT COUNT(*) AS n FROM drg_review WHERE state = 'published' AND month BETWEEN ${from} AND ${to}`.execute(db) // prettier-ignore
  return rows[0]!.n
}
