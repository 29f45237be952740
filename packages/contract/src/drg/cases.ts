import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Page, Yuan } from '../platform/index.ts'
import { DrgFund, GROUPING_STATUSES, HospitalCode, MonthText } from './vocabulary.ts'

export const Hospital = z.object({ code: z.string(), name: z.string() })

export const DrgCaseRow = z.object({
  caseId: z.string(),
  month: z.string(),
  hospital: Hospital,
  fund: DrgFund.nullable(),
  discharged: DayText,
  los: z.number().nullable(),
  dept: z.string(),
  main: z.object({ code: z.string(), name: z.string() }),
  operation: z.object({ code: z.string(), name: z.string() }).nullable(),
  drg: z.string(),
  drgName: z.string(),
  status: z.enum(GROUPING_STATUSES),
  reason: z.string().nullable(),
  weight: z.string().nullable(),
  rule: z.string().nullable(),
  ruleLabel: z.string(),
  cost: Yuan.nullable(),
  payable: Yuan.nullable(),
  actualFund: Yuan.nullable(),
  gain: Yuan.nullable(),
  refused: z.string().nullable(),
  frozen: z.boolean(),
})
export type DrgCaseRow = z.infer<typeof DrgCaseRow>

export const CASE_SORTS = ['discharged', 'cost', 'payable', 'gain', 'weight', 'los'] as const
export const CaseFilter = z.object({
  month: MonthText.optional(),
  year: z.string().regex(/^\d{4}$/).optional(), // prettier-ignore
  hospital: HospitalCode.optional(),
  fund: DrgFund.optional(),
  mdc: z.string().max(8).optional(),
  drg: z.string().max(12).optional(),
  status: z.enum(GROUPING_STATUSES).optional(),
  rule: z.string().max(30).optional(),
  /** Only cases that cannot be paid yet. */
  refused: z.literal('1').optional(),
  q: z.string().max(64).optional(),
})
const CaseTotals = z.object({
  cases: z.number(),
  weight: z.string(),
  cost: Yuan,
  actualFund: Yuan,
  payable: Yuan,
  gain: Yuan,
})

const Hit = z.object({ code: z.string(), name: z.string() })
const TracedRule = z.object({
  ruleId: z.string(),
  adrg: z.string(),
  name: z.string(),
  hits: z.array(Hit),
  failed: z.array(z.string()),
})
export const CaseTrace = z.object({
  mdcs: z.array(
    z.object({ mdc: z.string(), name: z.string(), verdict: z.enum(['passed', 'left', 'taken']), failed: z.array(z.string()), tried: z.array(TracedRule) }), // prettier-ignore
  ),
  hit: z
    .object({
      mdc: z.string(),
      ruleId: z.string(),
      adrg: z.string(),
      name: z.string(),
      rule: z.string(),
      condition: z.string(),
      hits: z.array(Hit),
      drgName: z.string(),
    }) // prettier-ignore
    .nullable(),
  severity: z.number(),
  complications: z.array(
    z.object({ code: z.string(), name: z.string(), level: z.enum(['CC', 'MCC']), excluded: z.boolean(), table: z.string().nullable(), effective: z.boolean(), deciding: z.enum(['sole', 'shared']).nullable() }), // prettier-ignore
  ),
  moves: z.array(
    z.object({ direction: z.enum(['up', 'down']), drg: z.string(), name: z.string(), needs: z.string(), codes: z.array(Hit), weight: z.string().nullable(), amount: Yuan.nullable() }), // prettier-ignore
  ),
  quality: z.array(z.object({ code: z.string(), message: z.string() })),
  /** Codes of old records as an expert confirmed them: the case is grouped by `to`. */
  mapped: z.array(z.object({ kind: z.enum(['dx', 'op']), from: z.string(), to: Hit })),
})
export type CaseTrace = z.infer<typeof CaseTrace>

export const WHAT_IF_LABELS = { 'main-diagnosis': '改为主要诊断', 'main-operation': '改为主要手术', 'drop-complication': '去掉并发症' } as const // prettier-ignore

export const DrgCaseDetail = DrgCaseRow.extend({
  mdc: z.string(),
  adrg: z.string(),
  tier: z.string(),
  person: z.object({ psnNo: z.string(), sex: z.string(), age: z.string() }),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  diagnoses: z.array(Hit),
  operations: z.array(Hit),
  amounts: z
    .object({ standard: Yuan.nullable(), value: Yuan, patientPay: Yuan, otherFunds: Yuan, pending: z.boolean() })
    .nullable(),
  explain: z.array(z.string()),
  trace: CaseTrace,
  whatIf: z.array(
    z.object({ sweep: z.enum(['main-diagnosis', 'main-operation', 'drop-complication']), code: z.string(), name: z.string(), drg: z.string(), drgName: z.string(), weightFrom: z.string().nullable(), weightTo: z.string().nullable(), amount: Yuan.nullable() }), // prettier-ignore
  ),
  /** Cases of its group in the same month: where its cost stands. */
  peers: z.object({ n: z.number(), median: Yuan.nullable(), p90: Yuan.nullable() }),
  scheme: z.object({ schemeId: z.string(), name: z.string(), hash: z.string() }),
  listId: z.string().nullable(),
  /** Whether the list was corrected after the case was frozen. */
  listNewer: z.boolean(),
  reviewId: z.string().nullable(),
})
export type DrgCaseDetail = z.infer<typeof DrgCaseDetail>

const MonthPoint = z.object({
  month: z.string(),
  cases: z.number(),
  cmi: z.string().nullable(),
  cost: Yuan,
  payable: Yuan,
  actualFund: Yuan,
  frozen: z.boolean(),
})
export const DrgOverview = z.object({
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Trial results may change; the last figures are of this moment. */
  at: z.string().nullable(),
  schemeName: z.string(),
  cases: z.number(),
  grouped: z.number(),
  ambiguous: z.number(),
  ungrouped: z.number(),
  rejected: z.number(),
  refused: z.number(),
  groups: z.number(),
  cmi: z.string().nullable(),
  groupRate: z.number().nullable(),
  costPerCase: Yuan.nullable(),
  daysPerCase: z.number().nullable(),
  high: z.number(),
  low: z.number(),
  cost: Yuan,
  payable: Yuan,
  actualFund: Yuan,
  gain: Yuan,
  months: z.array(MonthPoint),
  hospitals: z.array(
    z.object({
      hospital: Hospital,
      cases: z.number(),
      weight: z.string(),
      cmi: z.string().nullable(),
      costIndex: z.number().nullable(),
      timeIndex: z.number().nullable(),
      groupRate: z.number().nullable(),
      high: z.number(),
      low: z.number(),
      payable: Yuan,
      actualFund: Yuan,
      gain: Yuan,
    }),
  ),
  groupsByCost: z.array(z.object({ drg: z.string(), name: z.string(), cases: z.number(), cost: Yuan, payable: Yuan, gain: Yuan, cv: z.number().nullable() })), // prettier-ignore
})
export type DrgOverview = z.infer<typeof DrgOverview>

export const sharedCaseEndpoints = endpoints({
  drgOverview: {
    method: 'GET',
    path: '/api/drg/overview',
    summary: 'DRG 运行总览',
    permission: 'drg.read',
    query: z.object({ from: MonthText.optional(), to: MonthText.optional() }),
    response: DrgOverview,
  },
  drgCasesFile: {
    method: 'GET',
    path: '/api/drg/cases/file',
    summary: 'DRG 病例（xlsx）',
    permission: 'drg.read',
    query: CaseFilter.extend({
      sort: z.enum(CASE_SORTS).default('discharged'),
      order: z.enum(['asc', 'desc']).default('desc'),
    }),
  },
  listDrgCases: {
    method: 'GET',
    path: '/api/drg/cases',
    summary: 'DRG 病例',
    permission: 'drg.read',
    query: CaseFilter.extend({
      ...Page.shape,
      sort: z.enum(CASE_SORTS).default('discharged'),
      order: z.enum(['asc', 'desc']).default('desc'),
    }),
    response: z.object({ rows: z.array(DrgCaseRow), total: z.number(), totals: CaseTotals }),
  },
  getDrgCase: {
    method: 'GET',
    path: '/api/drg/cases/:caseId',
    summary: 'DRG 病例详情',
    permission: 'drg.read',
    params: z.object({ caseId: z.string().max(80) }),
    response: DrgCaseDetail,
  },
})
