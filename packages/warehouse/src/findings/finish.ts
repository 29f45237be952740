import { createHash } from 'node:crypto'
import type { ColumnDefinition, ModelDefinition } from '../models/definition.ts'
import type { ParameterValues } from '../models/parameters.ts'
import { STANDARD_COLUMNS } from '../models/standard-columns.ts'
import { quoteIdent, quoteLiteral } from '../engine/public.ts'
import { formatsFor, sentenceSql } from './explain.ts'

/** What a finding records about the run it came from. */
export interface RunFacts {
  readonly runId: string
  readonly snapshot: string
  readonly asOf: string
  readonly values: ParameterValues
}

/** Parameters as stored on a finding: names in order, so that equal parameters are equal text. */
export function parameterJson(values: ParameterValues): string {
  return JSON.stringify(Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))))
}

/** Part of every finding id: changes with any parameter. */
export const parameterHash = (values: ParameterValues): string =>
  createHash('sha256').update(parameterJson(values)).digest('hex').slice(0, 16)

/** The columns of an exported findings file, in order. Scripts of others rely on them. */
export const EXPORT_COLUMNS = [
  'finding_id',
  'model_id',
  'model_version',
  'subject_type',
  'subject_id',
  'psn_no',
  'fixmedins_code',
  'period_from',
  'period_to',
  'mdtrt_ids',
  'setl_ids',
  'feedetl_sns',
  'score',
  'level',
  'amt_total',
  'amt_fund',
  'excluded_by',
  'explain_zh',
] as const

/** Columns of a stored finding, in order (§2.6 and §2.7 of the models specification). */
export const FINDING_COLUMNS = [
  ...EXPORT_COLUMNS,
  'param_json',
  'snapshot',
  'run_id',
  'as_of',
  'amt_method',
  'member_ids',
  'related_psn_nos',
  'subtype',
  'tags',
  'passed',
  'missing_share',
  'facts_json',
  'peer_label',
  'peer_n',
  'peer_value',
  'peer_median',
  'peer_quantiles',
  'against_zh',
  'admdvs',
  'fixmedins_name',
  'tier',
] as const

const SCORE = `LEAST(COALESCE(r.score_cap, 100), LEAST(100, GREATEST(0, CAST(floor(round(COALESCE(r.score_raw, 0) * 100, 6) + 0.5) AS INTEGER))))`

export interface FinishOptions {
  /** Columns of step table `finding`. */
  readonly available: readonly string[]
  readonly run: RunFacts
  /** Appends the model's own columns (for cases). */
  readonly withFacts?: boolean
}

/** The SELECT that turns step table `finding` (and `institution`) into stored findings. */
export function finishSql(model: ModelDefinition, { available, run, withFacts }: FinishOptions): string {
  const has = new Set(available)
  const formats = formatsFor(model.returns)
  const filled = STANDARD_COLUMNS.filter((c) => !has.has(c.name)).map(
    (c) => `CAST(NULL AS ${c.type}) AS ${quoteIdent(c.name)}`,
  )
  const place = [
    ...(has.has('fixmedins_name') ? [] : ['i.fixmedins_name']),
    ...(has.has('tier') ? [] : ['i.tier AS tier']),
    'i.admdvs AS inst_admdvs',
    'i.fixmedins_name AS inst_name',
    'i.tier AS inst_tier',
  ]
  const raw = `SELECT ${['f.*', ...filled, ...place].join(', ')} FROM finding f LEFT JOIN institution i ON i.fixmedins_code = f.fixmedins_code`
  return `WITH raw AS (${raw}),
scored AS (SELECT r.*, ${SCORE} AS score, ${keySql(model, run)} AS finding_id FROM raw r)
SELECT r.finding_id, ${quoteLiteral(model.id)} AS model_id, ${quoteLiteral(model.version)} AS model_version,
  ${quoteLiteral(model.subject)} AS subject_type, r.subject_id, r.psn_no, r.fixmedins_code, r.period_from, r.period_to,
  ${idList('mdtrt_ids')}, ${idList('setl_ids')}, ${idList('feedetl_sns')},
  r.score, ${levelSql()} AS level, r.amt_total, r.amt_fund, r.excluded_by,
  ${sentenceSql(model.explain, formats)} AS explain_zh, ${quoteLiteral(parameterJson(run.values))} AS param_json,
  ${quoteLiteral(run.snapshot)} AS snapshot, ${quoteLiteral(run.runId)} AS run_id, CAST(${quoteLiteral(run.asOf)} AS DATE) AS as_of,
  r.amt_method, ${idList('member_ids')}, ${idList('related_psn_nos')}, r.subtype, r.tags, r.passed, r.missing_share,
  ${factsSql(model.returns)} AS facts_json, r.peer_label, CAST(r.peer_n AS BIGINT) AS peer_n, r.peer_value, r.peer_median, r.peer_quantiles,
  ${model.against === undefined ? 'CAST(NULL AS VARCHAR)' : sentenceSql(model.against, formats)} AS against_zh,
  r.inst_admdvs AS admdvs, r.inst_name AS fixmedins_name, r.inst_tier AS tier${withFacts ? ownColumns(model) : ''}
FROM scored r`
}

function ownColumns(model: ModelDefinition): string {
  const stored = new Set<string>(FINDING_COLUMNS)
  return ['score_raw', ...model.returns.map((r) => r.name).filter((name) => !stored.has(name))]
    .map((name) => `, r.${quoteIdent(name)}`)
    .join('')
}

const idList = (name: string): string => `COALESCE(r.${name}, CAST([] AS VARCHAR[])) AS ${name}`

/** Default keys: subject, subtype and the sorted visits. */
function keySql(model: ModelDefinition, run: RunFacts): string {
  const prefix = quoteLiteral([model.id, model.version, parameterHash(run.values)].join('|'))
  const fallback = `concat_ws('|', r.subject_id, COALESCE(r.subtype, ''), array_to_string(list_sort(COALESCE(r.mdtrt_ids, CAST([] AS VARCHAR[]))), '|'))`
  const keys = `CASE WHEN r.key_ids IS NULL THEN ${fallback} ELSE array_to_string(list_sort(r.key_ids), '|') END`
  return `substr(sha256(concat(${prefix}, '|', ${keys})), 1, 32)`
}

function levelSql(): string {
  const rank = `GREATEST(CASE WHEN r.score >= 80 THEN 3 WHEN r.score >= 60 THEN 2 WHEN r.score >= 40 THEN 1 ELSE 0 END,
    CASE r.level_floor WHEN '高' THEN 3 WHEN '中' THEN 2 WHEN '低' THEN 1 ELSE 0 END)`
  return `CASE ${rank} WHEN 3 THEN '高' WHEN 2 THEN '中' WHEN 1 THEN '低' ELSE '观察' END`
}

/** Facts as JSON: money, dates and times as text, so that nothing becomes a float that was not one. */
function factsSql(returns: readonly ColumnDefinition[]): string {
  if (returns.length === 0) return `'{}'`
  const fields = returns.map((c) => {
    const column = `r.${quoteIdent(c.name)}`
    return `${quoteIdent(c.name)} := ${['money', 'date', 'timestamp'].includes(c.type) ? `CAST(${column} AS VARCHAR)` : column}`
  })
  return `CAST(to_json(struct_pack(${fields.join(', ')})) AS VARCHAR)`
}
