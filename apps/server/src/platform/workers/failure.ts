import { AppError } from '@yijian/kernel'
import type { SentFailure } from './protocol.ts'

/** An error on its way to the other process: an expected failure keeps its message, a defect keeps its stack for the log. */
export function sendable(error: unknown): SentFailure {
  if (error instanceof AppError) return { kind: error.kind, code: error.code, message: error.message }
  return { code: 'worker.defect', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

export function received(failure: SentFailure): Error {
  return failure.kind ? new AppError(failure.kind, failure.code, failure.message) : new Error(failure.message)
}
