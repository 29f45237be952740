import type { PointRow } from '@yijian/contract'
import { findKind, type KnowledgePoint } from '@yijian/rules'
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
  reload(): Promise<void>
}

export function createLibrary(db: Db<RulesTables>): Library {
  let points: readonly StoredPoint[] = []
  let byId = new Map<string, StoredPoint[]>()
  return {
    all: () => points,
    versionsOf: (kpId) => byId.get(kpId) ?? [],
    reload: async () => {
      points = await allPoints(db)
      byId = Map.groupBy(points, ({ point }) => point.kpId)
    },
  }
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
