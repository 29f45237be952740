import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { isDemonstration, siteSchemes } from '../drg/scheme-shelf.ts'
import { type Cell, cellText, openEngine, quoteLiteral, type Row } from '../engine/public.ts'
import { ensureDirectory, tmpDirectory } from '../log/public.ts'
import { componentsOf, effectiveParameters } from '../models/components.ts'
import { type Catalogue, type LoadedModel, loadModels } from '../models/load-models.ts'
import type { ParameterValues } from '../models/parameters.ts'
import { mountPrepared } from '../prepare/mount.ts'
import { type PrepareOptions, prepareSnapshot, stateAt } from '../prepare/prepare-snapshot.ts'
import { loadTables } from '../tables/public.ts'
import { createFinished } from './finding-files.ts'
import { readRelease } from './rules/rule-release.ts'
import { rederiveRule } from './rules/recompute-rule.ts'
import { isRuleModel } from './rules/rule-words.ts'
import { readRun, runFolder } from './run-file.ts'
import { runModelSteps } from './workbench.ts'

export interface RecomputeOptions extends Omit<PrepareOptions, 'snapshot' | 'onStep'> {
  readonly runId: string
  readonly findingId: string
  readonly modelFolders?: readonly string[]
}

/** `same`: nothing differs; `changed`: still made, with differences; `gone`: no longer made. */
export type Verdict = 'same' | 'changed' | 'gone'

export interface Rederived {
  readonly snapshot: string
  readonly verdict: Verdict
  /** Chinese, one per difference: 分值 99 → 60. */
  readonly differences: readonly string[]
  readonly finding?: Row
}

export interface Recomputed {
  readonly findingId: string
  /** Whether the recorded snapshot still gives the finding. */
  readonly holds: boolean
  readonly versionNow?: string
  /** With the snapshot, parameters and day of the row. */
  readonly recorded: Rederived
  /** With the same parameters and day on today's data; absent when the data has not changed since. */
  readonly current?: Rederived
  readonly finding?: Row
  readonly message: string
}

/** 重新推算: derives a finding again from what its row records, and on the data as it is now. */
export async function recomputeFinding(options: RecomputeOptions): Promise<Recomputed> {
  const stored = await storedFinding(options)
  if (isRuleModel(text(stored, 'model_id'))) return recomputeRule(options, stored)
  const catalogue = loadModels(options.contentDirectory, options.modelFolders)
  const model = catalogue.models.find((m) => m.definition.id === stored['model_id'])
  if (!model) throw new AppError('missing', 'model.unknown', `没有模型 ${String(stored['model_id'])}`)
  const recorded = await rederive(options, { catalogue, model, stored, snapshot: text(stored, 'snapshot') })
  const latest = stateAt(options.dataDirectory).snapshot
  const current =
    latest === recorded.snapshot ? undefined : await rederive(options, { catalogue, model, stored, snapshot: latest })
  const versionNow = model.definition.version === stored['model_version'] ? undefined : model.definition.version
  return {
    findingId: options.findingId,
    holds: recorded.verdict !== 'gone',
    recorded,
    message: messageOf({ recorded, current, versionNow, by: '参数' }),
    ...(current ? { current } : {}),
    ...(versionNow ? { versionNow } : {}),
    ...(recorded.finding ? { finding: recorded.finding } : {}),
  }
}

/** A finding of a rule: with the release of its run. */
async function recomputeRule(options: RecomputeOptions, stored: Row): Promise<Recomputed> {
  const release = readRelease(runFolder(options.dataDirectory, options.runId))
  const derive = async (snapshot: string) =>
    judge(stored, await rederiveRule(options, { release, stored, snapshot }), snapshot)
  const recorded = await derive(text(stored, 'snapshot'))
  const latest = stateAt(options.dataDirectory).snapshot
  const current = latest === recorded.snapshot ? undefined : await derive(latest)
  return {
    findingId: options.findingId,
    holds: recorded.verdict !== 'gone',
    recorded,
    message: messageOf({ recorded, current, versionNow: undefined, by: '规则集' }),
    ...(current ? { current } : {}),
    ...(recorded.finding ? { finding: recorded.finding } : {}),
  }
}

const text = (row: Row, name: string): string => cellText(row[name]) ?? ''

async function storedFinding({ dataDirectory, runId, findingId }: RecomputeOptions): Promise<Row> {
  readRun(dataDirectory, runId)
  const engine = await openEngine({ memoryLimit: '512MB', threads: 1 })
  try {
    const files = quoteLiteral(join(runFolder(dataDirectory, runId), 'findings-*.parquet'))
    const [row] = await engine.rows(
      `SELECT * FROM read_parquet(${files}) WHERE finding_id = ${quoteLiteral(findingId)}`,
    )
    if (!row) throw new AppError('missing', 'finding.unknown', `运行 ${runId} 里没有疑点 ${findingId}`)
    return row
  } finally {
    engine.close()
  }
}

interface Derivation {
  readonly catalogue: Catalogue
  readonly model: LoadedModel
  readonly stored: Row
  readonly snapshot: string
}

async function rederive(
  options: RecomputeOptions,
  { catalogue, model, stored, snapshot }: Derivation,
): Promise<Rederived> {
  const { dataDirectory, contentDirectory, signal } = options
  const prepared = await prepareSnapshot({ ...options, snapshot })
  ensureDirectory(tmpDirectory(dataDirectory))
  const tempDirectory = join(tmpDirectory(dataDirectory), `${process.pid}-recompute-${randomBytes(6).toString('hex')}`)
  const engine = await openEngine({
    memoryLimit: options.memoryLimit ?? '2GB',
    threads: options.threads ?? 1,
    tempDirectory,
  })
  try {
    await mountPrepared(engine, { dataDirectory, tables: loadTables(contentDirectory), prepared })
    const asOf = text(stored, 'as_of')
    const bench = {
      session: engine,
      components: catalogue.components,
      asOf,
      losMode: prepared.los_mode,
      schemes: siteSchemes({ ...options, demonstration: await isDemonstration(engine) }),
      built: new Map(),
      onStep: () => undefined,
      ...(signal ? { signal } : {}),
    }
    const { values } = await runModelSteps(bench, model, knownValues(model, catalogue, stored))
    await createFinished(
      { session: engine, folder: '', run: { runId: text(stored, 'run_id'), snapshot, asOf, values } },
      model.definition,
    )
    const rows =
      await engine.rows(`SELECT * FROM finished WHERE finding_id = ${quoteLiteral(text(stored, 'finding_id'))}
      OR (subject_id = ${quoteLiteral(text(stored, 'subject_id'))} AND COALESCE(subtype, '') = ${quoteLiteral(text(stored, 'subtype'))})`)
    return judge(stored, rows, snapshot)
  } finally {
    engine.close()
  }
}

/** The recorded parameters that the model still has. */
function knownValues(model: LoadedModel, catalogue: Catalogue, stored: Row): ParameterValues {
  const known = new Set(
    effectiveParameters(model, componentsOf(model, catalogue.components)).map((parameter) => parameter.id),
  )
  const recorded = JSON.parse(text(stored, 'param_json')) as ParameterValues
  return Object.fromEntries(Object.entries(recorded).filter(([id]) => known.has(id)))
}

const COMPARED: Readonly<Record<string, string>> = {
  score: '分值',
  level: '等级',
  amt_total: '涉及费用',
  amt_fund: '涉及基金',
  excluded_by: '排除条件',
  mdtrt_ids: '就诊',
  setl_ids: '结算',
  explain_zh: '说明',
}

function judge(stored: Row, rows: readonly Row[], snapshot: string): Rederived {
  const found = rows.find((row) => row['finding_id'] === stored['finding_id']) ?? rows[0]
  if (!found || (found['excluded_by'] !== null && stored['excluded_by'] === null)) {
    const why = found ? [`符合排除条件 ${text(found, 'excluded_by')}`] : []
    return { snapshot, verdict: 'gone', differences: why }
  }
  const differences = Object.entries(COMPARED).flatMap(([column, label]) => {
    const [before, after] = [comparable(stored, column), comparable(found, column)]
    if (before === after) return []
    return [column === 'explain_zh' ? '说明文字有变化' : `${label} ${before || '无'} → ${after || '无'}`]
  })
  return { snapshot, verdict: differences.length === 0 ? 'same' : 'changed', differences, finding: found }
}

function comparable(row: Row, column: string): string {
  const cell = row[column]
  return Array.isArray(cell) ? (cell as readonly Cell[]).map(String).sort().join('、') : text(row, column)
}

interface Outcome {
  readonly recorded: Rederived
  readonly current: Rederived | undefined
  readonly versionNow: string | undefined
  /** What it was derived by, beside the data. */
  readonly by: string
}

function messageOf({ recorded, current, versionNow, by }: Outcome): string {
  const version = versionNow ? `（模型现为 ${versionNow} 版）` : ''
  const now = current ? `；按最新数据：${sentence(current)}` : ''
  return `按记录的数据与${by}${version}：${sentence(recorded)}${now}`
}

function sentence({ verdict, differences }: Rederived): string {
  if (verdict === 'same') return '结果完全一致，疑点成立'
  if (verdict === 'gone') return differences.length === 0 ? '不再成立' : `不再成立，${differences.join('，')}`
  return `仍成立，但${differences.join('，')}`
}
