import type { Verdict } from '@yijian/contract'
import type { BacktestReport } from '@yijian/warehouse'
import { sql, type Transaction } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { RulesTables } from '../schema.ts'

export interface BacktestResult {
  readonly report: BacktestReport
  /** Institution code → name. */
  readonly names: Readonly<Record<string, string>>
}

type RulesDb = Db<RulesTables> | Transaction<RulesTables>

export interface BacktestHead {
  readonly backtest_id: string
  readonly kp_id: string
  readonly version: number
  readonly kind: string
  readonly name: string
  readonly live_version: number | null
  readonly job_id: string
  readonly from_day: string | null
  readonly to_day: string | null
  readonly institutions: readonly string[]
  readonly made_by_name: string
  readonly made_at: Date
  readonly finished_at: Date | null
  readonly hits: number | null
  readonly amount_fen: string | null
}
export interface BacktestRecord extends BacktestHead {
  readonly report: BacktestResult | null
}
export interface LabelRecord {
  readonly backtest_id: string
  readonly jr_id: string
  readonly verdict: Verdict
  readonly note: string
  readonly by_name: string
  readonly at: Date
}

const HEAD = sql`backtest_id, kp_id, version, kind, name, live_version, job_id, from_day, to_day, institutions, made_by_name,
  made_at, finished_at, (report #>> '{report,draft,hits}')::integer AS hits, report #>> '{report,draft,amountFen}' AS amount_fen`

export async function insertBacktest(
  tx: RulesDb,
  row: Omit<BacktestHead, 'finished_at' | 'hits' | 'amount_fen'> & { readonly made_by: string },
): Promise<void> {
  await tx
    .insertInto('rule_backtest')
    .values({ ...row, institutions: sql`${[...row.institutions]}::text[]`, finished_at: null, report: null })
    .execute()
}

/** Written once. */
export async function finishBacktest(
  db: RulesDb,
  backtestId: string,
  { report, at }: { report: BacktestResult; at: Date },
) {
  // prettier-ignore
  await db
    .updateTable('rule_backtest')
    .set({ report: sql`${JSON.stringify(report)}::json`, finished_at: at })
    .where('backtest_id', '=', backtestId)
    .where('finished_at', 'is', null)
    .execute()
}

export async function findBacktest(db: RulesDb, backtestId: string): Promise<BacktestRecord | undefined> {
  const { rows } = await sql<BacktestRecord>`SELECT ${HEAD}, report FROM rule_backtest WHERE backtest_id = ${backtestId}`.execute(db) // prettier-ignore
  return rows[0]
}

/** The latest finished one of a version. */
export async function lastBacktest(db: RulesDb, kpId: string, version: number): Promise<BacktestRecord | undefined> {
  const { rows } = await sql<BacktestRecord>`SELECT ${HEAD}, report FROM rule_backtest
    WHERE kp_id = ${kpId} AND version = ${version} AND finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1`.execute(db) // prettier-ignore
  return rows[0]
}

export async function pageOfBacktests(
  db: RulesDb,
  c: { kpId?: string | undefined; kind?: string | undefined; page: number; size: number },
): Promise<{ rows: BacktestHead[]; total: number }> {
  const where = sql`${c.kpId === undefined ? sql`TRUE` : sql`kp_id = ${c.kpId}`} AND ${c.kind === undefined ? sql`TRUE` : sql`kind = ${c.kind}`}` // prettier-ignore
  const [rows, count] = await Promise.all([
    sql<BacktestHead>`SELECT ${HEAD} FROM rule_backtest WHERE ${where} ORDER BY made_at DESC, backtest_id
      LIMIT ${c.size} OFFSET ${(c.page - 1) * c.size}`.execute(db),
    sql<{ n: number }>`SELECT COUNT(*) AS n FROM rule_backtest WHERE ${where}`.execute(db),
  ])
  return { rows: rows.rows, total: Number(count.rows[0]?.n ?? 0) }
}

/** The last answer about each sample. */
export async function labelsOf(db: RulesDb, backtestIds: readonly string[]): Promise<LabelRecord[]> {
  if (backtestIds.length === 0) return []
  const { rows } = await sql<LabelRecord>`SELECT DISTINCT ON (backtest_id, jr_id) backtest_id, jr_id, verdict, note, by_name, at
    FROM rule_backtest_label WHERE backtest_id = ANY (${[...backtestIds]}::text[]) ORDER BY backtest_id, jr_id, label_id DESC`.execute(db) // prettier-ignore
  return rows
}

export async function insertLabel(tx: RulesDb, label: LabelRecord & { readonly by_account: string }): Promise<void> {
  await tx.insertInto('rule_backtest_label').values(label).execute()
}
