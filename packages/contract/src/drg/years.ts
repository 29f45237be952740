import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { Job, Moment, Yuan } from '../platform/index.ts'
import { Hospital } from './cases.ts'
import { DrgFund, HospitalCode, SpecialEffect } from './vocabulary.ts'

const YearNumber = z.coerce.number().int().min(2000).max(2100)
const Ratio = z.string().regex(/^-?\d{1,4}(\.\d{1,8})?$/, '应为最多八位小数的数')

export const YEAR_STATE_LABELS = {
  draft: '决算草案',
  published: '已下发，待医院确认',
  objected: '医院有异议',
  signed: '医院已确认，待核定',
  final: '已决算',
} as const
export const YearState = z.enum(['draft', 'published', 'objected', 'signed', 'final'])

export const BUDGET_STATE_LABELS = { drafted: '编制中', approved: '已审批', published: '已公布' } as const
export const BudgetRow = z.object({
  year: z.number(),
  fund: DrgFund,
  state: z.enum(['drafted', 'approved', 'published']),
  lastLocal: Yuan,
  lastOffSite: Yuan,
  factors: z.array(z.object({ name: z.string(), growth: Ratio, share: Ratio })),
  lowest: Ratio,
  highest: Ratio,
  income: Yuan,
  keep: Ratio,
  surplus: Yuan,
  growth: Ratio,
  total: Yuan,
  local: Yuan,
  offSite: Yuan,
  fromSurplus: Yuan,
  uncovered: Yuan,
  adjustments: Yuan,
  late: z.boolean(),
  events: z.array(z.object({ step: z.string(), day: z.string(), by: z.string(), text: z.string() })),
  /** What the closed and open months of the year have used so far. */
  used: Yuan,
})
export type BudgetRow = z.infer<typeof BudgetRow>

const Columns = z.object({
  payable: Yuan,
  actual: Yuan,
  rerunDifference: Yuan,
  banded: Yuan,
  settled: Yuan,
  deductions: Yuan,
  additions: Yuan,
  performanceDeduction: Yuan,
  final: Yuan,
  paid: Yuan,
  balance: Yuan,
})
/** `score`: 绩效考核得分 by which the deposit came back; null: none. */
export const YearLine = Columns.extend({ hospital: Hospital, fund: DrgFund, cases: z.number(), score: z.string().nullable(), state: YearState, canState: z.boolean() }) // prettier-ignore
export type YearLine = z.infer<typeof YearLine>

export const YearDetail = z.object({
  year: z.number(),
  version: z.number(),
  hash: z.string(),
  madeBy: z.string(),
  madeAt: Moment,
  schemeName: z.string(),
  schemeHash: z.string(),
  parameters: z.number(),
  complete: z.boolean(),
  /** Months with accounts that are not closed. */
  openMonths: z.array(z.string()),
  funds: z.array(
    z.object({ fund: DrgFund, budget: Yuan, budgetFrom: z.string(), cases: z.number(), total: Columns, fundSurplus: Yuan }), // prettier-ignore
  ),
  lines: z.array(YearLine),
  /** 特病单议 in this settlement. */
  special: z.array(
    z.object({ caseId: z.string(), reviewId: z.string(), hospital: Hospital, drg: z.string(), decision: SpecialEffect, monthly: Yuan.nullable(), payable: Yuan, settled: Yuan }), // prettier-ignore
  ),
  adjustments: z.array(z.object({ hospital: Hospital, fund: DrgFund, kind: z.string(), amount: Yuan, basis: z.string(), by: z.string() })), // prettier-ignore
  refused: z.number(),
  checks: z.array(z.object({ label: z.string(), ok: z.boolean(), text: z.string() })),
  events: z.array(z.object({ at: Moment, by: z.string(), hospital: z.string(), what: z.string(), note: z.string() })),
})
export type YearDetail = z.infer<typeof YearDetail>

const yearParams = z.object({ year: YearNumber })
export const sharedYearEndpoints = endpoints({
  listYears: {
    method: 'GET',
    path: '/api/drg/years',
    summary: '年终决算',
    permission: 'drg.read',
    response: z.object({
      rows: z.array(
        z.object({ year: z.number(), months: z.number(), closed: z.number(), cases: z.number(), payable: Yuan, made: z.boolean(), state: z.string(), balance: Yuan.nullable() }), // prettier-ignore
      ),
    }),
  },
  getYear: {
    method: 'GET',
    path: '/api/drg/years/:year',
    summary: '年终决算详情',
    permission: 'drg.read',
    params: yearParams,
    response: YearDetail,
  },
  yearFile: {
    method: 'GET',
    path: '/api/drg/years/:year/file',
    summary: '年终决算（xlsx）',
    permission: 'drg.read',
    params: yearParams,
  },
  listBudgets: {
    method: 'GET',
    path: '/api/drg/budgets',
    summary: '总额预算',
    permission: 'drg.read',
    response: z.object({ rows: z.array(BudgetRow) }),
  },
})

const Words = z.string().trim().min(2).max(1000)
export const ADJUSTMENT_LABELS = {
  violation: '核定违规扣减',
  'other-deduction': '其他扣减',
  'new-technology': '新技术补偿',
  tcm: '中医激励',
  'volume-purchase': '带量采购结余留用',
  consortium: '医共体打包结算补付',
  'other-addition': '其他补付',
} as const
export const yearEndpoints = endpoints({
  makeYear: {
    method: 'POST',
    path: '/api/drg/years/:year/draft',
    summary: '编制决算',
    permission: 'drg.manage',
    params: yearParams,
    response: Job,
  },
  addAdjustment: {
    method: 'POST',
    path: '/api/drg/years/:year/adjustments',
    summary: '登记扣减与补付',
    permission: 'drg.manage',
    params: yearParams,
    body: z.object({
      hospital: HospitalCode,
      fund: DrgFund,
      kind: z.enum(['violation', 'other-deduction', 'new-technology', 'tcm', 'volume-purchase', 'consortium', 'other-addition']), // prettier-ignore
      amount: Yuan,
      basis: Words,
    }),
    response: z.object({ done: z.literal(true) }),
  },
  /** 下发、驳回异议、退回重做: the officer's steps. */
  stepYear: {
    method: 'POST',
    path: '/api/drg/years/:year/step',
    summary: '下发决算或处理异议',
    permission: 'drg.manage',
    params: yearParams,
    body: z.object({ step: z.enum(['publish', 'reject', 'rework']), hospitals: z.array(HospitalCode).min(1).max(2000), note: Words }), // prettier-ignore
    response: YearDetail,
  },
  /** 核定: the second person, for hospitals that have signed. */
  finaliseYear: {
    method: 'POST',
    path: '/api/drg/years/:year/final',
    summary: '核定决算',
    permission: 'drg.approve',
    params: yearParams,
    body: z.object({ hospitals: z.array(HospitalCode).min(1).max(2000), note: Words }),
    response: YearDetail,
  },
  signYear: {
    method: 'POST',
    path: '/api/drg/own/years/:year/step',
    summary: '确认决算或提出异议',
    permission: 'drg.submit',
    params: yearParams,
    body: z.object({ step: z.enum(['sign', 'object']), hospital: HospitalCode, note: Words }),
    response: YearDetail,
  },
  saveBudget: {
    method: 'PUT',
    path: '/api/drg/budgets',
    summary: '编制总额预算',
    permission: 'drg.manage',
    body: z.object({
      year: YearNumber,
      fund: DrgFund,
      lastLocal: Yuan,
      lastOffSite: Yuan,
      factors: z.array(z.object({ name: z.string().trim().min(1).max(40), growth: Ratio, share: Ratio })).min(1).max(10), // prettier-ignore
      lowest: Ratio,
      highest: Ratio,
      income: Yuan,
      keep: Ratio,
      surplus: Yuan,
    }),
    response: BudgetRow,
  },
  stepBudget: {
    method: 'POST',
    path: '/api/drg/budgets/step',
    summary: '审批、公布或因突发事件调整预算',
    permission: 'drg.approve',
    body: z.object({
      year: YearNumber,
      fund: DrgFund,
      step: z.enum(['approve', 'publish', 'adjust']),
      amount: Yuan.optional(),
      emergency: z.string().max(500).default(''),
    }),
    response: BudgetRow,
  },
})
