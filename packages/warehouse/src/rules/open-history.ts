import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Day } from '@yijian/kernel'
import { type BatchEvaluator, type CompiledRelease, createBatchEvaluator, type FeedCode } from '@yijian/rules'
import { cellCount, type Engine, openEngine, quoteLiteral, type Session } from '../engine/public.ts'
import { ensureDirectory, tmpDirectory } from '../log/public.ts'
import { mountPrepared } from '../prepare/mount.ts'
import { prepareSnapshot } from '../prepare/prepare-snapshot.ts'
import type { Prepared } from '../prepare/prepared.ts'
import { loadTables } from '../tables/public.ts'
import { gatherLines, type GatheredLines } from './gather-lines.ts'
import type { HistoryCounts, HistoryOptions } from './history.ts'
import { CODE_RELATION, scopedSql } from './prepared-relations.ts'
import { readColumns } from './read-columns.ts'

/** Prepared history opened for some releases: codes matched, the lines they name gathered by ranges of persons. */
export interface OpenHistory {
  readonly engine: Engine
  readonly prepared: Prepared
  readonly counts: HistoryCounts
  readonly period: { readonly from: Day; readonly to: Day }
  readonly institutionNames: ReadonlyMap<string, string>
  readonly codes: readonly FeedCode[]
  readonly words: readonly string[]
  readonly evaluators: readonly BatchEvaluator[]
  readonly lines: GatheredLines
  /** No rule names a visit, diagnosis or operation by itself. */
  readonly linesOnly: boolean
  close(): void
}

export async function openHistory(options: HistoryOptions, releases: readonly CompiledRelease[]): Promise<OpenHistory> {
  const { dataDirectory, contentDirectory, signal, onProgress } = options
  const prepared = await prepareSnapshot(options)
  ensureDirectory(tmpDirectory(dataDirectory))
  const folder = join(tmpDirectory(dataDirectory), `${process.pid}-rules-${randomBytes(6).toString('hex')}`)
  const engine = await openEngine({ memoryLimit: options.memoryLimit ?? '4GB', threads: options.threads ?? 2, tempDirectory: folder }) // prettier-ignore
  try {
    await mountPrepared(engine, { dataDirectory, tables: loadTables(contentDirectory), prepared })
    onProgress?.({ label: '匹配知识点', done: 0 })
    const scoped = scopedSql(options)
    for (const table of ['stay', 'settlement'] as const)
      await engine.run(`CREATE OR REPLACE VIEW rule_${table} AS ${scoped[table]}`)
    await engine.run(CODE_RELATION, signal)
    const codes = await readCodes(engine)
    const words: string[] = await defineWords(engine)
    const evaluators = releases.map((release) => createBatchEvaluator(release, { codes, words }))
    await defineWanted(engine, codes, evaluators)
    const { counts, period } = await describeScope(engine, options)
    const institutionNames = await readNames(engine)
    const linesOnly =
      options.everyVisit !== true && releases.every((release) => release.keys.every((key) => key.source === 'line'))
    onProgress?.({ label: '整理费用明细', done: 0 })
    const lines = await gatherLines(engine, {
      scope: scoped.lines,
      folder,
      visits: linesOnly ? 0 : counts.visits,
      sizes: options.sizes,
      signal,
    })
    await defineDepartments(engine, words)
    return {
      engine,
      prepared,
      counts,
      period,
      institutionNames,
      codes,
      words,
      evaluators,
      lines,
      linesOnly,
      close: () => engine.close(),
    }
  } catch (error) {
    engine.close()
    throw error
  }
}

/** Indexed by number; numbers start at 1. */
async function readCodes(session: Session): Promise<FeedCode[]> {
  const read = await readColumns(session, {
    sql: 'SELECT code, text, name FROM rule_code ORDER BY code',
    shape: { code: 'int', text: 'text', name: 'text' } as const,
  })
  const codes: FeedCode[] = [{ text: '', name: '' }]
  for (let i = 0; i < read.length; i++) codes[read.code[i]!] = { text: read.text[i]!, name: read.name[i]! }
  return codes
}

/** The words of visits as an enumeration, so that they are numbers where they are read. */
async function defineWords(session: Session): Promise<string[]> {
  const { word } = await readColumns(session, {
    sql: `SELECT DISTINCT word FROM (
  SELECT unnest(['', 'IPT', 'OPT', 'EMERG', 'OPSP', 'PHA', 'OTH']) AS word
  UNION ALL SELECT unnest([fixmedins_code, hosp_type]) FROM institution
  UNION ALL SELECT unnest([med_type, insutype, hosp_type, fixmedins_code]) FROM (SELECT DISTINCT med_type, insutype, hosp_type, fixmedins_code FROM rule_stay)
  UNION ALL SELECT unnest([med_type, insutype, med_class, dise_no]) FROM (SELECT DISTINCT med_type, insutype, med_class, dise_no FROM rule_settlement)
) WHERE word IS NOT NULL ORDER BY word`,
    shape: { word: 'text' } as const,
  })
  await session.run(`CREATE TYPE rule_word AS ENUM (${word.map(quoteLiteral).join(', ')})`)
  return word
}

/** Departments of the gathered lines, numbered on. */
async function defineDepartments(session: Session, words: string[]): Promise<void> {
  await session.run(`CREATE TABLE rule_dept AS SELECT dept, CAST(${words.length} + row_number() OVER (ORDER BY dept) - 1 AS INTEGER) AS n FROM (SELECT DISTINCT bilg_dept_codg AS dept FROM rule_line WHERE bilg_dept_codg IS NOT NULL)`) // prettier-ignore
  const { dept } = await readColumns(session, { sql: 'SELECT dept FROM rule_dept ORDER BY n', shape: { dept: 'text' } as const }) // prettier-ignore
  words.push(...dept)
}

async function defineWanted(session: Session, codes: readonly FeedCode[], evaluators: readonly BatchEvaluator[]) {
  const wanted: string[] = []
  for (const [code, { text }] of codes.entries()) {
    if (text === '' || !evaluators.some((evaluator) => evaluator.concerns(text))) continue
    wanted.push(String(evaluators.some((evaluator) => evaluator.needsPrescription(text)) ? -code : code))
  }
  await session.run(`CREATE TABLE rule_wanted AS SELECT abs(n) AS code, n < 0 AS by_rx FROM (SELECT unnest(CAST(string_split(${quoteLiteral(wanted.join())}, ',') AS INTEGER[])) AS n) WHERE ${wanted.length > 0}`) // prettier-ignore
}

async function readNames(session: Session): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows(
    'SELECT fixmedins_code AS code, COALESCE(fixmedins_name, fixmedins_code) AS name FROM institution',
  )
  return new Map(rows.map(({ code, name }) => [code as string, name as string]))
}

/** Rows of the scope that lie in the period, whether or not a rule names them; lines before refunds are set off. */
async function describeScope(session: Session, { from, to, institutions, persons }: HistoryOptions) {
  const day = (text: Day) => `date_diff('day', DATE '1970-01-01', DATE ${quoteLiteral(text)})`
  const own = institutions === undefined && persons === undefined ? [] : [`(visit > 0 AND visit IN (SELECT stay_id FROM rule_stay) OR visit <= 0 AND sid IN (SELECT sid FROM rule_settlement))`] // prettier-ignore
  const lines = [...(from === undefined ? [] : [`minute >= ${day(from)} * 1440`]), ...(to === undefined ? [] : [`minute < (${day(to)} + 1) * 1440`]), ...own] // prettier-ignore
  const since = from === undefined ? 'TRUE' : `till >= DATE ${quoteLiteral(from)}`
  const row =
    await session.row(`WITH visit AS (SELECT pid, dsc AS till FROM rule_stay UNION ALL SELECT pid, COALESCE(enddate, begndate) FROM rule_settlement WHERE stay_id IS NULL),
counted AS (SELECT COUNT(*) AS visits, COUNT(DISTINCT pid) AS persons FROM visit WHERE ${since}),
line AS (SELECT COUNT(*) AS lines, MIN(minute) // 1440 AS first, MAX(minute) // 1440 AS last FROM x_line WHERE ${lines.length === 0 ? 'TRUE' : lines.join(' AND ')})
SELECT visits, persons, lines, CAST(DATE '1970-01-01' + first AS DATE) AS first, CAST(DATE '1970-01-01' + last AS DATE) AS last FROM counted, line`)
  const count = (name: string) => cellCount(row[name])
  return {
    counts: { persons: count('persons'), visits: count('visits'), lines: count('lines') },
    period: {
      from: (row['first'] ?? from ?? '1970-01-01') as Day,
      to: (row['last'] ?? to ?? from ?? '1970-01-01') as Day,
    },
  }
}
