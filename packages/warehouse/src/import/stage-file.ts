import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { throwIfCancelled } from '../engine/public.ts'
import { foldLog, hashOf, type ImportedFile } from '../log/public.ts'
import { getTable } from '../tables/public.ts'
import { addWarning, type BatchTable, newBatchTable } from './batch.ts'
import { fileHash } from './bytes.ts'
import type { StageContext, StagedFile } from './context.ts'
import type { DeliveredFile } from './delivery.ts'
import { appendRejects } from './drops.ts'
import type { Importing } from './importing.ts'
import { isRefused } from './refused.ts'

/** What the report says of a file before anything is known of its rows. */
export function fileFacts(file: DeliveredFile): ImportedFile {
  const facts = {
    name: file.name,
    table: file.table ?? null,
    bytes: file.bytes,
    sha256: '',
    status: 'ignored' as const,
  }
  return { ...facts, reason: null, encoding: null, rows: 0, rejected: 0, rules: '', unknown_columns: [] }
}

interface Staging {
  readonly file: DeliveredFile
  readonly rules: string
  readonly stage: (context: StageContext) => Promise<StagedFile>
}

/** Reads one file into its table; when it is refused nothing of it stays. */
export async function stageFile(importing: Importing, { file, rules, stage }: Staging): Promise<ImportedFile> {
  const { context } = importing
  const table = getTable(importing.tables, file.table ?? '')
  const written: string[] = []
  const stageContext = newStageContext(importing, file, written)
  const rows = importing.meter.rows
  const bytes = importing.meter.bytes
  try {
    const staged = await stage(stageContext)
    const batchTable = context.batchTables.get(table.table) ?? newBatchTable(table)
    context.batchTables.set(table.table, batchTable)
    takeStaged(importing, batchTable, staged)
    importing.meter.rows = rows + staged.rows
    importing.options.onStep?.(`file:${file.name}`)
    const { sha256, encoding, rejected, plan } = staged
    const facts = { sha256, encoding, rows: staged.rows, rejected, rules, unknown_columns: [...plan.unknown] }
    return { ...fileFacts(file), ...facts, status: 'imported' }
  } catch (error) {
    stageContext.discard()
    if (!isRefused(error)) throw error
    importing.meter.rows = rows
    return { ...fileFacts(file), status: 'refused', reason: error.message, rules }
  } finally {
    importing.meter.bytes = bytes + file.bytes
  }
}

function newStageContext(importing: Importing, file: DeliveredFile, written: string[]): StageContext {
  const { context, meter, source, options } = importing
  const { table = '' } = file
  const number = importing.files.indexOf(file)
  const rejectsPath = join(context.directory, `rejects-${number}-${table}.csv`)
  const rowsBefore = meter.rows
  throwIfCancelled(options.signal)
  return {
    session: context.session,
    signal: options.signal,
    table: getTable(importing.tables, table),
    dictionaries: importing.dictionaries,
    institutions: options.institutions,
    absent: source?.absent.get(table) ?? new Set(),
    path: file.path,
    name: file.name,
    file: number,
    directory: context.directory,
    rejectsPath,
    nextPath: () => {
      const path = context.nextPath(table)
      written.push(path)
      return path
    },
    discard: () => [...written, rejectsPath].forEach((path) => rmSync(path, { force: true })),
    onBytes: (bytes) => void (meter.bytes += bytes),
    onRows: (rows) => {
      meter.rows = rowsBefore + rows
      importing.progress('read', { table, file: file.name })
    },
    onStep: options.onStep,
  }
}

function takeStaged({ context }: Importing, batchTable: BatchTable, staged: StagedFile): void {
  const { table } = batchTable.table
  batchTable.read += staged.rows
  batchTable.rejected += staged.rejected
  batchTable.parts.push(...staged.parts)
  staged.checks.warn.forEach((check, index) => {
    const rows = staged.warned[index] ?? 0
    batchTable.warned += rows
    addWarning(context, { table, check: check.id, label: check.reason, rows })
  })
  appendRejects(staged.rejectsPath, context.rejectsPath(table))
}

/** Fingerprint of what a table's rows are checked with. */
export function rulesOf({ tables, dictionaries, source }: Importing, table: string): string {
  const definition = getTable(tables, table)
  const names = new Set(['flag', ...definition.columns.flatMap((column) => column.dictionary ?? [])])
  const codes = [...names].map((name) => [name, dictionaries.get(name)?.entries.map((entry) => entry.code)])
  return hashOf(JSON.stringify([definition, codes, [...(source?.absent.get(table) ?? [])]])).slice(0, 16)
}

/** The same file in an earlier batch, unless it had rejects and the definitions have changed since. */
export async function findEarlier(importing: Importing, file: DeliveredFile, rules: string) {
  const state = foldLog(importing.base)
  const same = state.imports.flatMap(({ payload }) =>
    payload.files
      .filter(
        (other) => other.status === 'imported' && other.bytes === file.bytes && other.table === (file.table ?? null),
      )
      .filter((other) => other.rejected === 0 || other.rules === rules)
      .map((other) => ({ batch: payload.batch, name: other.name, sha256: other.sha256 })),
  )
  if (same.length === 0) return undefined
  const sha256 = await fileHash(file.path, importing.options.signal)
  return same.find((other) => other.sha256 === sha256)
}
