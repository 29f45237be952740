import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { levelOf } from '@yijian/kernel'
import { appendRetrying, openEngine, quoteLiteral, type Engine } from '@yijian/warehouse'

/** A finding of a fixture run; what is not given has a plain default. */
export interface FixtureFinding {
  readonly finding_id: string
  readonly model_id: string
  readonly fixmedins_code: string | null
  readonly admdvs: string | null
  readonly psn_no?: string | null
  readonly subject_type?: string
  readonly subject_id?: string
  readonly score?: number
  readonly amt_fund?: string
  readonly amt_total?: string
  readonly excluded_by?: string | null
  readonly period_from?: string
  readonly related_psn_nos?: readonly string[]
  readonly member_ids?: readonly string[]
  readonly explain_zh?: string
  readonly visits?: readonly FixtureVisit[]
}

export interface FixtureVisit {
  readonly mdtrt_id: string
  readonly psn_no: string
  readonly amt_fund: string | null
  readonly fund?: string
  readonly fixmedins_code?: string
}

export interface FixtureRun {
  readonly runId: string
  readonly at?: string
  readonly findings: readonly FixtureFinding[]
  /** Models of the run that failed. */
  readonly failed?: readonly string[]
  readonly institutions: readonly {
    fixmedins_code: string
    fixmedins_name: string
    hosp_lv: string
    tier: string
    admdvs: string
  }[]
}

/** Writes and publishes a run as the warehouse does: Parquet files in the run's folder, then one log entry. */
export async function publishFixtureRun(dataDirectory: string, run: FixtureRun): Promise<void> {
  const folder = join(dataDirectory, 'warehouse', 'runs', run.runId)
  mkdirSync(folder, { recursive: true })
  const engine = await openEngine({ memoryLimit: '256MB', threads: 1 })
  try {
    await writeFindings(engine, folder, run)
    await writeVisits(engine, folder, run)
    await writeTable(engine, { folder, name: 'institution', columns: INSTITUTION, rows: run.institutions })
  } finally {
    engine.close()
  }
  writeFileSync(join(folder, 'run.json'), JSON.stringify(runFile(run)))
  await appendRetrying(dataDirectory, () => ({ kind: 'run', payload: { run_id: run.runId } }))
}

function runFile({ runId, at = '2026-01-02T03:04:05.000Z', findings, failed = [] }: FixtureRun) {
  const ids = [...new Set([...findings.map(({ model_id }) => model_id), ...failed])]
  return {
    run_id: runId,
    snapshot: 's1',
    as_of: '2025-12-31',
    at,
    by: '测试',
    duration_ms: 1234,
    models: ids.map((model_id) => {
      const own = findings.filter((finding) => finding.model_id === model_id)
      const isFailed = failed.includes(model_id)
      return {
        model_id,
        name: model_id,
        version: '1.0.0',
        state: isFailed ? 'failed' : 'succeeded',
        error: isFailed ? '步骤 pairs 失败' : null,
        findings: own.filter(({ excluded_by }) => !excluded_by).length,
        excluded: own.filter(({ excluded_by }) => excluded_by).length,
        cannot_tell: [{ reason: '缺少费用', n: 2 }],
        amount_fund: '0.00',
        duration_ms: 100,
        rows_read: 1000,
        parameters: { alert_days: 7 },
      }
    }),
  }
}

const FINDING =
  'finding_id VARCHAR, model_id VARCHAR, model_version VARCHAR, subject_type VARCHAR, subject_id VARCHAR, psn_no VARCHAR, fixmedins_code VARCHAR, period_from DATE, period_to DATE, mdtrt_ids VARCHAR[], setl_ids VARCHAR[], feedetl_sns VARCHAR[], score INTEGER, level VARCHAR, amt_total DECIMAL(16,2), amt_fund DECIMAL(16,2), excluded_by VARCHAR, explain_zh VARCHAR, param_json VARCHAR, snapshot VARCHAR, run_id VARCHAR, as_of DATE, amt_method VARCHAR, member_ids VARCHAR[], related_psn_nos VARCHAR[], subtype VARCHAR, tags VARCHAR[], passed VARCHAR[], missing_share DOUBLE, facts_json VARCHAR, peer_label VARCHAR, peer_n BIGINT, peer_value DOUBLE, peer_median DOUBLE, peer_quantiles DOUBLE[], against_zh VARCHAR, admdvs VARCHAR, fixmedins_name VARCHAR, tier VARCHAR'
const VISIT =
  'finding_id VARCHAR, mdtrt_id VARCHAR, setl_ids VARCHAR[], kind VARCHAR, psn_no VARCHAR, fixmedins_code VARCHAR, fixmedins_name VARCHAR, tier VARCHAR, "begin" VARCHAR, "end" VARCHAR, los INTEGER, main_code VARCHAR, main_name VARCHAR, dept VARCHAR, cost DECIMAL(16,2), fund DECIMAL(16,2), amt_fund DECIMAL(16,2), marks VARCHAR[]'
const INSTITUTION = 'fixmedins_code VARCHAR, fixmedins_name VARCHAR, hosp_lv VARCHAR, tier VARCHAR, admdvs VARCHAR'

async function writeFindings(engine: Engine, folder: string, run: FixtureRun): Promise<void> {
  const nameOf = new Map(run.institutions.map((row) => [row.fixmedins_code, row]))
  const rows = run.findings.map((finding) => {
    const score = finding.score ?? 70
    const mdtrt_ids = (finding.visits ?? []).map(({ mdtrt_id }) => mdtrt_id)
    const period_from = finding.period_from ?? '2025-06-01'
    const institution = nameOf.get(finding.fixmedins_code ?? '')
    return {
      model_version: '1.0.0',
      subject_type: 'visit',
      subject_id: mdtrt_ids[0] ?? finding.finding_id,
      psn_no: null,
      period_from,
      period_to: period_from,
      mdtrt_ids,
      setl_ids: mdtrt_ids.map((id) => `S${id}`),
      feedetl_sns: [],
      score,
      level: levelOf(score),
      amt_total: '100.00',
      amt_fund: '80.00',
      excluded_by: null,
      explain_zh: `参保人 ${finding.psn_no ?? '不详'} 疑似分解住院。`,
      param_json: JSON.stringify({ alert_days: 7 }),
      snapshot: 's1',
      run_id: run.runId,
      as_of: '2025-12-31',
      amt_method: '按就诊',
      member_ids: mdtrt_ids,
      related_psn_nos: [],
      tags: [],
      passed: ['EX-ONCO'],
      missing_share: 0,
      facts_json: JSON.stringify({ gap: 4 }),
      peer_label: '同级同病组',
      peer_n: 120,
      peer_value: 5000,
      peer_median: 3000,
      peer_quantiles: Array.from({ length: 21 }, (_, at) => 1000 + at * 200),
      against_zh: '可能存在计划内再入院。',
      fixmedins_name: institution?.fixmedins_name ?? null,
      tier: institution?.tier ?? null,
      ...finding,
      visits: undefined,
    }
  })
  await writeTable(engine, { folder, name: 'findings', columns: FINDING, rows })
}

async function writeVisits(engine: Engine, folder: string, run: FixtureRun): Promise<void> {
  const rows = run.findings.flatMap((finding) =>
    (finding.visits ?? []).map((visit) => ({
      finding_id: finding.finding_id,
      setl_ids: [`S${visit.mdtrt_id}`],
      kind: 'stay',
      fixmedins_code: finding.fixmedins_code ?? 'H01',
      fixmedins_name: finding.fixmedins_code ?? 'H01',
      begin: '2025-06-01 08:00:00',
      end: '2025-06-05 08:00:00',
      los: 4,
      main_code: 'I63.900',
      cost: '1000.00',
      fund: '700.00',
      marks: [],
      ...visit,
    })),
  )
  await writeTable(engine, { folder, name: 'finding_visit', columns: VISIT, rows })
}

interface FixtureTable {
  readonly folder: string
  readonly name: string
  readonly columns: string
  readonly rows: readonly object[]
}

async function writeTable(engine: Engine, { folder, name, columns, rows }: FixtureTable): Promise<void> {
  const json = join(folder, `${name}.json`)
  writeFileSync(json, rows.map((row) => JSON.stringify(row)).join('\n'))
  const typed = columns.split(', ').map((column) => column.match(/^"?(\w+)"? (.+)$/)?.slice(1, 3) ?? [])
  const spec = typed.map(([column, type]) => `${column}: ${quoteLiteral(type ?? '')}`).join(', ')
  const source =
    rows.length === 0
      ? `SELECT ${typed.map(([column, type]) => `CAST(NULL AS ${type}) AS "${column}"`).join(', ')} WHERE false`
      : `SELECT * FROM read_json(${quoteLiteral(json)}, columns = {${spec.replaceAll('begin:', '"begin":').replaceAll('end:', '"end":')}}, format = 'newline_delimited')`
  await engine.run(`COPY (${source}) TO ${quoteLiteral(join(folder, `${name}.parquet`))} (FORMAT parquet)`)
}
