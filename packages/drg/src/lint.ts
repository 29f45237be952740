import { parseRule, type ListTerm, type Rule } from './rule-parser.ts'
import type { AdrgRow, SchemeTables } from './scheme.ts'

export const LINT_KINDS = {
  'empty-list': '规则引用的清单是空的',
  'always-true': '规则恒为真，其后的规则不可达',
  shadowed: '规则被前面的规则完全遮住，不可达',
  'outside-mdc': '主要诊断不在所属大类的清单内，永远不可达',
  'no-medical-group': '主要诊断在大类清单内，但不在该大类任何内科组内，没有合适手术时无法入组',
  'no-drg': '规则没有任何细分组',
  'no-else': '细分组没有“其他”兜底',
  'split-order': '细分组顺序不合理：较宽的条件排在较严的前面',
  'unknown-mdc': '规则所属的大类不存在',
  'duplicate-drg': '同一 DRG 编码出现多次',
  'exclusion-table-unused': '并发症的排除表没有任何主要诊断',
} as const
export type LintKind = keyof typeof LINT_KINDS

export interface LintFinding {
  readonly kind: LintKind
  /** MDC, rule id, DRG or code concerned. */
  readonly at: string
  readonly message: string
  /** Codes concerned, when the message is about codes. */
  readonly codes: readonly string[]
}

/** What is wrong in a scheme, before anybody is paid by it. An empty answer means nothing was found. */
export function lintScheme(tables: SchemeTables): readonly LintFinding[] {
  const lists = listsOf(tables)
  return [
    ...lintMdcs(tables),
    ...tables.adrg.flatMap((row) => lintRule(tables, lists, row)),
    ...lintReach(tables, lists),
    ...lintMedicalGroups(tables, lists),
    ...lintExclusions(tables),
  ]
}

/** Codes by `ruleId|dx|set` and `ruleId|op|set`. */
type Lists = ReadonlyMap<string, ReadonlySet<string>>

function listsOf(tables: SchemeTables): Lists {
  const lists = new Map<string, Set<string>>()
  const add = (key: string, code: string) => {
    const list = lists.get(key)
    if (list) list.add(code)
    else lists.set(key, new Set([code]))
  }
  for (const row of tables.adrgDx) add(`${row.ruleId}|dx|${row.set}`, row.dx)
  for (const row of tables.adrgOp) add(`${row.ruleId}|op|${row.set}`, row.op)
  return lists
}

const domainOf = (term: ListTerm) => (term === 'pdx' || term === 'anydx' ? 'dx' : 'op')

function listTermsOf(rule: Rule): Extract<Rule, { kind: 'list' }>[] {
  if (rule.kind === 'list') return [rule]
  return rule.kind === 'and' || rule.kind === 'or' ? rule.parts.flatMap(listTermsOf) : []
}

const finding = (kind: LintKind, at: string, codes: readonly string[] = []): LintFinding => ({
  kind,
  at,
  message: `${at}：${LINT_KINDS[kind]}${codes.length > 0 ? `（${codes.length} 个编码）` : ''}`,
  codes,
})

function lintMdcs(tables: SchemeTables): LintFinding[] {
  const known = new Set(tables.mdc.map((row) => row.mdc))
  const seen = new Set<string>()
  const repeated = tables.drg.filter((row) => seen.size === seen.add(row.drg).size)
  return [
    ...tables.adrg.filter((row) => !known.has(row.mdc)).map((row) => finding('unknown-mdc', row.ruleId)),
    ...repeated.map((row) => finding('duplicate-drg', row.drg)),
  ]
}

function lintRule(tables: SchemeTables, lists: Lists, row: AdrgRow): LintFinding[] {
  const found = listTermsOf(parseRule(row.rule))
    .filter((term) => !lists.has(`${row.ruleId}|${domainOf(term.term)}|${term.set}`))
    .map(() => finding('empty-list', row.ruleId))
  const splits = tables.drg.filter((drg) => drg.ruleId === row.ruleId).map((drg) => drg.split)
  if (splits.length === 0) return [...found, finding('no-drg', row.ruleId)]
  if (!splits.includes('else')) found.push(finding('no-else', row.ruleId))
  const width = { mcc: 1, 'mcc|cc': 2, else: 3 }
  if (splits.some((split, i) => i > 0 && width[split] <= width[splits[i - 1] ?? 'mcc']))
    found.push(finding('split-order', row.ruleId))
  return found
}

/** Rules behind one that is always true, rules whose single list is covered by an earlier single list, entries outside their MDC. */
function lintReach(tables: SchemeTables, lists: Lists): LintFinding[] {
  return tables.mdc.flatMap(({ mdc, rule }) => {
    const inMdc = new Set(tables.mdcDx.filter((row) => row.mdc === mdc).map((row) => row.dx))
    const needsList = listTermsOf(parseRule(rule)).some((term) => term.term === 'pdx')
    const covered = { dx: new Set<string>(), op: new Set<string>() }
    const found: LintFinding[] = []
    let open = true
    for (const row of tables.adrg.filter((adrg) => adrg.mdc === mdc)) {
      const parsed = parseRule(row.rule)
      if (!open) found.push(finding('shadowed', row.ruleId))
      if (parsed.kind === 'true') {
        found.push(finding('always-true', row.ruleId))
        open = false
      }
      const mains = mainDiagnoses(parsed, row.ruleId, lists)
      const outside = needsList ? [...mains].filter((code) => !inMdc.has(code)) : []
      if (outside.length > 0) found.push(finding('outside-mdc', row.ruleId, outside))
      if (parsed.kind !== 'list' || (parsed.term !== 'pdx' && parsed.term !== 'pop')) continue
      const domain = domainOf(parsed.term)
      const codes = lists.get(`${row.ruleId}|${domain}|${parsed.set}`) ?? new Set<string>()
      if (open && codes.size > 0 && [...codes].every((code) => covered[domain].has(code)))
        found.push(finding('shadowed', row.ruleId))
      for (const code of codes) covered[domain].add(code)
    }
    return found
  })
}

function mainDiagnoses(rule: Rule, ruleId: string, lists: Lists): Set<string> {
  const terms = listTermsOf(rule).filter((term) => term.term === 'pdx')
  return new Set(terms.flatMap((term) => [...(lists.get(`${ruleId}|dx|${term.set}`) ?? [])]))
}

/** Main diagnoses of an MDC that no rule without an operation takes. */
function lintMedicalGroups(tables: SchemeTables, lists: Lists): LintFinding[] {
  return tables.mdc.flatMap(({ mdc, rule }) => {
    if (!listTermsOf(parseRule(rule)).some((term) => term.term === 'pdx')) return []
    const rules = tables.adrg.filter((row) => row.mdc === mdc).map((row) => ({ row, rule: parseRule(row.rule) }))
    if (
      rules.some(
        ({ rule: parsed }) => parsed.kind === 'true' || (parsed.kind === 'flag' && parsed.term === 'no_valid_op'),
      )
    )
      return []
    const taken = new Set(
      rules
        .filter(({ rule: parsed }) => !needsOperation(parsed))
        .flatMap(({ row, rule: parsed }) =>
          listTermsOf(parsed).flatMap((term) => [...(lists.get(`${row.ruleId}|dx|${term.set}`) ?? [])]),
        ),
    )
    const orphans = tables.mdcDx.filter((row) => row.mdc === mdc && !taken.has(row.dx)).map((row) => row.dx)
    return orphans.length > 0 ? [finding('no-medical-group', mdc, orphans)] : []
  })
}

/** Whether no case without an operation can meet the rule. */
function needsOperation(rule: Rule): boolean {
  if (rule.kind === 'list') return domainOf(rule.term) === 'op'
  if (rule.kind === 'flag') return rule.term === 'pop_valid'
  if (rule.kind === 'and') return rule.parts.some(needsOperation)
  return rule.kind === 'or' && rule.parts.every(needsOperation)
}

function lintExclusions(tables: SchemeTables): LintFinding[] {
  const used = new Set(tables.ccExclusion.map((row) => row.exclusionTable))
  const tablesOfCc = new Set(tables.cc.map((row) => row.exclusionTable).filter((table) => table !== '999'))
  return [...tablesOfCc]
    .filter((table) => !used.has(table))
    .sort()
    .map((table) =>
      finding(
        'exclusion-table-unused',
        table,
        tables.cc.filter((row) => row.exclusionTable === table).map((row) => row.dx),
      ),
    )
}
