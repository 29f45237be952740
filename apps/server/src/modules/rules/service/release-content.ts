import type { Day } from '@yijian/kernel'
import { AppError } from '@yijian/kernel'
import { canonical, compileRelease, makeRelease, RULE_KINDS, type KnowledgePoint, type Release, type RuleKind } from '@yijian/rules' // prettier-ignore
import type { StoredPoint } from '../store/library.ts'
import { releasedId } from './library.ts'

const RULES = RULE_KINDS.map((kind) => ({ kind: kind.id, version: 1, severity: null, stages: null }))

/** What a release made now would hold: everything published, and what was, for services of its time. */
export function releaseOfLibrary(points: readonly Omit<StoredPoint, 'released'>[]): Release {
  return makeRelease({ rules: RULES, points: points.flatMap(released), sets: [] })
}

/** These points as they are, by the rules as the product has them. */
export function releaseOfPoints(points: readonly KnowledgePoint[]): Release {
  const kinds = [...new Set(points.map(({ kind }) => kind))]
  return makeRelease({ rules: kinds.map((kind) => ({ kind, version: 1, severity: null, stages: null })), points, sets: [] }) // prettier-ignore
}

/** The newest version of every point in trial. */
export function newestInTrial(all: readonly StoredPoint[]): StoredPoint[] {
  const trial = all.filter(({ status }) => status === 'trial')
  return [...new Map(trial.map((stored) => [stored.point.kpId, stored])).values()]
}

function released({ point, status, until }: Omit<StoredPoint, 'released'>): KnowledgePoint[] {
  if (status !== 'published' && (status !== 'retired' || until === null)) return []
  const ends = [point.effEnd, until as Day | null].filter((day) => day !== null).sort()
  const effEnd = ends[0] ?? null
  if (effEnd !== null && effEnd < point.effBegin) return []
  return [{ ...point, kpId: releasedId(point), effEnd, retractedAt: null }]
}

/** What the compiler has against a point; undefined: nothing. */
export function failureOfPoint(point: KnowledgePoint, kind: RuleKind): string | undefined {
  const rules = [{ kind: kind.id, version: 1, severity: null, stages: null }]
  const release = makeRelease({ rules, points: [{ ...point, area: null, retractedAt: null }], sets: [] })
  return compileRelease(release, [kind]).failed.get(point.kpId)
}

export function contentText({ rules, points, sets, hash }: Release): string {
  return canonical({ format: 'yijian-rule-release/1', hash, rules, points, sets })
}

/** The content must give its own hash again: what was changed in the store is not judged with. */
export function parseContent(text: string): Release {
  const { rules, points, sets, hash } = JSON.parse(text) as Release
  const release = makeRelease({ rules, points, sets })
  if (release.hash !== hash) throw new AppError('conflict', 'rules.release.hash', '规则集内容与校验值不符，拒绝启用')
  return release
}
