import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { SUBMISSION_STATUSES } from '../self-check/submissions.ts'
import { DayText, Job, Moment, Page, Yuan } from '../platform/index.ts'
import { LegalBasis, ModelParameter } from './models.ts'
import { FieldInfo, FINDING_SOURCES, FINDING_STATUSES, Level, SUBJECT_TYPES } from './vocabulary.ts'

export const FindingRow = z.object({
  findingId: z.string(),
  modelId: z.string(),
  modelName: z.string(),
  /** Made by a detection model, or by a rule of the libraries (then `modelId` is `rule:` and the rule's id). */
  source: z.enum(FINDING_SOURCES),
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
  /** 机构已自查: the institution has reported judgements of this finding itself, first `at`; `reported` of its `of` judgements. */
  selfFound: z
    .object({
      checkId: z.string(),
      status: z.enum(SUBMISSION_STATUSES),
      at: Moment,
      reported: z.number(),
      of: z.number(),
    })
    .nullable(),
})
export type FindingRow = z.infer<typeof FindingRow>

export const FindingFilter = z.object({
  model: z.string().optional(),
  source: z.enum(FINDING_SOURCES).optional(),
  level: z.string().optional().describe('逗号分隔：高,中'),
  status: z.enum(FINDING_STATUSES).optional(),
  admdvs: z.string().optional(),
  institution: z.string().optional(),
  subjectType: z.enum(SUBJECT_TYPES).optional(),
  from: DayText.optional(),
  to: DayText.optional(),
  minFund: z.coerce.number().optional(),
  q: z.string().max(64).optional(),
  /** Findings that this run made (default: of the latest run of each model). */
  runId: z.string().optional(),
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
/** One judge (判定) within a finding of a rule. */
export const RuleHit = z.object({
  jrId: z.string(),
  kpId: z.string(),
  kpVersion: z.number(),
  kpName: z.string(),
  severity: z.number(),
  message: z.string(),
  /** Parameters of the knowledge point in force, in words. */
  params: z.string(),
  amount: Yuan,
  fund: Yuan,
  /** False: no line carries the money. */
  computable: z.boolean(),
  violating: z.number(),
  involved: z.number(),
  document: z.string(),
  article: z.string().nullable(),
  basis: z.string(),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
})
/** A row a rule finding rests on: a fee line, or the visit, a diagnosis or an operation itself. */
export const RuleHitRow = z.object({
  role: z.enum(['疑似违规项', '涉及项']),
  sn: z.string(),
  mdtrtId: z.string(),
  fixmedinsName: z.string().nullable(),
  day: DayText.nullable(),
  time: z.string().nullable(),
  code: z.string().nullable(),
  name: z.string(),
  cnt: z.string().nullable(),
  pric: z.string().nullable(),
  amt: Yuan.nullable(),
  inscp: Yuan.nullable(),
  share: Yuan,
  fund: Yuan,
})
export const RuleFinding = z.object({
  kindId: z.string(),
  name: z.string(),
  gz: z.string().nullable(),
  cat1: z.string(),
  cat2: z.string(),
  severity: z.number(),
  logic: z.array(z.string()),
  releaseHash: z.string(),
  releaseTitle: z.string(),
  hitsTotal: z.number(),
  hits: z.array(RuleHit),
  violating: z.number(),
  involved: z.number(),
  rows: z.array(RuleHitRow),
  /** 申诉理由 an institution may give. */
  appeals: z.array(z.object({ code: z.string(), label: z.string() })),
})
export type RuleFinding = z.infer<typeof RuleFinding>

export const FindingDetail = FindingRow.extend({
  /** For a finding of a rule: its judges and rows. */
  rule: RuleFinding.nullable(),
  /** Whether the latest run of the model still makes it; if not, it is kept as history. */
  current: z.boolean(),
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

export const findingEndpoints = endpoints({
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
      sources: z.array(z.object({ value: z.string(), label: z.string(), n: z.number() })),
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
    query: Page.extend({
      mdtrtId: z.string().optional(),
      markedOnly: z.union([z.boolean(), z.stringbool()]).optional(),
    }),
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
})
