import { AppError } from '@yijian/kernel'
import { sha256 } from './hash.ts'
import type { Severity, Stage } from './kind.ts'
import type { CodeSet, KnowledgePoint } from './knowledge.ts'

/** A rule of a release: its kind in one version, with what the site overrides. */
export interface ReleasedRule {
  readonly kind: `R${number}`
  readonly version: number
  readonly severity: Severity | null
  readonly stages: readonly Stage[] | null
}

/** 规则集版本: ordered rule versions with knowledge and set versions. The hash depends on nothing else. */
export interface Release {
  readonly rules: readonly ReleasedRule[]
  readonly points: readonly KnowledgePoint[]
  readonly sets: readonly CodeSet[]
  readonly hash: string
}

export interface ReleaseDraft {
  readonly rules: readonly ReleasedRule[]
  readonly points: readonly KnowledgePoint[]
  readonly sets: readonly CodeSet[]
  /** System time: only what was known then (ISO). Default: all that was not retracted. */
  readonly knownAt?: string
  /** Pool area: points of other areas are left out. */
  readonly area?: string
}

/** Puts together a release. Throws `conflict` when two versions of one point, set or rule are in it. */
export function makeRelease({ rules, points, sets, knownAt, area }: ReleaseDraft): Release {
  const chosen = points.filter((point) => isKnown(point, knownAt) && isHere(point, area))
  const known = new Set(rules.map((rule) => rule.kind))
  const parts = {
    rules: sorted(rules, (rule) => rule.kind, 'rule'),
    points: sorted(chosen.filter((point) => known.has(point.kind)), (point) => point.kpId, 'point'), // prettier-ignore
    sets: sorted(sets, (set) => set.id, 'set'),
  }
  return { ...parts, hash: sha256(canonical(parts)) }
}

function isKnown(point: KnowledgePoint, knownAt: string | undefined): boolean {
  if (knownAt === undefined) return point.retractedAt === null
  return point.recordedAt <= knownAt && (point.retractedAt === null || point.retractedAt > knownAt)
}

function isHere(point: KnowledgePoint, area: string | undefined): boolean {
  return point.area === null || (area !== undefined && area.startsWith(point.area))
}

function sorted<T>(items: readonly T[], idOf: (item: T) => string, what: string): readonly T[] {
  const ordered = [...items].sort((a, b) => byCode(idOf(a), idOf(b)))
  const twice = ordered.find((item, index) => index > 0 && idOf(ordered[index - 1] as T) === idOf(item))
  if (twice) throw new AppError('conflict', `rules.release.${what}`, `发布内容重复：${idOf(twice)}`)
  return ordered
}

/** Order of code units, the same on every platform. */
export function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** JSON with sorted keys: equal values give equal text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => byCode(a, b))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}
