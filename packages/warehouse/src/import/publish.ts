import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { cellCount, cellText, quoteList } from '../engine/public.ts'
import { foldLog, type ImportedTable, type ImportPayload, type LogEntry, type Part, syncPath } from '../log/public.ts'
import type { BatchContext, BatchTable } from './batch.ts'
import { applyDrops, DROPPED_DDL, relativePath } from './drops.ts'
import { supersede } from './duplicate-keys.ts'
import type { StagedPart } from './part-writer.ts'

/** What the log will say of a table; undefined when the batch leaves it as it is. */
export async function describeTable(context: BatchContext, batchTable: BatchTable): Promise<ImportedTable> {
  const { read, rejected, duplicate, superseded, recovered, warned } = batchTable
  const rows = batchTable.parts.reduce((sum, part) => sum + part.rows, 0)
  const counts = { read, accepted: rows - recovered, rejected, duplicate, superseded, recovered, warned }
  const nulls = await countNulls(context, batchTable.parts)
  const parts = batchTable.parts.map((part) => describePart(context, part, nulls.get(part.path) ?? {}))
  const { removals, waiting, released } = batchTable
  return { counts, parts, removals, waiting, released }
}

function describePart(context: BatchContext, part: StagedPart, nulls: Record<string, number>): Part {
  return {
    path: relativePath(context, part.path),
    rows: part.rows,
    bytes: statSync(part.path).size,
    columns: [...part.columns],
    nulls,
    key_min: part.keyMin ?? null,
    key_max: part.keyMax ?? null,
  }
}

/** NULLs per column of each part, from the Parquet footers. */
async function countNulls(
  context: BatchContext,
  parts: readonly StagedPart[],
): Promise<Map<string, Record<string, number>>> {
  if (parts.length === 0) return new Map()
  const rows = await context.session.rows(
    `SELECT file_name, path_in_schema, sum(stats_null_count) AS n FROM parquet_metadata(${quoteList(parts.map((part) => part.path))}) ` +
      `WHERE path_in_schema NOT IN ('_file', '_line') GROUP BY file_name, path_in_schema ORDER BY file_name, path_in_schema`,
  )
  const nulls = new Map<string, Record<string, number>>()
  for (const row of rows) {
    const path = cellText(row['file_name']) ?? ''
    nulls.set(path, { ...nulls.get(path), [cellText(row['path_in_schema']) ?? '']: cellCount(row['n']) })
  }
  return nulls
}

/** Looks again at what other imports have published since: their rows may have to be replaced, or ours left out. */
export async function settleAgainst(context: BatchContext, entries: readonly LogEntry[], since: number): Promise<void> {
  const state = foldLog(entries)
  await context.session.run(DROPPED_DDL)
  for (const batchTable of context.batchTables.values()) {
    await supersede(context, batchTable, { state, since })
    await applyDrops(context, batchTable)
  }
}

/** Makes sure that every file the entry will name is on the disk. */
export function syncBatch(context: BatchContext, payload: ImportPayload): void {
  const folders = new Set<string>()
  for (const { table } of context.batchTables.values()) {
    const imported = payload.tables[table.table]
    const paths = [...(imported?.parts ?? []), ...(imported?.removals ?? []), ...(imported?.waiting ?? [])].map(
      (file) => file.path,
    )
    for (const path of paths) {
      const absolute = `${context.dataDirectory}/${path}`
      syncPath(absolute)
      folders.add(dirname(absolute))
    }
    const rejects = context.rejectsPath(table.table)
    if (existsSync(rejects)) {
      syncPath(rejects)
      folders.add(dirname(rejects))
    }
  }
  for (const folder of folders) {
    syncPath(folder)
    syncPath(dirname(folder))
  }
}
