import { AppError, assertNever } from '@yijian/kernel'
import { compareIds } from '../payment/allocate.ts'
import type { SpecialDecision } from '../payment/parameters.ts'
import { ONE } from '../payment/ratio.ts'
import { nextState, type Side } from '../payment/transitions.ts'
import { REVIEW_STEPS, type ReviewState, type ReviewStep } from './case-steps.ts'
import type { Application } from './application.ts'

/** An expert who can be asked. Institutions of work and declared ties keep him from judging their cases. */
export interface Expert {
  readonly id: string
  readonly specialties: readonly string[]
  /** Where the expert works or has worked within the declared period, or has declared a tie. */
  readonly conflicts: readonly string[]
}

export interface PanelPolicy {
  /** At least two. */
  readonly size: number
  /** Opinions for one effect that decide; fewer: the agency calls a larger panel. */
  readonly majority: number
}

export interface Opinion {
  readonly expert: string
  readonly decision: SpecialDecision
  readonly reason: string
}

interface EventHead {
  readonly at: string
  readonly by: string
  readonly side: Side
}

export type ReviewEvent = EventHead &
  (
    | { readonly step: 'accept' | 'reject' | 'withdraw' | 'publish'; readonly note: string }
    | { readonly step: 'assign'; readonly panel: readonly Expert[] }
    | { readonly step: 'opine'; readonly opinion: Opinion }
    | { readonly step: 'decide'; readonly decision: SpecialDecision; readonly reason: string }
  )

export interface Review {
  readonly application: Application
  readonly state: ReviewState
  readonly panel: readonly Expert[]
  readonly opinions: readonly Opinion[]
  readonly decision: SpecialDecision | null
}

/** State of a review after its events, in their order. Throws for any that may not happen. */
export function openReview(application: Application, events: readonly ReviewEvent[], policy: PanelPolicy): Review {
  if (policy.size < 2 || policy.majority * 2 <= policy.size || policy.majority > policy.size)
    throw new AppError('invalid', 'review.policy', '专家组至少两人，且决定需过半数')
  const start: Review = { application, state: 'applied', panel: [], opinions: [], decision: null }
  return events.reduce((review, event) => applied(review, event, policy), start)
}

function applied(review: Review, event: ReviewEvent, policy: PanelPolicy): Review {
  const state = nextState<ReviewState, ReviewStep>(REVIEW_STEPS, review.state, event)
  switch (event.step) {
    case 'accept':
    case 'reject':
    case 'withdraw':
    case 'publish':
      return { ...review, state }
    case 'assign':
      return { ...review, state, panel: checkedPanel(review, event.panel, policy) }
    case 'opine':
      return withOpinion(review, event, state)
    case 'decide':
      checkDecision(review, event, policy)
      return { ...review, state, decision: event.decision }
    default:
      return assertNever(event)
  }
}

function checkedPanel(
  { application, opinions }: Review,
  panel: readonly Expert[],
  policy: PanelPolicy,
): readonly Expert[] {
  // prettier-ignore
  if (opinions.length > 0) throw new AppError('conflict', 'review.begun', '已有专家提交意见，不能更换专家组')
  if (new Set(panel.map(({ id }) => id)).size !== panel.length || panel.length < policy.size)
    throw new AppError('invalid', 'review.panel', `专家组不得少于 ${policy.size} 人，且不得重复`)
  const conflicted = panel.filter(({ conflicts }) => conflicts.includes(application.hospital)).map(({ id }) => id)
  if (conflicted.length > 0)
    throw new AppError('conflict', 'review.conflict', '专家与申请机构存在利益关系，应当回避', { experts: conflicted })
  return panel
}

function withOpinion(review: Review, event: ReviewEvent & { step: 'opine' }, complete: ReviewState): Review {
  const { opinion, by } = event
  if (by !== opinion.expert || !review.panel.some(({ id }) => id === by))
    throw new AppError('denied', 'review.not-panel', '只有专家组成员可以提交本人的意见')
  if (review.opinions.some(({ expert }) => expert === by))
    throw new AppError('conflict', 'review.opinion-twice', '专家意见已提交，不能更改')
  checkEffect(opinion.decision)
  if (opinion.reason.trim() === '') throw new AppError('invalid', 'review.reason', '请填写理由')
  const opinions = [...review.opinions, opinion]
  return { ...review, opinions, state: opinions.length === review.panel.length ? complete : review.state }
}

/** The agency may only decide what enough experts proposed (the numbers may lie between theirs). */
function checkDecision(review: Review, event: ReviewEvent & { step: 'decide' }, { majority }: PanelPolicy): void {
  checkEffect(event.decision)
  if (event.reason.trim() === '') throw new AppError('invalid', 'review.reason', '请填写理由')
  const same = review.opinions.map((one) => one.decision).filter(({ effect }) => effect === event.decision.effect)
  if (same.length < majority)
    throw new AppError('conflict', 'review.no-majority', `同意该处理的专家不足 ${majority} 人，应扩大专家组复议`)
  const numbers = same.map(numberOf).sort((a, b) => (a < b ? -1 : 1))
  const own = numberOf(event.decision)
  if (own < numbers[0]! || own > numbers.at(-1)!)
    throw new AppError('conflict', 'review.outside', '决定的数值超出专家意见的范围')
}

function checkEffect(decision: SpecialDecision): void {
  const number = numberOf(decision)
  if (decision.effect === 'weight' && number <= 0n) throw new AppError('invalid', 'review.weight', '调整权重必须大于零')
  if (decision.effect === 'actual' && (number <= 0n || number > ONE))
    throw new AppError('invalid', 'review.share', '实际费用支付比例应大于 0、不超过 1')
}

function numberOf(decision: SpecialDecision): bigint {
  if (decision.effect === 'weight') return decision.weight
  return decision.effect === 'actual' ? decision.share : 0n
}

/** What a reader may see. Experts see neither hospital nor each other; the hospital sees no names of experts, and opinions only once decided. */
export interface ReviewView {
  readonly caseId: string
  readonly hospital: string | null
  readonly state: ReviewState
  readonly reasons: Application['reasons']
  readonly statement: string
  readonly opinions: readonly { readonly expert: string; readonly decision: SpecialDecision; readonly reason: string }[]
  readonly decision: SpecialDecision | null
}

/** 双盲: the review as one side may see it. `reader` is the expert's or account's id. The statement is shown as written: screening has it cleared of names. */
export function viewReview(
  review: Review,
  { side, reader }: { readonly side: Side; readonly reader: string },
): ReviewView {
  // prettier-ignore
  const { application, state, decision } = review
  const common = { caseId: application.caseId, state, reasons: application.reasons, statement: application.statement }
  switch (side) {
    case 'agency':
      return { ...common, hospital: application.hospital, opinions: review.opinions, decision }
    case 'expert':
      return { ...common, hospital: null, opinions: review.opinions.filter(({ expert }) => expert === reader), decision: null } // prettier-ignore
    case 'hospital': {
      const open = state === 'decided' || state === 'published'
      const unnamed = review.opinions.map((one, i) => ({ ...one, expert: `专家${i + 1}` }))
      return { ...common, hospital: application.hospital, opinions: open ? unnamed : [], decision: open ? decision : null } // prettier-ignore
    }
    default:
      return assertNever(side)
  }
}

/** Decisions that have been published, as the pricing of cases takes them. A case without decision is priced as any other. */
export function decisionsOf(reviews: readonly Review[]): Map<string, SpecialDecision> {
  const published = reviews.filter(({ state, decision }) => state === 'published' && decision !== null)
  const sorted = published.toSorted((a, b) => compareIds(a.application.caseId, b.application.caseId))
  return new Map(sorted.map(({ application, decision }) => [application.caseId, decision!]))
}
