import type { Day } from '@yijian/kernel'
import type { KnowledgePoint } from '../knowledge.ts'
import { makeRelease, type Release } from '../release.ts'
import type { RuleKind } from '../kind.ts'

/** A knowledge point in a few words, for samples and tests. */
export function pointOf(words: Partial<KnowledgePoint> & Pick<KnowledgePoint, 'kind' | 'keys'>): KnowledgePoint {
  return {
    kpId: `KP-${words.kind}`,
    version: 1,
    name: words.keys.join('、'),
    partners: [],
    params: {},
    severity: null,
    message: null,
    basis: { text: '样例', document: '样例', article: null, date: null },
    sourceBatch: null,
    area: null,
    effBegin: '2020-01-01' as Day,
    effEnd: null,
    recordedAt: '2020-01-01T00:00:00Z',
    retractedAt: null,
    supersedes: null,
    ...words,
  }
}

/** A release of these points with every rule they belong to. */
export function releaseOf(points: readonly KnowledgePoint[]): Release {
  const kinds = [...new Set(points.map((point) => point.kind))]
  const rules = kinds.map((kind: RuleKind['id']) => ({ kind, version: 1, severity: null, stages: null }))
  return makeRelease({ rules, points, sets: [] })
}
