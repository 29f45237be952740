import { parseDay, parseYuan } from '@yijian/kernel'
import { describe, expect, test } from 'vitest'
import type { CasePayment } from '../payment/case-payment.ts'
import type { SpecialDecision } from '../payment/parameters.ts'
import { CITY, makeCase } from '../payment/payment.test-helper.ts'
import { priceCase } from '../payment/price-case.ts'
import { parseRatio } from '../payment/ratio.ts'
import { checkApplication, maxApplications, screenApplication, type Application, type ApplicationPolicy, type CaseFacts, type ReviewReason } from './application.ts' // prettier-ignore
import { decisionsOf, openReview, viewReview, type Expert, type PanelPolicy, type ReviewEvent } from './review.ts'

const POLICY: ApplicationPolicy = { limit: parseRatio('0.05'), withinDays: 30, longStayDays: 60, highCostMultiple: parseRatio('2'), icuHours: 72 } // prettier-ignore
const APPLICATION: Application = { caseId: '1', hospital: 'H1', reasons: ['high-cost'], statement: '多次手术', appliedOn: parseDay('2025-07-01') } // prettier-ignore

function factsOf(yuan = '21000.01', more: Partial<CaseFacts> = {}): CaseFacts {
  const payment = priceCase(makeCase({ yuan }), CITY) as CasePayment
  return { payment, discharged: parseDay('2025-06-01'), los: 8, icuHours: undefined, newTechnology: undefined, departments: undefined, emergency: undefined, ...more } // prettier-ignore
}

describe('application', () => {
  const check = (more: Partial<Application> = {}, filed: readonly Application[] = [], discharges = 40) =>
    checkApplication({ ...APPLICATION, ...more }, factsOf(), { policy: POLICY, filed, discharges })

  test('5 % of 40 discharges are 2, of 39 one', () => {
    expect([maxApplications(40, POLICY), maxApplications(39, POLICY), maxApplications(19, POLICY)]).toEqual([2, 1, 0])
    const other = { ...APPLICATION, caseId: '2' }
    expect(() => check({}, [other])).not.toThrow()
    expect(() => check({}, [other], 39)).toThrow('上限：1 例')
    expect(() => check({}, [{ ...other, hospital: 'H2' }], 39)).not.toThrow()
  })

  test('own cases only, once, in time, with reasons and a statement', () => {
    expect(() => check({ hospital: 'H2' })).toThrow('本机构')
    expect(() => check({}, [APPLICATION])).toThrow('已申请')
    expect(() => check({ appliedOn: parseDay('2025-07-02') })).toThrow('30 日内')
    expect(() => check({ appliedOn: parseDay('2025-05-31') })).toThrow('30 日内')
    expect(() => check({ reasons: [] })).toThrow('申请理由')
    expect(() => check({ reasons: ['icu', 'icu'] })).toThrow('不得重复')
    expect(() => check({ statement: ' ' })).toThrow('申请说明')
  })

  test('screening: high cost above 2 × 10500 = 21000, not exactly there', () => {
    expect(screenApplication(APPLICATION, factsOf(), POLICY).proposal).toBe('accept')
    expect(screenApplication(APPLICATION, factsOf('21000'), POLICY).proposal).toBe('reject')
  })

  test.each<{ reason: ReviewReason; yes: Partial<CaseFacts>; no: Partial<CaseFacts>; unknown?: Partial<CaseFacts> }>([
    { reason: 'long-stay', yes: { los: 60 }, no: { los: 59 }, unknown: { los: undefined } },
    { reason: 'icu', yes: { icuHours: 72 }, no: { icuHours: 71 } },
    { reason: 'new-technology', yes: { newTechnology: true }, no: { newTechnology: false } },
    { reason: 'complex', yes: { departments: 2 }, no: { departments: 1 } },
    { reason: 'emergency-to-inpatient', yes: { emergency: true }, no: { emergency: false } },
  ])('screening of $reason: supported, not supported, cannot tell', ({ reason, yes, no, unknown = {} }) => {
    const propose = (more: Partial<CaseFacts>) => screenApplication({ ...APPLICATION, reasons: [reason] }, factsOf('9000', more), POLICY).proposal // prettier-ignore
    expect([propose(yes), propose(no), propose(unknown)]).toEqual(['accept', 'reject', 'look'])
  })

  test('screening of a case that was not grouped', () => {
    const payment = priceCase(makeCase({ status: 'ungrouped', drg: '' }), CITY) as CasePayment
    const found = screenApplication({ ...APPLICATION, reasons: ['ungrouped', 'high-cost'] }, factsOf('1', { payment }), POLICY) // prettier-ignore
    expect([...found.support]).toEqual([['ungrouped', 'supported'], ['high-cost', 'cannot-tell']]) // prettier-ignore
  })
})

const TWO: PanelPolicy = { size: 2, majority: 2 }
const head = { at: '2025-07-02T09:00:00+08:00', by: 'u1', side: 'agency' } as const
const expert = (id: string, ...conflicts: string[]): Expert => ({ id, specialties: ['神经外科'], conflicts })
const accept: ReviewEvent = { ...head, step: 'accept', note: '' }
const assign = (...panel: Expert[]): ReviewEvent => ({ ...head, step: 'assign', panel })
const weight = (text: string): SpecialDecision => ({ effect: 'weight', weight: parseRatio(text) })
const share = (text: string): SpecialDecision => ({ effect: 'actual', share: parseRatio(text) })
const opine = (by: string, decision: SpecialDecision, reason = '病情复杂'): ReviewEvent => ({ ...head, by, side: 'expert', step: 'opine', opinion: { expert: by, decision, reason } }) // prettier-ignore
const decide = (decision: SpecialDecision, reason = '按专家意见'): ReviewEvent => ({ ...head, step: 'decide', decision, reason }) // prettier-ignore
const publish: ReviewEvent = { ...head, step: 'publish', note: '' }
const run = (...events: ReviewEvent[]) => openReview(APPLICATION, events, TWO)
const PANEL = [accept, assign(expert('e1', 'H2'), expert('e2'))]

describe('review', () => {
  test('from application to publication', () => {
    const states = [[], [accept], PANEL, [...PANEL, opine('e1', weight('3'))], [...PANEL, opine('e1', weight('3')), opine('e2', weight('2'))]].map((events) => run(...events).state) // prettier-ignore
    expect(states).toEqual(['applied', 'screened', 'assigned', 'assigned', 'voted'])
    const done = run(...PANEL, opine('e1', weight('3')), opine('e2', weight('2')), decide(weight('2.5')), publish)
    expect(done).toMatchObject({ state: 'published', decision: weight('2.5') })
  })

  test('at least two different experts, none with a tie to the hospital', () => {
    expect(() => run(accept, assign(expert('e1')))).toThrow('不得少于 2 人')
    expect(() => run(accept, assign(expert('e1'), expert('e1')))).toThrow('不得重复')
    expect(() => run(accept, assign(expert('e1'), expert('e2', 'H1')))).toThrow('回避')
    expect(() => openReview(APPLICATION, [], { size: 1, majority: 1 })).toThrow('至少两人')
    expect(() => openReview(APPLICATION, [], { size: 4, majority: 2 })).toThrow('过半数')
  })

  test('an expert speaks once, for himself, with a reason and a sensible number', () => {
    expect(() => run(...PANEL, opine('e3', weight('3')))).toThrow('专家组成员')
    expect(() => run(...PANEL, { ...opine('e1', weight('3')), by: 'e2' })).toThrow('本人的意见')
    expect(() => run(...PANEL, opine('e1', weight('3')), opine('e1', weight('2')))).toThrow('不能更改')
    expect(() => run(...PANEL, opine('e1', weight('3'), ' '))).toThrow('理由')
    expect(() => run(...PANEL, opine('e1', weight('0')))).toThrow('大于零')
    expect(() => run(...PANEL, opine('e1', share('1.01')))).toThrow('不超过 1')
    expect(() => run(...PANEL, { ...opine('e1', weight('3')), side: 'agency' })).toThrow('应由评审专家')
  })

  test('the panel stands once an opinion is in', () => {
    expect(run(...PANEL, assign(expert('e4'), expert('e5'))).panel.map(({ id }) => id)).toEqual(['e4', 'e5'])
    expect(() => run(...PANEL, opine('e1', weight('3')), assign(expert('e4'), expert('e5')))).toThrow('不能更换')
  })

  test('the decision follows a majority and stays within its numbers', () => {
    const votes = [opine('e1', weight('3')), opine('e2', weight('2'))]
    expect(() => run(...PANEL, ...votes, decide(share('0.9')))).toThrow('不足 2 人')
    expect(() => run(...PANEL, ...votes, decide(weight('3.00000001')))).toThrow('超出')
    expect(() => run(...PANEL, ...votes, decide(weight('2'), ''))).toThrow('理由')
    expect(() => run(...PANEL, opine('e1', weight('3')), opine('e2', { effect: 'standard' }), decide(weight('3')))).toThrow('扩大专家组') // prettier-ignore
    expect(() => run(...PANEL, votes[0]!, decide(weight('3')))).toThrow('当前状态不能')
  })

  test('rejected, withdrawn and published are ends; the hospital can withdraw until a panel sits', () => {
    const withdraw: ReviewEvent = { ...head, side: 'hospital', step: 'withdraw', note: '' }
    expect(run(withdraw).state).toBe('withdrawn')
    expect(run(accept, withdraw).state).toBe('withdrawn')
    expect(() => run(...PANEL, withdraw)).toThrow('当前状态不能')
    expect(() => run({ ...withdraw, side: 'agency' })).toThrow('应由医疗机构')
    expect(() => run({ ...accept, step: 'reject' }, accept)).toThrow('当前状态不能')
  })
})

describe('blinding', () => {
  const review = run(...PANEL, opine('e1', weight('3')), opine('e2', weight('2')))

  test('an expert sees neither the hospital nor the other’s opinion', () => {
    const view = viewReview(review, { side: 'expert', reader: 'e2' })
    expect(view).toMatchObject({ hospital: null, decision: null })
    expect(view.opinions.map(({ expert: id }) => id)).toEqual(['e2'])
  })

  test('the hospital sees opinions without names, and only once decided; the agency sees all', () => {
    expect(viewReview(review, { side: 'hospital', reader: 'h' }).opinions).toEqual([])
    const decided = run(...PANEL, opine('e1', weight('3')), opine('e2', weight('2')), decide(weight('2')))
    const view = viewReview(decided, { side: 'hospital', reader: 'h' })
    expect(view.opinions.map(({ expert: id }) => id)).toEqual(['专家1', '专家2'])
    expect(view.decision).toEqual(weight('2'))
    expect(viewReview(review, { side: 'agency', reader: 'u1' }).opinions.map(({ expert: id }) => id)).toEqual(['e1', 'e2']) // prettier-ignore
  })
})

describe('effect on payment', () => {
  const decided = (decision: SpecialDecision, ...more: ReviewEvent[]) => run(...PANEL, opine('e1', decision), opine('e2', decision), decide(decision), ...more) // prettier-ignore
  const paid = (decision: SpecialDecision, ...more: ReviewEvent[]) => priceCase(makeCase({ yuan: '40000' }), { ...CITY, decisions: decisionsOf([decided(decision, ...more)]) }) // prettier-ignore

  test('weight 3: 10000 × 3 × 1.05 = 31500; 90 % of actual: 36000; standard: 10500', () => {
    expect(paid(weight('3'), publish)).toMatchObject({ rule: 'special-weight', value: parseYuan('31500') })
    expect(paid(share('0.9'), publish)).toMatchObject({ rule: 'special-actual', value: parseYuan('36000') })
    expect(paid({ effect: 'standard' }, publish)).toMatchObject({ rule: 'normal', value: parseYuan('10500') })
  })

  test('a decision counts only when published', () => {
    expect(paid(weight('3'))).toMatchObject({ rule: 'normal' })
  })
})
