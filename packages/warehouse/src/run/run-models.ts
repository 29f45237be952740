import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { isDemonstration, siteSchemes } from '../drg/scheme-shelf.ts'
import { openEngine, quoteIdent, quoteList, quoteLiteral, type Session } from '../engine/public.ts'
import { ensureDirectory, tmpDirectory } from '../log/public.ts'
import { type Catalogue, type LoadedModel, loadModels } from '../models/load-models.ts'
import type { ParameterValues } from '../models/parameters.ts'
import { mountPrepared } from '../prepare/mount.ts'
import { type PrepareOptions, prepareSnapshot } from '../prepare/prepare-snapshot.ts'
import type { Prepared } from '../prepare/prepared.ts'
import { loadSettings } from '../prepare/settings.ts'
import { loadTables } from '../tables/public.ts'
import { writeFindings } from './finding-files.ts'
import { findingLinesSql } from './finding-lines-sql.ts'
import { findingVisitsSql } from './finding-visits.ts'
import { measure } from './measure.ts'
import { publishing } from './publish-run.ts'
import { findingLinesFile, type ModelRun, type RunFile } from './run-file.ts'
import { runModelSteps, type Workbench } from './workbench.ts'

export interface RunProgress {
  readonly phase: 'prepare' | 'model' | 'publish'
  /** What is being done, in Chinese. */
  readonly label: string
  /** 0…1 of the whole. */
  readonly done: number
  readonly modelId?: string
}

export interface RunOptions extends Omit<PrepareOptions, 'onProgress'> {
  /** Model ids, or all. */
  readonly models?: readonly string[] | 'all'
  /** Further folders with models. */
  readonly modelFolders?: readonly string[]
  /** Default: the latest settlement day of the snapshot. */
  readonly asOf?: string
  /** Parameter values by model. */
  readonly parameters?: Readonly<Record<string, ParameterValues>>
  /** Who started it. */
  readonly by?: string
  readonly onProgress?: (progress: RunProgress) => void
}

/** Prepares the snapshot when needed, runs the models each on its own, and publishes the result as one run. */
export async function runModels(options: RunOptions): Promise<RunFile> {
  const { contentDirectory } = options
  const catalogue = loadModels(contentDirectory, options.modelFolders)
  const models = chosen(catalogue, options.models ?? 'all')
  const progress = options.onProgress
  const prepared = await prepareSnapshot({
    ...options,
    onProgress: ({ label, done }) => progress?.({ phase: 'prepare', label, done: done * 0.5 }),
  })
  return publishing(options, ({ runId, folder, at }) =>
    work(options, { catalogue, models, prepared, runId, folder, at }),
  )
}

function chosen(catalogue: Catalogue, wanted: readonly string[] | 'all'): readonly LoadedModel[] {
  if (wanted === 'all') return catalogue.models
  return wanted.map((id) => {
    const model = catalogue.models.find((m) => m.definition.id === id)
    if (!model) throw new AppError('missing', 'model.unknown', `没有模型 ${id}`)
    return model
  })
}

interface Work {
  readonly catalogue: Catalogue
  readonly models: readonly LoadedModel[]
  readonly prepared: Prepared
  readonly runId: string
  readonly folder: string
  readonly at: Date
}

async function work(options: RunOptions, { catalogue, models, prepared, runId, folder, at }: Work): Promise<RunFile> {
  const { dataDirectory, contentDirectory, signal, onProgress } = options
  const tempDirectory = join(tmpDirectory(dataDirectory), `${process.pid}-run-${randomBytes(6).toString('hex')}`)
  ensureDirectory(tmpDirectory(dataDirectory))
  const engine = await openEngine({
    memoryLimit: options.memoryLimit ?? '5GB',
    threads: options.threads ?? 2,
    tempDirectory,
  })
  try {
    await mountPrepared(engine, { dataDirectory, tables: loadTables(contentDirectory), prepared })
    const asOf = options.asOf ?? prepared.as_of
    if (asOf === null) throw new AppError('missing', 'run.as-of', '数据里没有结算日期，请指定统计截止日')
    const site = loadSettings(contentDirectory, options.region).parameters
    const runs: ModelRun[] = []
    let onStep: Workbench['onStep'] = () => undefined
    const schemes = siteSchemes({ ...options, demonstration: await isDemonstration(engine) })
    const bench: Workbench = {
      session: engine,
      components: catalogue.components,
      asOf,
      losMode: prepared.los_mode,
      schemes,
      built: new Map(),
      onStep: (label, done) => onStep(label, done),
      ...(signal ? { signal } : {}),
    }
    for (const [index, model] of models.entries()) {
      onStep = (label, done) =>
        onProgress?.({
          phase: 'model',
          label,
          done: 0.5 + (0.48 * (index + done)) / models.length,
          modelId: model.definition.id,
        })
      const given = { ...site[model.definition.id], ...options.parameters?.[model.definition.id] }
      runs.push(await runOne({ bench, runId, folder, prepared }, model, given))
      options.onStep?.(`run.model.${model.definition.id}`)
    }
    onProgress?.({ phase: 'publish', label: '汇总就诊', done: 0.98 })
    await writeShared(engine, folder, signal)
    return {
      kind: 'models',
      run_id: runId,
      snapshot: prepared.snapshot,
      as_of: asOf,
      at: at.toISOString(),
      by: options.by ?? '',
      duration_ms: Date.now() - at.getTime(),
      models: runs,
      ...(schemes.used().length > 0 ? { schemes: [...schemes.used()] } : {}),
    }
  } finally {
    engine.close()
  }
}

interface Surroundings {
  readonly bench: Workbench
  readonly runId: string
  readonly folder: string
  readonly prepared: Prepared
}

/** One model. What goes wrong in it is its own failure; only cancelling ends the run. */
async function runOne(
  { bench, runId, folder, prepared }: Surroundings,
  model: LoadedModel,
  given: ParameterValues,
): Promise<ModelRun> {
  const { definition } = model
  const base = {
    model_id: definition.id,
    name: definition.name,
    version: definition.version,
    rows_read: rowsRead(model, bench, prepared),
  }
  const nothing = { findings: 0, excluded: 0, cannot_tell: [], amount_fund: '0.00' }
  const meter = measure()
  try {
    const { values } = await runModelSteps(bench, model, given)
    const run = { runId, snapshot: prepared.snapshot, asOf: bench.asOf, values }
    const outcome = await writeFindings(
      { session: bench.session, folder, run, ...(bench.signal ? { signal: bench.signal } : {}) },
      definition,
    )
    return { ...base, ...outcome, state: 'succeeded', error: null, parameters: values, ...meter.stop() }
  } catch (error) {
    if (bench.signal?.aborted) throw error
    const message = error instanceof Error ? error.message : String(error)
    for (const name of readdirSync(folder)) if (isFileOf(name, definition.id)) rmSync(join(folder, name))
    return { ...base, ...nothing, state: 'failed', error: message, parameters: given, ...meter.stop() }
  } finally {
    meter.stop()
    await bench.session.run(
      `SET search_path = 'main'; DROP SCHEMA IF EXISTS ${quoteIdent(`m_${definition.id.replaceAll('-', '_')}`)} CASCADE`,
    )
  }
}

const isFileOf = (name: string, modelId: string): boolean =>
  name === `findings-${modelId}.parquet` || name.startsWith(`detail-${modelId}-`)

/** Rows of the tables the model names in `reads`, its components' included. */
function rowsRead(model: LoadedModel, bench: Workbench, prepared: Prepared): number {
  const tables = new Set(
    [model, ...model.definition.uses.flatMap((id) => bench.components.get(id) ?? [])].flatMap((part) =>
      Object.keys(part.definition.reads),
    ),
  )
  return [...tables].reduce((sum, table) => sum + (prepared.rows[table] ?? 0), 0)
}

/** Files about all models of the run: the visits and fee lines behind the findings, and the institutions of the snapshot. */
async function writeShared(session: Session, folder: string, signal?: AbortSignal): Promise<void> {
  const files = readdirSync(folder)
    .filter((name) => name.startsWith('findings-'))
    .map((name) => join(folder, name))
  const form = '(FORMAT parquet, COMPRESSION zstd)'
  await session.run(
    `COPY (SELECT fixmedins_code, fixmedins_name, hosp_lv, tier, admdvs FROM institution ORDER BY fixmedins_code) TO ${quoteLiteral(join(folder, 'institution.parquet'))} ${form}`,
    signal,
  )
  if (files.length === 0) return
  const keys = `(SELECT finding_id, subject_type, subject_id, amt_fund, mdtrt_ids, setl_ids FROM read_parquet(${quoteList(files)}) WHERE excluded_by IS NULL)`
  await session.run(
    `COPY (${findingVisitsSql(keys)}) TO ${quoteLiteral(join(folder, 'finding_visit.parquet'))} ${form}`,
    signal,
  )
  // Small groups of rows: a finding's lines are read by their settlement, and lie in one or two of them.
  await session.run(
    `COPY (${findingLinesSql(keys)}) TO ${quoteLiteral(findingLinesFile(folder))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 10240)`,
    signal,
  )
}
