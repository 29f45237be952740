import { z } from 'zod'
import { DayText, Moment, Page, Yuan } from '../platform/index.ts'
import { CheckEvent, CheckFile, SelfHitGroup, MarkCounts, Remedy } from './checks.ts'

/** Statuses in which a submission lies with the bureau, or lay there. */
export const SUBMISSION_STATUSES = ['submitted', 'accepted', 'returned', 'closed'] as const

/** 自查报告 as submitted: figures of the day it was sent. */
export const SubmissionRow = z.object({
  checkId: z.string(),
  title: z.string(),
  fixmedinsCode: z.string(),
  fixmedinsName: z.string(),
  admdvs: z.string().nullable(),
  admdvsName: z.string(),
  source: z.enum(['settled', 'upload']),
  from: DayText.nullable(),
  to: DayText.nullable(),
  status: z.enum(SUBMISSION_STATUSES),
  round: z.number(),
  submittedAt: Moment,
  submittedBy: z.string(),
  openedAt: Moment.nullable(),
  hits: z.number(),
  marks: MarkCounts,
  amount: Yuan,
  confirmedAmount: Yuan,
  refund: Yuan,
})
export type SubmissionRow = z.infer<typeof SubmissionRow>

export const SubmissionFilter = z.object({
  status: z.enum(SUBMISSION_STATUSES).optional(),
  q: z.string().max(80).optional(),
})
export const SubmissionQuery = Page.extend(SubmissionFilter.shape)

export const SubmissionDetail = SubmissionRow.extend({
  releaseId: z.string(),
  releaseTitle: z.string(),
  scanned: z.object({ persons: z.number(), visits: z.number(), lines: z.number() }).nullable(),
  byKind: z.array(SelfHitGroup),
  byDept: z.array(SelfHitGroup),
  cannotTell: z.array(z.object({ kindId: z.string(), name: z.string(), n: z.number() })),
  failed: z.array(z.object({ id: z.string(), name: z.string(), reason: z.string() })),
  remedies: z.array(Remedy),
  files: z.array(CheckFile),
  events: z.array(CheckEvent),
  statement: z.string(),
})
export type SubmissionDetail = z.infer<typeof SubmissionDetail>

export const SubmissionDecision = z
  .object({
    decision: z.enum(['accept', 'return', 'close']),
    opinion: z.string().trim().max(1000),
    /** 退回补充: until when. */
    dueOn: DayText.nullable().default(null),
  })
  .refine(({ decision, opinion }) => decision === 'accept' || opinion.length >= 4, '请写明意见（至少 4 个字）')
