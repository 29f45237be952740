import { checkList, formatRatio, LIST_DICTIONARIES, listDeductions, listScore, QUALITY_RULES, type CheckedList, type Node, type QualityContext, type QualityRule, type SchemeTables, type SettlementList } from '@yijian/drg' // prettier-ignore
import { isHeld, personOf, type StayFacts } from '@yijian/warehouse'
import type { Row, StoredList } from '../stored.ts'

/** The outcome of a check as it is kept. */
export interface Checked {
  readonly score: string
  readonly errors: number
  readonly warnings: number
  readonly cannotTell: number
  readonly judged: Record<string, number>
  readonly failed: Record<string, number>
  readonly deducted: Record<string, string>
  readonly problems: readonly { ruleId: string; row: number; kind: string; severity: string; value: string }[]
}

const HELD_RULES = QUALITY_RULES.filter(isHeld)

export function qualityContext(scheme: SchemeTables, uploadDays: number): QualityContext {
  const known = (rows: readonly { readonly code: string }[]) => (rows.length === 0 ? {} : { codes: new Set(rows.map(({ code }) => code)) }) // prettier-ignore
  const [diagnoses, operations] = [known(scheme.icdDx).codes, known(scheme.icdOp).codes]
  return {
    dictionaries: LIST_DICTIONARIES,
    uploadDays,
    ...(diagnoses === undefined ? {} : { diagnoses }),
    ...(operations === undefined ? {} : { operations }),
  }
}

/** Checks a list; sex and age come from the settlement where the form does not carry them. */
export function checkStored(
  { id, hospital, list, facts, source }: { id: string; hospital: string; list: StoredList; facts: StayFacts | null; source: 'upload' | 'warehouse' }, // prettier-ignore
  context: QualityContext,
): Checked {
  const [info = {}, ...rest] = list.nodes.setlinfo ?? []
  const nodes = { ...list.nodes, setlinfo: [{ ...(facts === null ? {} : personOf(facts)), ...info }, ...rest] }
  const given: SettlementList = { id, hospital, form: list.form, nodes }
  return outcomeOf(checkList(given, context, source === 'warehouse' ? HELD_RULES : QUALITY_RULES))
}

function outcomeOf(checked: CheckedList): Checked {
  const failures = checked.findings.filter(({ outcome }) => outcome === 'fail')
  const rules = new Map(failures.map(({ rule }) => [rule.id, rule]))
  const failed: Record<string, number> = {}
  for (const { rule } of failures) failed[rule.kind] = (failed[rule.kind] ?? 0) + 1
  const count = (severity: QualityRule['severity']) => [...rules.values()].filter((rule) => rule.severity === severity).length // prettier-ignore
  const problems = failures.map(({ rule, row, value }) => ({ ruleId: rule.id, row, kind: rule.kind, severity: rule.severity, value })) // prettier-ignore
  return {
    score: formatRatio(listScore(checked), 4),
    errors: count('error'),
    warnings: count('warning'),
    cannotTell: checked.findings.length - failures.length,
    judged: { ...checked.judged },
    failed,
    deducted: Object.fromEntries(Object.entries(listDeductions(checked)).map(([kind, lost]) => [kind, formatRatio(lost, 4)])), // prettier-ignore
    problems: [...new Map(problems.map((one) => [`${one.ruleId}#${one.row}`, one])).values()],
  }
}

/** Cells of wire rows as trimmed text; what is neither text nor number is dropped. */
export function storedNodes(
  nodes: Readonly<Partial<Record<Node, readonly Readonly<Record<string, unknown>>[]>>>,
): StoredList['nodes'] {
  // prettier-ignore
  const cells = (row: Readonly<Record<string, unknown>>): Row =>
    Object.fromEntries(
      Object.entries(row).flatMap(([field, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[field, String(value).trim().slice(0, 500)]] : [],
      ),
    )
  return Object.fromEntries(Object.entries(nodes).map(([node, rows]) => [node, rows.map(cells)]))
}
