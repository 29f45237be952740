import type { Batch, PreparationCount, Reject, TableInfo } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import {
  loadTables,
  readState,
  type ImportRecord,
  type TableDefinition,
  type TableState,
  type WarehouseState,
} from '@yijian/warehouse'
import type { z } from 'zod'
import type { Platform } from '../../platform/module.ts'
import type { PlatformTables } from '../../platform/schema.ts'
import { importers } from './store.ts'

type BatchView = z.output<typeof Batch>
type TableView = z.output<typeof TableInfo>

/** 批次: newest first, from the warehouse's log; who imported it from the import job, or the command line. */
export async function pageOfBatches(platform: Platform, { page, size }: { page: number; size: number }) {
  const { contentDirectory, dataDirectory } = platform.settings
  const imports = [...readState(dataDirectory).imports].reverse()
  const shown = imports.slice((page - 1) * size, page * size)
  const names = await importers(
    platform.db.withTables<PlatformTables>(),
    shown.map(({ payload }) => payload.batch),
  )
  const tables = loadTables(contentDirectory)
  const labelOf = (table: string) => tables.get(table)?.label ?? table
  return {
    rows: shown.map((record) => toBatch(record, names.get(record.payload.batch), labelOf)),
    total: imports.length,
  }
}

export async function getBatch(platform: Platform, batchId: string): Promise<BatchView> {
  const { contentDirectory, dataDirectory } = platform.settings
  const record = readState(dataDirectory).imports.find(({ payload }) => payload.batch === batchId)
  if (!record) throw new AppError('missing', 'batch.missing', '没有这个批次')
  const names = await importers(platform.db.withTables<PlatformTables>(), [batchId])
  const tables = loadTables(contentDirectory)
  return toBatch(record, names.get(batchId), (table) => tables.get(table)?.label ?? table)
}

function toBatch({ at, payload }: ImportRecord, by: string | undefined, labelOf: (table: string) => string): BatchView {
  const tables = Object.entries(payload.tables).map(([table, { counts }]) => ({
    table,
    label: labelOf(table),
    read: counts.read,
    accepted: counts.accepted,
    rejected: counts.rejected,
    duplicate: counts.duplicate,
    superseded: counts.superseded,
    warnings: counts.warned,
  }))
  const sum = (pick: (row: (typeof tables)[number]) => number) => tables.reduce((total, row) => total + pick(row), 0)
  return {
    batchId: payload.batch,
    source: payload.source ?? '国家标准表',
    at,
    by: by ?? '命令行',
    durationMs: Math.max(0, Date.parse(at) - Date.parse(payload.started_at)),
    read: sum((row) => row.read),
    accepted: sum((row) => row.accepted),
    rejected: sum((row) => row.rejected),
    tables,
    files: payload.files.map(({ name, table, status, reason, bytes }) => ({
      file: name,
      table,
      status: status === 'already-imported' ? 'duplicate' : status,
      reason,
      bytes,
    })),
  }
}

export function listTables({ settings }: Platform): { rows: TableView[] } {
  const state = readState(settings.dataDirectory)
  return { rows: [...loadTables(settings.contentDirectory).values()].map((table) => toTable(table, state)) }
}

function toTable(table: TableDefinition, state: WarehouseState): TableView {
  const delivered = state.tables.get(table.table)
  return {
    table: table.table,
    label: table.label,
    physical: table.physical,
    key: [...table.key],
    rows: delivered ? rowsOf(delivered) : 0,
    delivered: delivered !== undefined && delivered.parts.length > 0,
    columns: table.columns.map((column) => ({
      name: column.name,
      label: column.label,
      type: column.type,
      required: column.required,
      dictionary: column.dictionary ?? null,
      sensitivity: column.sensitivity,
      missingShare: delivered ? missingShare(delivered, column.name) : null,
    })),
  }
}

function rowsOf({ parts, removedRows }: TableState): number {
  const written = parts.reduce((total, part) => total + part.rows, 0)
  return written - [...removedRows.values()].reduce((total, rows) => total + rows, 0)
}

/** Of the rows written; a part that does not have the column lacks it in all its rows. */
function missingShare({ parts }: TableState, column: string): number | null {
  const rows = parts.reduce((total, part) => total + part.rows, 0)
  const missing = parts.reduce(
    (total, part) => total + (part.columns.includes(column) ? (part.nulls[column] ?? 0) : part.rows),
    0,
  )
  return rows === 0 ? null : missing / rows
}

export interface RejectsQuestion {
  readonly batchId: string
  readonly table?: string | undefined
  readonly page: number
  readonly size: number
}

export interface RejectsAnswer {
  readonly rows: z.input<typeof Reject>[]
  readonly total: number
  readonly byReason: { table: string; column: string | null; reason: string; n: number }[]
}

export async function listRejects(platform: Platform, question: RejectsQuestion): Promise<RejectsAnswer> {
  await getBatch(platform, question.batchId)
  return (await platform.reader.read('batch.rejects', question)) as RejectsAnswer
}

export interface PreparationAnswer {
  readonly snapshot: string | null
  readonly at: string | null
  readonly counts: z.input<typeof PreparationCount>[]
}

export async function preparation({ reader }: Platform): Promise<PreparationAnswer> {
  return (await reader.read('preparation', {})) as PreparationAnswer
}

export interface ExcludedQuestion {
  readonly reason?: string | undefined
  readonly page: number
  readonly size: number
}

export interface ExcludedAnswer {
  readonly rows: { table: string; key: string; reason: string }[]
  readonly total: number
}

export async function listExcluded({ reader }: Platform, question: ExcludedQuestion): Promise<ExcludedAnswer> {
  return (await reader.read('preparation.excluded', question)) as ExcludedAnswer
}
