import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { Job, Moment, Yuan } from '../platform/index.ts'
import { Hospital } from './cases.ts'
import { DrgFund, HospitalCode, MonthState, MonthText } from './vocabulary.ts'

const Counts = z.object({
  read: z.number(),
  grouped: z.number(),
  ambiguous: z.number(),
  ungrouped: z.number(),
  rejected: z.number(),
  paid: z.number(),
  refused: z.number(),
})
export const MonthRow = z.object({
  month: z.string(),
  frozen: z.boolean(),
  counts: Counts,
  cost: Yuan,
  payable: Yuan,
  actualFund: Yuan,
  paid: Yuan,
  /** Accounts (hospital and fund) by state. */
  states: z.array(z.object({ state: MonthState, n: z.number() })),
  snapshot: z.string(),
  schemeName: z.string(),
  schemeHash: z.string(),
  parameters: z.number(),
  frozenBy: z.string().nullable(),
  frozenAt: Moment.nullable(),
})
export type MonthRow = z.infer<typeof MonthRow>

export const AccountRow = z.object({
  month: z.string(),
  hospital: Hospital,
  fund: DrgFund,
  state: MonthState,
  cases: z.number(),
  payable: Yuan,
  paid: Yuan,
  /** Σ payable over its cases, counted again. */
  byCase: Yuan,
  actualFund: Yuan,
  gain: Yuan,
  /** The hospital's words of its open request, and the cases it names. */
  note: z.string(),
  disputed: z.array(z.string()),
})
export type AccountRow = z.infer<typeof AccountRow>

export const MonthDetail = MonthRow.extend({
  accounts: z.array(AccountRow),
  job: Job.nullable(),
  /** Cases in no account: no fund, no hospital's account. */
  outside: z.number(),
  reasons: z.array(z.object({ reason: z.string(), cases: z.number() })),
  checks: z.array(z.object({ label: z.string(), ok: z.boolean(), text: z.string() })),
})
export type MonthDetail = z.infer<typeof MonthDetail>

const Sums = z.object({
  cases: z.number(),
  weight: z.string(),
  cost: Yuan,
  patientPay: Yuan,
  otherFunds: Yuan,
  actualFund: Yuan,
  payable: Yuan,
  gain: Yuan,
  pending: z.number(),
})
export const LedgerLine = z.object({ at: Moment, by: z.string(), side: z.string(), fund: DrgFund, what: z.string(), text: z.string() }) // prettier-ignore
export const Statement = z.object({
  month: z.string(),
  hospital: Hospital,
  tier: z.string(),
  schemeName: z.string(),
  parametersTitle: z.string(),
  parameters: z.number(),
  basis: z.string(),
  issuedAt: Moment.nullable(),
  funds: z.array(
    z.object({
      fund: DrgFund,
      state: MonthState,
      rate: z.string(),
      coefficient: z.string(),
      lines: z.array(Sums.extend({ rule: z.string(), label: z.string() })),
      total: Sums,
      deposit: Yuan.nullable(),
      paid: Yuan,
      note: z.string(),
      disputed: z.array(z.object({ caseId: z.string(), drg: z.string(), payable: Yuan.nullable() })),
    }),
  ),
  refused: z.array(z.object({ caseId: z.string(), reason: z.string(), cost: Yuan.nullable() })),
  ledger: z.array(LedgerLine),
})
export type Statement = z.infer<typeof Statement>

const monthParams = z.object({ month: MonthText })
const statementParams = z.object({ month: MonthText, hospital: HospitalCode })

export const sharedMonthEndpoints = endpoints({
  listMonths: {
    method: 'GET',
    path: '/api/drg/months',
    summary: '月度结算',
    permission: 'drg.read',
    response: z.object({ rows: z.array(MonthRow), job: Job.nullable() }),
  },
  getMonth: {
    method: 'GET',
    path: '/api/drg/months/:month',
    summary: '月度结算详情',
    permission: 'drg.read',
    params: monthParams,
    response: MonthDetail,
  },
  getStatement: {
    method: 'GET',
    path: '/api/drg/months/:month/statements/:hospital',
    summary: '结算单',
    permission: 'drg.read',
    params: statementParams,
    response: Statement,
  },
  statementFile: {
    method: 'GET',
    path: '/api/drg/months/:month/statements/:hospital/file',
    summary: '结算单（xlsx）',
    permission: 'drg.read',
    params: statementParams,
  },
})

const Words = z.string().trim().min(2).max(1000)
export const monthEndpoints = endpoints({
  refreshMonths: {
    method: 'POST',
    path: '/api/drg/refresh',
    summary: '按最新数据重新试算未固化的月份',
    permission: 'drg.manage',
    response: Job,
  },
  /** 固化: takes the cases of the month, groups and prices them. */
  freezeMonth: {
    method: 'POST',
    path: '/api/drg/months/:month/freeze',
    summary: '固化病例并计算',
    permission: 'drg.manage',
    params: monthParams,
    response: Job,
  },
  issueStatements: {
    method: 'POST',
    path: '/api/drg/months/:month/statements',
    summary: '下发结算单',
    permission: 'drg.manage',
    params: monthParams,
    response: z.object({ issued: z.number() }),
  },
  requestReconciliation: {
    method: 'POST',
    path: '/api/drg/own/months/:month/request',
    summary: '发起对账申请',
    permission: 'drg.submit',
    params: monthParams,
    body: z.object({ hospital: HospitalCode, fund: DrgFund, note: Words, caseIds: z.array(z.string().max(80)).max(500) }), // prettier-ignore
    response: Statement,
  },
  answerRequest: {
    method: 'POST',
    path: '/api/drg/months/:month/answer',
    summary: '答复对账申请',
    permission: 'drg.manage',
    params: monthParams,
    body: z.object({ hospital: HospitalCode, fund: DrgFund, answer: z.enum(['accept', 'reject', 'restate']), opinion: Words }), // prettier-ignore
    response: z.object({ job: Job.nullable() }),
  },
  prepay: {
    method: 'POST',
    path: '/api/drg/months/:month/prepayment',
    summary: '拨付已确认的机构',
    permission: 'drg.approve',
    params: monthParams,
    body: z.object({ hospitals: z.array(HospitalCode).min(1).max(2000) }),
    response: z.object({ paid: z.number(), amount: Yuan }),
  },
  correctClosed: {
    method: 'POST',
    path: '/api/drg/months/:month/corrections',
    summary: '更正已关账月份（记入本月）',
    permission: 'drg.manage',
    params: monthParams,
    body: z.object({ hospital: HospitalCode, fund: DrgFund, corrects: MonthText, payable: Yuan, amount: Yuan, reason: Words }), // prettier-ignore
    response: Statement,
  },
})
