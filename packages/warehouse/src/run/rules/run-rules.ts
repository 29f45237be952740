import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { compileRelease, type CompiledRelease, findKind, type Release, RULE_KINDS } from '@yijian/rules'
import { cellCount, cellText, openEngine, quoteLiteral, type Session } from '../../engine/public.ts'
import { ensureDirectory, tmpDirectory } from '../../log/public.ts'
import { mountPrepared } from '../../prepare/mount.ts'
import { prepareSnapshot, stateAt } from '../../prepare/prepare-snapshot.ts'
import type { Prepared } from '../../prepare/prepared.ts'
import { loadTables } from '../../tables/public.ts'
import { findingLinesSql } from '../finding-lines-sql.ts'
import { findingVisitsSql } from '../finding-visits.ts'
import { measure } from '../measure.ts'
import { type NewRun, publishing } from '../publish-run.ts'
import { detailFile, findingLinesFile, findingsFile, type ModelRun, type RuleRun, type RunFile } from '../run-file.ts'
import { FINDING_COLUMNS } from '../../findings/finish.ts'
import { makeRuleFindings } from './derive.ts'
import { DETAIL_SQL } from './finding-sql.ts'
import { gatherHits } from './gather.ts'
import { versionOf, writeRelease } from './rule-release.ts'
import { MISSING_DATA, ruleModelId } from './rule-words.ts'
import type { Gathered, RuleRunOptions } from './scan-into.ts'

/** A run of rules as published. */
export type RuleRunFile = RunFile & { readonly rules: RuleRun }

/** 规则集扫描历史: the release over the latest snapshot, its hits published as findings of one run. */
export async function runRules(options: RuleRunOptions): Promise<RuleRunFile> {
  const compiled = compileRelease(options.release, RULE_KINDS)
  const said = options.onProgress
  const prepared = await prepareSnapshot({ ...options, onProgress: ({ label, done }) => said?.({ label, done: done * 0.3 }) }) // prettier-ignore
  return publishing(options, (run) => work(options, { compiled, prepared, run }))
}

interface Work {
  readonly compiled: CompiledRelease
  readonly prepared: Prepared
  readonly run: NewRun
}

async function work(options: RuleRunOptions, { compiled, prepared, run }: Work): Promise<RuleRunFile> {
  const { dataDirectory, contentDirectory, signal, onProgress, release, title } = options
  const meter = measure()
  if (prepared.as_of === null) throw new AppError('missing', 'run.as-of', '数据里没有结算日期')
  ensureDirectory(tmpDirectory(dataDirectory))
  const scratch = join(tmpDirectory(dataDirectory), `${process.pid}-rules-${randomBytes(6).toString('hex')}`)
  const engine = await openEngine({ memoryLimit: options.memoryLimit ?? '5GB', threads: options.threads ?? 2, tempDirectory: scratch }) // prettier-ignore
  try {
    await mountPrepared(engine, { dataDirectory, tables: loadTables(contentDirectory), prepared })
    const gathered = await gatherHits(engine, options, { compiled, prepared, scratch: join(scratch, 'rows') })
    onProgress?.({ label: '汇总命中与明细', done: 0.82 })
    const facts = { runId: run.runId, snapshot: prepared.snapshot, asOf: prepared.as_of, release: release.hash }
    await makeRuleFindings(engine, {
      release,
      version: versionOf(release, title),
      facts,
      limits: options.limits,
      signal,
    })
    onProgress?.({ label: '写出疑点', done: 0.92 })
    const kinds = await writeKinds(engine, { folder: run.folder, others: silentKinds(release, gathered), signal })
    await writeShared(engine, run.folder, signal)
    writeRelease(run.folder, release)
    const models = modelRuns({ release, version: versionOf(release, title), gathered, kinds, cost: meter.stop(), rowsRead: linesOf(dataDirectory, prepared) }) // prettier-ignore
    return {
      kind: 'rules',
      run_id: run.runId,
      snapshot: prepared.snapshot,
      as_of: prepared.as_of,
      at: run.at.toISOString(),
      by: options.by ?? '',
      duration_ms: Date.now() - run.at.getTime(),
      models,
      rules: {
        release_hash: release.hash,
        release_title: title,
        basis: prepared.basis,
        hits: gathered.hits,
        held_back: kinds.reduce((sum, kind) => sum + kind.held, 0),
        held_back_fund: await heldFund(engine),
        persons: prepared.rows['person'] ?? 0,
        visits: prepared.rows['settlement'] ?? 0,
        lines: linesOf(dataDirectory, prepared),
        carried: gathered.carried,
      },
    }
  } finally {
    meter.stop()
    engine.close()
  }
}

/** Fee lines delivered in the snapshot. */
function linesOf(dataDirectory: string, { snapshot }: Prepared): number {
  const table = stateAt(dataDirectory, snapshot).tables.get('fee_list_d')
  return (table?.parts ?? []).reduce((sum, part) => sum + part.rows, 0)
}

interface KindCounts {
  readonly kind: string
  readonly given: number
  readonly held: number
  readonly fund: string
}

interface KindFiles {
  readonly folder: string
  /** Rules with an empty file: nothing found. */
  readonly others: readonly string[]
  readonly signal: AbortSignal | undefined
}

/** One file of findings and one of each evidence table per rule, like a model's; what people do not get lies beside them. */
async function writeKinds(session: Session, { folder, others, signal }: KindFiles): Promise<KindCounts[]> {
  const rows =
    await session.rows(`SELECT kind, COUNT(*) FILTER (is_given) AS given, COUNT(*) FILTER (NOT is_given) AS held,
    CAST(COALESCE(SUM(amt_fund) FILTER (is_given), 0) AS DECIMAL(18,2)) AS fund FROM rule_finding GROUP BY kind ORDER BY kind`)
  for (const [name, sql] of Object.entries(DETAIL_SQL))
    await session.run(`CREATE OR REPLACE TABLE detail_${name} AS ${sql}`, signal)
  const copy = (query: string, file: string) => session.run(`COPY (${query}) TO ${quoteLiteral(file)} (FORMAT parquet, COMPRESSION zstd)`, signal) // prettier-ignore
  const findings = (kind: string, given: boolean) => `SELECT ${FINDING_COLUMNS.join(', ')} FROM rule_finding WHERE kind = ${quoteLiteral(kind)} AND is_given = ${given} ORDER BY finding_id` // prettier-ignore
  const counts = rows.map((row): KindCounts => ({ kind: String(row['kind']), given: cellCount(row['given']), held: cellCount(row['held']), fund: cellText(row['fund']) ?? '0.00' })) // prettier-ignore
  for (const { kind, held } of counts) {
    const id = ruleModelId(kind)
    await copy(findings(kind, true), findingsFile(folder, id))
    if (held > 0) await copy(findings(kind, false), join(folder, `held-${id.replaceAll(':', '-')}.parquet`))
    for (const name of Object.keys(DETAIL_SQL)) await copy(`SELECT * EXCLUDE (kind) FROM detail_${name} WHERE kind = ${quoteLiteral(kind)} ORDER BY finding_id, row_no`, detailFile(folder, id, name)) // prettier-ignore
  }
  const known = new Set(counts.map(({ kind }) => kind))
  for (const kind of others)
    if (!known.has(kind)) await copy(findings(kind, true), findingsFile(folder, ruleModelId(kind)))
  return counts
}

/** Rules that are listed without having hit. */
function silentKinds({ points }: Release, { cannotTell, failed }: Gathered): string[] {
  const ofPoints = points.filter(({ kpId }) => failed.has(kpId)).map(({ kind }) => kind)
  return [...new Set([...cannotTell.keys(), ...ofPoints])]
}

/** Visits and fee lines behind the given findings, the institutions, and the hits themselves for the next run to carry over. */
async function writeShared(session: Session, folder: string, signal?: AbortSignal): Promise<void> {
  const keys = `(SELECT finding_id, subject_type, subject_id, amt_fund, mdtrt_ids, setl_ids FROM rule_finding WHERE is_given)`
  const visits = `SELECT v.* REPLACE (CASE WHEN i.iid IS NOT NULL THEN CAST(COALESCE(p.fund, 0) AS DECIMAL(16,2)) ELSE 0 END AS amt_fund, CASE WHEN v.mdtrt_id = f.subject_id THEN ['疑点就诊'] ELSE ['涉及就诊'] END AS marks),
      CASE WHEN i.iid IS NOT NULL THEN COALESCE(o.amt_once, 0) ELSE 0 END AS amt_once
    FROM (${findingVisitsSql(keys)}) v JOIN rule_finding f ON f.finding_id = v.finding_id
    LEFT JOIN enc e ON e.mdtrt_id = v.mdtrt_id LEFT JOIN institution i ON i.iid = e.iid AND i.fixmedins_code = v.fixmedins_code
    LEFT JOIN finding_part p ON p.finding_id = v.finding_id AND p.mdtrt_id = v.mdtrt_id LEFT JOIN part_once o ON o.finding_id = v.finding_id AND o.mdtrt_id = v.mdtrt_id
    ORDER BY v.finding_id, v."begin", v.mdtrt_id`
  const files: Readonly<Record<string, readonly [query: string, rest?: string]>> = {
    [join(folder, 'institution.parquet')]: ['SELECT fixmedins_code, fixmedins_name, hosp_lv, tier, admdvs FROM institution ORDER BY fixmedins_code'], // prettier-ignore
    [join(folder, 'finding_visit.parquet')]: [visits],
    [findingLinesFile(folder)]: [findingLinesSql(keys), ', ROW_GROUP_SIZE 10240'],
    [join(folder, 'hit.parquet')]: ['SELECT * FROM hit_raw ORDER BY jr_id, n'],
    [join(folder, 'hit_row.parquet')]: [
      'SELECT r.*, h.code FROM hit_row_raw r LEFT JOIN hit_row h ON h.n = r.n AND h.place = r.place ORDER BY r.n, r.place',
    ],
  }
  for (const [file, [query, rest = '']] of Object.entries(files))
    await session.run(`COPY (${query}) TO ${quoteLiteral(file)} (FORMAT parquet, COMPRESSION zstd${rest})`, signal)
}

async function heldFund(session: Session): Promise<string> {
  const row = await session.row(`SELECT CAST(COALESCE(SUM(amt_fund) FILTER (NOT is_given), 0) AS DECIMAL(18,2)) AS fund FROM rule_finding`) // prettier-ignore
  return cellText(row['fund']) ?? '0.00'
}

interface RunsOf {
  readonly release: Release
  readonly version: string
  readonly gathered: Gathered
  readonly kinds: readonly KindCounts[]
  readonly cost: ReturnType<ReturnType<typeof measure>['stop']>
  readonly rowsRead: number
}

/** The rules that hit, that could not tell, or that failed; a rule that did nothing of this is not listed. */
function modelRuns({ release, version, gathered, kinds, cost, rowsRead }: RunsOf): ModelRun[] {
  const byKind = new Map(kinds.map((kind) => [kind.kind, kind]))
  const pointsFailed = Map.groupBy(
    release.points.filter(({ kpId }) => gathered.failed.has(kpId)),
    ({ kind }) => kind,
  )
  return release.rules.flatMap(({ kind }): ModelRun[] => {
    const counts = byKind.get(kind)
    const open = gathered.cannotTell.get(kind) ?? 0
    const failure = gathered.failed.get(kind)
    const points = pointsFailed.get(kind) ?? []
    if (!counts && open === 0 && failure === undefined && points.length === 0) return []
    return [
      {
        model_id: ruleModelId(kind),
        name: findKind(kind)?.name ?? kind,
        version,
        state: failure === undefined ? 'succeeded' : 'failed',
        error: failure ?? null,
        findings: counts?.given ?? 0,
        excluded: 0,
        cannot_tell: [
          ...(open > 0 ? [{ reason: MISSING_DATA, n: open }] : []),
          ...points.map((point) => ({ reason: `知识点“${point.name}”未能执行：${gathered.failed.get(point.kpId) ?? ''}`, n: 1 })), // prettier-ignore
        ],
        amount_fund: counts?.fund ?? '0.00',
        ...cost,
        rows_read: rowsRead,
        held_back: counts?.held ?? 0,
        parameters: {},
      },
    ]
  })
}
