import { randomUUID } from 'node:crypto'
import { AppError } from '@yijian/kernel'
import type { Job } from '@yijian/contract'
import type { Transaction } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/pool.ts'
import type { EventHub } from '../events.ts'
import { describeDefect, type Log } from '../log.ts'
import type { PlatformTables } from '../schema.ts'
import type { JobDefinition, JobKind, JobProgress } from './definition.ts'
import { createMeter } from './progress.ts'
import {
  beat,
  claimJob,
  findJob,
  findOrphans,
  hasActive,
  requeue,
  settleJob,
  toJob,
  type JobRow,
  type Settlement,
} from './store.ts'

const HEARTBEAT_MS = 3000
const ORPHAN_AFTER_MS = 15_000
const PROGRESS_EVERY_MS = 400
const LANES = ['heavy', 'light'] as const

export interface NewJob {
  readonly kind: JobKind
  readonly title: string
  readonly payload: unknown
  readonly by: { readonly accountId: string; readonly username: string; readonly displayName: string }
}

export interface JobQueue {
  /** Queues inside the transaction of the change it belongs to; call `wake` after the commit. */
  enqueue<T>(tx: Transaction<T>, job: NewJob): Promise<Job>
  wake(): void
  /** Whether a job of this kind waits or runs. */
  isActive(kind: JobKind): Promise<boolean>
  cancel(jobId: string): Promise<Job>
  /** Begins to work; takes back what a dead process left (`ownerless`: no other server can be alive on this store). */
  start(definitions: readonly JobDefinition[], options: { ownerless: boolean }): Promise<void>
  /** Aborts what runs and gives it back to the queue. */
  stop(): Promise<void>
}

interface Running {
  readonly abort: AbortController
  readonly done: Promise<void>
  cancelled: boolean
}

interface Context {
  readonly db: Db<PlatformTables>
  readonly clock: Clock
  readonly log: Log
  readonly events: EventHub
  readonly instance: string
  readonly running: Map<string, Running>
  readonly definitions: Map<JobKind, JobDefinition>
  stopping: boolean
}

export function createJobQueue(input: { db: Db; clock: Clock; log: Log; events: EventHub }): JobQueue {
  const context: Context = {
    ...input,
    db: input.db.withTables<PlatformTables>(),
    instance: randomUUID(),
    running: new Map(),
    definitions: new Map(),
    stopping: false,
  }
  const lanes = new Map(LANES.map((lane) => [lane, createLane(context, lane)]))
  const wake = () => {
    for (const pump of lanes.values()) pump()
  }
  let timer: NodeJS.Timeout | undefined
  return {
    enqueue: (tx, job) => insertJob(tx as unknown as Transaction<PlatformTables>, context, job),
    wake,
    isActive: (kind) => hasActive(context.db, kind),
    cancel: (jobId) => cancelJob(context, jobId),
    start: async (definitions, { ownerless }) => {
      for (const definition of definitions) context.definitions.set(definition.kind, definition)
      await recover(context, ownerless ? 0 : ORPHAN_AFTER_MS)
      timer = setInterval(() => void upkeep(context, wake), HEARTBEAT_MS)
      timer.unref()
      wake()
    },
    stop: async () => {
      clearInterval(timer)
      context.stopping = true
      for (const { abort } of context.running.values()) abort.abort()
      await Promise.all([...context.running.values()].map(({ done }) => done))
    },
  }
}

async function insertJob(tx: Transaction<PlatformTables>, { clock, definitions }: Context, job: NewJob): Promise<Job> {
  const definition = definitions.get(job.kind)
  if (!definition) throw new AppError('unavailable', 'job.unknown', '服务尚未就绪，请稍后再试')
  const row = await tx
    .insertInto('job')
    .values({
      job_id: randomUUID(),
      kind: job.kind,
      lane: definition.lane,
      title: job.title,
      payload: JSON.stringify(job.payload),
      created_by: job.by.accountId,
      created_by_name: job.by.displayName,
      created_at: clock.now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toJob(row)
}

/** One worker of a lane: runs until the lane is empty; woken again by new jobs and by the upkeep timer. */
function createLane(context: Context, lane: string): () => void {
  let busy = false
  let wokenMeanwhile = false
  const work = async () => {
    for (;;) {
      if (context.stopping) return
      wokenMeanwhile = false
      const row = await claimJob(context.db, { lane, instance: context.instance, at: context.clock.now() })
      if (row) await runJob(context, row)
      else if (!wokenMeanwhile) return
    }
  }
  return () => {
    wokenMeanwhile = true
    if (busy || context.stopping) return
    busy = true
    work()
      .catch((error: unknown) => context.log.error('job.lane', { lane, ...describeDefect(error) }))
      .finally(() => (busy = false))
  }
}

async function runJob(context: Context, row: JobRow): Promise<void> {
  const abort = new AbortController()
  let finish = () => {}
  const done = new Promise<void>((resolve) => (finish = resolve))
  const running: Running = { abort, done, cancelled: row.cancel_requested }
  context.running.set(row.job_id, running)
  if (row.cancel_requested) abort.abort()
  publish(context, row)
  try {
    const settled = await execute(context, row, running)
    if (settled === 'give-back') await giveBack(context, row)
    else await settle(context, row.job_id, settled)
  } finally {
    context.running.delete(row.job_id)
    finish()
  }
}

async function execute(context: Context, row: JobRow, running: Running): Promise<Settlement | 'give-back'> {
  const { clock, log } = context
  const { signal } = running.abort
  try {
    const definition = context.definitions.get(row.kind)
    if (!definition) throw new AppError('unavailable', 'job.unknown', '此版本不支持这类任务')
    const reporter = createReporter(context, row)
    const by = row.created_by
    const result = await definition.run({
      jobId: row.job_id,
      payload: row.payload,
      by,
      signal,
      report: reporter.report,
    })
    await reporter.flush()
    return { state: 'succeeded', result, at: clock.now() }
  } catch (error) {
    if (running.cancelled) return { state: 'cancelled', at: clock.now() }
    if (context.stopping) return 'give-back'
    if (!(error instanceof AppError))
      log.error('job.defect', { jobId: row.job_id, kind: row.kind, ...describeDefect(error) })
    const message =
      error instanceof AppError ? error.message : '任务意外中止，已有数据没有变化。请重试；再次失败请联系管理员'
    return { state: 'failed', error: message, at: clock.now() }
  }
}

/** Writes at most a few times a second what the job reports, the last state always. */
function createReporter(context: Context, row: JobRow) {
  const meter = createMeter(context.clock.now().getTime())
  let latest: ReturnType<typeof meter> | undefined
  let writing: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const write = async () => {
    timer = undefined
    if (!latest) return
    const { progress, step, rows, rowsPerSecond, secondsLeft } = latest
    latest = undefined
    const updated = await context.db
      .updateTable('job')
      .set({ progress, step, rows, rows_per_second: rowsPerSecond, seconds_left: secondsLeft })
      .where('job_id', '=', row.job_id)
      .where('state', '=', 'running')
      .returningAll()
      .executeTakeFirst()
    if (updated) publish(context, updated)
  }
  const schedule = () => {
    writing = writing.then(write).catch((error: unknown) => context.log.warn('job.progress', describeDefect(error)))
  }
  return {
    report: (progress: JobProgress) => {
      latest = meter(progress, context.clock.now().getTime())
      timer ??= setTimeout(schedule, PROGRESS_EVERY_MS)
    },
    flush: async () => {
      clearTimeout(timer)
      await writing
    },
  }
}

async function settle(context: Context, jobId: string, settlement: Settlement): Promise<void> {
  const row = await settleJob(context.db, jobId, settlement)
  if (row) publish(context, row)
}

async function giveBack(context: Context, row: JobRow): Promise<void> {
  const again = await requeue(context.db, row)
  if (again) publish(context, again)
}

function publish({ events }: Context, row: JobRow): void {
  events.publish({ type: 'job', job: toJob(row), owner: row.created_by })
}

async function cancelJob(context: Context, jobId: string): Promise<Job> {
  const marked = await context.db
    .updateTable('job')
    .set({ cancel_requested: true })
    .where('job_id', '=', jobId)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst()
  if (!marked) {
    const ended = await findJob(context.db, jobId)
    if (!ended) throw new AppError('missing', 'job.missing', '任务不存在')
    throw new AppError('conflict', 'job.ended', '任务已结束，无需取消')
  }
  const running = context.running.get(jobId)
  if (running) {
    running.cancelled = true
    running.abort.abort()
    return toJob(marked)
  }
  await settle(context, jobId, { state: 'cancelled', at: context.clock.now() })
  return toJob((await findJob(context.db, jobId)) ?? marked)
}

async function upkeep(context: Context, wake: () => void): Promise<void> {
  try {
    await beat(context.db, context.instance, context.clock.now())
    await recover(context, ORPHAN_AFTER_MS)
    wake()
  } catch (error) {
    context.log.warn('job.upkeep', describeDefect(error))
  }
}

/** A running job whose process died: begun again while it has attempts left, else failed with what to do. */
async function recover(context: Context, silentForMs: number): Promise<void> {
  const now = context.clock.now()
  const before = new Date(now.getTime() - silentForMs + (silentForMs === 0 ? 1 : 0))
  for (const row of await findOrphans(context.db, { instance: context.instance, before })) {
    const attemptsLeft = (context.definitions.get(row.kind)?.maxAttempts ?? 1) - row.attempts
    context.log.warn('job.orphan', { jobId: row.job_id, kind: row.kind, attemptsLeft })
    if (row.cancel_requested) await settle(context, row.job_id, { state: 'cancelled', at: now })
    else if (attemptsLeft > 0) await giveBack(context, row)
    else
      await settle(context, row.job_id, {
        state: 'failed',
        at: now,
        error: '服务在执行中途停止，任务未完成，已有数据没有变化。请重新发起',
      })
  }
}
