import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { scopePredicate, type Access } from '../../../platform/access/scope.ts'

/** Which hits and lines are meant, and with whose conclusions. `h` is the hit, `m` its mark. */
export interface HitSource {
  readonly checkId: string
  /** Null: the institution's own working state; else what was sent with this submission. */
  readonly submissionId: number | null
}

/** 本机构: a check is seen by accounts whose scope names its institution, never by a city or district scope. */
export function isOwn(access: Access): RawBuilder<SqlBool> {
  if (access.scope.kind !== 'institution') return sql<SqlBool>`FALSE`
  return scopePredicate(access, { admdvs: 'c.admdvs', fixmedinsCode: 'c.fixmedins_code' })
}

/** 医保部门: only what was submitted and not taken back, within the region. */
export function isSubmitted(access: Access): RawBuilder<SqlBool> {
  return sql<SqlBool>`s.withdrawn_at IS NULL AND c.status <> 'draft' AND ${scopePredicate(access, { admdvs: 'c.admdvs', fixmedinsCode: 'c.fixmedins_code' })}`
}

/** The last submission of each check that stands. */
export const LAST_SUBMISSION = sql`JOIN LATERAL (SELECT * FROM self_check_submission l WHERE l.check_id = c.check_id
  AND l.withdrawn_at IS NULL ORDER BY l.submission_id DESC LIMIT 1) s ON TRUE`

/** Hits beside their marks. */
export function hitsFrom({ checkId, submissionId }: HitSource): RawBuilder<unknown> {
  return submissionId === null
    ? sql`self_check_hit h JOIN LATERAL (SELECT h.mark, h.mark_reason, h.marked_by) m ON h.check_id = ${checkId}`
    : sql`self_check_hit h JOIN self_check_submission_hit m ON m.submission_id = ${submissionId} AND m.check_id = h.check_id
        AND m.jr_id = h.jr_id AND h.check_id = ${checkId}`
}
