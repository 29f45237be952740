import { fork, type ChildProcess } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import type { JobProgress } from '../jobs/definition.ts'
import type { Log } from '../log.ts'
import { received } from './failure.ts'
import type { FromWorker, Surroundings, ToWorker } from './protocol.ts'

const ABORT_GRACE_MS = 8000

export interface TaskOptions {
  readonly signal: AbortSignal
  readonly report: (progress: JobProgress) => void
}

export interface WorkerPool {
  /** Runs a task in a process of its own, so that its memory and its end are not ours. */
  run(task: string, input: unknown, options: TaskOptions): Promise<unknown>
}

export interface WorkerPoolOptions {
  readonly entry: URL
  readonly surroundings: Surroundings
  readonly log: Log
}

export function createWorkerPool({ entry, surroundings, log }: WorkerPoolOptions): WorkerPool {
  return {
    run: (task, input, options) => {
      options.signal.throwIfAborted()
      const child = fork(entry, [], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
      yieldToPages(child)
      log.info('worker.start', { task, pid: child.pid })
      return follow(child, { task, input, surroundings, log, ...options })
    },
  }
}

/** A run takes what the people at their pages leave over, and all of it when nobody is there. */
function yieldToPages({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // The child has ended already, or the system has no priorities.
  }
}

interface Follow extends TaskOptions {
  readonly task: string
  readonly input: unknown
  readonly surroundings: Surroundings
  readonly log: Log
}

function follow(child: ChildProcess, { task, input, surroundings, log, signal, report }: Follow): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let grace: NodeJS.Timeout | undefined
    let outcome: FromWorker | undefined
    let complaint = ''
    const onAbort = () => {
      if (child.connected) child.send({ type: 'cancel' } satisfies ToWorker)
      grace = setTimeout(() => child.kill('SIGKILL'), ABORT_GRACE_MS)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    child.stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)))
    child.on('message', (message: FromWorker) => {
      if (message.type === 'progress') report(message.progress)
      else outcome = message
    })
    child.once('error', () => (outcome ??= UNEXPECTED_END))
    child.once('close', (code, killedBy) => {
      clearTimeout(grace)
      signal.removeEventListener('abort', onAbort)
      log.info('worker.end', { task, pid: child.pid, code, killedBy })
      if (outcome?.type === 'done') return resolve(outcome.result)
      const failure = outcome?.type === 'failed' ? outcome.failure : UNEXPECTED_END.failure
      if (!failure.kind || !outcome)
        log.error('worker.defect', { task, text: `${failure.message} ${complaint}`.trim() })
      reject(received(failure))
    })
    child.send({ type: 'run', task, input, surroundings } satisfies ToWorker)
  })
}

const UNEXPECTED_END = {
  type: 'failed',
  failure: {
    kind: 'unavailable',
    code: 'worker.ended',
    message: '计算进程意外退出（可能是内存不足），已有数据没有变化。请重试，或减少同时运行的模型',
  },
} as const satisfies FromWorker
