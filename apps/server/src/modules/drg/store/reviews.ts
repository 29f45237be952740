import { sql, type Insertable, type Transaction } from 'kysely'
import type { Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { DrgTables } from '../schema.ts'
import type { SpecialDecision } from '../stored.ts'
import { visible } from './scope.ts'

type DrgDb = Db<DrgTables> | Transaction<DrgTables>

/** Decisions that settlements heed: those that are published, the case id ascending. */
export async function publishedDecisions(db: DrgDb): Promise<[string, SpecialDecision][]> {
  const rows = await db.selectFrom('drg_review').select(['case_id', 'decision']).where('state', '=', 'published').orderBy('case_id').execute() // prettier-ignore
  return rows.flatMap(({ case_id, decision }) => (decision === null ? [] : [[case_id, decision] as [string, SpecialDecision]])) // prettier-ignore
}

export async function pageOfReviews(
  db: DrgDb,
  access: Access,
  { state, page, size }: { state?: string | undefined; page: number; size: number },
) {
  // prettier-ignore
  const base = db.selectFrom('drg_review').where(visible(access, 'drg_review'))
  const states = await base
    .select(['state', (on) => on.fn.countAll<number>().as('n')])
    .groupBy('state')
    .execute()
  const rows = await withCase(base)
    .$if(state !== undefined, (query) => query.where('drg_review.state', '=', state ?? ''))
    .orderBy('drg_review.at', 'desc')
    .orderBy('drg_review.review_id')
    .limit(size)
    .offset((page - 1) * size)
    .execute()
  const total = states.filter((one) => state === undefined || one.state === state).reduce((sum, one) => sum + one.n, 0)
  return { rows, total, states }
}

function withCase(base: ReturnType<typeof reviewsOf>) {
  return base
    .innerJoin('drg_case', 'drg_case.case_id', 'drg_review.case_id')
    .selectAll('drg_review')
    .select([
      'drg_case.drg',
      'drg_case.main',
      'drg_case.los',
      'drg_case.cost',
      'drg_case.standard',
      'drg_case.payable',
      'drg_case.discharged',
    ]) // prettier-ignore
    .select([
      sql<number>`(SELECT COUNT(*) FROM drg_review_expert e WHERE e.review_id = drg_review.review_id)`.as('panel'),
      sql<number>`(SELECT COUNT(*) FROM drg_review_event e WHERE e.review_id = drg_review.review_id AND e.step = 'opine')`.as('opinions'), // prettier-ignore
    ])
}
const reviewsOf = (db: DrgDb) => db.selectFrom('drg_review')

export function reviewRecord(db: DrgDb, access: Access, reviewId: string) {
  return withCase(reviewsOf(db).where(visible(access, 'drg_review'))).where('drg_review.review_id', '=', reviewId).executeTakeFirst() // prettier-ignore
}

export type ReviewRecord = NonNullable<Awaited<ReturnType<typeof reviewRecord>>>

/** What is put before one expert, and nobody else. */
export function assignedReviews(db: DrgDb, expert: string, reviewId?: string) {
  return withCase(reviewsOf(db))
    .innerJoin('drg_review_expert', (on) =>
      on.onRef('drg_review_expert.review_id', '=', 'drg_review.review_id').on('drg_review_expert.expert', '=', expert),
    ) // prettier-ignore
    .leftJoin('drg_hospital', 'drg_hospital.fixmedins_code', 'drg_review.fixmedins_code')
    .select(['drg_review_expert.declared', 'drg_hospital.tier', 'drg_case.facts', 'drg_case.weight'])
    .where('drg_review.state', 'in', ['assigned', 'voted', 'decided', 'published'])
    .$if(reviewId !== undefined, (query) => query.where('drg_review.review_id', '=', reviewId ?? ''))
    .orderBy('drg_review.at')
    .execute()
}

export function lockReview(tx: Transaction<DrgTables>, reviewId: string) {
  return tx
    .selectFrom('drg_review')
    .select('review_id')
    .where('review_id', '=', reviewId)
    .forUpdate()
    .executeTakeFirst()
}

export function reviewEvents(db: DrgDb, reviewId: string) {
  return db.selectFrom('drg_review_event').selectAll().where('review_id', '=', reviewId).orderBy('seq').execute()
}

export async function insertReview(
  tx: Transaction<DrgTables>,
  row: Insertable<DrgTables['drg_review']>,
): Promise<void> {
  await tx.insertInto('drg_review').values(row).execute()
}

export async function appendReviewEvent(
  tx: Transaction<DrgTables>,
  row: Insertable<DrgTables['drg_review_event']>,
): Promise<void> {
  // prettier-ignore
  await tx.insertInto('drg_review_event').values(row).execute()
}

export async function setReview(
  tx: Transaction<DrgTables>,
  reviewId: string,
  set: { state: string; decision?: string },
): Promise<void> {
  // prettier-ignore
  await tx.updateTable('drg_review').set(set).where('review_id', '=', reviewId).execute()
}

export function panelOf(db: DrgDb, reviewId: string) {
  return db.selectFrom('drg_review_expert').selectAll().where('review_id', '=', reviewId).orderBy('expert').execute()
}

export async function setPanel(
  tx: Transaction<DrgTables>,
  reviewId: string,
  experts: readonly string[],
): Promise<void> {
  // prettier-ignore
  await tx.deleteFrom('drg_review_expert').where('review_id', '=', reviewId).where('expert', 'not in', [...experts, '']).execute() // prettier-ignore
  await tx.insertInto('drg_review_expert').values(experts.map((expert) => ({ review_id: reviewId, expert, declared: null }))).onConflict((on) => on.doNothing()).execute() // prettier-ignore
}

export async function setDeclared(
  tx: Transaction<DrgTables>,
  { reviewId, expert, declared }: { reviewId: string; expert: string; declared: 'none' | 'conflict' },
): Promise<void> {
  // prettier-ignore
  await tx.updateTable('drg_review_expert').set({ declared }).where('review_id', '=', reviewId).where('expert', '=', expert).execute() // prettier-ignore
}

export function filedReviews(db: DrgDb, hospital: string, year: string) {
  return db.selectFrom('drg_review').select(['case_id', 'fixmedins_code', 'state']).where('fixmedins_code', '=', hospital).where('month', 'like', `${year}-%`).execute() // prettier-ignore
}

export async function dischargesOf(db: DrgDb, hospital: string, year: string): Promise<number> {
  const row = await db.selectFrom('drg_case').select((on) => on.fn.countAll<number>().as('n')).where('fixmedins_code', '=', hospital).where('month', 'like', `${year}-%`).executeTakeFirstOrThrow() // prettier-ignore
  return row.n
}

export function filesOf(db: DrgDb, reviewId: string) {
  return db.selectFrom('drg_review_file').select(['file_id', 'name', 'bytes']).where('review_id', '=', reviewId).orderBy('at').orderBy('file_id').execute() // prettier-ignore
}

export function fileRecord(db: DrgDb, reviewId: string, fileId: string) {
  return db.selectFrom('drg_review_file').selectAll().where('review_id', '=', reviewId).where('file_id', '=', fileId).executeTakeFirst() // prettier-ignore
}

export async function insertFile(
  tx: Transaction<DrgTables>,
  row: Insertable<DrgTables['drg_review_file']>,
): Promise<void> {
  // prettier-ignore
  await tx.insertInto('drg_review_file').values(row).execute()
}

export function expertProfiles(db: DrgDb) {
  return db.selectFrom('drg_expert').selectAll().execute()
}

export async function putProfile(
  tx: Transaction<DrgTables>,
  { expert, specialties, conflicts }: { expert: string; specialties: readonly string[]; conflicts: readonly string[] },
): Promise<void> {
  // prettier-ignore
  const set = { specialties: JSON.stringify(specialties), conflicts: JSON.stringify(conflicts) }
  await tx.insertInto('drg_expert').values({ expert, ...set }).onConflict((on) => on.column('expert').doUpdateSet(set)).execute() // prettier-ignore
}

export async function openPanels(db: DrgDb): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('drg_review_expert')
    .innerJoin('drg_review', 'drg_review.review_id', 'drg_review_expert.review_id')
    .select(['expert', (on) => on.fn.countAll<number>().as('n')])
    .where('drg_review.state', '=', 'assigned')
    .groupBy('expert')
    .execute()
  return new Map(rows.map(({ expert, n }) => [expert, n]))
}
