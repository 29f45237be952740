import { sql, type Insertable, type RawBuilder, type SqlBool, type Transaction } from 'kysely'
import type { Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { DrgTables } from '../schema.ts'
import { likePattern, visible } from './scope.ts'

type DrgDb = Db<DrgTables> | Transaction<DrgTables>
export type CaseInsert = Insertable<DrgTables['drg_case']>

export async function lastDischarge(db: DrgDb): Promise<string | undefined> {
  const row = await db.selectFrom('drg_case').select((on) => on.fn.max('discharged').as('last')).executeTakeFirst() // prettier-ignore
  return row?.last ?? undefined
}

/** Drops the trial cases of open months; frozen months stand. */
export async function deleteOpenCases(tx: Transaction<DrgTables>): Promise<void> {
  await sql`DELETE FROM drg_case WHERE month NOT IN (SELECT month FROM drg_month WHERE frozen)`.execute(tx)
  await tx.deleteFrom('drg_month').where('frozen', '=', false).execute()
}

export async function deleteCases(tx: Transaction<DrgTables>, { month }: { month: string }): Promise<void> {
  await tx.deleteFrom('drg_case').where('month', '=', month).execute()
}

export async function deleteFundCases(
  tx: Transaction<DrgTables>,
  { month, hospital, fund }: { month: string; hospital: string; fund: 'employee' | 'resident' },
): Promise<void> {
  // prettier-ignore
  await tx.deleteFrom('drg_case').where('month', '=', month).where('fixmedins_code', '=', hospital).where('fund', '=', fund).execute() // prettier-ignore
}

const CHUNK = 500

/** Cases that stand in a frozen month are not taken a second time. A cancellation ends it, and with it the transaction. */
export async function insertCases(
  tx: Transaction<DrgTables>,
  rows: readonly CaseInsert[],
  signal: AbortSignal,
): Promise<number> {
  let taken = 0
  for (let at = 0; at < rows.length; at += CHUNK) {
    signal.throwIfAborted()
    const done = await tx.insertInto('drg_case').values(rows.slice(at, at + CHUNK)).onConflict((on) => on.column('case_id').doNothing()).executeTakeFirst() // prettier-ignore
    taken += Number(done.numInsertedOrUpdatedRows ?? 0)
  }
  return taken
}

export interface CaseQuery {
  readonly month?: string | undefined
  readonly year?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly hospital?: string | undefined
  readonly fund?: 'employee' | 'resident' | undefined
  readonly mdc?: string | undefined
  readonly drg?: string | undefined
  readonly status?: string | undefined
  readonly rule?: string | undefined
  readonly refused?: '1' | undefined
  readonly q?: string | undefined
}

function conditions(access: Access, query: CaseQuery): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [visible(access, 'drg_case')]
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) parts.push(sql<SqlBool>`${sql.ref(`drg_case.${column}`)} = ${value}`)
  }
  equal('month', query.month)
  equal('fixmedins_code', query.hospital)
  equal('fund', query.fund)
  equal('mdc', query.mdc)
  equal('drg', query.drg)
  equal('status', query.status)
  equal('rule', query.rule)
  if (query.from !== undefined) parts.push(sql<SqlBool>`drg_case.month >= ${query.from}`)
  if (query.to !== undefined) parts.push(sql<SqlBool>`drg_case.month <= ${query.to}`)
  if (query.year !== undefined) parts.push(sql<SqlBool>`drg_case.month LIKE ${`${query.year}-%`}`)
  if (query.refused === '1') parts.push(sql<SqlBool>`drg_case.refused IS NOT NULL`)
  if (query.q !== undefined && query.q !== '') {
    const pattern = likePattern(query.q)
    parts.push(sql<SqlBool>`(drg_case.case_id ILIKE ${pattern} OR drg_case.main ILIKE ${pattern} OR drg_case.drg ILIKE ${pattern} OR drg_case.oprn ILIKE ${pattern})`) // prettier-ignore
  }
  return sql<SqlBool>`${sql.join(parts, sql` AND `)}`
}

const SORTS = { discharged: 'discharged', cost: 'cost', payable: 'payable', gain: 'gain', weight: 'weight', los: 'los' } as const // prettier-ignore

export async function pageOfCases(
  db: DrgDb,
  access: Access,
  { page, size, sort, order, ...query }: CaseQuery & { page: number; size: number; sort: keyof typeof SORTS; order: 'asc' | 'desc' }, // prettier-ignore
) {
  const where = conditions(access, query)
  const totals = await sql<Totals>`
    SELECT COUNT(*) AS cases, COALESCE(SUM(weight), 0)::numeric(18,4)::text AS weight, ${money('cost')} AS cost,
      ${money('actual_fund')} AS actual_fund, ${money('payable')} AS payable, ${money('gain')} AS gain
    FROM drg_case WHERE ${where}`.execute(db)
  const direction = order === 'asc' ? sql`ASC` : sql`DESC`
  const rows = await db
    .selectFrom('drg_case')
    .leftJoin('drg_month', 'drg_month.month', 'drg_case.month')
    .leftJoin('drg_hospital', 'drg_hospital.fixmedins_code', 'drg_case.fixmedins_code')
    .select(LISTED)
    .select(['drg_month.frozen', 'drg_hospital.name as hospital_name'])
    .where(where)
    .orderBy(sql`${sql.ref(`drg_case.${SORTS[sort]}`)} ${direction} NULLS LAST`)
    .orderBy('drg_case.case_id')
    .limit(size)
    .offset((page - 1) * size)
    .execute()
  return { rows, totals: totals.rows[0]! }
}

const LISTED = ['drg_case.case_id', 'drg_case.month', 'drg_case.fixmedins_code', 'drg_case.fund', 'drg_case.discharged', 'drg_case.los', 'drg_case.dept', 'drg_case.main', 'drg_case.oprn', 'drg_case.drg', 'drg_case.status', 'drg_case.reason', 'drg_case.weight', 'drg_case.rule', 'drg_case.cost', 'drg_case.payable', 'drg_case.actual_fund', 'drg_case.gain', 'drg_case.refused'] as const // prettier-ignore

interface Totals {
  readonly cases: number
  readonly weight: string
  readonly cost: string
  readonly actual_fund: string
  readonly payable: string
  readonly gain: string
}

/** Exact sum of an amount column, as text with two decimals. */
export const money = (column: string): RawBuilder<string> =>
  sql<string>`COALESCE(SUM(${sql.ref(column)}), 0)::numeric(18,2)::text`

export function caseRow(db: DrgDb, access: Access, caseId: string) {
  return db
    .selectFrom('drg_case')
    .leftJoin('drg_month', 'drg_month.month', 'drg_case.month')
    .leftJoin('drg_hospital', 'drg_hospital.fixmedins_code', 'drg_case.fixmedins_code')
    .leftJoin('drg_list', 'drg_list.list_id', 'drg_case.list_id')
    .leftJoin('drg_review', 'drg_review.case_id', 'drg_case.case_id')
    .selectAll('drg_case')
    .select([
      'drg_month.frozen',
      'drg_month.frozen_at',
      'drg_month.scheme_id',
      'drg_month.scheme_hash',
      'drg_month.parameters',
      'drg_hospital.name as hospital_name',
      'drg_hospital.tier',
      'drg_list.updated_at as list_at',
      'drg_review.review_id',
    ]) // prettier-ignore
    .where('drg_case.case_id', '=', caseId)
    .where(visible(access, 'drg_case'))
    .executeTakeFirst()
}

export async function peersOf(db: DrgDb, { month, drg }: { month: string; drg: string }) {
  const { rows } = await sql<{ n: number; median: string | null; p90: string | null }>`
    SELECT COUNT(*) AS n, (percentile_disc(0.5) WITHIN GROUP (ORDER BY cost))::text AS median,
      (percentile_disc(0.9) WITHIN GROUP (ORDER BY cost))::text AS p90
    FROM drg_case WHERE drg = ${drg} AND status = '分组成功' AND month <= ${month} AND month > ${yearBefore(month)}`.execute(db) // prettier-ignore
  return rows[0]!
}

const yearBefore = (month: string): string => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`

/** Cases by DRG over the last twelve months that are there. */
export async function groupCounts(db: DrgDb): Promise<Map<string, number>> {
  const { rows } = await sql<{ drg: string; n: number }>`
    SELECT drg, COUNT(*) AS n FROM drg_case WHERE month IN (SELECT month FROM drg_month ORDER BY month DESC LIMIT 12) GROUP BY drg`.execute(db) // prettier-ignore
  return new Map(rows.map(({ drg, n }) => [drg, n]))
}

const FACTS_CHUNK = 2000

/** Cases of the last twelve months with what a rerun needs, in chunks ascending by id within each month. */
export async function* recentCases(db: DrgDb) {
  const months = await db.selectFrom('drg_month').select('month').orderBy('month', 'desc').limit(12).execute()
  for (const { month } of months) {
    let after = ''
    for (;;) {
      const rows = await db.selectFrom('drg_case').select(['case_id', 'facts', 'list_id', 'refused']).where('month', '=', month).where('case_id', '>', after).orderBy('case_id').limit(FACTS_CHUNK).execute() // prettier-ignore
      if (rows.length === 0) break
      yield rows
      after = rows.at(-1)!.case_id
    }
  }
}

/** What the same cases are paid as they stand. */
export async function recentPayable(db: DrgDb): Promise<string> {
  const { rows } = await sql<{ payable: string }>`SELECT ${money('payable')} AS payable FROM drg_case WHERE month IN (SELECT month FROM drg_month ORDER BY month DESC LIMIT 12)`.execute(db) // prettier-ignore
  return rows[0]!.payable
}

/** Kept cases for a rerun, ascending by id: facts, the list they came with, and whether they were paid. */
export function keptCases(db: DrgDb, { month, year }: { month?: string; year?: number }) {
  return db
    .selectFrom('drg_case')
    .select(['case_id', 'month', 'fixmedins_code', 'facts', 'list_id', 'refused'])
    .$if(month !== undefined, (query) => query.where('month', '=', month ?? ''))
    .$if(year !== undefined, (query) => query.where('month', 'like', `${year}-%`))
    .orderBy('case_id')
    .execute()
}

export async function matchingCases(
  db: DrgDb,
  hospital: string,
  { mdtrtIds, setlIds }: { mdtrtIds: readonly string[]; setlIds: readonly string[] },
) {
  // prettier-ignore
  return db
    .selectFrom('drg_case')
    .select(['case_id', 'month', 'discharged', 'mdtrt_ids', 'setl_ids', 'facts', 'admdvs'])
    .where('fixmedins_code', '=', hospital)
    .where(sql<SqlBool>`(mdtrt_ids && ${[...mdtrtIds]}::text[] OR setl_ids && ${[...setlIds]}::text[])`)
    .execute()
}

export function overviewRows(db: DrgDb, access: Access, period: { from: string | undefined; to: string | undefined }) {
  return sql<OverviewRow>`
    WITH region AS (
      SELECT drg, AVG(cost) AS cost, AVG(los) AS los FROM drg_case
      WHERE status = '分组成功' AND cost IS NOT NULL ${period.from === undefined ? sql`` : sql`AND month >= ${period.from}`} ${period.to === undefined ? sql`` : sql`AND month <= ${period.to}`}
      GROUP BY drg
    )
    SELECT GROUPING(drg_case.month) = 0 AS by_month, GROUPING(drg_case.fixmedins_code) = 0 AS by_hospital, GROUPING(drg_case.drg) = 0 AS by_group,
      drg_case.month, drg_case.fixmedins_code, drg_case.drg,
      COUNT(*) AS cases, COUNT(*) FILTER (WHERE status = '分组成功') AS grouped, COUNT(*) FILTER (WHERE status = '歧义病组') AS ambiguous,
      COUNT(*) FILTER (WHERE status = '无法入组') AS ungrouped, COUNT(*) FILTER (WHERE status = '拒收') AS rejected,
      COUNT(*) FILTER (WHERE refused IS NOT NULL) AS refused, COUNT(DISTINCT drg_case.drg) FILTER (WHERE status = '分组成功') AS groups,
      COUNT(weight) AS weighted, SUM(weight)::numeric(18,4)::text AS weight, (SUM(weight) / NULLIF(COUNT(weight), 0))::numeric(10,4)::text AS cmi,
      COUNT(*) FILTER (WHERE rule IN ('high', 'high-review', 'high-over-limit')) AS high, COUNT(*) FILTER (WHERE rule = 'low') AS low,
      ${money('drg_case.cost')} AS cost, ${money('drg_case.payable')} AS payable, ${money('drg_case.actual_fund')} AS actual_fund, ${money('drg_case.gain')} AS gain,
      (AVG(drg_case.cost))::numeric(16,2)::text AS mean_cost, AVG(drg_case.los)::float8 AS mean_los,
      (SUM(drg_case.cost) FILTER (WHERE region.cost > 0) / NULLIF(SUM(region.cost) FILTER (WHERE drg_case.cost IS NOT NULL), 0))::float8 AS cost_index,
      (SUM(drg_case.los) FILTER (WHERE region.los > 0) / NULLIF(SUM(region.los) FILTER (WHERE drg_case.los IS NOT NULL), 0))::float8 AS time_index,
      (STDDEV_SAMP(drg_case.cost) / NULLIF(AVG(drg_case.cost), 0))::float8 AS cv
    FROM drg_case LEFT JOIN region ON region.drg = drg_case.drg AND status = '分组成功'
    WHERE ${conditions(access, period)}
    GROUP BY GROUPING SETS ((), (drg_case.month), (drg_case.fixmedins_code), (drg_case.drg))`.execute(db)
}

export interface OverviewRow {
  readonly by_month: boolean
  readonly by_hospital: boolean
  readonly by_group: boolean
  readonly month: string
  readonly fixmedins_code: string
  readonly drg: string
  readonly cases: number
  readonly grouped: number
  readonly ambiguous: number
  readonly ungrouped: number
  readonly rejected: number
  readonly refused: number
  readonly groups: number
  readonly weighted: number
  readonly weight: string | null
  readonly cmi: string | null
  readonly high: number
  readonly low: number
  readonly cost: string
  readonly payable: string
  readonly actual_fund: string
  readonly gain: string
  readonly mean_cost: string | null
  readonly mean_los: number | null
  readonly cost_index: number | null
  readonly time_index: number | null
  readonly cv: number | null
}

export async function hospitalNames(
  db: DrgDb,
): Promise<Map<string, { name: string; tier: string; admdvs: string | null }>> {
  // prettier-ignore
  const rows = await db.selectFrom('drg_hospital').selectAll().execute()
  return new Map(rows.map(({ fixmedins_code, ...rest }) => [fixmedins_code, rest]))
}

export async function learnHospitals(
  tx: Transaction<DrgTables>,
  rows: readonly DrgTables['drg_hospital'][],
): Promise<void> {
  // prettier-ignore
  for (let at = 0; at < rows.length; at += CHUNK)
    await tx
      .insertInto('drg_hospital')
      .values(rows.slice(at, at + CHUNK))
      .onConflict((on) => on.column('fixmedins_code').doUpdateSet((next) => ({ name: next.ref('excluded.name'), tier: next.ref('excluded.tier'), admdvs: next.ref('excluded.admdvs') }))) // prettier-ignore
      .execute()
}
