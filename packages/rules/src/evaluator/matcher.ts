import { weightOf } from '../keys.ts'
import type { CompiledKey, CompiledRelease } from '../compiled.ts'
import { prefixes } from './domain.ts'

/**
 * What a code is a candidate for: entries `[start[code], start[code + 1])`, by rule, longest match first. An entry is `ENTRY`
 * neighbouring numbers of `data`, so that one code costs one stretch of memory.
 */
export interface Candidates {
  start: Int32Array
  data: Int32Array
  codes: number
  entries: number
}

/** Where things stand in an entry. `POINT` −1: the code is a partner. Of one `RULE` only the heaviest match in force counts. */
export const UNIT = 0
export const POINT = 1
export const FROM_DAY = 2
export const TO_DAY = 3
export const WEIGHT = 4
export const RULE = 5
/** Number of the unit's test (see `signaturesOf`). */
export const TEST = 6
export const ENTRY = 8

export interface Matcher {
  readonly candidates: Candidates
  /** Must be called with codes 0, 1, 2 … in turn. */
  add(text: string): void
}

/** Indexes the keys of a release by exact text and prefix. */
export function createMatcher(release: CompiledRelease, signatures: Int32Array): Matcher {
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
  const ruleNumbers = new Map(
    [...new Set(release.points.map(({ point }) => point.kind))].map((id, number) => [id, number]),
  )
  const ruleOf = (key: CompiledKey) => ruleNumbers.get(release.units[key.unit]!.kind.id)!
  const candidates = emptyCandidates()
  return {
    candidates,
    add(text) {
      const found = [...(exact.get(text) ?? []), ...prefixes(text, lengths).flatMap((part) => prefix.get(part) ?? [])]
      const entries = heaviest(found).sort((a, b) => ruleOf(a) - ruleOf(b) || weightOf(b) - weightOf(a) || a.point - b.point) // prettier-ignore
      for (const key of entries) append(candidates, key, { rule: ruleOf(key), test: signatures[key.unit]! })
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

function emptyCandidates(): Candidates {
  return { start: new Int32Array(1024), data: new Int32Array(1024 * ENTRY), codes: 0, entries: 0 }
}

function append(to: Candidates, key: CompiledKey, { rule, test }: { rule: number; test: number }): void {
  const at = to.entries++ * ENTRY
  if (at === to.data.length) to.data = enlarge(to.data)
  to.data[at + UNIT] = key.unit
  to.data[at + POINT] = key.point
  to.data[at + FROM_DAY] = key.fromDay
  to.data[at + TO_DAY] = key.toDay
  to.data[at + WEIGHT] = weightOf(key)
  to.data[at + RULE] = rule
  to.data[at + TEST] = test
}

function enlarge(column: Int32Array): Int32Array {
  const larger = new Int32Array(column.length * 2)
  larger.set(column)
  return larger
}
