import type { Job, Run } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { z } from 'zod'
import type { Access } from '../../../platform/access/scope.ts'
import type { ParameterValue, RunModelRecord, RunRecord, StoredRuleRun } from '../schema.ts'
import { findRun, latestParameters, listRuns, modelsOfRuns, scopedCounts, type RunQuery } from '../store/runs.ts'
import type { SupervisionContext } from './context.ts'
import type { Caller } from './labels.ts'
import { checkValues, type ParameterValues } from './parameters.ts'

type RunView = z.output<typeof Run>

export async function pageOfRuns(context: SupervisionContext, access: Access, query: RunQuery) {
  const { rows, total } = await listRuns(context.db, query)
  return { rows: await describeRuns(context, access, rows), total }
}

export async function getRun(context: SupervisionContext, access: Access, runId: string): Promise<RunView> {
  const run = await findRun(context.db, runId)
  if (!run) throw new AppError('missing', 'run.missing', '没有这次运行')
  const [view] = await describeRuns(context, access, [run])
  if (!view) throw new AppError('missing', 'run.missing', '没有这次运行')
  return view
}

/** The city sees the run's own counts; a narrower scope sees what of it lies in the scope. */
async function describeRuns(
  { db }: SupervisionContext,
  access: Access,
  runs: readonly RunRecord[],
): Promise<RunView[]> {
  const runIds = runs.map(({ run_id }) => run_id)
  const models = await modelsOfRuns(db, runIds)
  const scoped = access.scope.kind === 'city' ? undefined : await scopedCounts(db, access, runIds)
  return runs.map((run) => ({
    runId: run.run_id,
    snapshot: run.snapshot,
    asOf: run.as_of,
    at: run.at.toISOString(),
    by: run.run_by,
    durationMs: run.duration_ms,
    kind: run.kind,
    rules: run.rules === null ? null : toRuleRun(run.rules),
    models: models
      .filter((model) => model.run_id === run.run_id)
      .map((model) => {
        const own = scoped?.find((row) => row.run_id === model.run_id && row.model_id === model.model_id)
        const none = { findings: 0, excluded: 0, amt: '0.00' }
        return toRunModel(model, scoped ? (own ?? none) : { ...model, amt: model.amount_fund })
      }),
  }))
}

function toRuleRun(rules: StoredRuleRun): RunView['rules'] {
  const { carried } = rules
  return {
    releaseHash: rules.release_hash,
    releaseTitle: rules.release_title,
    hits: rules.hits,
    heldBack: rules.held_back,
    heldBackFund: rules.held_back_fund,
    persons: rules.persons,
    visits: rules.visits,
    lines: rules.lines,
    carried: carried && { runId: carried.run_id, hits: carried.hits, rescannedPersons: carried.rescanned_persons },
  }
}

function toRunModel(
  model: RunModelRecord,
  counts: { findings: number; excluded: number; amt: string },
): RunView['models'][number] {
  return {
    modelId: model.model_id,
    name: model.name,
    version: model.version,
    state: model.state,
    error: model.error,
    findings: counts.findings,
    excluded: counts.excluded,
    cannotTell: model.cannot_tell,
    amountFund: counts.amt,
    durationMs: model.duration_ms,
    rowsRead: model.rows_read,
    heldBack: model.held_back,
    parameters: model.parameters,
  }
}

export interface RunRequest {
  readonly modelIds: readonly string[]
  readonly asOf?: string | undefined
  readonly parameters?: Readonly<Record<string, ParameterValues>> | undefined
}

/** What a model-run job works with. */
export interface RunPayload {
  readonly modelIds: readonly string[]
  readonly asOf?: string
  readonly parameters: Readonly<Record<string, Record<string, ParameterValue>>>
  readonly by: string
}

/** 运行模型: with the saved parameters of each model, and the request's own on top, for this run only. */
export async function startRun(context: SupervisionContext, { principal }: Caller, request: RunRequest): Promise<Job> {
  const { jobs, audit } = context.platform
  const models = [...new Set(request.modelIds)].map((id) => context.catalogue.get(id))
  for (const [id, values] of Object.entries(request.parameters ?? {})) {
    checkValues(context.catalogue.get(id).parameters, values)
  }
  const names = models.map(({ definition }) => definition.name)
  const title = names.length <= 2 ? `运行${names.join('、')}` : `运行${names[0]}等 ${names.length} 个模型`
  const payload: RunPayload = {
    modelIds: models.map(({ definition }) => definition.id),
    ...(request.asOf === undefined ? {} : { asOf: request.asOf }),
    parameters: await mergedParameters(context, request.parameters ?? {}),
    by: principal.displayName,
  }
  const job = await context.db.transaction().execute(async (tx) => {
    const queued = await jobs.enqueue(tx, { kind: 'model-run', title, payload, by: principal })
    const details = { models: payload.modelIds, asOf: request.asOf ?? null, parameters: request.parameters ?? {} }
    await audit.append(tx, { actor: principal.username, action: 'model.run', subject: queued.jobId, details })
    return queued
  })
  jobs.wake()
  return job
}

export async function mergedParameters(
  { db }: SupervisionContext,
  given: Readonly<Record<string, ParameterValues>>,
): Promise<Record<string, Record<string, ParameterValue>>> {
  const saved = await latestParameters(db)
  const merged = Object.fromEntries(saved.map(({ model_id, parameters }) => [model_id, { ...parameters }]))
  for (const [id, values] of Object.entries(given)) merged[id] = { ...merged[id], ...values }
  return merged
}
