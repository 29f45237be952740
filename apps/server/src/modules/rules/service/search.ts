import type { PointRow, PointStatus, RULE_CATEGORIES } from '@yijian/contract'
import type { StoredPoint } from '../store/library.ts'
import type { RulesContext } from './context.ts'
import { getKind, inForce, releasedId, toPointRow } from './library.ts'

export interface PointQuery {
  readonly kind?: string | undefined
  readonly cat1?: (typeof RULE_CATEGORIES)[number] | undefined
  readonly code?: string | undefined
  readonly q?: string | undefined
  readonly on?: string | undefined
  readonly status?: PointStatus | undefined
  readonly failed?: 'true' | 'false' | undefined
  readonly page: number
  readonly size: number
}

export function listPoints({ library, active }: RulesContext, query: PointQuery): { rows: PointRow[]; total: number } {
  const force = inForce(active.current())
  const { status, kind, cat1, code, on, failed } = query
  const q = query.q?.trim().toLowerCase() ?? ''
  const found = library.all().filter((stored) => {
    const { point } = stored
    if (status ? stored.status !== status : !force.ids.has(releasedId(point))) return false
    if (kind && point.kind !== kind) return false
    if (cat1 && getKind(point.kind).cat1 !== cat1) return false
    if (code && ![...point.keys, ...point.partners].some((key) => covers(key, code))) return false
    if (on && !isInForceOn(stored, on)) return false
    if (failed && force.failed.has(releasedId(point)) !== (failed === 'true')) return false
    return q === '' || words(stored).some((word) => word.toLowerCase().includes(q))
  })
  const from = (query.page - 1) * query.size
  return { rows: found.slice(from, from + query.size).map((stored) => toPointRow(stored, force)), total: found.length }
}

/** The key covers the code; or the code is the beginning of the key, while somebody types. */
function covers(key: string, code: string): boolean {
  const text = key.endsWith('*') ? key.slice(0, -1) : key
  return text.startsWith(code) || (key.endsWith('*') ? code.startsWith(text) : code === text)
}

function isInForceOn({ point, until }: StoredPoint, day: string): boolean {
  return point.effBegin <= day && (until ?? point.effEnd ?? day) >= day
}

function words({ point }: StoredPoint): readonly string[] {
  return [point.name, point.kpId, point.basis.text, point.basis.document, ...point.keys, ...point.partners]
}
