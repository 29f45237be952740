import { existsSync } from 'node:fs'
import { cellCount, quoteList, quoteLiteral, type Row, type Session } from '../engine/public.ts'
import { findingLinesFile, findingsFile, readRun, runFolder } from '../run/run-file.ts'

export interface LinesQuery {
  readonly dataDirectory: string
  readonly runId: string
  readonly findingId: string
  readonly modelId: string
  /** Only the lines of this visit. */
  readonly mdtrtId?: string
  /** Only the lines the finding names. */
  readonly markedOnly?: boolean
  /** From 1. */
  readonly page: number
  readonly size: number
}

export interface LinesPage {
  /** feedetl_sn, setl_id, mdtrt_id, time, item_code, item_name, chrg_type, cnt, pric, amt, inscp, dept_code, doctor_code, marked */
  readonly rows: readonly Row[]
  readonly total: number
}

/** The delivered fee lines of a finding's settlements, as they were in the snapshot of its run. */
export async function readFindingLines(session: Session, query: LinesQuery): Promise<LinesPage> {
  const { dataDirectory, runId, findingId, modelId, page, size } = query
  const folder = runFolder(dataDirectory, readRun(dataDirectory, runId).run_id)
  const findings = quoteLiteral(findingsFile(folder, modelId))
  const [finding] = await session.rows(
    `SELECT setl_ids, feedetl_sns FROM read_parquet(${findings}) WHERE finding_id = ${quoteLiteral(findingId)}`,
  )
  const settlements = (finding?.['setl_ids'] ?? []) as readonly string[]
  const marked = (finding?.['feedetl_sns'] ?? []) as readonly string[]
  const file = findingLinesFile(folder)
  if (settlements.length === 0 || !existsSync(file)) return { rows: [], total: 0 }
  const isMarked = marked.length === 0 ? 'FALSE' : `list_contains(${quoteList(marked)}, feedetl_sn)`
  const where = [
    ...(query.mdtrtId === undefined ? ['TRUE'] : [`mdtrt_id = ${quoteLiteral(query.mdtrtId)}`]),
    ...(query.markedOnly ? [isMarked] : []),
  ].join(' AND ')
  const from = `read_parquet(${quoteLiteral(file)}) JOIN (SELECT DISTINCT unnest(${quoteList(settlements)}) AS setl_id) USING (setl_id) WHERE ${where}`
  const total = cellCount((await session.row(`SELECT COUNT(*) AS n FROM ${from}`))['n'])
  const rows =
    await session.rows(`SELECT feedetl_sn, setl_id, mdtrt_id, strftime(fee_ocur_time, '%Y-%m-%d %H:%M:%S') AS "time", item_code, item_name, chrg_type,
      CAST(cnt AS VARCHAR) AS cnt, CAST(pric AS VARCHAR) AS pric, amt, inscp, dept_code, doctor_code, ${isMarked} AS marked
    FROM ${from} ORDER BY fee_ocur_time, feedetl_sn LIMIT ${Number(size)} OFFSET ${(Number(page) - 1) * Number(size)}`)
  return { rows, total }
}
