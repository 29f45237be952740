import { chinaTimeText } from '../../../platform/clock.ts'
import type { Access } from '../../../platform/access/scope.ts'
import { readState } from '@yijian/warehouse'
import { deadlines } from '../store/checks.ts'
import { listChecks, titleOf } from './check-row.ts'
import type { SelfCheckContext } from './context.ts'
import { placesOf } from './places.ts'

const RECENT = 8

/** 自查首页: what the institution can do next, and what is due. */
export async function home(context: SelfCheckContext, access: Access) {
  const { platform, db } = context
  const [places, recent, due] = await Promise.all([
    placesOf(context, access),
    listChecks(context, access, { page: 1, size: RECENT }),
    deadlines(db, access),
  ])
  const rules = context.current()
  const from = places.flatMap((place) => place.from ?? []).sort()[0]
  const to = places.flatMap((place) => place.to ?? []).sort().at(-1) // prettier-ignore
  const snapshot = readState(platform.settings.dataDirectory).snapshot
  return {
    institutions: places.map(({ fixmedinsCode, fixmedinsName, admdvs }) => ({
      fixmedinsCode,
      fixmedinsName,
      admdvsName: admdvs === null ? '' : platform.regions.nameOf(admdvs),
    })),
    release: rules
      ? {
          releaseId: rules.releaseId,
          title: rules.title,
          points: rules.release.points.length,
          trial: rules.state === 'trial',
        }
      : null,
    settled: from !== undefined && to !== undefined && snapshot !== undefined ? { from, to, snapshot } : null,
    recent: recent.rows,
    deadlines: due.map((row) => ({ checkId: row.check_id, title: titleOf(row), what: row.what, dueOn: row.on })),
    today: chinaTimeText(platform.clock.now()).slice(0, 10),
  }
}
