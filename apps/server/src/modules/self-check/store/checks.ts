import type { CheckStatus, ScanState, SelfHitMark } from '@yijian/contract'
import { sql, type Insertable, type RawBuilder, type SqlBool, type Transaction } from 'kysely'
import type { Access } from '../../../platform/access/scope.ts'
import type { CheckRecord, SelfCheckDb, SelfCheckTables } from '../schema.ts'
import { isOwn } from './visible.ts'

/** A check with how its scan goes and its figures, as a list shows it. */
export interface CheckListRecord extends CheckRecord, Record<SelfHitMark, number> {
  readonly scan: ScanState
  readonly error: string | null
  readonly progress: number | null
  readonly step: string | null
  readonly seconds_left: number | null
  readonly hits: number
  readonly refund: string
  readonly submitted_at: Date | null
  readonly opened_at: Date | null
}

/** A job that ended without hits being stored has failed, whatever it says. */
const SCAN = sql`CASE WHEN c.ready THEN 'ready' WHEN j.state IN ('queued', 'running', 'cancelled') THEN j.state ELSE 'failed' END`
const FROM = sql`FROM self_check c LEFT JOIN job j ON j.job_id = c.job_id
  LEFT JOIN LATERAL (SELECT COUNT(*) AS hits, COUNT(*) FILTER (WHERE mark = 'open') AS open, COUNT(*) FILTER (WHERE mark = 'confirmed') AS confirmed,
    COUNT(*) FILTER (WHERE mark = 'denied') AS denied, COUNT(*) FILTER (WHERE mark = 'pending') AS pending FROM self_check_hit h WHERE h.check_id = c.check_id) n ON TRUE
  LEFT JOIN LATERAL (SELECT COALESCE(SUM(refund), 0)::numeric(16,2) AS refund FROM self_check_remedy r WHERE r.check_id = c.check_id
    AND EXISTS (SELECT 1 FROM self_check_hit h WHERE h.check_id = c.check_id AND h.kind = r.kind AND h.mark = 'confirmed')) r ON TRUE
  LEFT JOIN LATERAL (SELECT at AS submitted_at, opened_at FROM self_check_submission s WHERE s.check_id = c.check_id AND s.withdrawn_at IS NULL
    ORDER BY submission_id DESC LIMIT 1) s ON TRUE`
const COLUMNS = sql`c.*, ${SCAN} AS scan, j.error, j.progress, j.step, j.seconds_left, n.*, r.refund, s.submitted_at, s.opened_at`

export interface CheckCriteria {
  readonly status?: CheckStatus | undefined
  readonly page: number
  readonly size: number
}

export async function pageOfChecks(db: SelfCheckDb, access: Access, { status, page, size }: CheckCriteria) {
  const parts: RawBuilder<SqlBool>[] = [isOwn(access)]
  if (status) parts.push(sql`c.status = ${status}`)
  const where = sql.join(parts, sql` AND `)
  const [rows, count] = await Promise.all([
    sql<CheckListRecord>`SELECT ${COLUMNS} ${FROM} WHERE ${where} ORDER BY c.created_at DESC, c.check_id
      LIMIT ${size} OFFSET ${(page - 1) * size}`.execute(db),
    sql<{ n: number }>`SELECT COUNT(*) AS n FROM self_check c WHERE ${where}`.execute(db),
  ])
  return { rows: rows.rows, total: count.rows[0]?.n ?? 0 }
}

export async function findCheck(
  db: SelfCheckDb,
  access: Access,
  checkId: string,
): Promise<CheckListRecord | undefined> {
  const { rows } = await sql<CheckListRecord>`SELECT ${COLUMNS} ${FROM} WHERE c.check_id = ${checkId} AND ${isOwn(access)}`.execute(db) // prettier-ignore
  return rows[0]
}

/** The same for a change: nobody else moves, marks or writes meanwhile. */
export async function lockCheck(tx: Transaction<SelfCheckTables>, access: Access, checkId: string) {
  const { rows } = await sql<CheckRecord>`SELECT c.* FROM self_check c WHERE c.check_id = ${checkId} AND ${isOwn(access)} FOR UPDATE`.execute(tx) // prettier-ignore
  return rows[0]
}

/** Whether a scan of the institution waits or runs. */
export async function hasActiveScan(db: SelfCheckDb, fixmedinsCode: string): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM self_check c JOIN job j ON j.job_id = c.job_id
    WHERE c.fixmedins_code = ${fixmedinsCode} AND NOT c.ready AND j.state IN ('queued', 'running') LIMIT 1`.execute(db)
  return rows.length > 0
}

/** One start of an institution at a time. */
export async function lockInstitution(tx: Transaction<SelfCheckTables>, fixmedinsCode: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7243011, hashtext(${fixmedinsCode}))`.execute(tx)
}

export async function insertCheck(tx: SelfCheckDb, row: Insertable<SelfCheckTables['self_check']>): Promise<void> {
  await tx.insertInto('self_check').values(row).execute()
}

export async function deleteCheck(tx: SelfCheckDb, checkId: string): Promise<void> {
  await tx.deleteFrom('self_check').where('check_id', '=', checkId).execute()
}

export async function setStatus(
  tx: SelfCheckDb,
  checkId: string,
  change: { readonly status: CheckStatus; readonly due_on?: string | null },
): Promise<void> {
  await tx.updateTable('self_check').set(change).where('check_id', '=', checkId).execute()
}

export interface NewEvent {
  readonly checkId: string
  readonly at: Date
  readonly by: { readonly username: string; readonly displayName: string }
  readonly side: 'institution' | 'bureau'
  readonly text: string
  readonly opinion?: string
  readonly dueOn?: string | null
}

export async function insertEvent(tx: SelfCheckDb, event: NewEvent): Promise<void> {
  await tx
    .insertInto('self_check_event')
    .values({
      check_id: event.checkId,
      at: event.at,
      by_account: event.by.username,
      by_name: event.by.displayName,
      side: event.side,
      text: event.text,
      opinion: event.opinion ?? '',
      due_on: event.dueOn ?? null,
    })
    .execute()
}

/** Oldest first. */
export function eventsOf(db: SelfCheckDb, checkId: string) {
  return db.selectFrom('self_check_event').selectAll().where('check_id', '=', checkId).orderBy('event_id').execute()
}

export async function wasSubmitted(db: SelfCheckDb, checkId: string): Promise<boolean> {
  const row = await db.selectFrom('self_check_submission').select('round').where('check_id', '=', checkId).executeTakeFirst() // prettier-ignore
  return row !== undefined
}

/** 待办期限 of an institution's open checks: supplements asked for, and rectification dates of what was submitted. */
export async function deadlines(db: SelfCheckDb, access: Access) {
  const { rows } = await sql<CheckRecord & { what: string; on: string }>`
    SELECT c.*, '补充材料后重新提交' AS what, c.due_on AS on FROM self_check c WHERE c.status = 'returned' AND c.due_on IS NOT NULL AND ${isOwn(access)}
    UNION ALL SELECT c.*, '完成整改：' || MIN(h.kind_name) || CASE WHEN COUNT(DISTINCT r.kind) > 1 THEN '等 ' || COUNT(DISTINCT r.kind) || ' 项' ELSE '' END, r.due_on
      FROM self_check c JOIN self_check_remedy r ON r.check_id = c.check_id
      JOIN self_check_hit h ON h.check_id = r.check_id AND h.kind = r.kind AND h.mark = 'confirmed'
      WHERE c.status <> 'closed' AND r.due_on IS NOT NULL AND ${isOwn(access)} GROUP BY c.check_id, r.due_on
    ORDER BY "on" LIMIT 12`.execute(db)
  return rows
}

/** Folders on the disk that nobody will ask for again: of ended uploads past their days, and of scans that failed. */
export async function expiredFolders(db: SelfCheckDb, now: Date): Promise<string[]> {
  const { rows } = await sql<{
    check_id: string
  }>`SELECT c.check_id FROM self_check c LEFT JOIN job j ON j.job_id = c.job_id
    WHERE c.files_removed_at IS NULL AND c.keep_until IS NOT NULL
      AND (c.keep_until < ${now} OR (NOT c.ready AND COALESCE(j.state, 'failed') IN ('failed', 'cancelled', 'succeeded')))`.execute(
    db,
  )
  return rows.map(({ check_id }) => check_id)
}

export async function markRemoved(db: SelfCheckDb, checkId: string, at: Date): Promise<void> {
  await db.updateTable('self_check').set({ files_removed_at: at }).where('check_id', '=', checkId).execute()
}
