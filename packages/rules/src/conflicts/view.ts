import { compileRelease, dayNumber, FOREVER } from '../compiled.ts'
import { findKind, RULE_KINDS } from '../kinds/catalogue.ts'
import type { RuleKind } from '../kind.ts'
import { parseKey, type PatternKey } from '../keys.ts'
import type { CodeSet, KnowledgePoint } from '../knowledge.ts'
import type { ParamName, Params } from '../params.ts'
import { canonical } from '../release.ts'
import { SHAPES, type Shape } from '../templates.ts'
import { refOf, type PointRef } from './conflict.ts'

/** A point with everything the tests ask: its kind's defaults merged, sets resolved, keys as patterns, force in day numbers. */
export interface View {
  readonly ref: PointRef
  readonly point: KnowledgePoint
  readonly kind: RuleKind
  readonly shape: Shape
  readonly params: Params
  /** Text that is equal when two points limit alike. */
  readonly limits: string
  readonly keys: readonly PatternKey[]
  readonly partners: readonly PatternKey[]
  readonly from: number
  readonly to: number
}

export interface Views {
  readonly views: readonly View[]
  /** Points that do not compile, with the reason. */
  readonly failed: ReadonlyMap<PointRef, string>
  readonly members: (set: ParamName, params: Params) => readonly string[]
}

export function viewsOf(points: readonly KnowledgePoint[], sets: readonly CodeSet[]): Views {
  const named = new Map(sets.map((set) => [set.id, set.members]))
  const resolve = (text: string): readonly string[] =>
    text.startsWith('@') ? (named.get(text.slice(1)) ?? []) : text.split('|').filter((code) => code !== '')
  const failed = failuresOf(points, sets)
  const patterns = (keys: readonly string[]) =>
    keys.flatMap((key) => (key.startsWith('@') ? resolve(key).map((code) => parseKey(`${code}*`)) : [parseKey(key)]))
  const views = points
    .filter((point) => point.retractedAt === null && !failed.has(refOf(point)))
    .map((point): View => {
      const kind = findKind(point.kind) as RuleKind
      const params = { ...kind.defaults, ...point.params }
      return {
        ref: refOf(point),
        point,
        kind,
        shape: SHAPES[kind.shape],
        params,
        limits: canonical(params),
        keys: patterns(point.keys),
        partners: patterns(point.partners),
        from: dayNumber(point.effBegin),
        to: point.effEnd === null ? FOREVER : dayNumber(point.effEnd),
      }
    })
  return { views, failed, members: (name, params) => resolve(String(params[name] ?? '')) }
}

function failuresOf(points: readonly KnowledgePoint[], sets: readonly CodeSet[]): ReadonlyMap<PointRef, string> {
  const rules = RULE_KINDS.map(({ id }) => ({ kind: id, version: 1, severity: null, stages: null }))
  const known = points.filter((point) => findKind(point.kind))
  const renamed = known.map((point) => ({ ...point, kpId: refOf(point) }))
  const { failed } = compileRelease({ rules, points: renamed, sets, hash: '' }, RULE_KINDS)
  const unknown = points.filter((point) => !findKind(point.kind))
  return new Map([...failed, ...unknown.map((point) => [refOf(point), `规则种类不存在：${point.kind}`] as const)])
}

export function overlapInTime(a: View, b: View): boolean {
  return a.from <= b.to && b.from <= a.to
}

/** One area contains the other (or both are national). */
export function overlapInArea(a: View, b: View): boolean {
  const [x, y] = [a.point.area, b.point.area]
  return x === null || y === null || x.startsWith(y) || y.startsWith(x)
}

export function numberOf(view: View, name: ParamName): number | null {
  const value = view.params[name]
  return value === undefined || value === false ? null : Number(value)
}
