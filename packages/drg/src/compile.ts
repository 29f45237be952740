import { OUTCOME, REASON_RESULTS, type Grouping } from './outcome.ts'
import type { Rule } from './rule-parser.ts'
import { holdsWithoutLists, type Test } from './rule-tests.ts'
import type { PlanMdc, PlanRule } from './plan-rows.ts'
import type { SchemePlan } from './scheme-plan.ts'
import { numberSlots, type NumberedSplit, type Slot } from './slots.ts'

/** A plan whose rules have become functions. Results are numbered; `results[number]` is what is handed out. */
export interface CompiledScheme {
  readonly plan: SchemePlan
  readonly mdcs: readonly CompiledMdc[]
  readonly rules: readonly CompiledRule[]
  readonly results: readonly Grouping[]
  readonly slots: readonly Slot[]
  /** Rule that becomes a candidate when the slot is hit, −1 when none does. */
  readonly slotRule: Int32Array
  /** Bit of the MDC that becomes a candidate when the slot is hit, or 0. */
  readonly slotMdc: Int32Array
  /** Candidate bits of the rules that a case may meet without hitting a list. */
  readonly baseCandidates: Int32Array
  readonly baseMdcs: number
  /** The tests of the rules side by side, null where being a candidate is enough, and three results a rule by severity (see `bySeverity`). */
  readonly ruleTests: readonly (Test | null)[]
  readonly severityResults: Int32Array
  /** Last day of the scheme and first as yyyymmdd; 0 and 99999999 when open. */
  readonly validFrom: number
  readonly validTo: number
  /** Whether any rule reads the department. */
  readonly readsDept: boolean
}

interface CompiledMdc extends PlanMdc {
  readonly parsed: Rule
  /** null: being a candidate is enough (the rule is one list term). */
  readonly test: Test | null
  readonly condition: Test
}

export interface CompiledRule extends PlanRule {
  readonly parsed: Rule
  /** null: being a candidate is enough (the rule is one list term). */
  readonly test: Test | null
  readonly condition: Test
  /** Result numbers by severity, null when the splits read more than severity. */
  readonly bySeverity: readonly [number, number, number] | null
  readonly splits: readonly CompiledSplit[]
  readonly noSplit: number
}
export interface CompiledSplit extends NumberedSplit {
  readonly result: number
  readonly drg: string
  readonly name: string
}

export function linkScheme(plan: SchemePlan): CompiledScheme {
  const numbered = numberSlots(plan.mdcs, plan.rules)
  const results: Grouping[] = [...REASON_RESULTS]
  const rules = plan.rules.map((row, index) => compileRule(row, numbered.rules[index]!, results))
  const baseCandidates = new Int32Array((rules.length + 31) >> 5)
  for (const [index, { rule }] of numbered.rules.entries())
    if (holdsWithoutLists(rule)) baseCandidates[index >> 5]! |= 1 << (index & 31)
  return {
    plan,
    rules,
    results,
    baseCandidates,
    ruleTests: rules.map(({ test }) => test),
    severityResults: Int32Array.from(rules.flatMap(({ bySeverity }) => bySeverity ?? [-1, -1, -1])),
    mdcs: plan.mdcs.map((row, bit) => {
      const { rule, test } = numbered.mdcs[bit]!
      return { ...row, parsed: rule, ...testsOf(rule, test) }
    }),
    slots: numbered.slots,
    slotRule: Int32Array.from(numbered.slots, ({ owner }) => Math.max(owner, -1)),
    slotMdc: Int32Array.from(numbered.slots, ({ owner }) => (owner < 0 && owner >= -31 ? 1 << (-1 - owner) : 0)),
    baseMdcs: numbered.mdcs.reduce((bits, { rule }, bit) => (holdsWithoutLists(rule) ? bits | (1 << bit) : bits), 0),
    validFrom: dayNumber(plan.meta.validFrom, 0),
    validTo: dayNumber(plan.meta.validTo, 99_999_999),
    readsDept: [
      ...plan.mdcs,
      ...plan.rules,
      ...plan.rules.flatMap((row) => row.drgs.map((drg) => ({ rule: drg.split }))),
    ].some(({ rule }) => rule.includes('dept')),
  }
}

function dayNumber(day: string, open: number): number {
  return day === '' ? open : Number(day.replaceAll('-', ''))
}

type NumberedRule = ReturnType<typeof numberSlots>['rules'][number]

function compileRule(row: PlanRule, numbered: NumberedRule, results: Grouping[]): CompiledRule {
  const group = { mdc: row.mdc, adrg: row.adrg, reasonCode: null, reason: null } as const
  const status = row.ambiguous ? '歧义病组' : '分组成功'
  const splits = numbered.splits.map((split, i): CompiledSplit => {
    const { drg, name } = row.drgs[i]!
    return { ...split, drg, name, result: results.push({ ...group, drg, status }) - 1 }
  })
  const base = REASON_RESULTS[OUTCOME['no-split']]!
  const noSplit =
    results.push({ ...base, mdc: row.mdc, adrg: row.adrg, reason: `${row.adrg} ${base.reason ?? ''}` }) - 1
  const at = (severity: 0 | 1 | 2) => splits.find((split) => split.holds[severity])?.result ?? noSplit
  return {
    ...row,
    parsed: numbered.rule,
    ...testsOf(numbered.rule, numbered.test),
    bySeverity: splits.some((split) => split.test !== null) ? null : [at(0), at(1), at(2)],
    splits,
    noSplit,
  }
}

/** A candidate hits a list of its rule: a rule that is one list holds then. */
function testsOf(rule: Rule, condition: Test): { readonly test: Test | null; readonly condition: Test } {
  return { test: rule.kind === 'list' ? null : condition, condition }
}
