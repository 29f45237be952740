import { join } from 'node:path'
import type { Job } from '@yijian/contract'
import { readState } from '@yijian/warehouse'
import type { Composed } from './compose.ts'
import type { ImportPayload } from './modules/data-resources/public.ts'
import type { NewJob } from './platform/jobs/queue.ts'

/** 演示城市: large enough for every model to have peers, small enough for the first minutes. */
const CITY = { persons: 20_000, months: 24, seed: 20_250_630 } as const
/** A large hospital of that city, whose own view the demonstration shows. */
export const DEMONSTRATION_HOSPITAL = 'H99010200001'
const SYSTEM = { accountId: 'system', username: '系统', displayName: '系统' } as const

/**
 * Fills an empty data folder with a demonstration city, as jobs, before the eyes of the prompt and of the console. Begun again
 * after an interruption, it goes on with what is missing.
 */
export async function prepareDemonstration(composed: Composed, onProgress: (line: string) => void): Promise<void> {
  const { supervision, platform } = composed
  const { dataDirectory } = platform.settings
  if ((await supervision.hasRuns()) && (await supervision.hasRuns('rules'))) return
  if (readState(dataDirectory).imports.length === 0) {
    const payload: ImportPayload = { folder: join('files', 'demonstration-city'), city: CITY }
    await runJob(composed, { kind: 'import', title: '生成并导入演示城市', payload, by: SYSTEM }, onProgress)
  }
  const payload = await supervision.runPayload(SYSTEM.displayName)
  if (payload.modelIds.length > 0 && !(await supervision.hasRuns())) {
    const title = `运行全部 ${payload.modelIds.length} 个模型`
    await runJob(composed, { kind: 'model-run', title, payload, by: SYSTEM }, onProgress)
  }
  if (!(await supervision.hasRuns('rules')))
    await runJob(composed, { kind: 'rule-run', title: '用规则集扫描历史', payload: { by: SYSTEM.displayName }, by: SYSTEM }, onProgress) // prettier-ignore
  onProgress('演示城市已就绪')
}

const LINE_EVERY_MS = 3000

/** Queues a job, or joins the one of its kind that an earlier start has left, and says how it goes. */
async function runJob(composed: Composed, job: NewJob, onProgress: (line: string) => void): Promise<void> {
  const { db, jobs, events } = composed.platform
  const watched = new Promise<Job>((resolve) => {
    let said = ''
    let saidAt = 0
    const unsubscribe = events.subscribe((event) => {
      if (event.type !== 'job' || event.job.kind !== job.kind) return
      const line = describe(event.job)
      const isDue = Date.now() - saidAt > LINE_EVERY_MS
      if (line !== said && (isDue || event.job.state !== 'running')) onProgress((said = line))
      if (line === said) saidAt = Date.now()
      if (event.job.state === 'queued' || event.job.state === 'running') return
      unsubscribe()
      resolve(event.job)
    })
  })
  if (!(await jobs.isActive(job.kind))) {
    await db.transaction().execute((tx) => jobs.enqueue(tx, job))
    jobs.wake()
  }
  const ended = await watched
  if (ended.state !== 'succeeded') throw new Error(`demonstration: ${ended.kind} ${ended.state}`)
}

function describe({ title, state, step, progress, error }: Job): string {
  if (state === 'succeeded') return `${title}：完成`
  if (state === 'failed') return `${title}：失败，${error ?? ''}`
  if (state === 'cancelled') return `${title}：已取消`
  const percent = progress === null ? '' : ` ${Math.round(progress * 100)}%`
  return `${title}${percent}${step ? `：${step}` : ''}`
}
