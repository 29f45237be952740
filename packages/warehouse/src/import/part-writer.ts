import { rmSync } from 'node:fs'
import { cellCount, cellText, quoteLiteral, type Session } from '../engine/public.ts'
import { goodRows, partColumns, partFacts } from './checked-select.ts'
import type { TablePlan } from './plan.ts'
import type { RowChecks } from './row-checks.ts'

/** A Parquet file of good rows that no log entry names yet. */
export interface StagedPart {
  /** Absolute. */
  readonly path: string
  readonly rows: number
  readonly keyMin: string | undefined
  readonly keyMax: string | undefined
  /** Keys are distinct within the part. */
  readonly distinct: boolean
  readonly columns: readonly string[]
}

interface PartWriterOptions {
  readonly session: Session
  readonly signal: AbortSignal | undefined
  readonly plan: TablePlan
  readonly checks: RowChecks
  readonly nextPath: () => string
}

/** Writes the good rows of checked selects as parts. */
export interface PartWriter {
  /** Rows written. */
  write(checked: string): Promise<number>
  readonly parts: readonly StagedPart[]
  /** Rows per warning check so far. */
  readonly warned: readonly number[]
}

export function openPartWriter({ session, signal, plan, checks, nextPath }: PartWriterOptions): PartWriter {
  const parts: StagedPart[] = []
  const warned = checks.warn.map(() => 0)
  const columns = partColumns(plan).map((column) => column.name)
  const write = async (checked: string) => {
    const path = nextPath()
    const rows = await copyPart(session, { query: goodRows(checked), path, signal })
    if (rows === 0) {
      rmSync(path)
      return 0
    }
    const facts = await session.row(partFacts(plan, { checks, from: `read_parquet(${quoteLiteral(path)})` }), signal)
    checks.warn.forEach((_, index) => (warned[index] = (warned[index] ?? 0) + cellCount(facts[`warned_${index}`])))
    const distinct = cellCount(facts['n_keys']) === rows
    parts.push({
      path,
      rows,
      keyMin: cellText(facts['key_min']),
      keyMax: cellText(facts['key_max']),
      distinct,
      columns,
    })
    return rows
  }
  return { write, parts, warned }
}

interface CopyOptions {
  readonly query: string
  readonly path: string
  readonly signal?: AbortSignal | undefined
}

/** Writes the rows of a query as a Parquet file and returns how many. */
export async function copyPart(session: Session, { query, path, signal }: CopyOptions): Promise<number> {
  const format = 'FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880'
  return cellCount((await session.row(`COPY (${query}) TO ${quoteLiteral(path)} (${format})`, signal))['Count'])
}
