import { join } from 'node:path'
import type { Session } from '../engine/public.ts'
import { odsDirectory, type Part, type Removal, type WarehouseState } from '../log/public.ts'
import type { TableDefinition, Tables } from '../tables/public.ts'
import type { StagedPart } from './part-writer.ts'

/** One table of a batch on its way into the warehouse. */
export interface BatchTable {
  readonly table: TableDefinition
  /** Parts of this batch, replaced as rows are left out. */
  parts: StagedPart[]
  read: number
  rejected: number
  duplicate: number
  superseded: number
  recovered: number
  warned: number
  removals: Removal[]
  waiting: { path: string; rows: number }[]
  released: string[]
}

export function newBatchTable(table: TableDefinition): BatchTable {
  const counts = { read: 0, rejected: 0, duplicate: 0, superseded: 0, recovered: 0, warned: 0 }
  return { table, parts: [], ...counts, removals: [], waiting: [], released: [] }
}

/** What the checks against the warehouse need. */
export interface BatchContext {
  readonly session: Session
  readonly signal: AbortSignal | undefined
  readonly dataDirectory: string
  readonly tables: Tables
  readonly batch: string
  /** Tables of the batch by name, filled in import order. */
  readonly batchTables: Map<string, BatchTable>
  /** Names of the delivery's files by number. */
  readonly fileNames: readonly string[]
  /** A new file name in the table's folder. */
  readonly nextPath: (table: string, suffix?: string) => string
  readonly rejectsPath: (table: string) => string
  readonly directory: string
  readonly warnings: Map<string, { table: string; check: string; label: string; rows: number }>
  readonly onStep: ((step: string) => void) | undefined
}

/** A part of the warehouse in the shape of a staged one. */
function publishedPart(dataDirectory: string, part: Part): StagedPart {
  return {
    path: join(dataDirectory, part.path),
    rows: part.rows,
    keyMin: part.key_min ?? undefined,
    keyMax: part.key_max ?? undefined,
    distinct: true,
    columns: part.columns,
  }
}

/** Parts of a table at an instant, those of imports after `since` only when given. */
export function publishedParts(
  context: BatchContext,
  state: WarehouseState,
  { table, since = 0 }: { table: string; since?: number },
) {
  const imports = state.imports.filter((record) => record.seq > since)
  const parts = imports.flatMap((record) => record.payload.tables[table]?.parts ?? [])
  return parts.filter((part) => part.rows > 0).map((part) => publishedPart(context.dataDirectory, part))
}

export function tableFolder(dataDirectory: string, table: string): string {
  return join(odsDirectory(dataDirectory), table)
}

export function addWarning(
  context: BatchContext,
  warning: { table: string; check: string; label: string; rows: number },
): void {
  if (warning.rows === 0) return
  const key = `${warning.table}:${warning.check}`
  const rows = (context.warnings.get(key)?.rows ?? 0) + warning.rows
  context.warnings.set(key, { ...warning, rows })
}
