import { LEVELS } from '@yijian/kernel'
import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Job, Moment, Page, Yuan } from '../platform/index.ts'

export const Level = z.enum(LEVELS)
export const SUBJECT_TYPES = ['person', 'visit', 'institution', 'doctor', 'group', 'drg_group', 'item'] as const
export const SUBJECT_LABELS = {
  person: '参保人',
  visit: '就诊',
  institution: '机构',
  doctor: '医师',
  group: '群组',
  drg_group: '病组',
  item: '项目',
} as const satisfies Record<(typeof SUBJECT_TYPES)[number], string>
export const FINDING_STATUSES = ['new', 'confirmed', 'rejected'] as const
export const STATUS_LABELS = { new: '待核实', confirmed: '核实属实', rejected: '核实不属实' } as const satisfies Record<
  (typeof FINDING_STATUSES)[number],
  string
>

export const FieldFormat = z.enum(['integer', 'number', 'ratio', 'percent', 'money', 'date', 'text'])
export const FieldInfo = z.object({
  name: z.string(),
  label: z.string(),
  unit: z.string().nullable(),
  format: FieldFormat,
})

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
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})
export const Run = z.object({
  runId: z.string(),
  snapshot: z.string(),
  asOf: DayText,
  at: Moment,
  by: z.string(),
  durationMs: z.number(),
  models: z.array(RunModel),
})

export const FindingRow = z.object({
  findingId: z.string(),
  modelId: z.string(),
  modelName: z.string(),
  modelVersion: z.string(),
  subjectType: z.enum(SUBJECT_TYPES),
  subjectId: z.string(),
  subtype: z.string().nullable(),
  /** Masked. */
  psnNo: z.string().nullable(),
  fixmedinsCode: z.string().nullable(),
  fixmedinsName: z.string().nullable(),
  admdvs: z.string().nullable(),
  admdvsName: z.string().nullable(),
  tier: z.string().nullable(),
  periodFrom: DayText,
  periodTo: DayText,
  score: z.number(),
  level: Level,
  amtTotal: Yuan,
  amtFund: Yuan,
  excludedBy: z.string().nullable(),
  explain: z.string(),
  status: z.enum(FINDING_STATUSES),
  runId: z.string(),
})
export type FindingRow = z.infer<typeof FindingRow>

export const FindingFilter = z.object({
  model: z.string().optional(),
  level: z.string().optional().describe('逗号分隔：高,中'),
  status: z.enum(FINDING_STATUSES).optional(),
  admdvs: z.string().optional(),
  institution: z.string().optional(),
  subjectType: z.enum(SUBJECT_TYPES).optional(),
  from: DayText.optional(),
  to: DayText.optional(),
  minFund: z.coerce.number().optional(),
  q: z.string().max(64).optional(),
  /** hit: findings (default); excluded: candidates dropped by an exclusion. */
  kind: z.enum(['hit', 'excluded']).default('hit'),
})
export const FINDING_SORTS = ['score', 'amtFund', 'amtTotal', 'periodFrom', 'model', 'institution'] as const
export const FindingQuery = FindingFilter.extend({
  ...Page.shape,
  sort: z.enum(FINDING_SORTS).default('score'),
  order: z.enum(['asc', 'desc']).default('desc'),
})

/** One row of the time line: a stay, an outpatient visit or a purchase that the finding rests on. */
export const FindingVisit = z.object({
  mdtrtId: z.string(),
  setlIds: z.array(z.string()),
  kind: z.enum(['stay', 'outpatient', 'pharmacy', 'other']),
  psnNo: z.string(),
  fixmedinsCode: z.string(),
  fixmedinsName: z.string(),
  tier: z.string().nullable(),
  begin: z.string(),
  end: z.string(),
  los: z.number().nullable(),
  mainCode: z.string().nullable(),
  mainName: z.string().nullable(),
  dept: z.string().nullable(),
  cost: Yuan.nullable(),
  fund: Yuan.nullable(),
  marks: z.array(z.string()),
})
export const FindingDetailTable = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.enum(['table', 'graph-edges', 'day-strip', 'series']),
  columns: z.array(FieldInfo),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  truncated: z.boolean(),
})
export const FindingDetail = FindingRow.extend({
  amtMethod: z.string().nullable(),
  against: z.string(),
  facts: z.array(FieldInfo.extend({ value: z.union([z.string(), z.number(), z.boolean(), z.null()]) })),
  peer: z
    .object({
      label: z.string(),
      n: z.number(),
      value: z.number(),
      median: z.number(),
      unit: z.string(),
      quantiles: z.array(z.number()),
    })
    .nullable(),
  visits: z.array(FindingVisit),
  visitsTotal: z.number(),
  details: z.array(FindingDetailTable),
  parameters: z.array(ModelParameter),
  exclusionsPassed: z.array(z.object({ id: z.string(), label: z.string() })),
  missingShare: z.number().nullable(),
  legal: z.array(LegalBasis),
  /** How the institution can contest it. */
  contest: z.string(),
  scoreFormula: z.string(),
  amountFormula: z.string(),
  snapshot: z.string(),
  asOf: DayText,
  relatedPsnNos: z.array(z.string()),
  memberIds: z.array(z.string()),
  tags: z.array(z.string()),
  labels: z.array(z.object({ at: Moment, by: z.string(), status: z.enum(FINDING_STATUSES), note: z.string() })),
})
export type FindingDetail = z.infer<typeof FindingDetail>

export const FeeLine = z.object({
  feedetlSn: z.string(),
  setlId: z.string(),
  mdtrtId: z.string(),
  time: z.string().nullable(),
  itemCode: z.string().nullable(),
  itemName: z.string().nullable(),
  chrgType: z.string().nullable(),
  cnt: z.string().nullable(),
  pric: z.string().nullable(),
  amt: Yuan.nullable(),
  inscp: Yuan.nullable(),
  deptCode: z.string().nullable(),
  doctorCode: z.string().nullable(),
  marked: z.boolean(),
})
const FindingParams = z.object({ findingId: z.string() })

/** 机构分析报告 (X§1.5.1.16): names, code, level, models hit, visits, score. */
export const InstitutionRow = z.object({
  fixmedinsCode: z.string(),
  fixmedinsName: z.string(),
  hospLv: z.string().nullable(),
  hospLvLabel: z.string(),
  tier: z.string().nullable(),
  admdvs: z.string().nullable(),
  admdvsName: z.string().nullable(),
  /** 违规指标数量: distinct models hit. */
  models: z.number(),
  /** 违规就诊数量: distinct visits. */
  visits: z.number(),
  findings: z.number(),
  /** 违规分值: S = 100 × (1 − Π(1 − score/100·ρ)), models specification §2.9. */
  score: z.number(),
  amtFund: Yuan,
})
export const InstitutionReport = InstitutionRow.extend({
  byModel: z.array(
    z.object({
      modelId: z.string(),
      modelName: z.string(),
      findings: z.number(),
      visits: z.number(),
      bestScore: z.number(),
      amtFund: Yuan,
    }),
  ),
  byMonth: z.array(z.object({ month: z.string(), findings: z.number(), amtFund: Yuan })),
  scoreExplain: z.string(),
})

export const supervisionEndpoints = endpoints({
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
    query: Page.extend({ modelId: z.string().optional() }),
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

  listFindings: {
    method: 'GET',
    path: '/api/findings',
    summary: '疑点列表',
    permission: 'findings.read',
    query: FindingQuery,
    response: z.object({
      rows: z.array(FindingRow),
      total: z.number(),
      totals: z.object({ amtTotal: Yuan, amtFund: Yuan }),
    }),
  },
  /** Options for the filters, within the caller's scope. */
  findingFacets: {
    method: 'GET',
    path: '/api/findings/facets',
    summary: '疑点筛选项',
    permission: 'findings.read',
    query: FindingFilter,
    response: z.object({
      models: z.array(z.object({ value: z.string(), label: z.string(), n: z.number() })),
      levels: z.array(z.object({ value: z.string(), label: z.string(), n: z.number() })),
      regions: z.array(z.object({ value: z.string(), label: z.string(), n: z.number() })),
      statuses: z.array(z.object({ value: z.string(), label: z.string(), n: z.number() })),
    }),
  },
  /** xlsx or CSV of what is filtered, with a header that says by whom, when and with what filter. */
  exportFindings: {
    method: 'GET',
    path: '/api/findings/export',
    summary: '导出疑点',
    permission: 'findings.export',
    query: FindingQuery.omit({ page: true, size: true }).extend({ format: z.enum(['xlsx', 'csv']) }),
  },
  getFinding: {
    method: 'GET',
    path: '/api/findings/:findingId',
    summary: '疑点详情',
    permission: 'findings.read',
    params: FindingParams,
    response: FindingDetail,
  },
  listFindingLines: {
    method: 'GET',
    path: '/api/findings/:findingId/lines',
    summary: '疑点涉及的费用明细',
    permission: 'findings.read',
    params: FindingParams,
    query: Page.extend({ mdtrtId: z.string().optional(), markedOnly: z.coerce.boolean().optional() }),
    response: z.object({ rows: z.array(FeeLine), total: z.number() }),
  },
  recompute: {
    method: 'POST',
    path: '/api/findings/:findingId/recompute',
    summary: '重新推算该疑点',
    permission: 'findings.read',
    params: FindingParams,
    response: Job,
  },
  labelFinding: {
    method: 'POST',
    path: '/api/findings/:findingId/labels',
    summary: '登记核实结论',
    permission: 'findings.label',
    params: FindingParams,
    body: z.object({ status: z.enum(FINDING_STATUSES), note: z.string().min(2).max(500) }),
    response: FindingDetail,
  },
  /** Shows numbers in clear for a stated purpose; recorded in the audit trail. */
  unmask: {
    method: 'POST',
    path: '/api/findings/:findingId/unmask',
    summary: '查看完整人员编号',
    permission: 'subjects.unmask',
    params: FindingParams,
    body: z.object({ purpose: z.string().min(4).max(200) }),
    response: z.object({
      psnNo: z.string().nullable(),
      relatedPsnNos: z.array(z.string()),
      visits: z.array(z.object({ mdtrtId: z.string(), psnNo: z.string() })),
    }),
  },

  listInstitutions: {
    method: 'GET',
    path: '/api/institutions',
    summary: '机构分析报告列表',
    permission: 'findings.read',
    query: Page.extend({
      admdvs: z.string().optional(),
      tier: z.string().optional(),
      q: z.string().max(64).optional(),
      sort: z.enum(['score', 'amtFund', 'visits', 'models', 'findings']).default('score'),
      order: z.enum(['asc', 'desc']).default('desc'),
    }),
    response: z.object({ rows: z.array(InstitutionRow), total: z.number() }),
  },
  getInstitution: {
    method: 'GET',
    path: '/api/institutions/:fixmedinsCode',
    summary: '机构分析报告',
    permission: 'findings.read',
    params: z.object({ fixmedinsCode: z.string() }),
    response: InstitutionReport,
  },
})
