import type { SchemeTables } from '../scheme.ts'

/** What differs between two schemes: only what is different is listed. */
export interface SchemeDiff {
  readonly codes: readonly CodeDiff[]
  readonly adrgs: readonly Difference[]
  readonly drgs: readonly Difference[]
}
export interface CodeDiff {
  /** `MDCE`, `ES1.1 dx`, `ES1.1 op`, `cc`, `cc_exclusion`, `op_valid`. */
  readonly list: string
  readonly added: readonly string[]
  readonly removed: readonly string[]
}
export interface Difference {
  readonly code: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before: string
  readonly after: string
}

/** From `a` to `b`. */
export function diffSchemes(a: SchemeTables, b: SchemeTables): SchemeDiff {
  return { codes: codeDiffs(listsOf(a), listsOf(b)), adrgs: differences(adrgsOf(a), adrgsOf(b)), drgs: differences(drgsOf(a), drgsOf(b)) } // prettier-ignore
}

function listsOf(tables: SchemeTables): Map<string, Set<string>> {
  const lists = new Map<string, Set<string>>()
  const add = (list: string, code: string) => {
    const known = lists.get(list)
    if (known) known.add(code)
    else lists.set(list, new Set([code]))
  }
  for (const row of tables.mdcDx) add(row.mdc, row.region === '' ? row.dx : `${row.dx}@${row.region}`)
  for (const row of tables.adrgDx) add(`${row.ruleId}.${row.set} dx`, row.dx)
  for (const row of tables.adrgOp) add(`${row.ruleId}.${row.set} op`, row.op)
  for (const row of tables.cc) add('cc', `${row.dx} ${row.level} ${row.exclusionTable}`)
  for (const row of tables.ccExclusion) add('cc_exclusion', `${row.pdx} ${row.exclusionTable}`)
  for (const code of tables.opValid) add('op_valid', code)
  return lists
}

function codeDiffs(a: Map<string, Set<string>>, b: Map<string, Set<string>>): CodeDiff[] {
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((list) => {
    const [before, after] = [a.get(list) ?? new Set<string>(), b.get(list) ?? new Set<string>()]
    const added = [...after].filter((code) => !before.has(code)).sort()
    const removed = [...before].filter((code) => !after.has(code)).sort()
    return added.length + removed.length > 0 ? [{ list, added, removed }] : []
  })
}

/** By ADRG: its rules in order of evaluation. */
function adrgsOf(tables: SchemeTables): Map<string, string> {
  const texts = new Map<string, string>()
  for (const { adrg, mdc, name, rule } of tables.adrg)
    texts.set(adrg, [texts.get(adrg), `${mdc} ${name}：${rule}`].filter(Boolean).join('；'))
  return texts
}

function drgsOf(tables: SchemeTables): Map<string, string> {
  return new Map(tables.drg.map(({ drg, ruleId, name, split }) => [drg, `${ruleId} ${name}：${split}`]))
}

function differences(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): Difference[] {
  return [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((code): Difference[] => {
    const [before, after] = [a.get(code), b.get(code)]
    if (before === after) return []
    const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
    return [{ code, kind, before: before ?? '', after: after ?? '' }]
  })
}
