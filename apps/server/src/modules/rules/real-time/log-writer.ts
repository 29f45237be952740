import { AppError } from '@yijian/kernel'

/** One request as it is written down: rows of `rule_call` and `rule_judge`, already as JSON. */
export interface LogEntry {
  readonly call: string
  readonly judges: readonly string[]
}

export interface LogWriter {
  /** Resolves when the entry is committed. */
  write(entry: LogEntry): Promise<void>
  /** Waits for what is under way. */
  drain(): Promise<void>
}

const BATCH = 256
const QUEUE = 20_000

/** Group commit: whoever comes while a commit is under way goes together in the next one. */
export function createLogWriter(insert: (calls: string, judges: string) => Promise<void>): LogWriter {
  interface Waiting extends LogEntry {
    readonly done: () => void
    readonly failed: (error: unknown) => void
  }
  const queue: Waiting[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, BATCH)
      try {
        await insert(`[${batch.map(({ call }) => call).join(',')}]`, `[${batch.flatMap(({ judges }) => judges).join(',')}]`) // prettier-ignore
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    running = undefined
  }
  return {
    write: ({ call, judges }) =>
      new Promise<void>((done, failed) => {
        if (queue.length >= QUEUE) return failed(new AppError('unavailable', 'rules.busy', '请求过多，请稍后重试'))
        queue.push({ call, judges, done, failed })
        // What arrives in the same turn goes along.
        running ??= new Promise((resume) => setImmediate(resume)).then(run)
      }),
    drain: async () => {
      while (running) await running
    },
  }
}
