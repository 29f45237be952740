import { join } from 'node:path'
import { readStarter } from '@yijian/rules'
import { readRuleFolders } from '@yijian/warehouse'
import { insertEvents, insertPoints } from '../store/library.ts'
import { activations, insertActivation, insertRelease, releaseHeads } from '../store/releases.ts'
import { compile } from './active.ts'
import type { RulesContext } from './context.ts'
import { judgingOf } from './judging.ts'
import { contentText, releaseOfLibrary } from './release-content.ts'
import { loadRelease } from './releases.ts'

const SYSTEM = { account: '系统', name: '系统' } as const
const TITLE = '入门规则集'

/** Takes up the release that judged last; an empty store gets the starter library first. */
export async function openLibrary(context: RulesContext): Promise<void> {
  const { db, library, active } = context
  if ((await releaseHeads(db)).length === 0) await loadStarter(context)
  await library.reload()
  const last = (await activations(db)).at(-1)
  if (!last) return
  const release = await loadRelease(context, last.release_id)
  const head = (await releaseHeads(db)).find(({ release_id }) => release_id === last.release_id)
  active.swap(judgingOf(library, { releaseId: last.release_id, title: head?.title ?? last.release_id, state: last.state, since: last.at }, release)) // prettier-ignore
}

/** 入门规则集: shown to doctors in demonstration mode; elsewhere it first runs in trial, recorded and not shown. */
async function loadStarter({ db, platform }: RulesContext): Promise<void> {
  const { contentDirectory, demo } = platform.settings
  const at = platform.clock.now()
  const { points, errors } = readStarter(
    readRuleFolders(join(contentDirectory, 'knowledge', 'rules')),
    at.toISOString(),
  )
  if (errors.length > 0) platform.log.warn('rules.starter', { errors: errors.length })
  if (points.length === 0) return
  const rows = points.map(({ point }) => ({ point, maker: SYSTEM.account, makerName: SYSTEM.name, status: 'published' as const })) // prettier-ignore
  const release = releaseOfLibrary(rows.map((row) => ({ ...row, until: null })))
  const compiled = compile(release)
  const state = demo ? 'active' : 'trial'
  await db.transaction().execute(async (tx) => {
    await insertPoints(tx, rows)
    await insertEvents(tx, rows.map(({ point }) => ({ kpId: point.kpId, version: 1, at, by: SYSTEM, from: null, to: 'published', opinion: `随${TITLE}导入`, experts: [] }))) // prettier-ignore
    const head = { hash: release.hash, title: TITLE, note: '随产品提供；标为属地口径的知识点启用前须由统筹区确认', rules: release.rules.length, points: release.points.length, failed: compiled.failed.size, made_by: SYSTEM.account, made_by_name: SYSTEM.name, made_at: at } // prettier-ignore
    const releaseId = await insertRelease(tx, { ...head, content: contentText(release) })
    await insertActivation(tx, { release_id: releaseId, state, at, by_name: SYSTEM.name, reason: '首次启动' })
    const details = { title: TITLE, hash: release.hash, state, points: head.points, errors: errors.length }
    await platform.audit.append(tx, { actor: SYSTEM.account, action: 'rules.release.publish', subject: releaseId, details }) // prettier-ignore
  })
}
