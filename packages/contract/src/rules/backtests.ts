import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Job, Moment, Page, Yuan } from '../platform/index.ts'
import { KindId, POINT_STATUSES, SeverityNumber, VERDICTS } from './vocabulary.ts'

const Tally = z.object({ hits: z.number(), amount: Yuan, institutions: z.number(), persons: z.number() })

/** 准确率 of reviewed hits, with Wilson's 95 % interval; null while none is reviewed. 说不清 does not count. */
export const Precision = z.object({
  right: z.number(),
  wrong: z.number(),
  unclear: z.number(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type Precision = z.infer<typeof Precision>

/** One condition of leaving the trial run (试运行退出条件). */
export const ExitCondition = z.object({
  id: z.enum(['done', 'range', 'reviewed', 'precision', 'share', 'runtime']),
  text: z.string(),
  met: z.boolean(),
  /** What it is now. */
  now: z.string(),
})
export type ExitCondition = z.infer<typeof ExitCondition>

export const BacktestRow = z.object({
  backtestId: z.string(),
  kpId: z.string(),
  version: z.number(),
  kindId: KindId,
  kindName: z.string(),
  name: z.string(),
  severity: SeverityNumber,
  status: z.enum(POINT_STATUSES).nullable(),
  /** The version it is compared with; null: a new point. */
  liveVersion: z.number().nullable(),
  jobId: z.string(),
  from: DayText.nullable(),
  to: DayText.nullable(),
  institutions: z.array(z.string()),
  madeBy: z.string(),
  madeAt: Moment,
  finishedAt: Moment.nullable(),
  hits: z.number().nullable(),
  amount: Yuan.nullable(),
  precision: Precision.nullable(),
})
export type BacktestRow = z.infer<typeof BacktestRow>

export const BacktestSampleRow = z.object({
  jrId: z.string(),
  /** Masked. */
  psnNo: z.string(),
  mdtrtId: z.string(),
  fixmedinsCode: z.string(),
  fixmedinsName: z.string(),
  day: DayText,
  amount: Yuan,
  message: z.string(),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  lines: z.array(
    z.object({
      sn: z.string(),
      code: z.string(),
      name: z.string(),
      day: DayText,
      cnt: z.string(),
      amount: Yuan,
      role: z.enum(['violating', 'involved']),
    }),
  ),
  onlyIn: z.enum(['draft', 'both']),
  label: z.object({ verdict: z.enum(VERDICTS), note: z.string(), by: z.string(), at: Moment }).nullable(),
})
export type BacktestSampleRow = z.infer<typeof BacktestSampleRow>

export const BacktestReportView = z.object({
  snapshot: z.string(),
  from: DayText,
  to: DayText,
  persons: z.number(),
  visits: z.number(),
  lines: z.number(),
  draft: Tally,
  live: Tally.nullable(),
  added: z.number(),
  removed: z.number(),
  institutions: z.array(z.object({ fixmedinsCode: z.string(), fixmedinsName: z.string(), hits: z.number(), amount: Yuan, liveHits: z.number() })), // prettier-ignore
  months: z.array(z.object({ month: z.string(), hits: z.number(), amount: Yuan, liveHits: z.number() })),
  cannotTell: z.number(),
  failed: z.array(z.object({ id: z.string(), reason: z.string() })),
  maxInstitutionShare: z
    .object({ fixmedinsCode: z.string(), fixmedinsName: z.string(), timesMedian: z.number() })
    .nullable(),
  tookMs: z.number(),
})
export type BacktestReportView = z.infer<typeof BacktestReportView>

export const BacktestDetail = BacktestRow.extend({
  report: BacktestReportView.nullable(),
  samples: z.array(BacktestSampleRow),
  conditions: z.array(ExitCondition),
  paramsText: z.string(),
})
export type BacktestDetail = z.infer<typeof BacktestDetail>

const backtestParams = z.object({ backtestId: z.string().max(64) })

export const backtestEndpoints = endpoints({
  /** 回测 of a version against the one in force; without dates over the last 12 months of the data. */
  startBacktest: {
    method: 'POST',
    path: '/api/rules/points/:kpId/versions/:version/backtests',
    summary: '回测知识点',
    permission: 'rules.edit',
    params: z.object({ kpId: z.string().max(100), version: z.coerce.number().int().min(1) }),
    body: z.object({
      from: DayText.optional(),
      to: DayText.optional(),
      institutions: z.array(z.string().max(40)).max(500).default([]),
    }),
    response: z.object({ backtestId: z.string(), job: Job }),
  },
  listBacktests: {
    method: 'GET',
    path: '/api/rules/backtests',
    summary: '回测记录',
    permission: 'rules.edit',
    query: Page.extend({ kpId: z.string().max(100).optional(), kind: KindId.optional() }),
    response: z.object({ rows: z.array(BacktestRow), total: z.number() }),
  },
  getBacktest: {
    method: 'GET',
    path: '/api/rules/backtests/:backtestId',
    summary: '回测报告',
    permission: 'rules.edit',
    params: backtestParams,
    response: BacktestDetail,
  },
  /** 抽样核对: the last answer about a sample counts. */
  labelSample: {
    method: 'POST',
    path: '/api/rules/backtests/:backtestId/labels',
    summary: '核对回测样本',
    permission: 'rules.edit',
    params: backtestParams,
    body: z.object({ jrId: z.string().max(64), verdict: z.enum(VERDICTS), note: z.string().max(500).default('') }),
    response: z.object({ precision: Precision, conditions: z.array(ExitCondition) }),
  },
  exportBacktest: {
    method: 'GET',
    path: '/api/rules/backtests/:backtestId/export',
    summary: '导出回测样本',
    permission: 'rules.edit',
    params: backtestParams,
  },
})
