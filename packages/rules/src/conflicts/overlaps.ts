import type { Hit } from '../judge.ts'
import type { Overlap } from './conflict.ts'

/** Counts over historical hits how often two points hit the same row (K11). Points are taken in the version `versionOf` names. */
export function overlapsOf(hits: Iterable<Hit>, versionOf: (kpId: string) => number): Overlap[] {
  const byRow = new Map<string, Set<string>>()
  const rows = new Map<string, number>()
  for (const { kpId, violating } of hits)
    for (const { sn } of violating) {
      const points = byRow.get(sn) ?? new Set<string>()
      if (points.has(kpId)) continue
      byRow.set(sn, points.add(kpId))
      rows.set(kpId, (rows.get(kpId) ?? 0) + 1)
    }
  const both = new Map<string, number>()
  for (const points of byRow.values()) {
    const ordered = [...points].sort()
    for (let i = 1; i < ordered.length; i++)
      for (let j = 0; j < i; j++) {
        const pair = `${ordered[j]!}\n${ordered[i]!}`
        both.set(pair, (both.get(pair) ?? 0) + 1)
      }
  }
  return [...both].map(([pair, count]) => {
    const [a = '', b = ''] = pair.split('\n')
    const ref = (kpId: string) => `${kpId}@${versionOf(kpId)}`
    return { a: ref(a), b: ref(b), hitsA: rows.get(a) ?? 0, hitsB: rows.get(b) ?? 0, both: count }
  })
}
