import { assertNever } from '@yijian/kernel'
import type { Unit } from '../compiled.ts'
import { PERS, SCOPES, type Scope } from '../params.ts'
import type { PairPlan, Plan } from '../plan.ts'

/** Sides of a rule that a row can stand on; bits. */
export const OWN = 1
export const PARTNER = 2

/** What of other visits can be part of a judge that a given row is in. Never too little: the rest can be left out and that judge stays. */
export interface Outlook {
  /** Days to either side; Infinity: all; −1: a unit never looks beyond one visit. */
  readonly reach: number
  /** Sides whose rows count for a row on the own side, and for one on the partners' side. */
  readonly fromOwn: number
  readonly fromPartner: number
}

export function outlookOf(unit: Unit): Outlook {
  return { reach: reachOf(unit), ...sidesOf(unit.shape.plan) }
}

function sidesOf(plan: Plan): Pick<Outlook, 'fromOwn' | 'fromPartner'> {
  if (plan.form !== 'pair') return { fromOwn: OWN, fromPartner: 0 }
  if (plan.relation === 'window' || plan.relation === 'class') return { fromOwn: OWN | PARTNER, fromPartner: OWN | PARTNER } // prettier-ignore
  // Own rows of one visit make one judge; a partner is in it only where partners are wanted, with all others of that row.
  return { fromOwn: PARTNER, fromPartner: plan.wanted === 'present' ? OWN | PARTNER : 0 }
}

function reachOf(unit: Unit): number {
  const { plan } = unit.shape
  switch (plan.form) {
    case 'each':
    case 'rank':
    case 'whole':
      return -1
    case 'limit':
      return windowReach(unit)
    case 'rolling':
      return scopeOf(unit, 'person') === 'encounter' ? -1 : (unit.numbers.window_days ?? Infinity)
    case 'course':
      return unit.numbers.per_stay === 1 ? -1 : Infinity
    case 'pair':
      return pairReach(plan, unit)
    default:
      return assertNever(plan)
  }
}

function pairReach({ relation, wanted }: PairPlan, unit: Unit): number {
  switch (relation) {
    case 'window':
      return windowReach(unit)
    case 'nearby':
    case 'before': {
      const days = unit.numbers.window_days
      // Whoever wants a partner brings in the partners of all rows of its window; whoever wants none, only those of the row.
      if (wanted === 'present') return Infinity
      return relation === 'nearby' ? (days ?? -1) : (days ?? Infinity)
    }
    case 'active':
    case 'class':
    case 'readmission':
    case 'inside':
      return Infinity
    default:
      return assertNever(relation)
  }
}

function windowReach(unit: Unit): number {
  if (scopeOf(unit, 'encounter') === 'encounter') return -1
  const per = PERS[unit.numbers.per ?? 0] ?? 'encounter'
  switch (per) {
    case 'day':
    case 'hour':
      return 0
    case 'hours':
      // From the row to one that it meets, over the day of that one, to those that it meets.
      return Math.ceil((2 * (unit.numbers.hours ?? 0)) / 24) + 1
    case 'month':
      return 31
    case 'year':
      return 366
    case 'encounter':
    case 'rx':
      return Infinity
    default:
      return assertNever(per)
  }
}

function scopeOf({ numbers }: Unit, fallback: Scope): Scope {
  return numbers.scope === undefined ? fallback : (SCOPES[numbers.scope] ?? fallback)
}
