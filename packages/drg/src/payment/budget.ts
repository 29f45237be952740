import { AppError, divideRounded, type Day, type Fen } from '@yijian/kernel'
import { allocate } from './allocate.ts'
import type { Fund } from './payment-case.ts'
import { maxOf, minOf, ONE, timesRatios, type Ratio } from './ratio.ts'
import { nextState, type Side, type Transitions } from './transitions.ts'

/** One reason for growth: fund income, admissions, GDP, policy …, and how much it counts. */
export interface GrowthFactor {
  readonly name: string
  readonly growth: Ratio
  readonly share: Ratio
}

/** What the yearly inpatient budget of one fund is made from. 职工 and 居民 are budgeted apart. */
export interface BudgetInput {
  readonly fund: Fund
  readonly year: number
  /** Last year's actual inpatient outlay of the pooled fund. Outpatient, chronic, large-sum and civil-servant outlays stay outside. */
  readonly lastLocal: Fen
  readonly lastOffSite: Fen
  readonly factors: readonly GrowthFactor[]
  readonly lowestGrowth: Ratio
  readonly highestGrowth: Ratio
  /** Expected income of the fund less everything outside the inpatient budget. */
  readonly income: Fen
  /** Share of the income that should remain (略有结余). */
  readonly keep: Ratio
  /** Accumulated surplus of earlier years. */
  readonly surplus: Fen
}

export interface AnnualBudget {
  readonly input: BudgetInput
  /** 基金支出增长率: Σ share × growth, within bounds. */
  readonly growth: Ratio
  readonly total: Fen
  readonly local: Fen
  readonly offSite: Fen
  /** Money missing against income − what should remain: from earlier surpluses, and what these cannot cover. */
  readonly fromSurplus: Fen
  readonly uncovered: Fen
}

/** Last year's actual × (1 + growth), split local / off-site by last year's actual shares. */
export function annualBudget(input: BudgetInput): AnnualBudget {
  const weighed = input.factors.reduce((sum, { growth, share }) => sum + growth * share, 0n)
  const growth = maxOf(input.lowestGrowth, minOf(input.highestGrowth, divideRounded(weighed, ONE) as Ratio)) // prettier-ignore
  const last = (input.lastLocal + input.lastOffSite) as Fen
  const total = timesRatios(last, (ONE + growth) as Ratio)
  const parts = allocate(total, [{ id: 'local', share: input.lastLocal }, { id: 'off-site', share: input.lastOffSite }]) // prettier-ignore
  const affordable = timesRatios(input.income, (ONE - input.keep) as Ratio)
  const missing = maxOf((total - affordable) as Fen, 0n as Fen)
  const fromSurplus = minOf(missing, maxOf(input.surplus, 0n as Fen))
  return {
    input,
    growth,
    total,
    local: parts.get('local')!,
    offSite: parts.get('off-site')!,
    fromSurplus,
    uncovered: (missing - fromSurplus) as Fen,
  }
}

/** Local budget over the months, in proportion to last year's months (any whole numbers), to the fen. */
export function monthlyCaps(local: Fen, lastYear: ReadonlyMap<string, bigint>): Map<string, Fen> {
  return allocate(
    local,
    [...lastYear].map(([id, share]) => ({ id, share })),
  )
}

/** Final local budget: the whole less what off-site care really cost, plus emergency adjustments. */
export function finalLocalBudget(total: Fen, offSiteActual: Fen, adjustments: readonly Fen[] = []): Fen {
  return adjustments.reduce((sum, one) => (sum + one) as Fen, (total - offSiteActual) as Fen)
}

export type BudgetState = 'drafted' | 'approved' | 'published'
export type BudgetStep = 'draft' | 'approve' | 'publish' | 'adjust'

/** Once published the budget stands, but for a public-health emergency. */
export const BUDGET_STEPS: Transitions<BudgetState, BudgetStep> = {
  drafted: { draft: { to: 'drafted', side: 'agency' }, approve: { to: 'approved', side: 'agency' } },
  approved: { draft: { to: 'drafted', side: 'agency' }, publish: { to: 'published', side: 'agency' } },
  published: { adjust: { to: 'published', side: 'agency' } },
}

export type BudgetEvent =
  | { readonly step: 'draft' | 'approve'; readonly day: Day; readonly by: string }
  | { readonly step: 'publish'; readonly day: Day; readonly by: string }
  | {
      readonly step: 'adjust'
      readonly day: Day
      readonly by: string
      readonly amount: Fen
      readonly emergency: string
    }

export interface BudgetStatus {
  readonly state: BudgetState
  readonly publishedOn: Day | null
  /** Published after the first month of its year. */
  readonly late: boolean
  readonly adjustments: readonly Fen[]
}

/** State of a budget after its events, in their order; throws for a step that may not be taken. */
export function budgetStatus(year: number, events: readonly BudgetEvent[], side: Side = 'agency'): BudgetStatus {
  return events.reduce<BudgetStatus>(
    (status, event) => {
      const state = nextState(BUDGET_STEPS, status.state, { step: event.step, side })
      if (event.step === 'publish')
        return { ...status, state, publishedOn: event.day, late: event.day > `${year}-01-31` }
      if (event.step !== 'adjust') return { ...status, state }
      if (event.emergency.trim() === '')
        throw new AppError('invalid', 'budget.emergency', '预算公布后只有发生重大公共卫生事件才能调整，请写明事件')
      return { ...status, state, adjustments: [...status.adjustments, event.amount] }
    },
    { state: 'drafted', publishedOn: null, late: false, adjustments: [] },
  )
}
