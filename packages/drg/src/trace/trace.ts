import type { CodeSystem } from '../csv/case-reader.ts'
import type { CompiledRule, CompiledScheme } from '../compile.ts'
import type { Grouper } from '../group.ts'
import { codeQuality, type CodeQualityFinding } from '../input/code-quality.ts'
import { normaliseCase, type NormalisedCase } from '../input/normalise-case.ts'
import type { Grouping } from '../outcome.ts'
import type { CaseRecord } from '../record.ts'
import { describeRule } from '../rule-parser.ts'
import { complicationsOf, type TracedComplication } from './complications.ts'
import { failuresOf, hitsOf, slotNumbersOf, type ExplainContext, type TermHit } from './explain-rule.ts'
import { movesOf, type Move } from './moves.ts'

/** Why a case is where it is, step by step. */
export interface Trace {
  readonly input: NormalisedCase
  readonly result: Grouping
  /** In the order they were tried, up to the one that took the case. */
  readonly mdcs: readonly TracedMdc[]
  readonly hit: TracedHit | null
  readonly severity: 0 | 1 | 2
  readonly complications: readonly TracedComplication[]
  /** What would move the case one group up or down inside its ADRG. */
  readonly moves: readonly Move[]
  /** Problems of the codes, apart from grouping. */
  readonly quality: readonly CodeQualityFinding[]
}

export interface TracedMdc {
  readonly mdc: string
  readonly name: string
  /** `passed`: its condition does not hold; `left`: it does, but none of its rules took the case; `taken`. */
  readonly verdict: 'passed' | 'left' | 'taken'
  readonly failed: readonly string[]
  /** Rules of it that some code of the case touches, tried in vain. */
  readonly tried: readonly TracedRule[]
}
export interface TracedRule {
  readonly ruleId: string
  readonly adrg: string
  readonly name: string
  readonly hits: readonly TermHit[]
  readonly failed: readonly string[]
}
export interface TracedHit {
  readonly mdc: string
  readonly ruleId: string
  readonly adrg: string
  readonly name: string
  /** As published, and in words. */
  readonly rule: string
  readonly condition: string
  readonly hits: readonly TermHit[]
  readonly drgName: string
}

export type Tracer = (record: CaseRecord, codeSystem?: CodeSystem) => Trace

/** A tracer of one scheme; a case takes some tens of microseconds. */
export function createTracer(grouper: Grouper): Tracer {
  const { scheme } = grouper
  const slotNumbers = slotNumbersOf(scheme)
  const ruleSlots = slotsByRule(scheme)
  return (record, codeSystem) => {
    const input = normaliseCase(scheme.plan, record, codeSystem)
    const coded = grouper.code(input.record)
    const result = grouper.groupCoded(coded)
    const { facts } = grouper
    if (coded.refused >= 0)
      return { input, result, mdcs: [], hit: null, severity: 0, complications: [], moves: [], quality: [] }
    const context: ExplainContext = { scheme, slotNumbers, record: coded, facts }
    const { mdcs, rule } = walk(context, ruleSlots)
    const { severity, complications } = complicationsOf(context, rule)
    return {
      input,
      result,
      mdcs,
      hit: rule === null ? null : hitOf(rule, result, context),
      severity,
      complications,
      moves: rule === null ? [] : movesOf(rule, result, { ...context, complications, severity }),
      quality: codeQuality(scheme, input, facts, codeSystem),
    }
  }
}

function slotsByRule(scheme: CompiledScheme): readonly (readonly number[])[] {
  const slots: number[][] = scheme.rules.map(() => [])
  for (const [slot, { owner }] of scheme.slots.entries()) if (owner >= 0) slots[owner]!.push(slot)
  return slots
}

function walk(context: ExplainContext, ruleSlots: readonly (readonly number[])[]) {
  const { scheme, facts } = context
  const mdcs: TracedMdc[] = []
  for (const mdc of scheme.mdcs) {
    const head = { mdc: mdc.mdc, name: mdc.name }
    if (!mdc.condition(facts)) {
      mdcs.push({ ...head, verdict: 'passed', failed: failuresOf(mdc.parsed, context), tried: [] })
      continue
    }
    const tried: TracedRule[] = []
    for (let index = mdc.first; index < mdc.end; index++) {
      const rule = scheme.rules[index]!
      if (rule.condition(facts)) {
        mdcs.push({ ...head, verdict: 'taken', failed: [], tried })
        return { mdcs, rule }
      }
      if (ruleSlots[index]!.some((slot) => facts.hit[slot] === facts.stamp)) tried.push(tracedRule(rule, context))
    }
    mdcs.push({ ...head, verdict: 'left', failed: [], tried })
  }
  return { mdcs, rule: null }
}

function tracedRule(rule: CompiledRule, context: ExplainContext): TracedRule {
  const { ruleId, adrg, name, parsed } = rule
  return { ruleId, adrg, name, hits: hitsOf(parsed, context), failed: failuresOf(parsed, context) }
}

function hitOf(rule: CompiledRule, result: Grouping, context: ExplainContext): TracedHit {
  const { mdc, ruleId, adrg, name, parsed } = rule
  const drgName = rule.drgs.find(({ drg }) => drg === result.drg)?.name ?? ''
  const condition = describeRule(parsed)
  return { mdc, ruleId, adrg, name, rule: rule.rule, condition, hits: hitsOf(parsed, context), drgName }
}
