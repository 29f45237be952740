import type { Transitions } from '../payment/transitions.ts'

/** 特病单议 of one case. */
export const REVIEW_STATES = {
  applied: '已申请',
  screened: '初审通过',
  rejected: '初审不通过',
  assigned: '已组成专家组',
  voted: '专家意见已齐',
  decided: '已作出决定',
  published: '已公示',
  withdrawn: '医院已撤回',
} as const
export type ReviewState = keyof typeof REVIEW_STATES
export type ReviewStep = 'accept' | 'reject' | 'withdraw' | 'assign' | 'opine' | 'decide' | 'publish'

/**
 * Apply → screen → expert panel → decision → publication. An opinion leads to `voted` only when the panel is complete (`openReview`);
 * a panel may be assigned anew as long as nobody has given an opinion.
 */
export const REVIEW_STEPS: Transitions<ReviewState, ReviewStep> = {
  applied: {
    accept: { to: 'screened', side: 'agency' },
    reject: { to: 'rejected', side: 'agency' },
    withdraw: { to: 'withdrawn', side: 'hospital' },
  },
  screened: { assign: { to: 'assigned', side: 'agency' }, withdraw: { to: 'withdrawn', side: 'hospital' } },
  assigned: { assign: { to: 'assigned', side: 'agency' }, opine: { to: 'voted', side: 'expert' } },
  voted: { decide: { to: 'decided', side: 'agency' } },
  decided: { publish: { to: 'published', side: 'agency' } },
  rejected: {},
  published: {},
  withdrawn: {},
}
