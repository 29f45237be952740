import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Moment, Page, Yuan } from '../platform/index.ts'
import { DrgCaseDetail, Hospital } from './cases.ts'
import { ReviewReason, ReviewState, SpecialEffect } from './vocabulary.ts'

export const ReviewRow = z.object({
  reviewId: z.string(),
  caseId: z.string(),
  month: z.string(),
  hospital: Hospital.nullable(),
  drg: z.string(),
  drgName: z.string(),
  main: z.object({ code: z.string(), name: z.string() }),
  los: z.number().nullable(),
  cost: Yuan.nullable(),
  standard: Yuan.nullable(),
  reasons: z.array(ReviewReason),
  state: ReviewState,
  appliedOn: DayText,
  /** Proposal of the screening by data. */
  proposal: z.enum(['accept', 'reject', 'look']),
  opinions: z.number(),
  panel: z.number(),
})
export type ReviewRow = z.infer<typeof ReviewRow>

const Opinion = z.object({ expert: z.string(), decision: SpecialEffect, reason: z.string(), at: Moment })
export const ReviewDetail = ReviewRow.extend({
  statement: z.string(),
  support: z.array(z.object({ reason: ReviewReason, support: z.enum(['supported', 'not-supported', 'cannot-tell']) })),
  files: z.array(z.object({ fileId: z.string(), name: z.string(), bytes: z.number() })),
  panelNames: z.array(z.object({ expert: z.string(), name: z.string(), declared: z.enum(['none', 'conflict']).nullable(), answered: z.boolean() })), // prettier-ignore
  panelSize: z.number(),
  majority: z.number(),
  given: z.array(Opinion),
  decision: SpecialEffect.nullable(),
  decisionReason: z.string().nullable(),
  /** What the decision changes: payable of the case as settled in its month, and with the decision. */
  effect: z.object({ before: Yuan.nullable(), after: Yuan }).nullable(),
  events: z.array(z.object({ at: Moment, by: z.string(), what: z.string(), text: z.string() })),
})
export type ReviewDetail = z.infer<typeof ReviewDetail>

/** What an expert sees: no hospital, no person, nobody else's opinion. */
export const BlindCase = z.object({
  reviewId: z.string(),
  number: z.string(),
  state: ReviewState,
  reasons: z.array(ReviewReason),
  statement: z.string(),
  files: z.array(z.object({ fileId: z.string(), name: z.string(), bytes: z.number() })),
  sex: z.string(),
  age: z.string(),
  los: z.number().nullable(),
  tier: z.string(),
  drg: z.string(),
  drgName: z.string(),
  weight: z.string().nullable(),
  diagnoses: DrgCaseDetail.shape.diagnoses,
  operations: DrgCaseDetail.shape.operations,
  facts: DrgCaseDetail.shape.facts,
  cost: Yuan.nullable(),
  standard: Yuan.nullable(),
  declared: z.enum(['none', 'conflict']).nullable(),
  own: Opinion.nullable(),
})
export type BlindCase = z.infer<typeof BlindCase>

const reviewParams = z.object({ reviewId: z.string().max(60) })
const Words = z.string().trim().min(2).max(2000)
const Done = z.object({ done: z.literal(true) })

export const sharedReviewEndpoints = endpoints({
  listReviews: {
    method: 'GET',
    path: '/api/drg/reviews',
    summary: '特病单议',
    permission: 'drg.read',
    query: Page.extend({ state: ReviewState.optional() }),
    response: z.object({
      rows: z.array(ReviewRow),
      total: z.number(),
      states: z.array(z.object({ state: ReviewState, n: z.number() })),
      /** Of the hospital that asks: how many it may apply for, and has. */
      quota: z.object({ allowed: z.number(), filed: z.number(), withinDays: z.number() }).nullable(),
    }),
  },
  getReview: {
    method: 'GET',
    path: '/api/drg/reviews/:reviewId',
    summary: '特病单议详情',
    permission: 'drg.read',
    params: reviewParams,
    response: ReviewDetail,
  },
  reviewFile: {
    method: 'GET',
    path: '/api/drg/reviews/:reviewId/files/:fileId',
    summary: '特病单议附件',
    permission: 'drg.read',
    params: reviewParams.extend({ fileId: z.string().max(60) }),
  },
})

export const reviewEndpoints = endpoints({
  applyReview: {
    method: 'POST',
    path: '/api/drg/own/reviews',
    summary: '申请特病单议',
    permission: 'drg.submit',
    body: z.object({ caseId: z.string().max(80), reasons: z.array(ReviewReason).min(1).max(7), statement: Words }),
    response: ReviewDetail,
  },
  /** multipart/form-data: pdf, png, jpg; at most 10 MB each. */
  attachReviewFile: {
    method: 'POST',
    path: '/api/drg/own/reviews/:reviewId/files',
    summary: '上传特病单议附件',
    permission: 'drg.submit',
    params: reviewParams,
    response: ReviewDetail,
  },
  withdrawReview: {
    method: 'POST',
    path: '/api/drg/own/reviews/:reviewId/withdrawal',
    summary: '撤回特病单议',
    permission: 'drg.submit',
    params: reviewParams,
    body: z.object({ note: Words }),
    response: ReviewDetail,
  },
  screenReview: {
    method: 'POST',
    path: '/api/drg/reviews/:reviewId/screening',
    summary: '特病单议初审',
    permission: 'drg.manage',
    params: reviewParams,
    body: z.object({ step: z.enum(['accept', 'reject']), note: Words }),
    response: ReviewDetail,
  },
  listExperts: {
    method: 'GET',
    path: '/api/drg/experts',
    summary: '评审专家',
    permission: 'drg.read',
    response: z.object({
      rows: z.array(z.object({ expert: z.string(), name: z.string(), specialties: z.array(z.string()), conflicts: z.array(Hospital), open: z.number() })), // prettier-ignore
    }),
  },
  assignReview: {
    method: 'POST',
    path: '/api/drg/reviews/:reviewId/panel',
    summary: '组成专家组',
    permission: 'drg.manage',
    params: reviewParams,
    body: z.object({ experts: z.array(z.string().max(64)).min(1).max(15) }),
    response: ReviewDetail,
  },
  decideReview: {
    method: 'POST',
    path: '/api/drg/reviews/:reviewId/decision',
    summary: '作出决定',
    permission: 'drg.manage',
    params: reviewParams,
    body: z.object({ decision: SpecialEffect, reason: Words }),
    response: ReviewDetail,
  },
  publishReview: {
    method: 'POST',
    path: '/api/drg/reviews/:reviewId/publication',
    summary: '公示决定',
    permission: 'drg.approve',
    params: reviewParams,
    body: z.object({ note: Words }),
    response: ReviewDetail,
  },
  myCases: {
    method: 'GET',
    path: '/api/drg/panel',
    summary: '待我评议',
    permission: 'drg.review',
    response: z.object({ rows: z.array(BlindCase) }),
  },
  myCase: {
    method: 'GET',
    path: '/api/drg/panel/cases/:reviewId',
    summary: '评议病例（盲审）',
    permission: 'drg.review',
    params: reviewParams,
    response: BlindCase,
  },
  myCaseFile: {
    method: 'GET',
    path: '/api/drg/panel/cases/:reviewId/files/:fileId',
    summary: '评议病例附件',
    permission: 'drg.review',
    params: reviewParams.extend({ fileId: z.string().max(60) }),
  },
  declareConflict: {
    method: 'POST',
    path: '/api/drg/panel/cases/:reviewId/declaration',
    summary: '申报利益关系',
    permission: 'drg.review',
    params: reviewParams,
    body: z.object({ declared: z.enum(['none', 'conflict']) }),
    response: Done,
  },
  giveOpinion: {
    method: 'POST',
    path: '/api/drg/panel/cases/:reviewId/opinion',
    summary: '提交专家意见',
    permission: 'drg.review',
    params: reviewParams,
    body: z.object({ decision: SpecialEffect, reason: Words }),
    response: BlindCase,
  },
  myProfile: {
    method: 'GET',
    path: '/api/drg/panel/profile',
    summary: '专业与回避机构',
    permission: 'drg.review',
    response: z.object({ specialties: z.array(z.string()), conflicts: z.array(z.string()), hospitals: z.array(Hospital) }), // prettier-ignore
  },
  saveProfile: {
    method: 'PUT',
    path: '/api/drg/panel/profile',
    summary: '保存专业与回避机构',
    permission: 'drg.review',
    body: z.object({ specialties: z.array(z.string().max(40)).max(20), conflicts: z.array(z.string().max(40)).max(200) }), // prettier-ignore
    response: Done,
  },
})
