import { sql } from 'kysely'
import { setTimeout as wait } from 'node:timers/promises'
import type { Job } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { createTestClock, type TestClock } from '../../testing/test-clock.ts'
import { systemClock } from '../clock.ts'
import { migrate } from '../db/migrate.ts'
import { openStore, type Store } from '../db/pool.ts'
import { createEventHub, type EventHub } from '../events.ts'
import { createLog } from '../log.ts'
import type { JobDefinition, JobRun } from './definition.ts'
import { createJobQueue, type JobQueue } from './queue.ts'

const log = createLog({ level: 'silent', clock: systemClock })
const BY = { accountId: 'a1', username: 'tester', displayName: '测试员' }
let database: TestDatabase
let store: Store
let clock: TestClock
let queues: JobQueue[]
let events: EventHub

beforeAll(async () => {
  database = await createTestDatabase()
  store = await openStore(database.url, { connections: 10, log })
  await migrate(store.pool, [{ module: 'platform', directory: new URL('../migrations/', import.meta.url) }])
})
afterAll(async () => {
  await store.close()
  await database.drop()
})
beforeEach(async () => {
  await store.pool.query('DELETE FROM job')
  clock = createTestClock()
  queues = []
  events = createEventHub()
})
afterEach(() => Promise.all(queues.map((queue) => queue.stop())))

function newQueue(): JobQueue {
  const queue = createJobQueue({ db: store.db, clock, log, events })
  queues.push(queue)
  return queue
}

const definition = (
  run: (job: JobRun) => Promise<Record<string, unknown>>,
  rest: Partial<JobDefinition> = {},
): JobDefinition => ({
  kind: 'import',
  lane: 'heavy',
  maxAttempts: 1,
  run,
  ...rest,
})

async function enqueue(queue: JobQueue, kind: Job['kind'] = 'import', payload: unknown = {}): Promise<Job> {
  const job = await store.db
    .transaction()
    .execute((tx) => queue.enqueue(tx, { kind: kind, title: '任务', payload, by: BY }))
  queue.wake()
  return job
}

async function state(
  jobId: string,
): Promise<{ state: string; error: string | null; result: unknown; attempts: number; step: string | null }> {
  const found = await store.pool.query('SELECT * FROM job WHERE job_id = $1', [jobId])
  return found.rows[0] as Awaited<ReturnType<typeof state>>
}

async function until(jobId: string, wanted: string): Promise<Awaited<ReturnType<typeof state>>> {
  for (let n = 0; n < 600; n++) {
    const now = await state(jobId)
    if (now.state === wanted) return now
    await wait(20)
  }
  throw new Error(`job is ${(await state(jobId)).state}, not ${wanted}`)
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }),
  )

describe('a job', () => {
  it('runs once, reports, and keeps its result', async () => {
    const seen: Job[] = []
    events.subscribe((event) => event.type === 'job' && seen.push(event.job))
    const queue = newQueue()
    let runs = 0
    await queue.start(
      [
        definition(async ({ payload, report }) => {
          runs++
          report({ step: '读取', progress: 0.5, rows: 10 })
          await wait(600)
          return { got: payload }
        }),
      ],
      { ownerless: true },
    )
    const { jobId } = await enqueue(queue, 'import', { n: 1 })
    expect(await until(jobId, 'succeeded')).toMatchObject({ result: { got: { n: 1 } }, step: '读取', error: null })
    expect(runs).toBe(1)
    expect(seen.map((job) => job.state)).toEqual(['running', 'running', 'succeeded'])
    expect(seen[1]).toMatchObject({ progress: 0.5, rows: 10, step: '读取' })
  })

  it('is queued with the change it belongs to, or not at all', async () => {
    const queue = newQueue()
    await queue.start([definition(async () => ({}))], { ownerless: true })
    const failing = store.db.transaction().execute(async (tx) => {
      await queue.enqueue(tx, { kind: 'import', title: 'x', payload: {}, by: BY })
      throw new Error('change failed')
    })
    await expect(failing).rejects.toThrow('change failed')
    expect((await store.pool.query('SELECT 1 FROM job')).rowCount).toBe(0)
  })

  it('says what went wrong when it was expected, and nothing of a defect', async () => {
    const queue = newQueue()
    const failures = [new AppError('invalid', 'x', '文件不是 CSV'), new Error('secret at /root/x')]
    await queue.start(
      [
        definition(async () => {
          throw failures.shift() ?? new Error()
        }),
      ],
      { ownerless: true },
    )
    const [first, second] = [await enqueue(queue), await enqueue(queue)]
    expect(await until(first.jobId, 'failed')).toMatchObject({ error: '文件不是 CSV' })
    const defect = await until(second.jobId, 'failed')
    expect(defect.error).toMatch(/已有数据没有变化/)
    expect(defect.error).not.toContain('secret')
  })

  it('can be cancelled while it waits and while it runs, and not afterwards', async () => {
    const queue = newQueue()
    await queue.start([definition(async ({ signal }) => untilAborted(signal))], { ownerless: true })
    const running = await enqueue(queue)
    const waiting = await enqueue(queue)
    await until(running.jobId, 'running')
    await queue.cancel(waiting.jobId)
    expect((await state(waiting.jobId)).state).toBe('cancelled')
    await queue.cancel(running.jobId)
    await until(running.jobId, 'cancelled')
    await expect(queue.cancel(running.jobId)).rejects.toMatchObject({ code: 'job.ended' })
    await expect(queue.cancel('nothing')).rejects.toMatchObject({ code: 'job.missing' })
  })
})

describe('jobs of one lane', () => {
  it('run one after the other, in order, whatever number of servers works on the store', async () => {
    const order: unknown[] = []
    let together = 0
    const work = definition(async ({ payload }) => {
      expect(++together).toBe(1)
      await wait(15)
      together--
      order.push((payload as { n: number }).n)
      return {}
    })
    const [a, b] = [newQueue(), newQueue()]
    await a.start([work], { ownerless: true })
    await b.start([work], { ownerless: false })
    const jobs = []
    for (let n = 0; n < 12; n++) {
      jobs.push(await enqueue(n % 2 ? a : b, 'import', { n }))
      clock.forward(1)
    }
    for (const { jobId } of jobs) {
      a.wake()
      b.wake()
      await until(jobId, 'succeeded')
    }
    expect(order).toEqual([...Array(12).keys()])
  })

  it('do not wait for those of another lane', async () => {
    const queue = newQueue()
    await queue.start(
      [
        definition(async ({ signal }) => untilAborted(signal)),
        definition(async () => ({ done: true }), { kind: 'recompute', lane: 'light' }),
      ],
      { ownerless: true },
    )
    const heavy = await enqueue(queue)
    const light = await enqueue(queue, 'recompute')
    await until(light.jobId, 'succeeded')
    expect((await state(heavy.jobId)).state).toBe('running')
  })
})

describe('when the server dies in the middle', () => {
  /** What a killed server leaves: a running job of an instance that beats no more. */
  async function orphan(attempts: number, isCancelled = false): Promise<string> {
    const queue = newQueue()
    await queue.start([definition(async () => ({}), { kind: 'model-run', lane: 'light' })], { ownerless: true })
    // In one transaction: the queue that makes it must never see it waiting, or it would begin it.
    const { jobId } = await store.db.transaction().execute(async (tx) => {
      const job = await queue.enqueue(tx, { kind: 'model-run', title: '运行', payload: {}, by: BY })
      await sql`UPDATE job SET state = 'running', instance = 'dead', attempts = ${attempts}, heartbeat_at = ${clock.now()},
        cancel_requested = ${isCancelled} WHERE job_id = ${job.jobId}`.execute(tx)
      return job
    })
    await queue.stop()
    return jobId
  }
  const again = (maxAttempts: number) => definition(async () => ({ again: true }), { kind: 'model-run', maxAttempts })

  it('the next start begins the job again while it has attempts left', async () => {
    const jobId = await orphan(1)
    await newQueue().start([again(3)], { ownerless: true })
    await store.pool.query("UPDATE job SET lane = 'heavy' WHERE job_id = $1", [jobId])
    queues.at(-1)?.wake()
    expect(await until(jobId, 'succeeded')).toMatchObject({ attempts: 2, result: { again: true } })
  })

  it('fails it with what to do when it has none left', async () => {
    const jobId = await orphan(3)
    await newQueue().start([again(3)], { ownerless: true })
    expect((await until(jobId, 'failed')).error).toMatch(/请重新发起/)
  })

  it('does not begin what was asked to be cancelled', async () => {
    const jobId = await orphan(1, true)
    await newQueue().start([again(3)], { ownerless: true })
    await until(jobId, 'cancelled')
  })

  it('leaves the job of another living server alone until it has been silent', async () => {
    const jobId = await orphan(1)
    await newQueue().start([again(3)], { ownerless: false })
    await wait(100)
    expect((await state(jobId)).state).toBe('running')
    clock.forward(16_000)
    const queue = newQueue()
    await queue.start([again(1)], { ownerless: false })
    await until(jobId, 'failed')
  })

  it('an orderly stop gives the job back to the queue', async () => {
    const queue = newQueue()
    await queue.start([definition(async ({ signal }) => untilAborted(signal), { maxAttempts: 3 })], { ownerless: true })
    const { jobId } = await enqueue(queue)
    await until(jobId, 'running')
    await queue.stop()
    expect(await state(jobId)).toMatchObject({ state: 'queued' })
    const next = newQueue()
    await next.start([definition(async () => ({ done: 1 }))], { ownerless: true })
    await until(jobId, 'succeeded')
  })
})
