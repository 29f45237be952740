import type { ModelDetail, ModelSummary } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Access } from '../../../platform/access/scope.ts'
import type { ParameterValue } from '../schema.ts'
import { findParameters, latestAttempts, modelFigures, type LastRun, type ModelFigures } from '../store/runs.ts'
import { legalOf, toField, toParameter, type CatalogueModel } from './catalogue.ts'
import type { SupervisionContext } from './context.ts'
import type { Caller } from './labels.ts'
import { checkValues } from './parameters.ts'

type Summary = z.output<typeof ModelSummary>
type Detail = z.output<typeof ModelDetail>

export async function listModels(context: SupervisionContext, access: Access): Promise<{ rows: Summary[] }> {
  const [attempts, figures] = await Promise.all([latestAttempts(context.db), modelFigures(context.db, access)])
  return { rows: context.catalogue.all().map((model) => toSummary(model, { attempts, figures })) }
}

interface Figures {
  readonly attempts: readonly LastRun[]
  readonly figures: readonly ModelFigures[]
}

function toSummary({ definition }: CatalogueModel, { attempts, figures }: Figures): Summary {
  const last = attempts.find(({ model_id }) => model_id === definition.id)
  const own = figures.find(({ model_id }) => model_id === definition.id)
  const labelled = own?.labelled ?? 0
  return {
    modelId: definition.id,
    code: definition.code,
    name: definition.name,
    version: definition.version,
    subject: definition.subject,
    summary: definition.summary,
    grain: definition.grain,
    lastRun: last
      ? { runId: last.run_id, at: last.at.toISOString(), state: last.state, durationMs: last.duration_ms }
      : null,
    findings: own?.findings ?? 0,
    amountFund: own?.amt ?? '0.00',
    excluded: own?.excluded ?? 0,
    precision: labelled === 0 ? null : (own?.confirmed ?? 0) / labelled,
    labelled,
  }
}

export async function getModel(context: SupervisionContext, access: Access, modelId: string): Promise<Detail> {
  const model = context.catalogue.get(modelId)
  const [attempts, figures, saved] = await Promise.all([
    latestAttempts(context.db),
    modelFigures(context.db, access),
    findParameters(context.db, modelId),
  ])
  const { definition } = model
  return {
    ...toSummary(model, { attempts, figures }),
    clauses: [...definition.clauses],
    legal: legalOf(definition),
    parameters: model.parameters.map((parameter) => toParameter(parameter, saved?.parameters[parameter.id])),
    parametersVersion: saved?.version ?? 0,
    reads: Object.entries(definition.reads).map(([table, columns]) => ({ table, columns: [...columns] })),
    returns: definition.returns.map(toField),
    score: definition.score,
    amount: definition.amount,
    readme: model.readme,
  }
}

export interface ParameterChange {
  readonly modelId: string
  /** The version the form was filled from: somebody else's change in between is not overwritten. */
  readonly parametersVersion: number
  readonly values: Readonly<Record<string, ParameterValue>>
  readonly reason: string
}

/** 修改模型参数: a new version with maker and reason; the next run uses it. Values not named stay as they are. */
export async function setParameters(
  context: SupervisionContext,
  { principal, access }: Caller,
  change: ParameterChange,
): Promise<Detail> {
  const { audit, clock } = context.platform
  const model = context.catalogue.get(change.modelId)
  const values = checkValues(model.parameters, change.values)
  await context.db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext(${`parameters:${change.modelId}`}))`.execute(tx)
    const saved = await findParameters(tx, change.modelId)
    const version = saved?.version ?? 0
    if (version !== change.parametersVersion) {
      throw new AppError('conflict', 'parameters.version', '参数已被他人修改，请刷新后重试', { version })
    }
    const next = { ...saved?.parameters, ...values }
    await tx
      .insertInto('model_parameters')
      .values({
        model_id: change.modelId,
        version: version + 1,
        parameters: JSON.stringify(next),
        reason: change.reason,
        made_by: principal.displayName,
        made_at: clock.now(),
      })
      .execute()
    const details = { version: version + 1, reason: change.reason, before: saved?.parameters ?? {}, after: next }
    await audit.append(tx, { actor: principal.username, action: 'model.parameters', subject: change.modelId, details })
  })
  return getModel(context, access, change.modelId)
}
