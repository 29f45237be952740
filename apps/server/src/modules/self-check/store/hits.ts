import type { SELF_HIT_SORTS, SelfHitFilter, SelfHitMark } from '@yijian/contract'
import { sql } from 'kysely'
import type { HitRecord, LineRecord, SelfCheckDb, StepBefore } from '../schema.ts'
import { amountOf, hitCondition } from './figures.ts'
import { hitsFrom, type HitSource } from './visible.ts'

export interface HitCriteria extends SelfHitFilter {
  readonly sort: (typeof SELF_HIT_SORTS)[number]
  readonly order: 'asc' | 'desc'
  readonly page: number
  readonly size: number
}

const ORDER = { amount: sql`h.amount`, day: sql`h.day`, kind: sql`h.kind_name` } as const
const COLUMNS = sql`h.check_id, h.jr_id, h.kind, h.kind_name, h.kp_id, h.point_name, h.severity, h.psn_no, h.mdtrt_id, h.day, h.dept, h.amount, h.message,
  h.basis, h.lawful, h.facts, m.mark, m.mark_reason, m.marked_by`

export async function pageOfHits(db: SelfCheckDb, source: HitSource, c: HitCriteria) {
  const where = hitCondition(c)
  const direction = c.order === 'asc' ? sql`ASC` : sql`DESC`
  const [rows, count, amount] = await Promise.all([
    sql<HitRecord>`SELECT ${COLUMNS} FROM ${hitsFrom(source)} WHERE ${where} ORDER BY ${ORDER[c.sort]} ${direction} NULLS LAST, h.kind, h.jr_id
      LIMIT ${c.size} OFFSET ${(c.page - 1) * c.size}`.execute(db),
    sql<{ n: number }>`SELECT COUNT(*) AS n FROM ${hitsFrom(source)} WHERE ${where}`.execute(db),
    amountOf(db, source, where),
  ])
  return { rows: rows.rows, total: count.rows[0]?.n ?? 0, amount }
}

export async function findHit(db: SelfCheckDb, source: HitSource, jrId: string): Promise<HitRecord | undefined> {
  const { rows } = await sql<HitRecord>`SELECT ${COLUMNS} FROM ${hitsFrom(source)} WHERE h.jr_id = ${jrId}`.execute(db)
  return rows[0]
}

export function linesOf(db: SelfCheckDb, checkId: string, jrId: string): Promise<LineRecord[]> {
  return db
    .selectFrom('self_check_line')
    .selectAll()
    .where('check_id', '=', checkId)
    .where('jr_id', '=', jrId)
    .orderBy('seq')
    .execute()
}

const BATCH = 1000

/** A hit with the names of its violating lines. */
export type StreamedHit = HitRecord & { readonly lines: string | null }

/** All hits by rule, in portions: memory does not grow with their number. */
export async function* streamHits(db: SelfCheckDb, source: HitSource): AsyncGenerator<StreamedHit[]> {
  let after = { kind: '', jr: '' }
  for (;;) {
    const { rows } =
      await sql<StreamedHit>`SELECT ${COLUMNS}, (SELECT string_agg(DISTINCT l.name, '、') FROM self_check_line l
        WHERE l.check_id = h.check_id AND l.jr_id = h.jr_id AND l.role = 'violating') AS lines
      FROM ${hitsFrom(source)} WHERE (h.kind, h.jr_id) > (${after.kind}, ${after.jr}) ORDER BY h.kind, h.jr_id LIMIT ${BATCH}`.execute(
        db,
      )
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = { kind: last.kind, jr: last.jr_id }
  }
}

export interface Marking {
  readonly jrIds?: readonly string[] | undefined
  readonly filter?: SelfHitFilter | undefined
  readonly mark: SelfHitMark
  readonly reason: string
  readonly by: string
}

/** Marks what differs from the wish; what it was before comes back, for undo. */
export async function markHits(
  tx: SelfCheckDb,
  checkId: string,
  marking: Marking,
): Promise<NonNullable<StepBefore['marks']>> {
  const { jrIds, filter, mark, reason, by } = marking
  const chosen = jrIds ? sql`h.jr_id = ANY (${[...jrIds]}::text[])` : hitCondition(filter ?? {})
  const next = mark === 'open' ? null : by
  const { rows } = await sql<NonNullable<StepBefore['marks']>[number]>`
    WITH chosen AS (SELECT h.jr_id, h.mark, h.mark_reason, h.marked_by FROM ${hitsFrom({ checkId, submissionId: null })}
      WHERE ${chosen} AND (h.mark <> ${mark} OR h.mark_reason <> ${reason}) FOR UPDATE OF h),
    done AS (UPDATE self_check_hit h SET mark = ${mark}, mark_reason = ${reason}, marked_by = ${next} FROM chosen
      WHERE h.check_id = ${checkId} AND h.jr_id = chosen.jr_id)
    SELECT * FROM chosen`.execute(tx)
  return rows
}

export async function restoreMarks(
  tx: SelfCheckDb,
  checkId: string,
  marks: NonNullable<StepBefore['marks']>,
): Promise<void> {
  await sql`UPDATE self_check_hit h SET mark = b.mark, mark_reason = b.mark_reason, marked_by = b.marked_by
    FROM jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) AS b(jr_id text, mark text, mark_reason text, marked_by text)
    WHERE h.check_id = ${checkId} AND h.jr_id = b.jr_id`.execute(tx)
}
