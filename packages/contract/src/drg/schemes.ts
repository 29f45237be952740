import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Moment } from '../platform/index.ts'

const SchemeId = z.string().max(60)

export const SchemeRow = z.object({
  schemeId: SchemeId,
  name: z.string(),
  version: z.string(),
  source: z.string(),
  /** Of all its files; empty when it cannot be read. */
  hash: z.string(),
  validFrom: DayText.nullable(),
  validTo: DayText.nullable(),
  mdcs: z.number(),
  adrgs: z.number(),
  drgs: z.number(),
  weights: z.number(),
  /** Whether the approved parameters settle by it. */
  inForce: z.boolean(),
  /** Why it cannot be read; null when it can. */
  failure: z.string().nullable(),
})
export type SchemeRow = z.infer<typeof SchemeRow>

const GroupRow = z.object({
  drg: z.string(),
  name: z.string(),
  split: z.string(),
  condition: z.string(),
  weight: z.string().nullable(),
  /** Cases of the last twelve months that are there. */
  cases: z.number(),
})
export const SchemeDetail = SchemeRow.extend({
  tree: z.array(
    z.object({
      mdc: z.string(),
      name: z.string(),
      /** In words. */
      condition: z.string(),
      cases: z.number(),
      adrgs: z.array(
        z.object({ ruleId: z.string(), adrg: z.string(), name: z.string(), rule: z.string(), condition: z.string(), surgical: z.boolean(), drgs: z.array(GroupRow) }), // prettier-ignore
      ),
    }),
  ),
})
export type SchemeDetail = z.infer<typeof SchemeDetail>

const CodeName = z.object({ code: z.string(), name: z.string() })
export const SchemeRule = z.object({
  ruleId: z.string(),
  lists: z.array(z.object({ title: z.string(), codes: z.array(CodeName), total: z.number() })),
})

const Change = z.object({ code: z.string(), kind: z.enum(['added', 'removed', 'changed']), before: z.string(), after: z.string() }) // prettier-ignore

export const PARAMETER_STATES = { draft: '待审批', approved: '已批准', rejected: '已退回' } as const
export const ParametersRow = z.object({
  version: z.number(),
  title: z.string(),
  schemeId: SchemeId,
  schemeName: z.string(),
  reason: z.string(),
  status: z.enum(['draft', 'approved', 'rejected']),
  inForce: z.boolean(),
  madeBy: z.string(),
  madeAt: Moment,
  decidedBy: z.string().nullable(),
  decidedAt: Moment.nullable(),
  opinion: z.string(),
  /** What a reader wants to know first. */
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  content: z.string(),
})
export type ParametersRow = z.infer<typeof ParametersRow>

export const sharedSchemeEndpoints = endpoints({
  listSchemes: {
    method: 'GET',
    path: '/api/drg/schemes',
    summary: '分组方案',
    permission: 'drg.read',
    response: z.object({ rows: z.array(SchemeRow) }),
  },
  getScheme: {
    method: 'GET',
    path: '/api/drg/schemes/:schemeId',
    summary: '分组方案详情',
    permission: 'drg.read',
    params: z.object({ schemeId: SchemeId }),
    response: SchemeDetail,
  },
  getSchemeRule: {
    method: 'GET',
    path: '/api/drg/schemes/:schemeId/rules/:ruleId',
    summary: '病组规则的编码清单',
    permission: 'drg.read',
    params: z.object({ schemeId: SchemeId, ruleId: z.string().max(40) }),
    response: SchemeRule,
  },
})

export const schemeEndpoints = endpoints({
  lintScheme: {
    method: 'GET',
    path: '/api/drg/schemes/:schemeId/problems',
    summary: '分组方案检查',
    permission: 'drg.read',
    params: z.object({ schemeId: SchemeId }),
    response: z.object({
      rows: z.array(z.object({ kind: z.string(), at: z.string(), message: z.string(), codes: z.array(z.string()) })),
    }),
  },
  diffSchemes: {
    method: 'GET',
    path: '/api/drg/scheme-diff',
    summary: '分组方案对比',
    permission: 'drg.read',
    query: z.object({ from: SchemeId, to: SchemeId }),
    response: z.object({
      lists: z.array(z.object({ list: z.string(), added: z.array(z.string()), removed: z.array(z.string()), addedTotal: z.number(), removedTotal: z.number() })), // prettier-ignore
      adrgs: z.array(Change),
      drgs: z.array(Change),
      /** Cases of the last twelve months regrouped in both: what moves, most first. */
      flow: z.array(z.object({ from: z.string(), to: z.string(), cases: z.number(), weight: z.string().nullable(), amount: z.string() })), // prettier-ignore
      cases: z.number(),
      moved: z.number(),
    }),
  },
  listParameters: {
    method: 'GET',
    path: '/api/drg/parameters',
    summary: '支付参数版本',
    permission: 'drg.read',
    response: z.object({ rows: z.array(ParametersRow) }),
  },
  draftParameters: {
    method: 'POST',
    path: '/api/drg/parameters',
    summary: '编制支付参数',
    permission: 'drg.manage',
    body: z.object({ schemeId: SchemeId, content: z.string().min(10).max(400_000), reason: z.string().trim().min(2).max(500) }), // prettier-ignore
    response: ParametersRow,
  },
  decideParameters: {
    method: 'POST',
    path: '/api/drg/parameters/:version/decision',
    summary: '审批支付参数',
    permission: 'drg.approve',
    params: z.object({ version: z.coerce.number().int() }),
    body: z.object({ decision: z.enum(['approved', 'rejected']), opinion: z.string().trim().min(2).max(500) }),
    response: ParametersRow,
  },
})
