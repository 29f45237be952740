import type { Permission, PointRow } from '@yijian/contract'
import { findKind, refOf, type KnowledgePoint } from '@yijian/rules'
import { AppError } from '@yijian/kernel'
import type { Db } from '../../../platform/db/pool.ts'
import type { RulesTables } from '../schema.ts'
import { allPoints, type StoredPoint } from '../store/library.ts'
import type { Judging } from './active.ts'
import { paramsText } from './words.ts'

/** All versions of all points, kept in memory: a library is tens of thousands of rows, and everything about it is asked often. */
export interface Library {
  all(): readonly StoredPoint[]
  versionsOf(kpId: string): readonly StoredPoint[]
  /** `kpId@version` of what is kept from whoever asks: lists in the store must leave out what speaks of these. */
  unseen(): readonly string[]
  /** The library as somebody with these permissions may know it: drafts are seen by those who write, review or approve. */
  seenBy(permissions: readonly Permission[]): Library
  reload(): Promise<void>
}

const AUTHORS: readonly Permission[] = ['rules.edit', 'rules.approve']

interface Shelf {
  readonly points: readonly StoredPoint[]
  readonly byId: ReadonlyMap<string, readonly StoredPoint[]>
  readonly unseen: readonly string[]
}

function shelve(points: readonly StoredPoint[], unseen: readonly string[]): Shelf {
  return { points, byId: Map.groupBy(points, ({ point }) => point.kpId), unseen }
}

export function createLibrary(db: Db<RulesTables>): Library {
  let [whole, released] = [shelve([], []), shelve([], [])]
  const reload = async () => {
    const points = await allPoints(db)
    const unseen = points.filter((stored) => !stored.released).map(({ point }) => refOf(point))
    whole = shelve(points, [])
    released = shelve(points.filter((stored) => stored.released), unseen) // prettier-ignore
  }
  const view = (shelf: () => Shelf): Library => ({
    all: () => shelf().points,
    versionsOf: (kpId) => shelf().byId.get(kpId) ?? [],
    unseen: () => shelf().unseen,
    seenBy: (permissions) => (AUTHORS.some((one) => permissions.includes(one)) ? view(shelf) : view(() => released)),
    reload,
  })
  return view(() => whole)
}

/** 规则种类, or `missing`. */
export function getKind(kindId: string) {
  const kind = findKind(kindId)
  if (!kind) throw new AppError('missing', 'rules.kind', '规则种类不存在')
  return kind
}

/** A version keeps its own id inside releases, so that judges made by it stay the same in later releases. */
export function releasedId({ kpId, version }: Pick<KnowledgePoint, 'kpId' | 'version'>): string {
  return version === 1 ? kpId : `${kpId}@${version}`
}

/** Id and version in the library of a point of a release. */
export function libraryId(released: string): { kpId: string; version: number } {
  const at = released.lastIndexOf('@')
  return at < 0 ? { kpId: released, version: 1 } : { kpId: released.slice(0, at), version: Number(released.slice(at + 1)) } // prettier-ignore
}

export interface InForce {
  readonly ids: ReadonlySet<string>
  readonly failed: ReadonlyMap<string, string>
}

export function inForce(judging: Judging | undefined): InForce {
  return {
    ids: new Set(judging?.release.points.map(({ kpId }) => kpId)),
    failed: judging?.compiled.failed ?? new Map(),
  }
}

export function toPointRow(stored: StoredPoint, force: InForce): PointRow {
  const { point, status, until, makerName } = stored
  const kind = getKind(point.kind)
  const id = releasedId(point)
  return {
    kpId: point.kpId,
    version: point.version,
    kindId: point.kind,
    kindName: kind.name,
    name: point.name,
    keys: [...point.keys],
    partners: [...point.partners],
    params: { ...kind.defaults, ...point.params },
    paramsText: paramsText(kind, point.params),
    severity: point.severity ?? kind.severity,
    basis: point.basis,
    area: point.area,
    exemption: point.exemption ?? null,
    effBegin: point.effBegin,
    effEnd: until ?? point.effEnd,
    recordedAt: point.recordedAt,
    status,
    inForce: force.ids.has(id) && status !== 'suspended',
    failure: force.failed.get(id) ?? null,
    maker: makerName,
    sourceBatch: point.sourceBatch,
  }
}
