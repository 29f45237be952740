import { join } from 'node:path'
import { cellCount, quoteList, quoteLiteral, type Row, type Session } from '../engine/public.ts'
import { stateAt } from '../prepare/prepare-snapshot.ts'
import { readRun, runFolder } from '../run/run-file.ts'
import { getTable, loadTables, odsQuery } from '../tables/public.ts'

export interface LinesQuery {
  readonly dataDirectory: string
  readonly contentDirectory: string
  readonly runId: string
  readonly findingId: string
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
  const { dataDirectory, contentDirectory, runId, findingId } = query
  const run = readRun(dataDirectory, runId)
  const files = quoteLiteral(join(runFolder(dataDirectory, runId), 'findings-*.parquet'))
  const [finding] = await session.rows(
    `SELECT setl_ids, feedetl_sns FROM read_parquet(${files}) WHERE finding_id = ${quoteLiteral(findingId)}`,
  )
  const settlements = (finding?.['setl_ids'] ?? []) as readonly string[]
  const marked = (finding?.['feedetl_sns'] ?? []) as readonly string[]
  if (settlements.length === 0) return { rows: [], total: 0 }
  const tables = loadTables(contentDirectory)
  const ods = odsQuery(
    { dataDirectory, tables, state: stateAt(dataDirectory, run.snapshot) },
    getTable(tables, 'fee_list_d'),
  )
  const isMarked = marked.length === 0 ? 'FALSE' : `list_contains(${quoteList(marked)}, feedetl_sn)`
  const where = [
    `setl_id IN (${settlements.map(quoteLiteral).join(', ')})`,
    `COALESCE(vali_flag, '1') = '1'`,
    ...(query.mdtrtId === undefined ? [] : [`mdtrt_id = ${quoteLiteral(query.mdtrtId)}`]),
    ...(query.markedOnly ? [isMarked] : []),
  ].join(' AND ')
  const total = cellCount((await session.row(`SELECT COUNT(*) AS n FROM (${ods}) WHERE ${where}`))['n'])
  const rows =
    await session.rows(`SELECT feedetl_sn, setl_id, mdtrt_id, strftime(fee_ocur_time, '%Y-%m-%d %H:%M:%S') AS "time",
      COALESCE(med_list_codg, hilist_code) AS item_code, hilist_name AS item_name, med_chrgitm_type AS chrg_type, CAST(cnt AS VARCHAR) AS cnt,
      CAST(pric AS VARCHAR) AS pric, det_item_fee_sumamt AS amt, inscp_amt AS inscp, bilg_dept_codg AS dept_code, bilg_dr_code AS doctor_code,
      ${isMarked} AS marked
    FROM (${ods}) WHERE ${where} ORDER BY fee_ocur_time, feedetl_sn LIMIT ${Number(query.size)} OFFSET ${(Number(query.page) - 1) * Number(query.size)}`)
  return { rows, total }
}
