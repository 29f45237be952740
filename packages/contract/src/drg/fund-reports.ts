import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { Yuan } from '../platform/index.ts'
import { Hospital } from './cases.ts'
import { DrgFund } from './vocabulary.ts'

/** A year, or a quarter of it. */
const PeriodText = z.string().regex(/^\d{4}(-Q[1-4])?$/)

const PeriodSums = z.object({
  cases: z.number(),
  grouped: z.number(),
  refused: z.number(),
  high: z.number(),
  low: z.number(),
  weight: z.string(),
  cmi: z.string().nullable(),
  days: z.number().nullable(),
  cost: Yuan,
  patientPay: Yuan,
  otherFunds: Yuan,
  actualFund: Yuan,
  payable: Yuan,
  gain: Yuan,
})
export type PeriodSums = z.infer<typeof PeriodSums>

export const FundReportRow = z.object({
  period: z.string(),
  label: z.string(),
  from: z.string(),
  to: z.string(),
  months: z.number(),
  /** Months of it that are not closed: their figures may change. */
  open: z.array(z.string()),
  cases: z.number(),
  payable: Yuan,
  actualFund: Yuan,
  gain: Yuan,
})
export type FundReportRow = z.infer<typeof FundReportRow>

export const FundReport = FundReportRow.omit({ months: true }).extend({
  schemes: z.array(z.string()),
  parameters: z.array(z.number()),
  total: PeriodSums,
  paid: Yuan,
  /** The same span before it, and a year before, where there are months. */
  previous: z.object({ label: z.string(), months: z.number(), total: PeriodSums }).nullable(),
  yearAgo: z.object({ label: z.string(), months: z.number(), total: PeriodSums }).nullable(),
  funds: z.array(
    PeriodSums.extend({
      fund: DrgFund,
      paid: Yuan,
      budget: Yuan.nullable(),
      /** Payable since the beginning of the year. */
      yearPayable: Yuan,
      usedShare: z.number().nullable(),
      timeShare: z.number(),
    }),
  ),
  months: z.array(PeriodSums.extend({ month: z.string(), closed: z.boolean() })),
  hospitals: z.array(PeriodSums.extend({ hospital: Hospital, tier: z.string() })),
  groups: z.array(PeriodSums.extend({ drg: z.string(), name: z.string() })),
  rules: z.array(PeriodSums.extend({ rule: z.string(), label: z.string() })),
  /** 特病单议 decided and published on cases of the period. */
  special: z.number(),
  sentences: z.array(z.string()),
  advice: z.array(z.string()),
  checks: z.array(z.object({ label: z.string(), ok: z.boolean(), text: z.string() })),
})
export type FundReport = z.infer<typeof FundReport>

const reportParams = z.object({ period: PeriodText })
export const fundReportEndpoints = endpoints({
  listFundReports: {
    method: 'GET',
    path: '/api/drg/reports',
    summary: '季度、年度基金运行报告',
    permission: 'drg.read',
    response: z.object({ rows: z.array(FundReportRow) }),
  },
  getFundReport: {
    method: 'GET',
    path: '/api/drg/reports/:period',
    summary: '基金运行报告',
    permission: 'drg.read',
    params: reportParams,
    response: FundReport,
  },
  fundReportFile: {
    method: 'GET',
    path: '/api/drg/reports/:period/file',
    summary: '基金运行报告（docx、PDF）',
    permission: 'drg.read',
    params: reportParams,
    query: z.object({ format: z.enum(['docx', 'pdf']).default('docx') }),
  },
})
