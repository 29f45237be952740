import type { Condition, Value } from './condition.ts'

/**
 * How a template turns matching rows into hits. `where` is asked of every row whose code the knowledge point names; a row where
 * it is unknown makes its group “cannot tell” unless the rest of the group already hits.
 */
export type Plan = EachPlan | PairPlan | LimitPlan | RollingPlan | CoursePlan | RankPlan | WholePlan

/** Hits of one window become one judge: of an encounter, of a day of it, as the point says (`per`, `scope`), or each row alone. */
export type WindowOf = 'encounter' | 'day' | 'point' | 'row'

/** Every row is judged by itself. */
export interface EachPlan {
  readonly form: 'each'
  readonly where: Condition
  readonly window: WindowOf
  readonly amount: RowAmount
  /** Shown as 实际 and 上限. */
  readonly actual?: Value
  readonly limit?: Value
}

/** A row hits when a partner row is present (or absent) in the relation. */
export interface PairPlan {
  readonly form: 'pair'
  readonly where: Condition
  readonly relation: Relation
  readonly wanted: 'present' | 'absent'
  readonly window: WindowOf
  readonly amount: RowAmount
}

/**
 * `window`: same window of the point (`per`, `scope`; sliding for hours) · `nearby`: same encounter, or `window_days` around ·
 * `before`: up to `window_days` earlier · `active`: days of use overlap, other code ·
 * `class`: the same among the point's own rows, the later hits · `readmission`: an earlier stay at the same institution ended up to `gap_days` before ·
 * `inside`: the visit lies strictly inside the partner stay.
 */
export type Relation = 'window' | 'nearby' | 'before' | 'active' | 'class' | 'readmission' | 'inside'

/** A1 in-scope money · A4 (price − limit) × quantity · cash (price − cash price) × quantity · ratio, stock: of aggregates · none 0. */
export type RowAmount = 'A1' | 'A4' | 'cash' | 'ratio' | 'stock' | 'none'

/** Sum of a window against a maximum. */
export interface LimitPlan {
  readonly form: 'limit'
  readonly where: Condition
  readonly value: 'qty' | 'inscp' | 'dose' | 'days' | 'kinds' | 'certs'
  readonly max: Value
  /** Codes of one generic are counted together, others apart. */
  readonly byGeneric: boolean
  /** A2: in-scope money × excess ÷ sum, latest rows first · excess: the money above, latest first · shared: the money above, by share. */
  readonly amount: 'A2' | 'excess' | 'shared' | 'none'
  /** At least so many different codes (parameter `min_parts`). */
  readonly parts: boolean
}

/** More than `max` rows in any `window_days`: the later rows hit, in full. */
export interface RollingPlan {
  readonly form: 'rolling'
  readonly where: Condition
  readonly amount: 'A1' | 'none'
}

/** Days of use beyond `max_days` of a course; a new course after `gap_days` without use, or each stay its own (`per_stay`). */
export interface CoursePlan {
  readonly form: 'course'
  readonly where: Condition
}

/** A5: in one encounter and day the dearest row of the group is due in full, the others at `ratio`. */
export interface RankPlan {
  readonly form: 'rank'
  readonly where: Condition
}

/** All herbal pieces of a prescription are on the list. */
export interface WholePlan {
  readonly form: 'whole'
  readonly where: Condition
}
