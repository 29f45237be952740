import type { Session } from '../engine/public.ts'
import type { Dictionaries, TableDefinition } from '../tables/public.ts'
import type { StagedPart } from './part-writer.ts'
import type { TablePlan } from './plan.ts'
import type { RowChecks } from './row-checks.ts'

/** What reading one file of one table needs. */
export interface StageContext {
  readonly session: Session
  readonly signal: AbortSignal | undefined
  readonly table: TableDefinition
  readonly dictionaries: Dictionaries
  /** Whose rows are taken; undefined: everybody's. */
  readonly institutions: readonly string[] | undefined
  /** Columns the source declares it does not have. */
  readonly absent: ReadonlySet<string>
  /** Absolute path, name inside the delivery and number of the file. */
  readonly path: string
  readonly name: string
  readonly file: number
  /** Folder for temporary files. */
  readonly directory: string
  readonly rejectsPath: string
  readonly nextPath: () => string
  /** Removes what the file has left so far (parts, rejects). */
  readonly discard: () => void
  readonly onBytes: (bytes: number) => void
  readonly onRows: (rows: number) => void
  readonly onStep: ((step: string) => void) | undefined
}

/** A file whose good rows lie in unpublished parts. */
export interface StagedFile {
  readonly plan: TablePlan
  readonly checks: RowChecks
  readonly encoding: string
  readonly sha256: string
  readonly rows: number
  readonly rejected: number
  readonly rejectsPath: string
  readonly parts: readonly StagedPart[]
  /** Rows per warning check. */
  readonly warned: readonly number[]
}
