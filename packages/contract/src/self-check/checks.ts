import { z } from 'zod'
import { DayText, Moment, Page, Yuan } from '../platform/index.ts'
import { SeverityNumber } from '../rules/vocabulary.ts'
import { CHECK_STATUSES, SELF_HIT_MARKS, SCAN_STATES } from './vocabulary.ts'

export const MarkCounts = z.object({
  open: z.number(),
  confirmed: z.number(),
  denied: z.number(),
  pending: z.number(),
})

/** 自查单, as a list shows it. */
export const CheckRow = z.object({
  checkId: z.string(),
  title: z.string(),
  fixmedinsCode: z.string(),
  fixmedinsName: z.string(),
  source: z.enum(['settled', 'upload']),
  from: DayText.nullable(),
  to: DayText.nullable(),
  releaseId: z.string(),
  releaseTitle: z.string(),
  scan: z.enum(SCAN_STATES),
  status: z.enum(CHECK_STATUSES),
  hits: z.number(),
  /** Every line once, whatever the number of hits on it. */
  amount: Yuan,
  marks: MarkCounts,
  /** Of the hits marked 属实, every line once. */
  confirmedAmount: Yuan,
  /** 拟退回金额. */
  refund: Yuan,
  createdBy: z.string(),
  createdAt: Moment,
  submittedAt: Moment.nullable(),
  /** Until when the bureau wants the supplement. */
  dueOn: DayText.nullable(),
})
export type CheckRow = z.infer<typeof CheckRow>

/** A sum over hits; the lines of a group count once inside it, so that groups may add up to more than the whole. */
export const SelfHitGroup = z.object({
  id: z.string(),
  name: z.string(),
  hits: z.number(),
  amount: Yuan,
  confirmed: z.number(),
  confirmedAmount: Yuan,
  open: z.number(),
})
export type SelfHitGroup = z.infer<typeof SelfHitGroup>

/** 整改措施 for the confirmed hits of one rule. */
export const Remedy = z.object({
  kindId: z.string(),
  kindName: z.string(),
  cause: z.string(),
  measures: z.string(),
  dept: z.string(),
  dueOn: DayText.nullable(),
  refund: Yuan.nullable(),
  /** The part of the confirmed amount that is this rule's when every line is given to one rule: they add up to the whole. */
  suggested: Yuan,
  confirmed: z.number(),
  complete: z.boolean(),
})
export type Remedy = z.infer<typeof Remedy>

export const RemedyInput = z.object({
  cause: z.string().trim().max(1000),
  measures: z.string().trim().max(2000),
  dept: z.string().trim().max(100),
  dueOn: DayText.nullable(),
  refund: Yuan.nullable(),
})

export const CheckFile = z.object({
  fileId: z.string(),
  kindId: z.string().nullable(),
  name: z.string(),
  bytes: z.number(),
  at: Moment,
  by: z.string(),
})
export type CheckFile = z.infer<typeof CheckFile>

export const CheckEvent = z.object({
  at: Moment,
  by: z.string(),
  side: z.enum(['institution', 'bureau']),
  /** What was done, in words. */
  text: z.string(),
  opinion: z.string(),
})
export type CheckEvent = z.infer<typeof CheckEvent>

/** What was read of the institution's own files. */
export const UploadReading = z.object({
  files: z.array(z.object({ file: z.string(), status: z.string(), reason: z.string().nullable() })),
  tables: z.array(
    z.object({
      table: z.string(),
      label: z.string(),
      read: z.number(),
      accepted: z.number(),
      rejected: z.number(),
      /** Of the rejected rows: those of other institutions. */
      foreign: z.number(),
    }),
  ),
  keepUntil: Moment,
  removed: z.boolean(),
})
export type UploadReading = z.infer<typeof UploadReading>

export const CheckDetail = CheckRow.extend({
  admdvsName: z.string(),
  error: z.string().nullable(),
  job: z
    .object({ progress: z.number().nullable(), step: z.string().nullable(), secondsLeft: z.number().nullable() })
    .nullable(),
  scanned: z.object({ persons: z.number(), visits: z.number(), lines: z.number() }).nullable(),
  snapshot: z.string().nullable(),
  byKind: z.array(SelfHitGroup),
  byDept: z.array(SelfHitGroup),
  cannotTell: z.array(z.object({ kindId: z.string(), name: z.string(), n: z.number() })),
  failed: z.array(z.object({ id: z.string(), name: z.string(), reason: z.string() })),
  remedies: z.array(Remedy),
  files: z.array(CheckFile),
  events: z.array(CheckEvent),
  reading: UploadReading.nullable(),
  /** What undo would take back; null: nothing. */
  undo: z.string().nullable(),
  /** What stands in the way of submitting, in words; empty: nothing. */
  missing: z.array(z.string()),
  canWithdraw: z.boolean(),
  openedAt: Moment.nullable(),
  statement: z.string(),
})
export type CheckDetail = z.infer<typeof CheckDetail>

export const SELF_HIT_SORTS = ['amount', 'day', 'kind'] as const
export const SelfHitFilter = z.object({
  kind: z.string().max(20).optional(),
  dept: z.string().max(100).optional(),
  mark: z.enum(SELF_HIT_MARKS).optional(),
  severity: z.enum(['1', '2', '3']).optional(),
  q: z.string().max(80).optional(),
})
export type SelfHitFilter = z.infer<typeof SelfHitFilter>
export const SelfHitQuery = Page.extend({
  ...SelfHitFilter.shape,
  size: z.coerce.number().int().min(1).max(200).default(50),
  sort: z.enum(SELF_HIT_SORTS).default('amount'),
  order: z.enum(['asc', 'desc']).default('desc'),
})

export const SelfHitRow = z.object({
  jrId: z.string(),
  kindId: z.string(),
  kindName: z.string(),
  severity: SeverityNumber,
  pointName: z.string(),
  /** Masked. */
  psnNo: z.string(),
  mdtrtId: z.string(),
  day: DayText.nullable(),
  dept: z.string(),
  amount: Yuan,
  message: z.string(),
  mark: z.enum(SELF_HIT_MARKS),
  markReason: z.string(),
  markedBy: z.string().nullable(),
})
export type SelfHitRow = z.infer<typeof SelfHitRow>

export const SelfHitLine = z.object({
  role: z.enum(['violating', 'involved']),
  sn: z.string(),
  mdtrtId: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  day: DayText.nullable(),
  cnt: z.string().nullable(),
  lineAmount: Yuan.nullable(),
  /** Its share of the amount of the hit. */
  amount: Yuan,
})
export const SelfHitDetail = SelfHitRow.extend({
  kpId: z.string(),
  basis: z.string(),
  /** What would be lawful; null when the rule's numbers do not say it. */
  lawful: z.string().nullable(),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  lines: z.array(SelfHitLine),
})
export type SelfHitDetail = z.infer<typeof SelfHitDetail>

export const SelfHitPage = z.object({
  rows: z.array(SelfHitRow),
  total: z.number(),
  /** Over the filter, every line once. */
  amount: Yuan,
})

export const MarkBody = z
  .object({
    jrIds: z.array(z.string().max(40)).min(1).max(200).optional(),
    /** All hits that the filter finds, in place of named ones. */
    filter: SelfHitFilter.optional(),
    mark: z.enum(SELF_HIT_MARKS),
    reason: z.string().trim().max(500).default(''),
  })
  .refine(({ jrIds, filter }) => (jrIds === undefined) !== (filter === undefined), '请选择记录或按筛选条件处理')
  .refine(({ mark, reason }) => mark !== 'denied' || reason.length >= 4, '标为不属实须写明理由（至少 4 个字）')

export const CheckHome = z.object({
  institutions: z.array(z.object({ fixmedinsCode: z.string(), fixmedinsName: z.string(), admdvsName: z.string() })),
  release: z.object({ releaseId: z.string(), title: z.string(), points: z.number(), trial: z.boolean() }).nullable(),
  /** What there is of settled data; null: none yet. */
  settled: z.object({ from: DayText, to: DayText, snapshot: z.string() }).nullable(),
  recent: z.array(CheckRow),
  deadlines: z.array(z.object({ checkId: z.string(), title: z.string(), what: z.string(), dueOn: DayText })),
  today: DayText,
})
export type CheckHome = z.infer<typeof CheckHome>
