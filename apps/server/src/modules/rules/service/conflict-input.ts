import { addDays, type Day } from '@yijian/kernel'
import type { KnowledgePoint } from '@yijian/rules'
import type { StoredPoint } from '../store/library.ts'

/**
 * The library as it would be in force with everything that was submitted: each version ends where its successor begins. Drafts are
 * their maker's alone until then.
 */
export function conflictPoints(all: readonly StoredPoint[]): KnowledgePoint[] {
  const submitted = all.filter(({ status }) => status !== 'retired' && status !== 'draft')
  const byId = Map.groupBy(submitted, ({ point }) => point.kpId)
  return [...byId.values()].flatMap(chainOf)
}

function chainOf(versions: readonly StoredPoint[]): KnowledgePoint[] {
  const ordered = [...versions].sort((a, b) => a.point.version - b.point.version)
  const kept: KnowledgePoint[] = []
  ordered.forEach(({ point, until }, at) => {
    const next = ordered[at + 1]?.point
    const ends = [point.effEnd, until as Day | null, next ? addDays(next.effBegin, -1) : null].filter((day) => day !== null).sort() // prettier-ignore
    const effEnd = ends[0] ?? null
    if (effEnd !== null && effEnd < point.effBegin) return
    kept.push({ ...point, effEnd, retractedAt: null, supersedes: supersededBy(point) })
  })
  return kept
}

/** `kpId#version` names a version; conflicts know points by id. */
function supersededBy({ supersedes }: KnowledgePoint): string | null {
  return supersedes === null ? null : supersedes.replace(/#\d+$/, '')
}

/** The points that can speak of a code this one speaks of: the others cannot be in conflict with it. */
export function neighboursOf(point: KnowledgePoint, library: readonly KnowledgePoint[]): KnowledgePoint[] {
  const own = textsOf(point)
  const meets = (text: string) => own.some((one) => one.startsWith(text) || text.startsWith(one))
  return library.filter(
    (other) =>
      other.kpId === point.kpId ||
      other.kpId === supersededBy(point) ||
      supersededBy(other) === point.kpId ||
      textsOf(other).some(meets),
  )
}

function textsOf({ keys, partners }: KnowledgePoint): string[] {
  return [...keys, ...partners].map((key) => (key.endsWith('*') ? key.slice(0, -1) : key))
}
