import type { Clock } from '../../../platform/clock.ts'
import { describeDefect, type Log } from '../../../platform/log.ts'
import type { LogWriter } from './log-writer.ts'
import type { Metrics } from './metrics.ts'

/** A call that was sent back: signature, institution or message not in order. */
export interface Refusal {
  readonly infno: '3101' | '3102'
  readonly reason: string
  /** Empty while it is not known who calls. */
  readonly institution: string
  readonly taskId: string | null
  readonly arrivedAt: number
}

export interface RefusalParts {
  readonly writer: LogWriter
  readonly metrics: Metrics
  readonly clock: Clock
  readonly log: Log
  readonly nextCallId: () => number
}

/** All are counted; of one minute so many are written down, so that nobody fills the log with what they may not ask. */
const WRITTEN_A_MINUTE = 60

export function createRefusals({ writer, metrics, clock, log, nextCallId }: RefusalParts): (refusal: Refusal) => void {
  let minute = 0
  let written = 0
  return ({ infno, reason, institution, taskId, arrivedAt }) => {
    const at = clock.now()
    const micros = Math.round((performance.now() - arrivedAt) * 1000)
    metrics.add({ at, fixmedinsCode: institution, fixmedinsName: '', admdvs: null, lines: 0, outcome: 'refused', shown: 0, micros }) // prettier-ignore
    const now = Math.floor(at.getTime() / 60_000)
    if (now !== minute) [minute, written] = [now, 0]
    if (++written > WRITTEN_A_MINUTE) return
    const call = [nextCallId(), at.toISOString(), infno, taskId, institution, '', null, null, null, null, 0, null, null, micros, 0, 0, 'refused', reason, null] as const // prettier-ignore
    writer.write({ call, judges: [] }).catch((error: unknown) => log.error('rules.log', describeDefect(error)))
  }
}
