import type { FINDING_SORTS } from '@yijian/contract'
import { CompiledQuery, sql } from 'kysely'
import type { Access } from '../../../platform/access/scope.ts'
import type { FindingRecord } from '../schema.ts'
import { matches, visibleFindings, type FindingCriteria, type SupervisionDb } from './visible.ts'

/** What a row of the list needs; the id lists and evidence stay in the store. */
const LIST_COLUMNS = [
  'f.finding_id',
  'f.model_id',
  'f.model_version',
  'f.subject_type',
  'f.subject_id',
  'f.subtype',
  'f.psn_no',
  'f.related_psn_nos',
  'f.fixmedins_code',
  'f.fixmedins_name',
  'f.admdvs',
  'f.tier',
  'f.period_from',
  'f.period_to',
  'f.score',
  'f.level',
  'f.amt_total',
  'f.amt_fund',
  'f.excluded_by',
  'f.explain',
  'f.status',
  'f.run_id',
] as const
type ListColumn = (typeof LIST_COLUMNS)[number] extends `f.${infer C}` ? C : never
export type FindingListRecord = Pick<FindingRecord, ListColumn> & { readonly jr_ids: string[] }

/** The members of a rule finding are its judges; those of models stay in the store. */
const JUDGES = sql<string[]>`CASE WHEN f.model_id LIKE 'rule:%' THEN f.member_ids ELSE '{}' END`.as('jr_ids')

const SORT_COLUMNS = {
  score: 'f.score',
  amtFund: 'f.amt_fund',
  amtTotal: 'f.amt_total',
  periodFrom: 'f.period_from',
  model: 'f.model_id',
  institution: 'f.fixmedins_name',
} as const satisfies Record<(typeof FINDING_SORTS)[number], string>

export interface FindingOrder {
  readonly sort: (typeof FINDING_SORTS)[number]
  readonly order: 'asc' | 'desc'
}

export type FindingListQuery = FindingCriteria & FindingOrder

function ordered(db: SupervisionDb, access: Access, query: FindingListQuery) {
  return visibleFindings(db, access)
    .where(matches(query))
    .select([...LIST_COLUMNS, JUDGES])
    .orderBy(SORT_COLUMNS[query.sort], (by) => (query.order === 'asc' ? by.asc().nullsLast() : by.desc().nullsLast()))
    .orderBy('f.finding_id')
}

export function pageOfFindings(
  db: SupervisionDb,
  access: Access,
  query: FindingListQuery & { page: number; size: number },
): Promise<FindingListRecord[]> {
  return ordered(db, access, query)
    .limit(query.size)
    .offset((query.page - 1) * query.size)
    .execute()
}

export async function totalsOfFindings(db: SupervisionDb, access: Access, criteria: FindingCriteria) {
  return visibleFindings(db, access)
    .where(matches(criteria))
    .select([
      sql<number>`count(*)`.as('total'),
      sql<string>`COALESCE(sum(f.amt_total), 0)::numeric(18,2)`.as('amtTotal'),
      sql<string>`COALESCE(sum(f.amt_fund), 0)::numeric(18,2)`.as('amtFund'),
    ])
    .executeTakeFirstOrThrow()
}

const SOURCE = sql<string | null>`CASE WHEN f.model_id LIKE 'rule:%' THEN 'rule' ELSE 'model' END`
const FACET_COLUMNS = { model: 'f.model_id', level: 'f.level', admdvs: 'f.admdvs', status: 'f.status' } as const

/** How many there are of each choice of one filter, the other filters as they stand. */
export function countBy(
  db: SupervisionDb,
  access: Access,
  { criteria, facet }: { criteria: FindingCriteria; facet: keyof typeof FACET_COLUMNS | 'source' },
): Promise<{ value: string | null; n: number }[]> {
  const column = facet === 'source' ? SOURCE : sql.ref<string | null>(FACET_COLUMNS[facet])
  return visibleFindings(db, access)
    .where(matches(criteria, facet))
    .select([column.as('value'), sql<number>`count(*)`.as('n')])
    .groupBy(column)
    .orderBy('n', 'desc')
    .execute()
}

const CURSOR_ROWS = 1000

/** All rows of the filter in order, from one snapshot, through a server-side cursor. */
export async function* streamFindings(
  db: SupervisionDb,
  access: Access,
  query: FindingListQuery,
): AsyncGenerator<readonly FindingListRecord[]> {
  const connection = await db.startTransaction().setIsolationLevel('repeatable read').execute()
  try {
    const { sql: text, parameters } = ordered(connection, access, query).compile()
    await connection.executeQuery(CompiledQuery.raw(`DECLARE export NO SCROLL CURSOR FOR ${text}`, [...parameters]))
    for (;;) {
      const fetch: CompiledQuery<FindingListRecord> = CompiledQuery.raw(`FETCH ${CURSOR_ROWS} FROM export`)
      const { rows } = await connection.executeQuery(fetch)
      if (rows.length > 0) yield rows
      if (rows.length < CURSOR_ROWS) return
    }
  } finally {
    await connection.rollback().execute()
  }
}

export function findFinding(db: SupervisionDb, access: Access, findingId: string): Promise<FindingRecord | undefined> {
  return visibleFindings(db, access).selectAll('f').where('f.finding_id', '=', findingId).executeTakeFirst()
}

/** Locks a visible finding for a change. */
export function lockFinding(db: SupervisionDb, access: Access, findingId: string): Promise<FindingRecord | undefined> {
  return visibleFindings(db, access).selectAll('f').where('f.finding_id', '=', findingId).forUpdate().executeTakeFirst()
}

/** The evidence of a finding that the caller has already been shown to see. */
export async function evidenceOf(db: SupervisionDb, finding: FindingRecord, maxVisits: number) {
  const id = finding.finding_id
  const visits = await db
    .selectFrom('finding_visit')
    .selectAll()
    .where('finding_id', '=', id)
    .orderBy('begin_at')
    .orderBy('mdtrt_id')
    .limit(maxVisits)
    .execute()
  const counted = await db
    .selectFrom('finding_visit')
    .where('finding_id', '=', id)
    .select(sql<number>`count(*)`.as('n'))
    .executeTakeFirstOrThrow()
  const details = await db.selectFrom('finding_detail').selectAll().where('finding_id', '=', id).execute()
  const labels = await db
    .selectFrom('finding_label')
    .selectAll()
    .where('finding_id', '=', id)
    .orderBy('at', 'desc')
    .orderBy('label_id', 'desc')
    .execute()
  return { visits, visitsTotal: counted.n, details, labels }
}
export type Evidence = Awaited<ReturnType<typeof evidenceOf>>

export async function allPersonsOf(db: SupervisionDb, findingId: string) {
  return db
    .selectFrom('finding_visit')
    .select(['mdtrt_id', 'psn_no'])
    .where('finding_id', '=', findingId)
    .orderBy('begin_at')
    .limit(5000)
    .execute()
}

/** Knowledge points with a hit in a finding of a rule. */
export async function pointsOfFinding(db: SupervisionDb, findingId: string): Promise<string[]> {
  const { rows } = await sql<{ kp_id: string }>`SELECT DISTINCT hit->>'kp_id' AS kp_id
    FROM finding_detail d, jsonb_array_elements(d.rows) hit WHERE d.finding_id = ${findingId} AND d.name = 'hits' ORDER BY 1`.execute(
    db,
  )
  return rows.map(({ kp_id }) => kp_id)
}

export interface NewLabel {
  readonly findingId: string
  readonly at: Date
  readonly byName: string
  readonly status: FindingRecord['status']
  readonly note: string
}

export async function addLabel(db: SupervisionDb, { findingId, at, byName, status, note }: NewLabel): Promise<void> {
  await db.insertInto('finding_label').values({ finding_id: findingId, at, by_name: byName, status, note }).execute()
  await db.updateTable('finding').set({ status }).where('finding_id', '=', findingId).execute()
}
