import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { cellText, quoteIdent, quoteList, quoteLiteral, readFindingLines, type Row } from '@yijian/warehouse'
import type {
  DetailRow,
  FindingPage,
  LinesPage,
  LinesQuestion,
  LoadedFinding,
  LoadedInstitution,
  LoadedVisit,
} from '../modules/supervision/public.ts'
import type { ReadContext } from './read-context.ts'

const RUN_ID = /^[A-Za-z0-9._-]{1,100}$/

/** The run's files of a kind as a relation; undefined when it has none. A run id that is no plain name is refused. */
function relation({ dataDirectory }: ReadContext, runId: string, pattern: string): string | undefined {
  if (!RUN_ID.test(runId)) throw new AppError('invalid', 'run.id', '运行编号不正确')
  const folder = join(dataDirectory, 'warehouse', 'runs', runId)
  const files = existsSync(folder) ? globSync(pattern, { cwd: folder }).sort() : []
  return files.length === 0
    ? undefined
    : `read_parquet(${quoteList(files.map((file) => join(folder, file)))}, union_by_name = true)`
}

const text = (name: string) => `CAST(${quoteIdent(name)} AS VARCHAR) AS ${quoteIdent(name)}`
const list = (name: string) => `COALESCE(${quoteIdent(name)}, CAST([] AS VARCHAR[])) AS ${quoteIdent(name)}`

/** One page of a model's findings by ascending id. */
export async function readFindings(context: ReadContext, page: FindingPage): Promise<LoadedFinding[]> {
  const own = `findings-${page.modelId.replaceAll(':', '-')}.parquet`
  const from = relation(context, page.runId, own) ?? relation(context, page.runId, 'findings*.parquet')
  if (!from) throw new AppError('unavailable', 'run.files', `运行 ${page.runId} 的结果文件缺失`)
  const engine = await context.engine()
  const rows = await engine.rows(`
    SELECT finding_id, model_id, model_version, subject_type, subject_id, subtype, psn_no, fixmedins_code, fixmedins_name, admdvs, tier,
      COALESCE(CAST(period_from AS VARCHAR), CAST(as_of AS VARCHAR)) AS period_from,
      COALESCE(CAST(period_to AS VARCHAR), CAST(period_from AS VARCHAR), CAST(as_of AS VARCHAR)) AS period_to,
      CAST(score AS INTEGER) AS score, level, ${text('amt_total')}, ${text('amt_fund')},
      amt_method, excluded_by, explain_zh, against_zh, snapshot, ${text('as_of')}, CAST(missing_share AS DOUBLE) AS missing_share,
      param_json, facts_json, peer_label, CAST(peer_n AS DOUBLE) AS peer_n, CAST(peer_value AS DOUBLE) AS peer_value,
      CAST(peer_median AS DOUBLE) AS peer_median, CAST(peer_quantiles AS DOUBLE[]) AS peer_quantiles,
      ${['passed', 'tags', 'member_ids', 'mdtrt_ids', 'setl_ids', 'related_psn_nos'].map(list).join(', ')}
    FROM ${from} WHERE model_id = ${quoteLiteral(page.modelId)} AND finding_id > ${quoteLiteral(page.after)}
    ORDER BY finding_id LIMIT ${Number(page.limit)}`)
  return rows as unknown as LoadedFinding[]
}

export interface IdRange {
  readonly runId: string
  readonly first: string
  readonly last: string
}

const between = ({ first, last }: IdRange) => `finding_id BETWEEN ${quoteLiteral(first)} AND ${quoteLiteral(last)}`

/** The visits of findings within an id range, both ends included. */
export async function readVisits(context: ReadContext, range: IdRange): Promise<LoadedVisit[]> {
  const files = relation(context, range.runId, 'finding_visit*.parquet')
  if (!files) return []
  // Runs of models have no `amt_once`.
  const from = `(SELECT CAST(NULL AS DECIMAL(16,2)) AS amt_once WHERE FALSE UNION ALL BY NAME SELECT * FROM ${files})`
  const engine = await context.engine()
  const rows = await engine.rows(`
    SELECT finding_id, COALESCE(mdtrt_id, setl_ids[1], '') AS mdtrt_id, ${list('setl_ids')}, COALESCE(kind, 'other') AS kind,
      COALESCE(psn_no, '') AS psn_no, COALESCE(fixmedins_code, '') AS fixmedins_code,
      COALESCE(fixmedins_name, fixmedins_code, '') AS fixmedins_name, tier, COALESCE(CAST("begin" AS VARCHAR), '') AS "begin",
      COALESCE(CAST("end" AS VARCHAR), CAST("begin" AS VARCHAR), '') AS "end", CAST(los AS INTEGER) AS los, main_code, main_name, dept,
      ${text('cost')}, ${text('fund')}, ${text('amt_fund')}, ${list('marks')}, ${text('amt_once')}
    FROM ${from} WHERE ${between(range)}`)
  return rows as unknown as LoadedVisit[]
}

export async function readDetails(
  context: ReadContext,
  { modelId, table, ...range }: IdRange & { modelId: string; table: string },
): Promise<DetailRow[]> {
  const from = relation(context, range.runId, `detail-${modelId.replaceAll(':', '-')}-${table}.parquet`)
  if (!from) return []
  const engine = await context.engine()
  const rows = await engine.rows(`
    SELECT finding_id, CAST(to_json(d) AS VARCHAR) AS row FROM ${from} d WHERE ${between(range)} ORDER BY finding_id, row_no`)
  return rows as unknown as DetailRow[]
}

export async function readInstitutions(
  context: ReadContext,
  { runId }: { runId: string },
): Promise<LoadedInstitution[]> {
  const from = relation(context, runId, 'institution*.parquet')
  if (!from) return []
  const engine = await context.engine()
  const rows = await engine.rows(`SELECT fixmedins_code, fixmedins_name, hosp_lv, tier, admdvs FROM ${from}`)
  return rows as unknown as LoadedInstitution[]
}

/** Lines of the findings asked for last: paging and filtering through one finding reads the warehouse once. */
const kept = new Map<string, LinesPage>()
const KEPT_FINDINGS = 60
const KEPT_ROWS = 2000

/** 费用明细 of a finding, as delivered. */
export async function readLines(context: ReadContext, question: LinesQuestion): Promise<LinesPage> {
  const { runId, findingId, modelId, mdtrtId, markedOnly, page, size } = question
  const key = `${runId}/${findingId}`
  const all = kept.get(key) ?? (await askLines(context, { runId, findingId, modelId, page: 1, size: KEPT_ROWS }))
  if (all.total > all.rows.length) return askLines(context, question)
  kept.delete(key)
  kept.set(key, all)
  if (kept.size > KEPT_FINDINGS) kept.delete(kept.keys().next().value ?? '')
  const rows = all.rows.filter(
    (row) => (mdtrtId === undefined || row.mdtrtId === mdtrtId) && (!markedOnly || row.marked),
  )
  return { rows: rows.slice((page - 1) * size, page * size), total: rows.length }
}

async function askLines(context: ReadContext, question: LinesQuestion): Promise<LinesPage> {
  const { runId, findingId, modelId, mdtrtId, markedOnly, page, size } = question
  const { dataDirectory } = context
  const answer = await readFindingLines(await context.engine(), {
    dataDirectory,
    runId,
    findingId,
    modelId,
    page,
    size,
    ...(mdtrtId === undefined ? {} : { mdtrtId }),
    ...(markedOnly === undefined ? {} : { markedOnly }),
  })
  return { rows: answer.rows.map(toLine), total: answer.total }
}

function toLine(row: Row): LinesPage['rows'][number] {
  const said = (name: string) => cellText(row[name]) ?? null
  return {
    feedetlSn: said('feedetl_sn') ?? '',
    setlId: said('setl_id') ?? '',
    mdtrtId: said('mdtrt_id') ?? '',
    time: said('time'),
    itemCode: said('item_code'),
    itemName: said('item_name'),
    chrgType: said('chrg_type'),
    cnt: said('cnt'),
    pric: said('pric'),
    amt: said('amt'),
    inscp: said('inscp'),
    deptCode: said('dept_code'),
    doctorCode: said('doctor_code'),
    marked: row['marked'] === true,
  }
}
