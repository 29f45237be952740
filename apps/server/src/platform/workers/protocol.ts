import type { ErrorKind } from '@yijian/kernel'
import type { JobProgress } from '../jobs/definition.ts'

/** What is said between the server and its child processes. Everything is plain JSON. */
export type ToWorker =
  | { readonly type: 'run'; readonly task: string; readonly input: unknown; readonly surroundings: Surroundings }
  | { readonly type: 'cancel' }

/** Where a worker works and how much of the machine it may take. */
export interface Surroundings {
  readonly dataDirectory: string
  readonly contentDirectory: string
  readonly memoryMb: number
  readonly threads: number
}

export interface SentFailure {
  /** Undefined: a defect, not an expected failure. */
  readonly kind?: ErrorKind
  readonly code: string
  readonly message: string
}

export type FromWorker =
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly failure: SentFailure }

export interface ToReader {
  readonly id: number
  readonly operation: string
  readonly input: unknown
}

export type FromReader =
  { readonly id: number; readonly result: unknown } | { readonly id: number; readonly failure: SentFailure }
