import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Job, Moment, Page, Yuan } from '../platform/index.ts'
import { FieldInfo, SUBJECT_TYPES } from './vocabulary.ts'

export const ModelParameter = z.object({
  id: z.string(),
  label: z.string(),
  type: z.enum(['integer', 'number', 'boolean', 'text', 'date']),
  unit: z.string().nullable(),
  default: z.union([z.string(), z.number(), z.boolean()]),
  current: z.union([z.string(), z.number(), z.boolean()]),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** seed: a number of the source documents; default: our starting value. */
  origin: z.enum(['seed', 'default']),
})
export const LegalBasis = z.object({ document: z.string(), article: z.string(), text: z.string() })
export const ModelSummary = z.object({
  modelId: z.string(),
  code: z.string(),
  name: z.string(),
  version: z.string(),
  subject: z.enum(SUBJECT_TYPES),
  summary: z.string(),
  grain: z.string(),
  lastRun: z
    .object({
      runId: z.string(),
      at: Moment,
      state: z.enum(['succeeded', 'failed', 'cancelled']),
      durationMs: z.number(),
    })
    .nullable(),
  findings: z.number(),
  amountFund: Yuan,
  excluded: z.number(),
  /** From verified findings; null while none is verified. */
  precision: z.number().nullable(),
  labelled: z.number(),
})
export const ModelDetail = ModelSummary.extend({
  clauses: z.array(z.string()),
  legal: z.array(LegalBasis),
  parameters: z.array(ModelParameter),
  parametersVersion: z.number(),
  reads: z.array(z.object({ table: z.string(), columns: z.array(z.string()) })),
  returns: z.array(FieldInfo),
  score: z.string(),
  amount: z.string(),
  /** Markdown of the model's page: 查什么 / 判定口径 / 不适用的情形 / 如何核实 / 政策依据. */
  readme: z.string(),
})
export const RunModel = z.object({
  modelId: z.string(),
  name: z.string(),
  version: z.string(),
  state: z.enum(['succeeded', 'failed', 'cancelled']),
  error: z.string().nullable(),
  findings: z.number(),
  excluded: z.number(),
  cannotTell: z.array(z.object({ reason: z.string(), n: z.number() })),
  amountFund: Yuan,
  durationMs: z.number(),
  rowsRead: z.number(),
  /** Findings of a rule that only the run's files hold: people get the gravest ones. */
  heldBack: z.number(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})
/** What a scan of history by a release says besides its rules. */
export const RuleRun = z.object({
  releaseHash: z.string(),
  releaseTitle: z.string(),
  hits: z.number(),
  heldBack: z.number(),
  heldBackFund: Yuan,
  persons: z.number(),
  visits: z.number(),
  lines: z.number(),
  /** Judges taken over from an earlier run because nothing of their persons changed; null: everything was scanned. */
  carried: z.object({ runId: z.string(), hits: z.number(), rescannedPersons: z.number() }).nullable(),
})
export const Run = z.object({
  kind: z.enum(['models', 'rules']),
  rules: RuleRun.nullable(),
  runId: z.string(),
  snapshot: z.string(),
  asOf: DayText,
  at: Moment,
  by: z.string(),
  durationMs: z.number(),
  models: z.array(RunModel),
})

export const modelEndpoints = endpoints({
  listModels: {
    method: 'GET',
    path: '/api/models',
    summary: '模型列表',
    permission: 'models.read',
    response: z.object({ rows: z.array(ModelSummary) }),
  },
  getModel: {
    method: 'GET',
    path: '/api/models/:modelId',
    summary: '模型详情',
    permission: 'models.read',
    params: z.object({ modelId: z.string() }),
    response: ModelDetail,
  },
  /** Saves a new version of the parameters; the next run uses it. */
  setParameters: {
    method: 'PUT',
    path: '/api/models/:modelId/parameters',
    summary: '修改模型参数',
    permission: 'models.configure',
    params: z.object({ modelId: z.string() }),
    body: z.object({
      parametersVersion: z.number(),
      values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      reason: z.string().min(2).max(200),
    }),
    response: ModelDetail,
  },
  startRun: {
    method: 'POST',
    path: '/api/runs',
    summary: '运行模型',
    permission: 'models.run',
    body: z.object({
      modelIds: z.array(z.string()).min(1),
      asOf: DayText.optional(),
      parameters: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))).optional(),
    }),
    response: Job,
  },
  listRuns: {
    method: 'GET',
    path: '/api/runs',
    summary: '运行历史',
    permission: 'models.read',
    query: Page.extend({ modelId: z.string().optional(), kind: z.enum(['models', 'rules']).optional() }),
    response: z.object({ rows: z.array(Run), total: z.number() }),
  },
  getRun: {
    method: 'GET',
    path: '/api/runs/:runId',
    summary: '运行详情',
    permission: 'models.read',
    params: z.object({ runId: z.string() }),
    response: Run,
  },
})
