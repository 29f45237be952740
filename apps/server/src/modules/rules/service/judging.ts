import { createEvaluator, type Release } from '@yijian/rules'
import { compile, type Judging } from './active.ts'
import type { RulesContext } from './context.ts'
import { releasedId, type Library } from './library.ts'

type Head = Pick<Judging, 'releaseId' | 'title' | 'state' | 'since'>

/** A release ready to judge, without the points that are suspended: those are left out at once, not with the next release. */
export function judgingOf(library: Pick<Library, 'all'>, head: Head, release: Release): Judging {
  const held = new Set(library.all().filter(({ status }) => status === 'suspended').map(({ point }) => releasedId(point))) // prettier-ignore
  const points = release.points.filter(({ kpId }) => !held.has(kpId))
  const compiled = compile(points.length === release.points.length ? release : { ...release, points })
  return { ...head, hash: release.hash, release, compiled, evaluator: createEvaluator(compiled) }
}

/** After a point was suspended or resumed. */
export function renewJudging({ active, library }: Pick<RulesContext, 'active' | 'library'>): void {
  const judging = active.current()
  if (!judging) return
  const { releaseId, title, state, since, release } = judging
  active.swap(judgingOf(library, { releaseId, title, state, since }, release))
}
