import { CONTENT_RULES } from './content-rules.ts'
import { FIELD_RULES } from './field-rules.ts'
import type { QualityContext, QualityKind, QualityRule } from './rule.ts'
import { applies, type Scope } from './scope.ts'
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
  for (const rule of rules) {
    if (rule.form !== undefined && rule.form !== list.form) continue
    for (const { verdict, row, value } of verdictsOf(rule, list, context)) {
      if (verdict !== null) judged[rule.kind]++
      if (verdict !== true) findings.push({ rule, outcome: verdict === null ? 'cannot-tell' : 'fail', row, value })
    }
  }
  return { list, department: departmentOf(list), findings, judged }
}

interface Judged {
  readonly verdict: Verdict
  readonly row: number
  readonly value: string
}

function verdictsOf(rule: QualityRule, list: SettlementList, context: QualityContext): readonly Judged[] {
  const rows = list.nodes[rule.node]
  if (rule.test.form === 'exactly-one') return [countMarked(rule, list, rule.test)]
  if (!rows) return [{ verdict: null, row: -1, value: '' }]
  if (rule.test.form === 'no-repeat') return repeated(rule, list, rows)
  return rows.flatMap((row, i) => {
    const scope: Scope = { list, node: rule.node, row, context }
    const found = verdictOf(rule, scope)
    return found === 'no' ? [] : [{ ...found, row: i }]
  })
}

/** 'no' = the rule has nothing to say here. */
function verdictOf(rule: QualityRule, scope: Scope): Omit<Judged, 'row'> | 'no' {
  const { test } = rule
  const applied = applies(scope, rule.when)
  if (applied === false) return 'no'
  const value = valueOf(scope.row, { node: rule.node, field: rule.field, form: scope.list.form })
  const text = value.kind === 'text' ? value.text : ''
  const isBlankTest = test.form === 'required' || test.form === 'absent'
  if (value.kind === 'empty' && !isBlankTest) return 'no'
  if (applied === null || value.kind === 'unknown') return { verdict: null, value: text }
  if (test.form === 'required') return { verdict: value.kind === 'text', value: text }
  if (test.form === 'absent') return { verdict: value.kind === 'empty', value: text }
  if (test.form === 'exactly-one' || test.form === 'no-repeat') return 'no'
  return { verdict: judgeValue(text, test, scope), value: text }
}

/** A list always has diagnoses, so a missing node is a failure there; elsewhere it cannot be told. */
function countMarked(rule: QualityRule, list: SettlementList, test: { value: string; none: boolean }): Judged {
  const rows = list.nodes[rule.node]
  if (!rows) return { verdict: test.none ? null : false, row: -1, value: '' }
  const marked = rows.filter((row) => textOf(rule, list, row) === test.value).length
  return { verdict: marked === 1 || (test.none && rows.length === 0), row: -1, value: String(marked) }
}

function repeated(rule: QualityRule, list: SettlementList, rows: readonly WireRow[]): readonly Judged[] {
  const seen = new Set<string>()
  return rows.flatMap((row, i) => {
    const value = textOf(rule, list, row)
    if (value === '') return []
    const verdict = !seen.has(value)
    seen.add(value)
    return [{ verdict, row: i, value }]
  })
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
