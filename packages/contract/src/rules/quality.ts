import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Moment, Page } from '../platform/index.ts'
import { Precision } from './backtests.ts'
import { CALIBRATION_SOURCES, EXPERT_FIELDS, KindId, VERDICTS } from './vocabulary.ts'

/** 运行与反馈统计 of a rule, a point or an institution. */
export const QualityRow = z.object({
  id: z.string(),
  name: z.string(),
  hits: z.number(),
  shown: z.number(),
  answered: z.number(),
  /** Orders changed after the reminder. */
  changed: z.number(),
  /** 疑点核实结论: findings of the rule that auditors confirmed or rejected, each once. */
  findings: z.object({ confirmed: z.number(), rejected: z.number() }),
  /** Of reviewed judges and of findings with a conclusion. */
  precision: Precision,
})
export type QualityRow = z.infer<typeof QualityRow>

/** 影子运行: a point in trial beside live traffic. */
export const ShadowRow = z.object({
  kpId: z.string(),
  version: z.number(),
  kindId: KindId,
  kindName: z.string(),
  name: z.string(),
  calls: z.number(),
  lines: z.number(),
  hits: z.number(),
  /** Per thousand lines; null without lines. */
  rate: z.number().nullable(),
  /** What its backtest says, per thousand lines. */
  expected: z.number().nullable(),
  amount: z.string(),
  since: Moment.nullable(),
})
export type ShadowRow = z.infer<typeof ShadowRow>

export const BreakerSettings = z.object({
  factor: z.number().min(1.5).max(100),
  leastHits: z.number().int().min(5).max(100_000),
  windowMinutes: z.number().int().min(1).max(1440),
  leastReviews: z.number().int().min(5).max(10_000),
  /** A point whose precision is surely below this is suspended. */
  upperBound: z.number().min(0.1).max(1),
})
export type BreakerSettings = z.infer<typeof BreakerSettings>

/** 熔断: a point taken out of judging by the system. */
export const TripRow = z.object({
  tripId: z.number(),
  kpId: z.string(),
  version: z.number(),
  kindId: KindId,
  kindName: z.string(),
  name: z.string(),
  cause: z.enum(['surge', 'precision']),
  text: z.string(),
  at: Moment,
  resumedAt: Moment.nullable(),
  resumedBy: z.string().nullable(),
  resumeReason: z.string().nullable(),
})
export type TripRow = z.infer<typeof TripRow>

export const CalibrationRow = z.object({
  recordId: z.number(),
  at: Moment,
  day: DayText,
  kpId: z.string(),
  version: z.number(),
  kindId: KindId,
  kindName: z.string(),
  name: z.string(),
  expert: z.string(),
  field: z.enum(EXPERT_FIELDS),
  before: z.string(),
  after: z.string(),
  evidence: z.string(),
  source: z.enum(CALIBRATION_SOURCES),
  by: z.string(),
})
export type CalibrationRow = z.infer<typeof CalibrationRow>

const calibrationFilter = {
  kpId: z.string().max(100).optional(),
  kind: KindId.optional(),
  /** Part of a name, a number, an expert or the evidence. */
  q: z.string().max(64).optional(),
}

export const qualityEndpoints = endpoints({
  ruleQuality: {
    method: 'GET',
    path: '/api/rules/kinds/:kindId/quality',
    summary: '规则质量：提醒、答复与核对',
    permission: 'rules.read',
    params: z.object({ kindId: z.string().max(10) }),
    query: z.object({ days: z.coerce.number().int().min(1).max(366).default(90) }),
    response: z.object({
      total: QualityRow,
      points: z.array(QualityRow),
      institutions: z.array(QualityRow),
      shadow: z.array(ShadowRow),
    }),
  },
  /** 核对判定: the last answer counts; enough wrong ones suspend the point. */
  reviewJudge: {
    method: 'POST',
    path: '/api/rules/judges/:judgeId/review',
    summary: '核对判定',
    permission: 'findings.label',
    params: z.object({ judgeId: z.coerce.number().int().min(1) }),
    body: z.object({ verdict: z.enum(VERDICTS), note: z.string().max(500).default('') }),
    response: z.object({ done: z.literal(true) }),
  },
  /** 医师处理 of an own reminder, as 3103 has it. */
  answerReminder: {
    method: 'POST',
    path: '/api/rules/judges/:judgeId/answer',
    summary: '处理本机构的提醒',
    permission: 'self-check.use',
    params: z.object({ judgeId: z.coerce.number().int().min(1) }),
    body: z.object({ way: z.enum(['1', '2']), reason: z.string().max(500).default('') }),
    response: z.object({ done: z.literal(true) }),
  },
  ruleBreaker: {
    method: 'GET',
    path: '/api/rules/breaker',
    summary: '熔断与影子运行',
    permission: 'rules.read',
    query: z.object({
      hours: z.coerce
        .number()
        .int()
        .min(1)
        .max(24 * 31)
        .default(24),
    }),
    response: z.object({
      settings: BreakerSettings,
      /** Suspended now first, then those of the last month. */
      trips: z.array(TripRow),
      shadow: z.array(ShadowRow),
    }),
  },
  setBreaker: {
    method: 'PUT',
    path: '/api/rules/breaker',
    summary: '设置熔断参数',
    permission: 'rules.approve',
    body: BreakerSettings.extend({ reason: z.string().min(2).max(500) }),
    response: BreakerSettings,
  },
  /** 恢复: one action; refused for the maker of the point. */
  resumeTrip: {
    method: 'POST',
    path: '/api/rules/breaker/:tripId/resume',
    summary: '恢复被熔断的知识点',
    permission: 'rules.approve',
    params: z.object({ tripId: z.coerce.number().int().min(1) }),
    body: z.object({
      reason: z.string().min(2).max(500),
      /** The rate at which it tripped is from now on expected of it. */
      acceptLevel: z.boolean().default(false),
    }),
    response: TripRow,
  },
  listCalibrations: {
    method: 'GET',
    path: '/api/rules/calibrations',
    summary: '专家校准记录',
    permission: 'rules.read',
    query: Page.extend(calibrationFilter),
    response: z.object({ rows: z.array(CalibrationRow), total: z.number() }),
  },
  addCalibration: {
    method: 'POST',
    path: '/api/rules/calibrations',
    summary: '登记专家校准',
    permission: 'rules.edit',
    body: z.object({
      kpId: z.string().max(100),
      version: z.number().int().min(1),
      day: DayText,
      expert: z.string().min(1).max(50),
      field: z.enum(EXPERT_FIELDS),
      before: z.string().min(1).max(1000),
      after: z.string().min(1).max(1000),
      evidence: z.string().min(2).max(2000),
    }),
    response: CalibrationRow,
  },
  exportCalibrations: {
    method: 'GET',
    path: '/api/rules/export/calibrations',
    summary: '导出专家校准记录',
    permission: 'rules.read',
    query: z.object(calibrationFilter),
  },
})
