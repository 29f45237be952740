import type { Release } from '@yijian/rules'
import { contentOf } from '../store/releases.ts'
import type { Judging } from './active.ts'
import type { RulesContext } from './context.ts'
import { parseContent } from './release-content.ts'

/** The rules as other sub-systems use them: to scan history by what judges now. */
export interface RulesInForce {
  /** Undefined before the first release. Points suspended since it was made are left out. */
  current(): Pick<Judging, 'releaseId' | 'title' | 'state' | 'release'> | undefined
  release(releaseId: string): Promise<Release | undefined>
}

export function rulesInForce({ active, db }: Pick<RulesContext, 'active' | 'db'>): RulesInForce {
  const current = () => {
    const judging = active.current()
    return judging && { ...judging, release: withoutSuspended(judging) }
  }
  return {
    current,
    release: async (releaseId) => {
      const now = current()
      if (now?.releaseId === releaseId) return now.release
      const content = await contentOf(db, releaseId)
      return content === undefined ? undefined : parseContent(content)
    },
  }
}

/** What is neither compiled nor failed was taken out of judging. */
function withoutSuspended({ release, compiled }: Judging): Release {
  const judged = new Set(compiled.points.map(({ point }) => point.kpId))
  const points = release.points.filter(({ kpId }) => judged.has(kpId) || compiled.failed.has(kpId))
  return points.length === release.points.length ? release : { ...release, points }
}
