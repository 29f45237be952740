import { sql } from 'kysely'
import type { Job } from '@yijian/contract'
import type { Selectable } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { JobTable, PlatformTables } from '../schema.ts'

export type JobRow = Selectable<JobTable>
type JobDb = Db<PlatformTables>

export function toJob(row: JobRow): Job {
  return {
    jobId: row.job_id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    progress: row.progress,
    step: row.step,
    rows: row.rows,
    rowsPerSecond: row.rows_per_second,
    secondsLeft: row.seconds_left,
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    error: row.error,
    result: row.result,
  }
}

/**
 * Takes the oldest queued job of a lane, unless one of the lane is running. Claimers of a lane come one after the other: each
 * sees what the one before it has taken.
 */
export async function claimJob(
  db: JobDb,
  { lane, instance, at }: { lane: string; instance: string; at: Date },
): Promise<JobRow | undefined> {
  return db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(7243004, hashtext(${lane}))`.execute(tx)
    const claimed = await sql<JobRow>`
      UPDATE job SET state = 'running', instance = ${instance}, attempts = attempts + 1,
                     started_at = COALESCE(started_at, ${at}), heartbeat_at = ${at}
      WHERE job_id = (SELECT job_id FROM job WHERE state = 'queued' AND lane = ${lane}
                        AND NOT EXISTS (SELECT 1 FROM job r WHERE r.state = 'running' AND r.lane = ${lane})
                      ORDER BY created_at, job_id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING *`.execute(tx)
    return claimed.rows[0]
  })
}

export async function beat(db: JobDb, instance: string, at: Date): Promise<void> {
  await db
    .updateTable('job')
    .set({ heartbeat_at: at })
    .where('state', '=', 'running')
    .where('instance', '=', instance)
    .execute()
}

/** Jobs whose process no longer says that it lives. */
export function findOrphans(db: JobDb, { instance, before }: { instance: string; before: Date }): Promise<JobRow[]> {
  return db
    .selectFrom('job')
    .selectAll()
    .where('state', '=', 'running')
    .where('instance', '<>', instance)
    .where('heartbeat_at', '<', before)
    .execute()
}

export async function requeue(db: JobDb, row: JobRow): Promise<JobRow | undefined> {
  return db
    .updateTable('job')
    .set({
      state: 'queued',
      instance: null,
      progress: null,
      step: '服务重启，重新排队',
      rows: null,
      rows_per_second: null,
      seconds_left: null,
    })
    .where('job_id', '=', row.job_id)
    .where('state', '=', 'running')
    .where('instance', '=', row.instance)
    .returningAll()
    .executeTakeFirst()
}

export interface Settlement {
  readonly state: 'succeeded' | 'failed' | 'cancelled'
  readonly error?: string
  readonly result?: Record<string, unknown>
  readonly at: Date
}

/** Ends a running (or still queued) job; nothing when it has ended already. */
export async function settleJob(db: JobDb, jobId: string, { state, error, result, at }: Settlement) {
  return db
    .updateTable('job')
    .set({
      state,
      error: error ?? null,
      result: result === undefined ? null : JSON.stringify(result),
      finished_at: at,
      seconds_left: null,
      ...(state === 'succeeded' ? { progress: 1 } : {}),
    })
    .where('job_id', '=', jobId)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst()
}

export function findJob(db: JobDb, jobId: string): Promise<JobRow | undefined> {
  return db.selectFrom('job').selectAll().where('job_id', '=', jobId).executeTakeFirst()
}

export async function hasActive(db: JobDb, kind: JobRow['kind']): Promise<boolean> {
  const found = await db
    .selectFrom('job')
    .select('job_id')
    .where('kind', '=', kind)
    .where('state', 'in', ['queued', 'running'])
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export interface JobFilter {
  readonly kinds: readonly JobRow['kind'][]
  readonly owner: string
  readonly kind?: JobRow['kind'] | undefined
  readonly state?: JobRow['state'] | undefined
  readonly page: number
  readonly size: number
}

/** One's own jobs, and those of the kinds one may see. */
export async function listJobs(db: JobDb, filter: JobFilter): Promise<{ rows: JobRow[]; total: number }> {
  let base = db
    .selectFrom('job')
    .where((on) =>
      on.or([on('created_by', '=', filter.owner), sql<boolean>`kind = ANY (${[...filter.kinds]}::text[])`]),
    )
  if (filter.kind) base = base.where('kind', '=', filter.kind)
  if (filter.state) base = base.where('state', '=', filter.state)
  const counted = await base.select((on) => on.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const rows = await base
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('job_id')
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute()
  return { rows, total: counted.n }
}
