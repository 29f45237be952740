import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Job, Moment, Page, Yuan } from '../platform/index.ts'
import { KindId, STAGES } from './vocabulary.ts'

/** Why what was said in real time and what settled data say differ (规则规范 §10.4). */
export const REPLAY_CAUSES = ['late_data', 'corrected', 'refunded', 'release_changed', 'unexplained'] as const
export const REPLAY_CAUSE_LABELS = {
  late_data: '数据晚到',
  corrected: '医嘱已更正',
  refunded: '已退费',
  release_changed: '规则集已变更',
  unexplained: '原因不明',
} as const satisfies Record<(typeof REPLAY_CAUSES)[number], string>

/** One day of 3101/3102 traffic judged again over settled data. */
export const Replay = z.object({
  day: DayText,
  at: Moment,
  snapshot: z.string(),
  releaseTitle: z.string(),
  calls: z.number(),
  persons: z.number(),
  /** Judges of the day, by encounter; those of encounters that have not settled yet are not compared. */
  judges: z.number(),
  unsettled: z.number(),
  same: z.number(),
  differences: z.object(Object.fromEntries(REPLAY_CAUSES.map((cause) => [cause, z.number()])) as Record<(typeof REPLAY_CAUSES)[number], z.ZodNumber>), // prettier-ignore
})
export type Replay = z.infer<typeof Replay>

export const ReplayDifference = z.object({
  jrId: z.string(),
  /** Only said in real time, or only over settled data. */
  side: z.enum(['real-time', 'settled']),
  cause: z.enum(REPLAY_CAUSES),
  /** What it was seen by. */
  reason: z.string(),
  stage: z.enum(STAGES).nullable(),
  kindId: KindId,
  kindName: z.string(),
  kpId: z.string(),
  fixmedinsCode: z.string(),
  fixmedinsName: z.string(),
  /** Masked. */
  psnNo: z.string(),
  mdtrtId: z.string(),
  message: z.string(),
  amount: Yuan,
})
export type ReplayDifference = z.infer<typeof ReplayDifference>

/** What of settled data the interface knows of persons, beside earlier requests. */
export const SettledHistoryView = z.object({
  /** Null: only what earlier requests said. */
  coverage: z
    .object({
      at: Moment,
      snapshot: z.string(),
      releaseTitle: z.string(),
      persons: z.number(),
      visits: z.number(),
      lines: z.number(),
      from: DayText.nullable(),
      until: DayText.nullable(),
    })
    .nullable(),
  /** The snapshot that is prepared now. */
  latest: z.string().nullable(),
  /** Made from the data and the rules of now. */
  isCurrent: z.boolean(),
})
export type SettledHistoryView = z.infer<typeof SettledHistoryView>

export const batchEndpoints = endpoints({
  /** 用规则集扫描历史: the release in force unless another is named. A job; its findings appear beside the models'. */
  startRuleRun: {
    method: 'POST',
    path: '/api/rules/runs',
    summary: '用规则集扫描历史',
    permission: 'models.run',
    body: z.object({
      releaseId: z.string().max(40).optional(),
      /** Scan everybody, also those whose data has not changed since the last run of the release. */
      full: z.boolean().optional(),
    }),
    response: Job,
  },
  listReplays: {
    method: 'GET',
    path: '/api/rules/replays',
    summary: '实时判定回放',
    permission: 'rules.read',
    response: z.object({ rows: z.array(Replay) }),
  },
  listReplayDifferences: {
    method: 'GET',
    path: '/api/rules/replays/:day/differences',
    summary: '回放差异',
    permission: 'rules.read',
    params: z.object({ day: z.string() }),
    query: Page.extend({ cause: z.enum(REPLAY_CAUSES).optional() }),
    response: z.object({ rows: z.array(ReplayDifference), total: z.number() }),
  },
  settledHistory: {
    method: 'GET',
    path: '/api/rules/history',
    summary: '实时提醒所知的结算历史',
    permission: 'rules.read',
    response: SettledHistoryView,
  },
  /** Reads the settled visits that rules look at across visits out of the prepared data. Runs by itself at night when they changed. */
  startHistory: {
    method: 'POST',
    path: '/api/rules/history',
    summary: '整理结算历史',
    permission: 'models.run',
    body: z.object({}),
    response: Job,
  },
  /** Judges one past day again; the day before this one unless said. Runs by itself every night. */
  startReplay: {
    method: 'POST',
    path: '/api/rules/replays',
    summary: '回放一天的实时判定',
    permission: 'models.run',
    body: z.object({ day: DayText.optional() }),
    response: Job,
  },
})
