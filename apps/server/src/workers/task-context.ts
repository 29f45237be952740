import { setImmediate } from 'node:timers/promises'
import type { TaskOptions } from '../platform/workers/pool.ts'
import type { Surroundings } from '../platform/workers/protocol.ts'

export type TaskContext = TaskOptions & Surroundings

/** Long arithmetic lets messages in here: without a turn of the event loop a cancellation is not heard before its end. */
export async function yieldTo(signal: AbortSignal): Promise<void> {
  await setImmediate()
  signal.throwIfAborted()
}
