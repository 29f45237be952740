import type { JobTable } from '../schema.ts'

export type JobKind = JobTable['kind']

export interface JobProgress {
  /** 0…1, null when it cannot be told. */
  readonly progress?: number | null
  /** One Chinese line: what is being done now. */
  readonly step?: string
  readonly rows?: number
}

export interface JobRun<P = unknown> {
  readonly jobId: string
  readonly payload: P
  /** Username of who asked for it. */
  readonly by: string
  readonly signal: AbortSignal
  readonly report: (progress: JobProgress) => void
}

/** How a kind of job is done. Jobs of one lane run one after the other. */
export interface JobDefinition {
  readonly kind: JobKind
  readonly lane: 'heavy' | 'light'
  /** Above 1: begun again after the server died in the middle. What it does must be atomic or idempotent. */
  readonly maxAttempts: number
  run(job: JobRun): Promise<Record<string, unknown>>
}
