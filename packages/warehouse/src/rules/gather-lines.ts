import { join } from 'node:path'
import { cellCount, quoteLiteral, type Session } from '../engine/public.ts'
import type { GatherSizes } from './history.ts'
import { lineText } from './line-text.ts'

const SIZES: GatherSizes = { rowsPerRange: 1_200_000, linesInMemory: 3_000_000 }

/** A range of persons, both inclusive. */
export interface PersonRange {
  readonly first: number
  readonly last: number
}

export interface GatherOptions {
  /** Condition on a line that it is within the scope. */
  readonly scope: string
  /** Where the lines of a large scan are laid down; removed with the engine's temporary folder. */
  readonly folder: string
  /** Visits that rules look at by themselves. */
  readonly visits: number
  readonly sizes?: GatherSizes | undefined
  readonly signal?: AbortSignal | undefined
}

export interface GatheredLines {
  readonly ranges: readonly PersonRange[]
  /** The lines of range n, and the net lines of such lines under the name given. */
  linesOf(range: number): string
  net(lines: string): string
  /** The lines lie in files: reading them twice costs more than keeping a range. */
  readonly inFiles: boolean
}

/** Columns of a line that no rule reads. */
const UNREAD = `NULL AS chrg, NULL AS list_type, NULL AS chrgitm_lv, NULL AS ownpay, NULL AS orders_dr_code`

/** One pass over the delivered lines: those a rule names, with what rules read of them, by ranges of persons. */
export async function gatherLines(
  session: Session,
  { scope, folder, visits, sizes = SIZES, signal }: GatherOptions,
): Promise<GatheredLines> {
  const expected = await session.row(`SELECT (SELECT COUNT(*) FROM x_line l JOIN rule_wanted w ON w.code = l.item_id) AS n, (SELECT COALESCE(MAX(pid), 0) FROM person) AS persons`) // prettier-ignore
  const lines = cellCount(expected['n'])
  const persons = cellCount(expected['persons'])
  const buckets = Math.max(1, Math.min(persons, Math.ceil((lines + visits) / sizes.rowsPerRange)))
  const ranges = Array.from({ length: buckets }, (_, n) => ({ first: firstOf(n), last: firstOf(n + 1) - 1 }))
  const text = lineText()
  const query = `SELECT CAST((CAST(l.pid AS BIGINT) - 1) * ${buckets} // ${persons} AS INTEGER) AS bucket, l.feedetl_sn, l.sid, l.stay_id, l.pid, l.iid, l.item_id, l.day, l.fee_time, l.cnt, l.pric, l.amt, l.inscp,
  l.bilg_dept_codg, CASE WHEN l.bilg_dr_code <> '' AND NOT l.netted THEN '1' ELSE l.bilg_dr_code END AS bilg_dr_code, CASE WHEN w.by_rx THEN l.rx_drord_no END AS rx_drord_no, l.netted
FROM (${text.lines(await namedSql(session))}) l JOIN rule_wanted w ON w.code = l.item_id WHERE ${scope}`
  if (lines <= sizes.linesInMemory) await session.run(`CREATE TABLE rule_line AS ${query}`, signal)
  else {
    const target = join(folder, 'lines')
    await session.run(`COPY (${query}) TO ${quoteLiteral(target)} (FORMAT parquet, COMPRESSION lz4, PARTITION_BY (bucket), DICTIONARY_SIZE_LIMIT 1)`, signal) // prettier-ignore
    await session.run(`CREATE VIEW rule_line AS SELECT * FROM read_parquet(${quoteLiteral(join(target, '*', '*.parquet'))}, hive_partitioning = true)`) // prettier-ignore
  }
  return {
    ranges,
    inFiles: lines > sizes.linesInMemory,
    linesOf: (n) => `SELECT * FROM rule_line WHERE bucket = ${n}`,
    net: (name) => text.net(`SELECT *, ${UNREAD} FROM ${name}`),
  }

  /** Persons are numbered from 1: person p is in bucket (p − 1) × buckets ÷ persons. */
  function firstOf(bucket: number): number {
    return Math.ceil((bucket * persons) / buckets) + 1
  }
}

/** Codes that the file reader is given to skip lines by; more are no gain. */
const MOST_CODES = 100

async function namedSql(session: Session): Promise<string> {
  const items = await session.rows(`SELECT i.item_code AS code, w.code IS NOT NULL AS wanted FROM item i LEFT JOIN rule_wanted w ON w.code = i.item_id`) // prettier-ignore
  const codes = items.filter((item) => item['wanted'] === true).map((item) => item['code'] as string)
  if (codes.length === 0) return 'FALSE'
  if (codes.length > MOST_CODES) return 'TRUE'
  return `(f.med_list_codg IN (${codes.map(quoteLiteral).join(', ')}) OR COALESCE(f.med_list_codg, '') = '')`
}
