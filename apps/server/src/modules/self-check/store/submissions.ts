import type { SUBMISSION_STATUSES } from '@yijian/contract'
import { sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely'
import type { Access } from '../../../platform/access/scope.ts'
import type { CheckRecord, SelfCheckDb, SelfCheckTables, SubmissionRecord, SubmittedContent } from '../schema.ts'
import { isSubmitted, LAST_SUBMISSION } from './visible.ts'

/** A check as the bureau knows it, with its last submission. */
export type SubmittedRecord = Omit<CheckRecord, 'status'> &
  SubmissionRecord & { readonly status: (typeof SUBMISSION_STATUSES)[number]; readonly submitted_by: string }

export interface SubmissionCriteria {
  readonly status?: string | undefined
  readonly q?: string | undefined
}

function matches(access: Access, { status, q }: SubmissionCriteria): RawBuilder<unknown> {
  const parts: RawBuilder<SqlBool>[] = [isSubmitted(access)]
  if (status) parts.push(sql`c.status = ${status}`)
  if (q?.trim()) {
    const like = `%${q.trim().replace(/[\\%_]/g, '\\$&')}%`
    parts.push(sql`(c.fixmedins_name ILIKE ${like} OR c.fixmedins_code = ${q.trim()})`)
  }
  return sql`FROM self_check c ${LAST_SUBMISSION} WHERE ${sql.join(parts, sql` AND `)}`
}

const COLUMNS = sql`c.*, s.submission_id, s.round, s.at, s.by_name AS submitted_by, s.statement, s.content, s.file_ids, s.opened_at, s.opened_by, s.withdrawn_at`

export async function pageOfSubmissions(
  db: SelfCheckDb,
  access: Access,
  c: SubmissionCriteria & { readonly page: number; readonly size: number },
) {
  const from = matches(access, c)
  const [rows, sums, byStatus] = await Promise.all([
    sql<SubmittedRecord>`SELECT ${COLUMNS} ${from} ORDER BY s.at DESC, c.check_id LIMIT ${c.size} OFFSET ${(c.page - 1) * c.size}`.execute(db), // prettier-ignore
    sql<{
      n: number
      confirmed: number
      refund: string
    }>`SELECT COUNT(*) AS n, COALESCE(SUM((s.content->'marks'->>'confirmed')::bigint), 0)::bigint AS confirmed,
      COALESCE(SUM((s.content->>'refund')::numeric), 0)::numeric(16,2) AS refund ${from}`.execute(db),
    sql<{
      status: string
      n: number
    }>`SELECT c.status, COUNT(*) AS n ${matches(access, { ...c, status: undefined })} GROUP BY 1`.execute(db),
  ])
  const { n, confirmed, refund } = sums.rows[0] ?? { n: 0, confirmed: 0, refund: '0.00' }
  return { rows: rows.rows, total: n, totals: { confirmed, refund }, byStatus: byStatus.rows }
}

export async function findSubmission(
  db: SelfCheckDb,
  access: Access,
  checkId: string,
): Promise<SubmittedRecord | undefined> {
  const { rows } =
    await sql<SubmittedRecord>`SELECT ${COLUMNS} ${matches(access, {})} AND c.check_id = ${checkId}`.execute(db)
  return rows[0]
}

/** Holds the check, so that it is not withdrawn, decided or opened twice meanwhile. */
export async function lockSubmission(tx: Transaction<SelfCheckTables>, access: Access, checkId: string) {
  await sql`SELECT 1 FROM self_check WHERE check_id = ${checkId} FOR UPDATE`.execute(tx)
  return findSubmission(tx, access, checkId)
}

export async function stampOpened(
  tx: SelfCheckDb,
  submissionId: number,
  by: { at: Date; name: string },
): Promise<void> {
  await tx
    .updateTable('self_check_submission')
    .set({ opened_at: by.at, opened_by: by.name })
    .where('submission_id', '=', submissionId)
    .execute()
}

export interface NewSubmission {
  readonly checkId: string
  readonly at: Date
  readonly byName: string
  readonly statement: string
  readonly content: SubmittedContent
}

/** Freezes figures, marks and attachments as they are now. */
export async function insertSubmission(
  tx: SelfCheckDb,
  { checkId, at, byName, statement, content }: NewSubmission,
): Promise<number> {
  const { rows } = await sql<{
    submission_id: number
    round: number
  }>`INSERT INTO self_check_submission (check_id, round, at, by_name, statement, content, file_ids)
    SELECT ${checkId}, COUNT(*) FILTER (WHERE withdrawn_at IS NULL) + 1, ${at}, ${byName}, ${statement}, ${JSON.stringify(content)}::jsonb,
      ARRAY(SELECT file_id FROM self_check_file f WHERE f.check_id = ${checkId} AND NOT f.removed ORDER BY at, file_id)
    FROM self_check_submission WHERE check_id = ${checkId} RETURNING submission_id, round`.execute(tx)
  const { submission_id, round } = rows[0]!
  await sql`INSERT INTO self_check_submission_hit (submission_id, check_id, jr_id, mark, mark_reason, marked_by)
    SELECT ${submission_id}, check_id, jr_id, mark, mark_reason, marked_by FROM self_check_hit WHERE check_id = ${checkId}`.execute(
    tx,
  )
  return round
}

/** The submission that lies with the bureau, if any. */
export async function standingSubmission(db: SelfCheckDb, checkId: string): Promise<SubmissionRecord | undefined> {
  return db
    .selectFrom('self_check_submission')
    .selectAll()
    .where('check_id', '=', checkId)
    .where('withdrawn_at', 'is', null)
    .orderBy('submission_id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function withdrawSubmission(tx: SelfCheckDb, submissionId: number, at: Date): Promise<void> {
  await tx.updateTable('self_check_submission').set({ withdrawn_at: at }).where('submission_id', '=', submissionId).execute() // prettier-ignore
}

/** Attachments as sent; those removed since are still in the list. */
export async function sentFiles(db: SelfCheckDb, fileIds: readonly string[]) {
  if (fileIds.length === 0) return []
  return db.selectFrom('self_check_file').selectAll().where('file_id', 'in', [...fileIds]).orderBy('at').orderBy('file_id').execute() // prettier-ignore
}

export interface SelfFoundRecord {
  readonly jr_id: string
  readonly check_id: string
  readonly fixmedins_name: string
  readonly status: (typeof SUBMISSION_STATUSES)[number]
  readonly at: Date
}

/** Of these judgements, those that a submitted self-check has marked 属实; the first submission counts. */
export async function selfFoundRecords(
  db: SelfCheckDb,
  access: Access,
  jrIds: readonly string[],
): Promise<SelfFoundRecord[]> {
  const { rows } =
    await sql<SelfFoundRecord>`SELECT DISTINCT ON (m.jr_id) m.jr_id, c.check_id, c.fixmedins_name, c.status, s.at
    FROM self_check_submission_hit m JOIN self_check_submission s ON s.submission_id = m.submission_id JOIN self_check c ON c.check_id = s.check_id
    WHERE m.jr_id = ANY (${[...jrIds]}::text[]) AND m.mark = 'confirmed' AND ${isSubmitted(access)}
      AND s.submission_id = (SELECT MAX(l.submission_id) FROM self_check_submission l WHERE l.check_id = c.check_id AND l.withdrawn_at IS NULL)
    ORDER BY m.jr_id, s.at`.execute(db)
  return rows
}

/** When the bureau first got to know of the check. */
export async function firstSentAt(db: SelfCheckDb, checkId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`SELECT MIN(at) AS at FROM self_check_submission WHERE check_id = ${checkId} AND withdrawn_at IS NULL`.execute(db) // prettier-ignore
  return rows[0]?.at ?? undefined
}
