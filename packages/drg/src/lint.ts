import { AppError } from '@yijian/kernel'
import { lintCodes, lintExclusions } from './lint-codes.ts'
import { finding, LINT_KINDS, type LintFinding, type LintKind } from './lint-findings.ts'
import { alternativesOf, domainOf, implies, listKey, type ListBook, type Lists } from './rule-implication.ts'
import { listTermsOf, partsOf, type Rule } from './rule-parser.ts'
import { resolveRule, ruleBook, type RuleHome } from './rule-references.ts'
import { brokenReferences } from './scheme-plan.ts'
import type { AdrgRow, DrgRow, MdcRow, SchemeTables } from './scheme.ts'

export { LINT_KINDS, type LintFinding, type LintKind }

export interface LintOptions {
  /** Weight by DRG: then splits are checked against it too. */
  readonly weights?: ReadonlyMap<string, number>
}

/** What is wrong in a scheme, before anybody is paid by it. An empty answer means nothing was found. */
export function lintScheme(tables: SchemeTables, { weights }: LintOptions = {}): readonly LintFinding[] {
  const context = lintContext(tables)
  return [
    ...context.found,
    ...brokenReferences(tables).map((at) => finding('broken-reference', at)),
    ...lintDrgs(tables),
    ...context.rules.flatMap((rule) => lintRule(rule, context, weights)),
    ...tables.mdc.flatMap((row) => lintReach(row, context)),
    ...tables.mdc.flatMap((row) => lintMedicalGroups(row, context)),
    ...lintExclusions(tables),
    ...lintCodes(tables),
  ]
}

interface LintContext extends ListBook {
  readonly tables: SchemeTables
  readonly rules: readonly LintRule[]
  readonly mdcRules: ReadonlyMap<string, Rule>
  readonly found: readonly LintFinding[]
}
interface LintRule {
  readonly row: AdrgRow
  readonly rule: Rule
  readonly splits: readonly { readonly row: DrgRow; readonly rule: Rule }[]
}

/** Reads all rules; those that cannot be read are findings and take no further part. */
function lintContext(tables: SchemeTables): LintContext {
  const book = ruleBook(tables.mdc, tables.adrg)
  const found: LintFinding[] = []
  const read = (text: string, home: RuleHome): Rule | null => {
    try {
      return resolveRule(text, home, book)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const kind = error.code === 'drg.scheme.cycle' ? 'cycle' : error.code === 'drg.scheme.reference' ? 'broken-reference' : 'rule-syntax' // prettier-ignore
      found.push({ ...finding(kind, home.ruleId ?? home.mdc), message: error.message })
      return null
    }
  }
  const rules = tables.adrg.flatMap((row): LintRule[] => {
    const home = { ruleId: row.ruleId, mdc: row.mdc }
    const rule = read(row.rule, home)
    const splits = tables.drg.filter((drg) => drg.ruleId === row.ruleId)
    const parsed = splits.map((drg) => ({ row: drg, rule: read(drg.split === 'else' ? 'true' : drg.split, home) }))
    return rule === null ? [] : [{ row, rule, splits: parsed.filter(isRead) }]
  })
  const mdcRules = new Map(
    tables.mdc.flatMap((row) => {
      const rule = read(row.rule, { ruleId: null, mdc: row.mdc })
      return rule === null ? [] : [[row.mdc, rule] as const]
    }),
  )
  return { tables, rules, mdcRules, found, lists: listsOf(tables), validOperations: new Set(tables.opValid) }
}

function isRead(split: { row: DrgRow; rule: Rule | null }): split is { row: DrgRow; rule: Rule } {
  return split.rule !== null
}

function listsOf(tables: SchemeTables): Lists {
  const lists = new Map<string, Set<string>>()
  const add = (key: string, code: string) => {
    const list = lists.get(key)
    if (list) list.add(code)
    else lists.set(key, new Set([code]))
  }
  for (const row of tables.mdcDx) add(`dx|@${row.mdc}`, row.dx)
  for (const row of tables.adrgDx) add(`dx|${row.ruleId}.${row.set}`, row.dx)
  for (const row of tables.adrgOp) add(`op|${row.ruleId}.${row.set}`, row.op)
  return lists
}

function lintDrgs(tables: SchemeTables): LintFinding[] {
  const seen = new Set<string>()
  return tables.drg
    .filter((row) => seen.size === seen.add(row.drg).size)
    .map((row) => finding('duplicate-drg', row.drg))
}

function lintRule(
  { row, rule, splits }: LintRule,
  context: LintContext,
  weights?: LintOptions['weights'],
): LintFinding[] {
  const found = [rule, ...splits.map((split) => split.rule)]
    .flatMap(listTermsOf)
    .filter((term) => !context.lists.has(listKey(term)))
    .map(() => finding('empty-list', row.ruleId))
  if (!context.tables.drg.some((drg) => drg.ruleId === row.ruleId)) return [...found, finding('no-drg', row.ruleId)]
  if (!splits.some((split) => split.rule.kind === 'true')) found.push(finding('no-else', row.ruleId))
  if (splits.some((split, i) => splits.slice(0, i).some((before) => implies(split.rule, before.rule, context))))
    found.push(finding('split-order', row.ruleId))
  if (weights !== undefined) found.push(...lintSplitWeights(splits, weights))
  return found
}

/** Within an ADRG, a split by severity that is tested earlier is the severer case and should not weigh less. */
function lintSplitWeights(splits: LintRule['splits'], weights: ReadonlyMap<string, number>): LintFinding[] {
  const bySeverity = splits.filter(({ rule }) => partsOf(rule).every((part) => part.kind !== 'compare' || part.field === 'severity')) // prettier-ignore
  return bySeverity.flatMap(({ row }, i) => {
    const [own, before] = [weights.get(row.drg), weights.get(bySeverity[i - 1]?.row.drg ?? '')]
    return own !== undefined && before !== undefined && own > before ? [finding('split-weight', row.drg)] : []
  })
}

/** Rules that an earlier rule of their MDC takes everything from, and entries outside the list of their MDC. */
function lintReach({ mdc }: MdcRow, context: LintContext): LintFinding[] {
  const inMdc = context.lists.get(`dx|@${mdc}`) ?? new Set<string>()
  const mdcRule = context.mdcRules.get(mdc)
  const needsList = mdcRule !== undefined && listTermsOf(mdcRule).some((term) => term.term === 'pdx')
  const covered = { dx: new Set<string>(), op: new Set<string>() }
  const found: LintFinding[] = []
  const earlier: Rule[] = []
  for (const { row, rule } of context.rules.filter((one) => one.row.mdc === mdc)) {
    const codes = singleList(rule, context)
    const domain = rule.kind === 'list' ? domainOf(rule.term) : 'dx'
    const taken = codes !== null && codes.size > 0 && [...codes].every((code) => covered[domain].has(code))
    if (taken || earlier.some((before) => implies(rule, before, context))) found.push(finding('shadowed', row.ruleId))
    if (rule.kind === 'true') found.push(finding('always-true', row.ruleId))
    const mains = needsList ? mainDiagnoses(rule, context) : new Set<string>()
    const outside = [...mains].filter((code) => !inMdc.has(code))
    if (outside.length > 0 && outside.length === mains.size) found.push(finding('unreachable', row.ruleId, outside))
    else if (outside.length > 0) found.push(finding('outside-mdc', row.ruleId, outside))
    for (const code of codes ?? []) covered[domain].add(code)
    earlier.push(rule)
  }
  return found
}

/** Codes of a rule that is one list of main codes, else null. */
function singleList(rule: Rule, { lists }: ListBook): ReadonlySet<string> | null {
  if (rule.kind !== 'list' || (rule.term !== 'pdx' && rule.term !== 'pop')) return null
  return lists.get(listKey(rule)) ?? new Set()
}

function mainDiagnoses(rule: Rule, { lists }: ListBook): Set<string> {
  const terms = listTermsOf(rule).filter((term) => term.term === 'pdx' && !term.set.startsWith('@'))
  return new Set(terms.flatMap((term) => [...(lists.get(listKey(term)) ?? [])]))
}

/** Main diagnoses of an MDC that no rule without an operation takes. */
function lintMedicalGroups({ mdc }: MdcRow, context: LintContext): LintFinding[] {
  const mdcRule = context.mdcRules.get(mdc)
  if (mdcRule === undefined || !listTermsOf(mdcRule).some((term) => term.term === 'pdx')) return []
  const medical = context.rules
    .filter((one) => one.row.mdc === mdc)
    .flatMap(({ rule }) => alternativesOf(rule) ?? [])
    .filter((literals) => !literals.some(needsOperation))
  const taken = new Set<string>()
  for (const literals of medical) {
    const lists = literals
      .filter((literal) => literal.kind === 'list')
      .filter((literal) => domainOf(literal.term) === 'dx')
    if (lists.length === 0) return []
    for (const list of lists) for (const code of context.lists.get(listKey(list)) ?? []) taken.add(code)
  }
  const orphans = [...(context.lists.get(`dx|@${mdc}`) ?? [])].filter((code) => !taken.has(code))
  return orphans.length > 0 ? [finding('no-medical-group', mdc, orphans)] : []
}

/** Whether no case without an operation can meet the literal. */
function needsOperation(rule: Rule): boolean {
  if (rule.kind === 'list') return domainOf(rule.term) === 'op'
  if (rule.kind !== 'compare' || !['pop_valid', 'valid_ops', 'ops'].includes(rule.field)) return false
  return !(rule.value === 0 && (rule.op === '=' || rule.op === '<='))
}
