import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { availableParallelism } from 'node:os'
import { type Engine, openEngine } from '../engine/public.ts'
import {
  appendEntry,
  foldLog,
  type ImportedFile,
  type ImportedTable,
  type ImportPayload,
  ImportPayloadSchema,
  type LogEntry,
  readLog,
  rejectsDirectory,
} from '../log/public.ts'
import { AppError } from '@yijian/kernel'
import { loadDictionaries, loadTables } from '../tables/public.ts'
import { type BatchContext, type BatchTable, newBatchTable, tableFolder } from './batch.ts'
import { listDelivery } from './delivery.ts'
import { applyDrops, DROPPED_DDL } from './drops.ts'
import { dropTwins, supersede } from './duplicate-keys.ts'
import { describeTable, settleAgainst, syncBatch } from './publish.ts'
import { stageDelivery } from './read-delivery.ts'
import { checkReferences, recoverWaiting } from './references.ts'
import type { Importing, ImportOptions } from './importing.ts'
import { type ImportReport, type Meter, progressOf, type TableReport } from './report.ts'
import { loadSource, mentions } from './source.ts'
import { openWorkspace, sweepLeftovers, type Workspace } from './workspace.ts'

/**
 * Takes a delivery into the warehouse. Bad rows are kept aside, bad files refused, the rest is published by one log entry: a
 * crash or cancel at any instant leaves the state before it or after it.
 */
export async function importDelivery(options: ImportOptions): Promise<ImportReport> {
  const tables = loadTables(options.contentDirectory)
  const source = options.source === undefined ? undefined : loadSource(options.contentDirectory, options.source, tables)
  const dictionaries = loadDictionaries(options.contentDirectory, source ? [source.dictionaries] : [])
  const files = listDelivery(options.directory, tables, options.dataDirectory)
  sweepLeftovers(options.dataDirectory)
  const workspace = openWorkspace(options.dataDirectory, (options.now ?? (() => new Date()))())
  let published = false
  try {
    const engine = await openImportEngine(options, workspace)
    try {
      const importing = begin({ options, tables, dictionaries, source, files, workspace, engine })
      const report = await run(importing)
      published = report.batch !== undefined
      return report
    } finally {
      engine.close()
    }
  } finally {
    workspace.close(!published)
  }
}

function openImportEngine(options: ImportOptions, workspace: Workspace): Promise<Engine> {
  const threads = options.threads ?? availableParallelism()
  const tempDirectory = join(workspace.directory, 'spill')
  return openEngine({ threads, memoryLimit: options.memoryLimit ?? '2GB', tempDirectory })
}

interface Beginning extends Pick<Importing, 'options' | 'tables' | 'dictionaries' | 'source' | 'files' | 'workspace'> {
  readonly engine: Engine
}

function begin({ engine, ...parts }: Beginning): Importing {
  const { options, tables, workspace, files, source } = parts
  const used = files.filter((file) => file.table !== undefined || (source && mentions(source, file.base)))
  const totalBytes = used.reduce((sum, file) => sum + file.bytes, 0)
  const meter: Meter = { start: performance.now(), totalBytes, bytes: 0, rows: 0 }
  let number = 0
  const context: BatchContext = {
    session: engine,
    signal: options.signal,
    dataDirectory: options.dataDirectory,
    tables,
    batch: workspace.batch,
    batchTables: new Map(),
    fileNames: files.map((file) => file.name),
    nextPath: (table, suffix = '') => {
      const folder = tableFolder(options.dataDirectory, table)
      mkdirSync(folder, { recursive: true })
      return join(folder, `${workspace.batch}-${suffix}${++number}.parquet`)
    },
    rejectsPath: (table) => join(rejectsDirectory(options.dataDirectory), workspace.batch, `${table}.csv`),
    directory: workspace.directory,
    warnings: new Map(),
    onStep: options.onStep,
  }
  const progress: Importing['progress'] = (phase, at) => options.onProgress?.(progressOf(meter, { phase, ...at }))
  const startedAt = (options.now ?? (() => new Date()))().toISOString()
  return { ...parts, context, meter, startedAt, base: readLog(options.dataDirectory), progress }
}

async function run(importing: Importing): Promise<ImportReport> {
  const { context, tables, options } = importing
  const files = await stageDelivery(importing)
  options.onStep?.('staged')
  const state = foldLog(importing.base)
  for (const table of tables.values()) {
    if (!context.batchTables.has(table.table) && !state.tables.has(table.table)) continue
    const batchTable = context.batchTables.get(table.table) ?? newBatchTable(table)
    context.batchTables.set(table.table, batchTable)
    importing.progress('check', { table: table.table, file: '' })
    await context.session.run(DROPPED_DDL)
    await dropTwins(context, batchTable)
    await checkReferences(context, batchTable, state)
    await supersede(context, batchTable, { state, since: 0 })
    options.onStep?.(`compared:${table.table}`)
    await applyDrops(context, batchTable)
    options.onStep?.(`left-out:${table.table}`)
    await recoverWaiting(context, batchTable, state)
    options.onStep?.(`checked:${table.table}`)
  }
  const entry = files.some((file) => file.status === 'imported') ? await publish(importing, files) : undefined
  return report(importing, files, entry)
}

/** Publishes the batch; when another import was faster, looks at what it brought and tries again. */
async function publish(importing: Importing, files: readonly ImportedFile[]): Promise<LogEntry> {
  const { context, options } = importing
  let known = importing.base
  for (;;) {
    importing.progress('publish', { table: '', file: '' })
    const payload = await describeBatch(importing, files)
    syncBatch(context, payload)
    options.onStep?.('synced')
    const after = readLog(options.dataDirectory)
    if (after.length === known.length) {
      try {
        return appendEntry(options.dataDirectory, { after, entry: { kind: 'import', payload } }, options)
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'log.taken')) throw error
      }
    }
    const latest = readLog(options.dataDirectory)
    await settleAgainst(context, latest, known.length)
    known = latest
  }
}

async function describeBatch(importing: Importing, files: readonly ImportedFile[]): Promise<ImportPayload> {
  const { context, options, source, startedAt, workspace } = importing
  const tables: Record<string, ImportedTable> = {}
  for (const name of importing.tables.keys()) {
    const batchTable = context.batchTables.get(name)
    if (!batchTable || isUntouched(batchTable)) continue
    tables[name] = await describeTable(context, batchTable)
  }
  return ImportPayloadSchema.parse({
    batch: workspace.batch,
    source: source?.name ?? null,
    directory: options.directory,
    started_at: startedAt,
    files: [...files],
    tables,
    warnings: [...context.warnings.values()],
  })
}

function isUntouched({ read, parts, released }: BatchTable): boolean {
  return read === 0 && parts.length === 0 && released.length === 0
}

function report(importing: Importing, files: readonly ImportedFile[], entry: LogEntry | undefined): ImportReport {
  const { context, meter, tables } = importing
  const seconds = (performance.now() - meter.start) / 1000
  const payload = entry ? ImportPayloadSchema.parse(entry.payload) : undefined
  const reports = Object.entries(payload?.tables ?? {}).map(([table, { counts }]): TableReport => {
    const rejectsPath = counts.rejected > 0 ? context.rejectsPath(table) : undefined
    return { table, label: tables.get(table)?.label ?? table, ...counts, rejectsPath }
  })
  return {
    batch: payload?.batch,
    snapshot: entry ? `s${entry.seq}` : foldLog(importing.base).snapshot,
    seconds,
    rows: meter.rows,
    rowsPerSecond: Math.round(meter.rows / seconds),
    files,
    tables: reports,
    warnings: payload?.warnings ?? [],
  }
}
