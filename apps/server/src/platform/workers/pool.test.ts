import { constants, getPriority } from 'node:os'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../clock.ts'
import type { JobProgress } from '../jobs/definition.ts'
import { createLog } from '../log.ts'
import { createWorkerPool } from './pool.ts'
import { createReader } from './reader.ts'

const log = createLog({ level: 'silent', clock: systemClock })
const surroundings = { dataDirectory: '/nowhere', contentDirectory: '/nowhere', memoryMb: 256, threads: 1 }
const entry = new URL('../../testing/test-worker.ts', import.meta.url)
const pool = createWorkerPool({ entry, surroundings, log })

function run(task: string, input: unknown = {}) {
  const abort = new AbortController()
  const seen: JobProgress[] = []
  let onProgress: (progress: JobProgress) => void = () => undefined
  const progressed = new Promise<JobProgress>((resolve) => (onProgress = resolve))
  const report = (progress: JobProgress) => {
    seen.push(progress)
    onProgress(progress)
  }
  return { abort, seen, progressed, result: pool.run(task, input, { signal: abort.signal, report }) }
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('a worker', () => {
  it('works in a process of its own, of lower priority, and passes progress and result', async () => {
    const { seen, result } = run('echo', { a: [1, '中'] })
    const answer = (await result) as { input: unknown; pid: number }
    expect(answer.input).toEqual({ a: [1, '中'] })
    expect(answer.pid).not.toBe(process.pid)
    expect(seen).toEqual([{ progress: 0.5, step: '一半' }])
    const { abort, progressed, result: waiting } = run('wait')
    const pid = Number((await progressed).step)
    expect(getPriority(pid)).toBeGreaterThanOrEqual(constants.priority.PRIORITY_BELOW_NORMAL)
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('that is killed fails its job with what was lost and what to do', async () => {
    await expect(run('die').result).rejects.toMatchObject({ kind: 'unavailable', code: 'worker.ended' })
  })

  it('that does not react to cancelling is ended after a grace', async () => {
    const { abort, progressed, result } = run('ignore-cancel')
    const pid = Number((await progressed).step)
    abort.abort()
    await expect(result).rejects.toMatchObject({ code: 'worker.ended' })
    expect(isAlive(pid)).toBe(false)
  }, 20_000)

  it('is not started for a job that is cancelled already', () => {
    const signal = AbortSignal.abort()
    expect(() => pool.run('echo', {}, { signal, report: () => undefined })).toThrow(/abort/i)
  })
})

describe('the reader', () => {
  it('that is killed answers as unavailable and is started again by the next question', async () => {
    const reader = createReader({ entry: new URL('../../testing/test-reader.ts', import.meta.url), args: [], log })
    const pid = (await reader.read('pid', {})) as number
    const hanging = reader.read('hang', {})
    process.kill(pid, 'SIGKILL')
    await expect(hanging).rejects.toMatchObject({ code: 'reader.unavailable' })
    expect(await reader.read('pid', {})).not.toBe(pid)
    await reader.close()
  })
})
