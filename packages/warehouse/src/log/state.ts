import type { LogEntry } from './entry.ts'
import { type ImportPayload, ImportPayloadSchema, type Part } from './import-payload.ts'
import { readLog } from './log.ts'

/** What a table consists of at an instant. */
export interface TableState {
  readonly parts: readonly Part[]
  /** Removal files by part file name: rows of the part that a later batch replaced. */
  readonly removals: ReadonlyMap<string, readonly string[]>
  /** Number of removed rows by part file name. */
  readonly removedRows: ReadonlyMap<string, number>
  /** Parquet files of rows waiting for what they refer to. */
  readonly waiting: readonly { readonly path: string; readonly rows: number }[]
}

export interface ImportRecord {
  readonly seq: number
  readonly at: string
  readonly payload: ImportPayload
}

/** The warehouse at an instant: the fold of its log up to an entry. */
export interface WarehouseState {
  readonly seq: number
  /** Hash of the last entry; two states with the same hash are the same. */
  readonly hash: string | undefined
  /** `s` + number of the entry of the last import, undefined when nothing was imported. */
  readonly snapshot: string | undefined
  readonly tables: ReadonlyMap<string, TableState>
  readonly imports: readonly ImportRecord[]
  readonly prepares: readonly LogEntry[]
  readonly runs: readonly LogEntry[]
}

/** The state of a data directory now. */
export function readState(dataDirectory: string): WarehouseState {
  return foldLog(readLog(dataDirectory))
}

/** The state after the given entries; cut the list to see an earlier instant. */
export function foldLog(entries: readonly LogEntry[]): WarehouseState {
  const imports = entries.filter((entry) => entry.kind === 'import').map(toImport)
  const last = imports.at(-1)
  return {
    seq: entries.length,
    hash: entries.at(-1)?.hash,
    snapshot: last ? `s${last.seq}` : undefined,
    tables: foldTables(imports),
    imports,
    prepares: entries.filter((entry) => entry.kind === 'prepare'),
    runs: entries.filter((entry) => entry.kind === 'run'),
  }
}

function toImport(entry: LogEntry): ImportRecord {
  return { seq: entry.seq, at: entry.at, payload: ImportPayloadSchema.parse(entry.payload) }
}

function foldTables(imports: readonly ImportRecord[]): ReadonlyMap<string, TableState> {
  const tables = new Map<string, MutableTable>()
  for (const { payload } of imports) {
    for (const [name, imported] of Object.entries(payload.tables)) {
      const table: MutableTable = tables.get(name) ?? {
        parts: [],
        removals: new Map(),
        removedRows: new Map(),
        waiting: [],
      }
      tables.set(name, table)
      table.parts.push(...imported.parts)
      for (const removal of imported.removals) addRemoval(table, removal)
      table.waiting = [...table.waiting.filter((file) => !imported.released.includes(file.path)), ...imported.waiting]
    }
  }
  return tables
}

interface MutableTable {
  parts: Part[]
  removals: Map<string, string[]>
  removedRows: Map<string, number>
  waiting: { path: string; rows: number }[]
}

function addRemoval(table: MutableTable, removal: { path: string; parts: Record<string, number> }): void {
  for (const [part, rows] of Object.entries(removal.parts)) {
    table.removals.set(part, [...(table.removals.get(part) ?? []), removal.path])
    table.removedRows.set(part, (table.removedRows.get(part) ?? 0) + rows)
  }
}
