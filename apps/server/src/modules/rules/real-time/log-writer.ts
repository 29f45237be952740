import { AppError } from '@yijian/kernel'

/** One row of `rule_call`, in the order of `CALL_COLUMNS`. */
export type CallRow = readonly [call_id: number, at: string, infno: string, task_id: string | null, fixmedins_code: string, fixmedins_name: string, admdvs: string | null, psn_no: string | null, mdtrt_id: string | null, doctor: string | null, lines: number, release_id: string | null, state: string | null, took_us: number, hits: number, shown: number, outcome: 'judged' | 'not-judged' | 'refused', reason: string | null, claims: string | null] // prettier-ignore
export const CALL_COLUMNS = ['call_id', 'at', 'infno', 'task_id', 'fixmedins_code', 'fixmedins_name', 'admdvs', 'psn_no', 'mdtrt_id', 'doctor', 'lines', 'release_id', 'state', 'took_us', 'hits', 'shown', 'outcome', 'reason', 'claims'] as const // prettier-ignore

/** One request as it is written down: its row of `rule_call`, and its rows of `rule_judge` as JSON objects. */
export interface LogEntry {
  readonly call: CallRow
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
export function createLogWriter(insert: (entries: readonly LogEntry[]) => Promise<void>): LogWriter {
  interface Waiting {
    readonly entry: LogEntry
    readonly done: () => void
    readonly failed: (error: unknown) => void
  }
  const queue: Waiting[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, BATCH)
      try {
        await insert(batch.map(({ entry }) => entry))
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    running = undefined
  }
  return {
    write: (entry) =>
      new Promise<void>((done, failed) => {
        if (queue.length >= QUEUE) return failed(new AppError('unavailable', 'rules.busy', '请求过多，请稍后重试'))
        queue.push({ entry, done, failed })
        // What arrives in the same turn goes along.
        running ??= new Promise((resume) => setImmediate(resume)).then(run)
      }),
    drain: async () => {
      while (running) await running
    },
  }
}
