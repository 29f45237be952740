import type { LogEntry } from '../log/public.ts'
import type { Dictionaries, Tables } from '../tables/public.ts'
import type { BatchContext } from './batch.ts'
import type { DeliveredFile } from './delivery.ts'
import type { ImportProgress, Meter } from './report.ts'
import type { Source } from './source.ts'
import type { Workspace } from './workspace.ts'

export interface ImportOptions {
  /** Folder of the delivery. */
  readonly directory: string
  readonly dataDirectory: string
  readonly contentDirectory: string
  /** Name or folder of a site adapter; without one the files are national tables. */
  readonly source?: string
  readonly onProgress?: (progress: ImportProgress) => void
  readonly signal?: AbortSignal
  readonly threads?: number
  /** Of the engine; the process takes some 300 MB beside it. */
  readonly memoryLimit?: string
  /** Only rows of these institutions are taken: those of others are rejected. Tables without an institution follow their references. */
  readonly institutions?: readonly string[]
  readonly now?: () => Date
  /** Called at named instants, for crash tests. */
  readonly onStep?: (step: string) => void
}

/** What every step of one import shares. */
export interface Importing {
  readonly options: ImportOptions
  readonly tables: Tables
  readonly dictionaries: Dictionaries
  readonly source: Source | undefined
  readonly files: readonly DeliveredFile[]
  readonly workspace: Workspace
  readonly context: BatchContext
  readonly meter: Meter
  /** When the import began, ISO. */
  readonly startedAt: string
  /** The log when the import began. */
  readonly base: readonly LogEntry[]
  readonly progress: (phase: ImportProgress['phase'], at: { table: string; file: string }) => void
}
