import { sql, type Insertable, type RawBuilder, type SqlBool, type Transaction } from 'kysely'
import type { Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { DrgTables } from '../schema.ts'
import { likePattern, visible } from './scope.ts'

type DrgDb = Db<DrgTables> | Transaction<DrgTables>
export type ListInsert = Insertable<DrgTables['drg_list']>
export type ProblemInsert = Insertable<DrgTables['drg_list_problem']>

/** What the warehouse knew is read anew; what hospitals sent stays. */
export async function deleteOpenLists(tx: Transaction<DrgTables>): Promise<void> {
  await sql`DELETE FROM drg_list WHERE source = 'warehouse' AND month NOT IN (SELECT month FROM drg_month WHERE frozen)`.execute(tx) // prettier-ignore
}

export async function insertLists(
  tx: Transaction<DrgTables>,
  lists: readonly { list: ListInsert; problems: readonly ProblemInsert[] }[],
  signal: AbortSignal,
): Promise<void> {
  for (let at = 0; at < lists.length; at += 300) {
    signal.throwIfAborted()
    const chunk = lists.slice(at, at + 300)
    const taken = await tx.insertInto('drg_list').values(chunk.map(({ list }) => list)).onConflict((on) => on.doNothing()).returning('list_id').execute() // prettier-ignore
    const ids = new Set(taken.map(({ list_id }) => list_id))
    const problems = chunk.flatMap(({ list, problems: own }) => (ids.has(list.list_id) ? own : []))
    if (problems.length > 0) await tx.insertInto('drg_list_problem').values(problems).execute()
  }
}

/** Puts the newest version of a list in the place of the last. */
export async function putList(
  tx: Transaction<DrgTables>,
  list: ListInsert,
  problems: readonly ProblemInsert[],
): Promise<void> {
  // prettier-ignore
  await tx.insertInto('drg_list').values(list).onConflict((on) => on.column('list_id').doUpdateSet(list)).execute()
  await tx.deleteFrom('drg_list_problem').where('list_id', '=', list.list_id).execute()
  if (problems.length > 0)
    await tx
      .insertInto('drg_list_problem')
      .values([...problems])
      .execute()
}

export async function insertVersion(
  tx: Transaction<DrgTables>,
  row: Insertable<DrgTables['drg_list_version']>,
): Promise<void> {
  // prettier-ignore
  await tx.insertInto('drg_list_version').values(row).execute()
}

export async function dropWarehouseList(tx: Transaction<DrgTables>, caseId: string): Promise<void> {
  await tx.deleteFrom('drg_list').where('case_id', '=', caseId).where('source', '=', 'warehouse').execute()
}

export function knownLists(db: DrgDb, hospital: string, mdtrtIds: readonly string[]) {
  return db
    .selectFrom('drg_list')
    .select(['list_id', 'mdtrt_id', 'setl_id', 'version', 'content', 'source'])
    .where('fixmedins_code', '=', hospital)
    .where('source', '=', 'upload')
    .where('mdtrt_id', 'in', [...mdtrtIds, ''])
    .execute()
}

export interface ListQuery {
  readonly month?: string | undefined
  readonly hospital?: string | undefined
  readonly dept?: string | undefined
  readonly state?: 'failed' | 'warned' | 'passed' | undefined
  readonly source?: 'upload' | 'warehouse' | undefined
  readonly rule?: string | undefined
  readonly q?: string | undefined
}

function conditions(access: Access, query: ListQuery): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [visible(access, 'drg_list')]
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) parts.push(sql<SqlBool>`${sql.ref(`drg_list.${column}`)} = ${value}`)
  }
  equal('month', query.month)
  equal('fixmedins_code', query.hospital)
  equal('dept', query.dept)
  equal('source', query.source)
  if (query.state === 'failed') parts.push(sql<SqlBool>`drg_list.errors > 0`)
  if (query.state === 'warned') parts.push(sql<SqlBool>`drg_list.errors = 0 AND drg_list.warnings > 0`)
  if (query.state === 'passed') parts.push(sql<SqlBool>`drg_list.errors = 0`)
  if (query.rule !== undefined) parts.push(sql<SqlBool>`EXISTS (SELECT 1 FROM drg_list_problem p WHERE p.list_id = drg_list.list_id AND p.rule_id = ${query.rule})`) // prettier-ignore
  if (query.q !== undefined && query.q !== '') {
    const pattern = likePattern(query.q)
    parts.push(sql<SqlBool>`(drg_list.mdtrt_id ILIKE ${pattern} OR drg_list.setl_id ILIKE ${pattern} OR drg_list.main ILIKE ${pattern})`) // prettier-ignore
  }
  return sql<SqlBool>`${sql.join(parts, sql` AND `)}`
}

export async function pageOfLists(
  db: DrgDb,
  access: Access,
  { page, size, ...query }: ListQuery & { page: number; size: number },
) {
  // prettier-ignore
  const where = conditions(access, query)
  const counted = await db.selectFrom('drg_list').select([(on) => on.fn.countAll<number>().as('n'), sql<number>`COUNT(*) FILTER (WHERE errors > 0)`.as('failed')]).where(where).executeTakeFirstOrThrow() // prettier-ignore
  const rows = await db
    .selectFrom('drg_list')
    .select([
      'list_id',
      'month',
      'fixmedins_code',
      'dept',
      'source',
      'mdtrt_id',
      'discharged',
      'main',
      'score',
      'errors',
      'warnings',
      'version',
      'case_id',
      'updated_at',
    ]) // prettier-ignore
    .where(where)
    .orderBy(sql`source = 'upload' DESC`)
    .orderBy('score')
    .orderBy('list_id')
    .limit(size)
    .offset((page - 1) * size)
    .execute()
  return { rows, total: counted.n, failed: counted.failed }
}

export function listRecord(db: DrgDb, access: Access, listId: string) {
  return db.selectFrom('drg_list').selectAll().where('list_id', '=', listId).where(visible(access, 'drg_list')).executeTakeFirst() // prettier-ignore
}

export function problemsOf(db: DrgDb, listId: string) {
  return db.selectFrom('drg_list_problem').selectAll().where('list_id', '=', listId).orderBy('severity').orderBy('rule_id').orderBy('row').execute() // prettier-ignore
}

export function versionsOf(db: DrgDb, listId: string) {
  return db
    .selectFrom('drg_list_version')
    .selectAll()
    .where('list_id', '=', listId)
    .orderBy('version', 'desc')
    .execute()
}

export interface ScoreRow {
  readonly fixmedins_code: string
  readonly dept: string
  readonly lists: number
  readonly uploaded: number
  readonly passed: number
  readonly score: string
  readonly [kind: `${'judged' | 'failed' | 'deducted'}_${string}`]: string | number
}

const KINDS = ['completeness', 'timeliness', 'conformity', 'plausibility'] as const

/** Mean scores over the reader's lists: all together, by hospital, or of one hospital by department. */
export async function scoreRows(
  db: DrgDb,
  access: Access,
  { by, ...query }: ListQuery & { by: 'all' | 'hospital' | 'dept' },
): Promise<ScoreRow[]> {
  // prettier-ignore
  const figures = KINDS.flatMap((kind) => [
    sql`SUM((judged->>${kind})::int) AS ${sql.ref(`judged_${kind}`)}`,
    sql`SUM(COALESCE((failed->>${kind})::int, 0)) AS ${sql.ref(`failed_${kind}`)}`,
    sql`(AVG((deducted->>${kind})::numeric))::numeric(8,2)::text AS ${sql.ref(`deducted_${kind}`)}`,
  ])
  const keys = { all: sql`'' AS fixmedins_code, '' AS dept`, hospital: sql`fixmedins_code, '' AS dept`, dept: sql`MIN(fixmedins_code) AS fixmedins_code, dept` }[by] // prettier-ignore
  const group = { all: sql`HAVING COUNT(*) > 0`, hospital: sql`GROUP BY fixmedins_code ORDER BY AVG(score), fixmedins_code`, dept: sql`GROUP BY dept ORDER BY AVG(score), dept` }[by] // prettier-ignore
  const { rows } = await sql<ScoreRow>`
    SELECT ${keys}, COUNT(*) AS lists, COUNT(*) FILTER (WHERE source = 'upload') AS uploaded, COUNT(*) FILTER (WHERE errors = 0) AS passed,
      (AVG(score))::numeric(8,2)::text AS score, ${sql.join(figures)}
    FROM drg_list WHERE ${conditions(access, query)} ${group}`.execute(db)
  return rows
}

export async function worstRules(
  db: DrgDb,
  access: Access,
  query: ListQuery,
): Promise<{ rule_id: string; lists: number }[]> {
  // prettier-ignore
  const { rows } = await sql<{ rule_id: string; lists: number }>`
    SELECT p.rule_id, COUNT(DISTINCT p.list_id) AS lists FROM drg_list_problem p JOIN drg_list ON drg_list.list_id = p.list_id
    WHERE ${conditions(access, query)} GROUP BY p.rule_id ORDER BY lists DESC, p.rule_id LIMIT 10`.execute(db)
  return rows
}

export async function listMonths(db: DrgDb, access: Access): Promise<string[]> {
  const rows = await db.selectFrom('drg_list').select('month').distinct().where(visible(access, 'drg_list')).orderBy('month', 'desc').execute() // prettier-ignore
  return rows.map(({ month }) => month)
}

/** Lists that hospitals sent, for the settlement of a month or of one hospital. */
export function uploadedLists(db: DrgDb, { hospital, cases }: { hospital?: string; cases?: readonly string[] }) {
  return db
    .selectFrom('drg_list')
    .select(['list_id', 'fixmedins_code', 'mdtrt_id', 'setl_id', 'errors', 'content'])
    .where('source', '=', 'upload')
    .$if(hospital !== undefined, (query) => query.where('fixmedins_code', '=', hospital ?? ''))
    .$if(cases !== undefined, (query) => query.where('case_id', 'in', [...(cases ?? []), '']))
    .orderBy('list_id')
    .execute()
}

/** Uploaded lists that had no settlement when they came find it now. */
export async function matchLists(tx: Transaction<DrgTables>): Promise<void> {
  await sql`
    UPDATE drg_list l SET case_id = c.case_id, month = c.month, admdvs = c.admdvs FROM drg_case c
    WHERE l.source = 'upload' AND l.case_id IS NULL AND c.fixmedins_code = l.fixmedins_code
      AND (l.mdtrt_id = ANY (c.mdtrt_ids) OR l.setl_id = ANY (c.setl_ids))`.execute(tx)
}

/** Lists of one month that came from the warehouse: read anew when the month is frozen. */
export async function deleteWarehouseLists(tx: Transaction<DrgTables>, month: string): Promise<void> {
  await tx.deleteFrom('drg_list').where('source', '=', 'warehouse').where('month', '=', month).execute()
}

/** The case of an open month shows the list that will be settled by; a frozen one keeps the list it was frozen with. */
export async function linkOpenCase(tx: Transaction<DrgTables>, caseId: string, listId: string): Promise<void> {
  await sql`UPDATE drg_case SET list_id = ${listId} WHERE case_id = ${caseId} AND month NOT IN (SELECT month FROM drg_month WHERE frozen)`.execute(tx) // prettier-ignore
}
