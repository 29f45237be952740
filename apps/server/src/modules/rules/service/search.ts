import type { PointRow, PointStatus, RULE_CATEGORIES } from '@yijian/contract'
import type { StoredPoint } from '../store/library.ts'
import type { RulesContext } from './context.ts'
import { getKind, inForce, releasedId, toPointRow } from './library.ts'

export interface PointQuery {
  readonly kind?: string | undefined
  readonly cat1?: (typeof RULE_CATEGORIES)[number] | undefined
  readonly cat2?: string | undefined
  readonly document?: string | undefined
  readonly article?: string | undefined
  readonly code?: string | undefined
  readonly q?: string | undefined
  readonly on?: string | undefined
  readonly status?: PointStatus | undefined
  readonly failed?: 'true' | 'false' | undefined
}

export function listPoints(
  context: RulesContext,
  query: PointQuery & { readonly page: number; readonly size: number },
): { rows: PointRow[]; total: number } {
  const force = inForce(context.active.current())
  const found = findPoints(context, query)
  const from = (query.page - 1) * query.size
  return { rows: found.slice(from, from + query.size).map((stored) => toPointRow(stored, force)), total: found.length }
}

export function findPoints({ library, active }: RulesContext, query: PointQuery): StoredPoint[] {
  const force = inForce(active.current())
  const { status, kind, cat1, cat2, document, article, code, on, failed } = query
  const q = query.q?.trim().toLowerCase() ?? ''
  const isWanted: ((stored: StoredPoint) => boolean)[] = [
    ({ status: own, point }) => (status ? own === status : force.ids.has(releasedId(point))),
    ({ point }) => kind === undefined || point.kind === kind,
    ({ point }) => cat1 === undefined || getKind(point.kind).cat1 === cat1,
    ({ point }) => cat2 === undefined || getKind(point.kind).cat2 === cat2,
    ({ point }) => document === undefined || point.basis.document === document,
    ({ point }) => article === undefined || (point.basis.article ?? '') === article,
    ({ point }) => code === undefined || [...point.keys, ...point.partners].some((key) => covers(key, code)),
    (stored) => on === undefined || isInForceOn(stored, on),
    ({ point }) => failed === undefined || force.failed.has(releasedId(point)) === (failed === 'true'),
    (stored) => q === '' || words(stored).some((word) => word.toLowerCase().includes(q)),
  ]
  return library.all().filter((stored) => isWanted.every((test) => test(stored)))
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
  return [
    point.name,
    point.kpId,
    point.basis.text,
    point.basis.document,
    point.basis.article ?? '',
    ...point.keys,
    ...point.partners,
  ]
}
