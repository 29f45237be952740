import { sql, type Insertable, type Transaction } from 'kysely'
import type { Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { DrgTables } from '../schema.ts'
import { money } from './cases.ts'
import { visible } from './scope.ts'

type DrgDb = Db<DrgTables> | Transaction<DrgTables>

export async function yearSums(db: DrgDb, access: Access) {
  const { rows } = await sql<{ year: number; months: number; cases: number; payable: string; actual_fund: string }>`
    SELECT substr(month, 1, 4)::int AS year, COUNT(DISTINCT month) AS months, COUNT(*) AS cases, ${money('payable')} AS payable, ${money('actual_fund')} AS actual_fund
    FROM drg_case WHERE ${visible(access, 'drg_case')} GROUP BY 1 ORDER BY 1 DESC`.execute(db)
  return rows
}

/** What the funds have paid item by item in a year, and by the groups. */
export async function fundSums(db: DrgDb, year: number) {
  const { rows } = await sql<{ fund: 'employee' | 'resident'; payable: string; actual_fund: string }>`
    SELECT fund, ${money('payable')} AS payable, ${money('actual_fund')} AS actual_fund
    FROM drg_case WHERE month LIKE ${`${year}-%`} AND fund IS NOT NULL GROUP BY fund`.execute(db)
  return new Map(rows.map((row) => [row.fund, row]))
}

/** Months of a year that are not closed for every account. */
export async function openMonths(db: DrgDb, year: number): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    SELECT m.month FROM drg_month m WHERE m.month LIKE ${`${year}-%`}
      AND (NOT m.frozen OR EXISTS (SELECT 1 FROM drg_account a WHERE a.month = m.month AND a.state <> 'closed')) ORDER BY m.month`.execute(db) // prettier-ignore
  return rows.map(({ month }) => month)
}

export function yearRecord(db: DrgDb, year: number) {
  return db.selectFrom('drg_year').selectAll().where('year', '=', year).executeTakeFirst()
}

export function yearRecords(db: DrgDb) {
  return db.selectFrom('drg_year').select(['year', 'hash', 'version']).execute()
}

export async function putYear(tx: Transaction<DrgTables>, row: Insertable<DrgTables['drg_year']>): Promise<void> {
  await tx.insertInto('drg_year').values(row).onConflict((on) => on.column('year').doUpdateSet(row)).execute() // prettier-ignore
}

export async function putYearCases(
  tx: Transaction<DrgTables>,
  year: number,
  rows: readonly Insertable<DrgTables['drg_year_case']>[],
): Promise<void> {
  // prettier-ignore
  await tx.deleteFrom('drg_year_case').where('year', '=', year).execute()
  for (let at = 0; at < rows.length; at += 1000) await tx.insertInto('drg_year_case').values(rows.slice(at, at + 1000)).execute() // prettier-ignore
}

/** Σ over cases by hospital and fund, counted from the cases of the settlement. */
export async function yearCaseSums(db: DrgDb, year: number) {
  const { rows } = await sql<{ fixmedins_code: string; fund: string; settled: string; payable: string }>`
    SELECT fixmedins_code, fund, ${money('settled')} AS settled, ${money('payable')} AS payable FROM drg_year_case WHERE year = ${year} GROUP BY fixmedins_code, fund`.execute(db) // prettier-ignore
  return new Map(rows.map((row) => [`${row.fixmedins_code}|${row.fund}`, row]))
}

export function yearCases(db: DrgDb, year: number, hospitals?: readonly string[]) {
  return db
    .selectFrom('drg_year_case')
    .selectAll()
    .where('year', '=', year)
    .$if(hospitals !== undefined, (query) => query.where('fixmedins_code', 'in', [...(hospitals ?? []), '']))
    .orderBy('fixmedins_code')
    .orderBy('case_id')
    .limit(200_000)
    .execute()
}

export function yearEvents(db: DrgDb, year: number) {
  return db.selectFrom('drg_year_event').selectAll().where('year', '=', year).orderBy('seq').execute()
}

export async function appendYearEvents(
  tx: Transaction<DrgTables>,
  rows: readonly Insertable<DrgTables['drg_year_event']>[],
): Promise<void> {
  // prettier-ignore
  if (rows.length > 0) await tx.insertInto('drg_year_event').values([...rows]).execute()
}

export function adjustmentsOf(db: DrgDb, year: number) {
  return db.selectFrom('drg_adjustment').selectAll().where('year', '=', year).orderBy('at').orderBy('adjustment_id').execute() // prettier-ignore
}

export async function insertAdjustment(
  tx: Transaction<DrgTables>,
  row: Insertable<DrgTables['drg_adjustment']>,
): Promise<void> {
  // prettier-ignore
  await tx.insertInto('drg_adjustment').values(row).execute()
}

export function budgetRecords(db: DrgDb) {
  return db.selectFrom('drg_budget').selectAll().orderBy('year', 'desc').orderBy('fund').execute()
}

export function budgetRecord(db: DrgDb, year: number, fund: 'employee' | 'resident') {
  return db.selectFrom('drg_budget').selectAll().where('year', '=', year).where('fund', '=', fund).executeTakeFirst()
}

export async function putBudget(tx: Transaction<DrgTables>, row: Insertable<DrgTables['drg_budget']>): Promise<void> {
  await tx.insertInto('drg_budget').values(row).onConflict((on) => on.columns(['year', 'fund']).doUpdateSet(row)).execute() // prettier-ignore
}

export function specialCases(db: DrgDb, year: number) {
  return db
    .selectFrom('drg_review')
    .innerJoin('drg_case', 'drg_case.case_id', 'drg_review.case_id')
    .leftJoin('drg_year_case', (on) =>
      on.onRef('drg_year_case.case_id', '=', 'drg_review.case_id').on('drg_year_case.year', '=', year),
    ) // prettier-ignore
    .select([
      'drg_review.review_id',
      'drg_review.case_id',
      'drg_review.fixmedins_code',
      'drg_review.decision',
      'drg_case.drg',
      'drg_case.payable as monthly',
      'drg_year_case.payable',
      'drg_year_case.settled',
    ]) // prettier-ignore
    .where('drg_review.state', '=', 'published')
    .where('drg_review.month', 'like', `${year}-%`)
    .orderBy('drg_review.case_id')
    .execute()
}
