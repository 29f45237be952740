import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { quoteIdent, quoteLiteral, type Engine } from '@yijian/warehouse'
import type {
  DetailRow,
  FindingPage,
  LoadedFinding,
  LoadedInstitution,
  LoadedVisit,
} from '../modules/supervision/public.ts'

export interface ReadContext {
  readonly dataDirectory: string
  readonly contentDirectory: string
  engine(): Promise<Engine>
}

type Operation = (context: ReadContext, input: unknown) => Promise<unknown>
const operation =
  <I>(work: (context: ReadContext, input: I) => Promise<unknown>): Operation =>
  (context, input) =>
    work(context, input as I)

/** What the server asks of the warehouse's files while somebody waits, or while it copies a published run. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'run.findings': operation(readFindings),
  'run.visits': operation(readVisits),
  'run.details': operation(readDetails),
  'run.institutions': operation(readInstitutions),
}

const RUN_ID = /^[A-Za-z0-9._-]{1,100}$/

/** The run's files of a kind as a relation; undefined when it has none. A run id that is no plain name is refused. */
function relation({ dataDirectory }: ReadContext, runId: string, pattern: string): string | undefined {
  if (!RUN_ID.test(runId)) throw new AppError('invalid', 'run.id', '运行编号不正确')
  const folder = join(dataDirectory, 'warehouse', 'runs', runId)
  const files = existsSync(folder) ? globSync(pattern, { cwd: folder }).sort() : []
  if (files.length === 0) return undefined
  const list = files.map((file) => quoteLiteral(join(folder, file))).join(', ')
  return `read_parquet([${list}], union_by_name = true)`
}

const text = (name: string) => `CAST(${quoteIdent(name)} AS VARCHAR) AS ${quoteIdent(name)}`
const list = (name: string) => `COALESCE(${quoteIdent(name)}, CAST([] AS VARCHAR[])) AS ${quoteIdent(name)}`

/** One page of a model's findings by ascending id. */
async function readFindings(context: ReadContext, page: FindingPage): Promise<LoadedFinding[]> {
  const from = relation(context, page.runId, 'findings*.parquet')
  if (!from) throw new AppError('unavailable', 'run.files', `运行 ${page.runId} 的结果文件缺失`)
  const engine = await context.engine()
  const rows = await engine.rows(`
    SELECT finding_id, model_id, model_version, subject_type, subject_id, subtype, psn_no, fixmedins_code, fixmedins_name, admdvs, tier,
      ${text('period_from')}, ${text('period_to')}, CAST(score AS INTEGER) AS score, level, ${text('amt_total')}, ${text('amt_fund')},
      amt_method, excluded_by, explain_zh, against_zh, snapshot, ${text('as_of')}, CAST(missing_share AS DOUBLE) AS missing_share,
      param_json, facts_json, peer_label, CAST(peer_n AS DOUBLE) AS peer_n, CAST(peer_value AS DOUBLE) AS peer_value,
      CAST(peer_median AS DOUBLE) AS peer_median, CAST(peer_quantiles AS DOUBLE[]) AS peer_quantiles,
      ${['passed', 'tags', 'member_ids', 'mdtrt_ids', 'setl_ids', 'related_psn_nos'].map(list).join(', ')}
    FROM ${from} WHERE model_id = ${quoteLiteral(page.modelId)} AND finding_id > ${quoteLiteral(page.after)}
    ORDER BY finding_id LIMIT ${Number(page.limit)}`)
  return rows as unknown as LoadedFinding[]
}

/** The visits of findings within an id range, both ends included. */
async function readVisits(context: ReadContext, { runId, first, last }: IdRange): Promise<LoadedVisit[]> {
  const from = relation(context, runId, 'finding_visit*.parquet')
  if (!from) return []
  const engine = await context.engine()
  const rows = await engine.rows(`
    SELECT finding_id, COALESCE(mdtrt_id, setl_ids[1], '') AS mdtrt_id, ${list('setl_ids')}, COALESCE(kind, 'other') AS kind,
      COALESCE(psn_no, '') AS psn_no, COALESCE(fixmedins_code, '') AS fixmedins_code,
      COALESCE(fixmedins_name, fixmedins_code, '') AS fixmedins_name, tier,
      COALESCE(CAST("begin" AS VARCHAR), '') AS "begin", COALESCE(CAST("end" AS VARCHAR), CAST("begin" AS VARCHAR), '') AS "end", CAST(los AS INTEGER) AS los, main_code, main_name, dept, ${text('cost')}, ${text('fund')},
      ${text('amt_fund')}, ${list('marks')}
    FROM ${from} WHERE finding_id BETWEEN ${quoteLiteral(first)} AND ${quoteLiteral(last)}`)
  return rows as unknown as LoadedVisit[]
}

interface IdRange {
  readonly runId: string
  readonly first: string
  readonly last: string
}

async function readDetails(
  context: ReadContext,
  { runId, modelId, table, first, last }: IdRange & { modelId: string; table: string },
): Promise<DetailRow[]> {
  const from = relation(context, runId, `detail-${modelId}-${table}*.parquet`)
  if (!from) return []
  const engine = await context.engine()
  const rows = await engine.rows(`
    SELECT finding_id, CAST(to_json(d) AS VARCHAR) AS row FROM ${from} d
    WHERE finding_id BETWEEN ${quoteLiteral(first)} AND ${quoteLiteral(last)} ORDER BY finding_id, row_no`)
  return rows as unknown as DetailRow[]
}

async function readInstitutions(context: ReadContext, { runId }: { runId: string }): Promise<LoadedInstitution[]> {
  const from = relation(context, runId, 'institution*.parquet')
  if (!from) return []
  const engine = await context.engine()
  const rows = await engine.rows(`SELECT fixmedins_code, fixmedins_name, hosp_lv, tier, admdvs FROM ${from}`)
  return rows as unknown as LoadedInstitution[]
}
