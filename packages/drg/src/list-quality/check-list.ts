import { CONTENT_RULES } from './content-rules.ts'
import { FIELD_RULES } from './field-rules.ts'
import type { QualityContext, QualityKind, QualityRule } from './rule.ts'
import { applies, findMain, type Scope } from './scope.ts'
import { valueOf, type SettlementList, type WireRow } from './settlement-list.ts'
import { judgeValue, type Verdict } from './tests.ts'

/** All rules of the house: from the field table, then the 填写规范. */
export const QUALITY_RULES: readonly QualityRule[] = [...FIELD_RULES, ...CONTENT_RULES]

/** A rule that a list failed, or that could not be judged because data is missing. Passed rules are only counted. */
export interface QualityFinding {
  readonly rule: QualityRule
  readonly outcome: 'fail' | 'cannot-tell'
  /** Row of the rule's node, from 0; −1 for the node as a whole. */
  readonly row: number
  /** As delivered; empty when blank. */
  readonly value: string
}

export interface CheckedList {
  readonly list: SettlementList
  readonly department: string
  readonly findings: readonly QualityFinding[]
  /** Rules applied and decided, by kind: passed + failed. */
  readonly judged: Readonly<Record<QualityKind, number>>
}

/** Checks one list. Each rule ends in pass, fail or cannot tell for every row it applies to; blanks are a matter of completeness alone. */
export function checkList(
  list: SettlementList,
  context: QualityContext,
  rules: readonly QualityRule[] = QUALITY_RULES,
): CheckedList {
  const findings: QualityFinding[] = []
  const judged: Record<QualityKind, number> = { completeness: 0, timeliness: 0, conformity: 0, plausibility: 0 }
  const around = { list, context, main: findMain(list) }
  for (const rule of rules) {
    if (rule.form !== undefined && rule.form !== list.form) continue
    judgeRule(rule, around, ({ verdict, value }, row) => {
      if (verdict !== null) judged[rule.kind]++
      if (verdict !== true) findings.push({ rule, outcome: verdict === null ? 'cannot-tell' : 'fail', row, value })
    })
  }
  return { list, department: departmentOf(list), findings, judged }
}

interface Judged {
  readonly verdict: Verdict
  /** As delivered; not filled in when the rule is passed. */
  readonly value: string
}
type Collect = (judged: Judged, row: number) => void

const PASSED: Judged = { verdict: true, value: '' }

/** Hands every verdict of a rule over, one per row it applies to; row −1 is the node as a whole. */
function judgeRule(
  rule: QualityRule,
  { list, context, main }: Pick<Scope, 'list' | 'context' | 'main'>,
  collect: Collect,
): void {
  const { node, test } = rule
  const rows = list.nodes[node]
  if (test.form === 'exactly-one') collect(countMarked(rule, list, test), -1)
  else if (!rows) collect({ verdict: null, value: '' }, -1)
  else if (test.form === 'no-repeat') collectRepeated(rule, list, collect)
  else
    for (let i = 0; i < rows.length; i++) {
      const found = verdictOf(rule, { list, context, main, node, row: rows[i]! })
      if (found !== 'no') collect(found, i)
    }
}

/** 'no' = the rule has nothing to say here. */
function verdictOf(rule: QualityRule, scope: Scope): Judged | 'no' {
  const { test } = rule
  const value = valueOf(scope.row, { node: rule.node, field: rule.field, form: scope.list.form })
  const text = value.kind === 'text' ? value.text : ''
  const isBlankTest = test.form === 'required' || test.form === 'absent'
  if (value.kind === 'empty' && !isBlankTest) return 'no'
  const applied = applies(scope, rule.when)
  if (applied === false) return 'no'
  if (applied === null || value.kind === 'unknown') return { verdict: null, value: text }
  if (test.form === 'exactly-one' || test.form === 'no-repeat') return 'no'
  const passed =
    test.form === 'required' ? text !== '' : test.form === 'absent' ? text === '' : judgeValue(text, test, scope)
  return passed === true ? PASSED : { verdict: passed, value: text }
}

/** A list always has diagnoses, so a missing node is a failure there; elsewhere it cannot be told. */
function countMarked(rule: QualityRule, list: SettlementList, test: { value: string; none: boolean }): Judged {
  const rows = list.nodes[rule.node]
  if (!rows) return { verdict: test.none ? null : false, value: '' }
  const marked = rows.filter((row) => textOf(rule, list, row) === test.value).length
  return { verdict: marked === 1 || (test.none && rows.length === 0), value: String(marked) }
}

function collectRepeated(rule: QualityRule, list: SettlementList, collect: Collect): void {
  const seen = new Set<string>()
  for (const [i, row] of list.nodes[rule.node]!.entries()) {
    const value = textOf(rule, list, row)
    if (value !== '') collect({ verdict: !seen.has(value), value }, i)
    seen.add(value)
  }
}

function textOf(rule: QualityRule, list: SettlementList, row: WireRow): string {
  const value = valueOf(row, { node: rule.node, field: rule.field, form: list.form })
  return value.kind === 'text' ? value.text : ''
}

/** 出院科别; empty when not filled in. */
function departmentOf(list: SettlementList): string {
  const value = valueOf(list.nodes.setlinfo?.[0] ?? {}, { node: 'setlinfo', field: 'dscg_caty', form: list.form })
  return value.kind === 'text' ? value.text : ''
}
