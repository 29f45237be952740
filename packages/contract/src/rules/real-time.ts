import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Moment, Page, Yuan } from '../platform/index.ts'
import { KindId, SeverityNumber, STAGES, VERDICTS } from './vocabulary.ts'

/** One element of `output.result` of 3101/3102: names and texts as the national interface has them. */
export const JudgeResult = z.object({
  jr_id: z.string(),
  rule_id: z.string(),
  rule_name: z.string(),
  vola_cont: z.string(),
  patn_id: z.string(),
  mdtrt_id: z.string(),
  vola_amt: z.number(),
  vola_amt_stas: z.string(),
  sev_deg: z.string(),
  vola_evid: z.string(),
  vola_bhvr_type: z.string(),
  task_id: z.string().nullable(),
  judge_result_detail_dtos: z.array(
    z.object({
      jrd_id: z.string(),
      patn_id: z.string(),
      mdtrt_id: z.string(),
      rx_id: z.string(),
      /** 1 违规项, 2 涉及项. */
      vola_item_type: z.string(),
      vola_amt: z.number(),
    }),
  ),
})
export type JudgeResult = z.infer<typeof JudgeResult>

/** One judge of the log (判定记录). */
export const JudgeRow = z.object({
  judgeId: z.number(),
  jrId: z.string(),
  at: Moment,
  stage: z.enum(STAGES),
  kindId: KindId,
  kindName: z.string(),
  kpId: z.string(),
  severity: SeverityNumber,
  fixmedinsCode: z.string(),
  fixmedinsName: z.string(),
  doctor: z.string().nullable(),
  /** Masked. */
  psnNo: z.string(),
  mdtrtId: z.string(),
  message: z.string(),
  basis: z.string(),
  amount: Yuan,
  /** False in a trial run, and for a repeat of a reminder in the same episode. */
  shown: z.boolean(),
  /** 医师处理: null while not answered. */
  disposal: z.enum(['1', '2']).nullable(),
  disposalReason: z.string().nullable(),
  releaseId: z.string(),
  /** 核对 by an auditor. */
  review: z.object({ verdict: z.enum(VERDICTS), note: z.string(), by: z.string(), at: Moment }).nullable(),
})
export type JudgeRow = z.infer<typeof JudgeRow>

const Rates = z.object({
  hits: z.number(),
  shown: z.number(),
  answered: z.number(),
  /** Continued in spite of the reminder. */
  overrides: z.number(),
  /** overrides ÷ answered; null while none is answered. */
  overrideRate: z.number().nullable(),
})

const Quantiles = z.object({ p50: z.number(), p90: z.number(), p99: z.number(), max: z.number() })

export const Monitor = z.object({
  from: Moment,
  to: Moment,
  calls: z.number(),
  lines: z.number(),
  callsPerSecond: z.number(),
  /** Milliseconds from request to committed answer; null without calls. */
  latency: Quantiles.nullable(),
  refused: z.number(),
  /** Calls in which a rule failed or nothing could be judged (未完成判定). */
  notJudged: z.number(),
  /** Share of calls with at least one shown reminder. */
  hitRate: z.number().nullable(),
  ...Rates.shape,
  series: z.array(z.object({ at: Moment, calls: z.number(), hits: z.number(), p99: z.number().nullable() })),
  byRule: z.array(Rates.extend({ kindId: KindId, name: z.string() })),
  byInstitution: z.array(
    Rates.extend({ fixmedinsCode: z.string(), fixmedinsName: z.string(), calls: z.number(), latency: Quantiles.nullable() }), // prettier-ignore
  ),
  byDoctor: z.array(Rates.extend({ doctor: z.string(), fixmedinsCode: z.string(), fixmedinsName: z.string() })),
  release: z
    .object({
      releaseId: z.string(),
      title: z.string(),
      hash: z.string(),
      state: z.enum(['active', 'trial']),
      since: Moment,
    }) // prettier-ignore
    .nullable(),
})
export type Monitor = z.infer<typeof Monitor>

export const TrialAnswer = z.object({
  /** With what would be lawful (合规做法), which `vola_evid` says too. */
  result: z.array(JudgeResult.extend({ lawful: z.string() })),
  /** What the reader made of the request: persons, visits, lines, and what it had to leave out. */
  read: z.object({ encounters: z.number(), lines: z.number(), notes: z.array(z.string()) }),
  /** Rules that missing data left open. */
  cannotTell: z.array(z.object({ kindId: KindId, name: z.string(), n: z.number() })),
  failed: z.array(z.object({ id: z.string(), reason: z.string() })),
  tookMs: z.number(),
})

export const realTimeEndpoints = endpoints({
  ruleMonitor: {
    method: 'GET',
    path: '/api/rules/monitor',
    summary: '提醒运行监测',
    permission: 'rules.read',
    query: z.object({ hours: z.coerce.number().int().min(1).max(24 * 31).default(24), institution: z.string().max(40).optional() }), // prettier-ignore
    response: Monitor,
  },
  listJudges: {
    method: 'GET',
    path: '/api/rules/judges',
    summary: '判定记录',
    permission: 'rules.read',
    query: Page.extend({
      kind: KindId.optional(),
      institution: z.string().max(40).optional(),
      stage: z.enum(STAGES).optional(),
      disposal: z.enum(['1', '2', 'none']).optional(),
      shown: z.enum(['true', 'false']).optional(),
      from: DayText.optional(),
      to: DayText.optional(),
    }),
    response: z.object({ rows: z.array(JudgeRow), total: z.number() }),
  },
  /**
   * A 3101/3102 body in, the answer out, on the release that judges or on another one: for the editor and the hospital-side view.
   * Nothing is recorded, nothing suppressed; no earlier requests of the person are looked up.
   */
  tryRequest: {
    method: 'POST',
    path: '/api/rules/try',
    summary: '试算（不留存）',
    permission: 'rules.read',
    body: z.object({
      infno: z.enum(['3101', '3102']),
      request: z.unknown(),
      releaseId: z.string().max(40).optional(),
      /** Judge with this draft version instead of (or in addition to) the point of the release. */
      point: z.object({ kpId: z.string().max(100), version: z.number().int() }).optional(),
    }),
    response: TrialAnswer,
  },
})
