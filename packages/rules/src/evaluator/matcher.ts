import { weightOf } from '../keys.ts'
import type { CompiledKey, CompiledRelease } from '../compiled.ts'
import { prefixes } from './domain.ts'

/** What a code is a candidate for: entries `[start[code], start[code + 1])`, by rule, longest match first. */
export interface Candidates {
  start: Int32Array
  unit: Int32Array
  /** −1: the code is a partner. */
  point: Int32Array
  fromDay: Int32Array
  toDay: Int32Array
  weight: Int32Array
  /** Number of the rule kind, so that of one rule only the longest match in force counts. */
  rule: Int32Array
  codes: number
  entries: number
}

export interface Matcher {
  readonly candidates: Candidates
  /** Must be called with codes 0, 1, 2 … in turn. */
  add(text: string): void
}

/** Indexes the keys of a release by exact text and prefix. */
export function createMatcher(release: CompiledRelease): Matcher {
  const exact = new Map<string, CompiledKey[]>()
  const prefix = new Map<string, CompiledKey[]>()
  const lengths = new Set<number>()
  for (const key of release.keys) {
    const index = key.exact ? exact : prefix
    const known = index.get(key.text)
    if (known) known.push(key)
    else index.set(key.text, [key])
    if (!key.exact) lengths.add(key.text.length)
  }
  const ruleNumbers = new Map([...new Set(release.units.map((unit) => unit.kind.id))].map((id, number) => [id, number]))
  const ruleOf = (key: CompiledKey) => ruleNumbers.get(release.units[key.unit]!.kind.id)!
  const candidates = emptyCandidates()
  return {
    candidates,
    add(text) {
      const found = [...(exact.get(text) ?? []), ...prefixes(text, lengths).flatMap((part) => prefix.get(part) ?? [])]
      const entries = heaviest(found).sort((a, b) => ruleOf(a) - ruleOf(b) || weightOf(b) - weightOf(a) || a.point - b.point) // prettier-ignore
      for (const key of entries) append(candidates, key, ruleOf(key))
      candidates.codes++
      if (candidates.start.length <= candidates.codes) candidates.start = enlarge(candidates.start)
      candidates.start[candidates.codes] = candidates.entries
    },
  }
}

/** Of a point (or, for partners, a unit) only its best key. */
function heaviest(keys: readonly CompiledKey[]): CompiledKey[] {
  const best = new Map<string, CompiledKey>()
  for (const key of keys) {
    const owner = key.point < 0 ? `u${key.unit}` : `p${key.point}`
    const known = best.get(owner)
    if (!known || weightOf(key) > weightOf(known)) best.set(owner, key)
  }
  return [...best.values()]
}

const COLUMNS = ['unit', 'point', 'fromDay', 'toDay', 'weight', 'rule'] as const

function emptyCandidates(): Candidates {
  const empty = () => new Int32Array(1024)
  return { start: empty(), unit: empty(), point: empty(), fromDay: empty(), toDay: empty(), weight: empty(), rule: empty(), codes: 0, entries: 0 } // prettier-ignore
}

function append(to: Candidates, key: CompiledKey, rule: number): void {
  if (to.entries === to.unit.length) for (const column of COLUMNS) to[column] = enlarge(to[column])
  const at = to.entries++
  to.unit[at] = key.unit
  to.point[at] = key.point
  to.fromDay[at] = key.fromDay
  to.toDay[at] = key.toDay
  to.weight[at] = weightOf(key)
  to.rule[at] = rule
}

function enlarge(column: Int32Array): Int32Array {
  const larger = new Int32Array(column.length * 2)
  larger.set(column)
  return larger
}
