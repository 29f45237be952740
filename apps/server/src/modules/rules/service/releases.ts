import { createHmac } from 'node:crypto'
import type { ReleaseRow } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { RULE_KINDS, type KnowledgePoint, type Release } from '@yijian/rules'
import type { Principal } from '../../../platform/access/principal.ts'
import { allPoints } from '../store/library.ts'
import { activations, contentOf, insertActivation, insertRelease, lockReleases, releaseHeads, type ReleaseHead } from '../store/releases.ts' // prettier-ignore
import { compile } from './active.ts'
import type { RulesContext } from './context.ts'
import { diffPoints, type PointDiff } from './diff.ts'
import { startConflictCheck } from './conflicts.ts'
import { judgingOf } from './judging.ts'
import { getKind, inForce, libraryId, toPointRow } from './library.ts'
import { contentText, parseContent, releaseOfLibrary } from './release-content.ts'

type Activation = Awaited<ReturnType<typeof activations>>[number]

export async function listReleases({ db }: RulesContext): Promise<{ rows: ReleaseRow[] }> {
  const [heads, history] = await Promise.all([releaseHeads(db), activations(db)])
  return { rows: heads.map((head) => toRow(head, history)) }
}

function toRow(head: ReleaseHead, history: readonly Activation[]): ReleaseRow {
  const own = history.filter(({ release_id }) => release_id === head.release_id).at(-1)
  const isCurrent = own !== undefined && own === history.at(-1)
  return {
    releaseId: head.release_id,
    title: head.title,
    note: head.note,
    hash: head.hash,
    rules: head.rules,
    points: head.points,
    failed: head.failed,
    state: isCurrent ? own.state : own ? 'past' : 'stored',
    madeBy: head.made_by_name,
    madeAt: head.made_at.toISOString(),
    activatedAt: own?.at.toISOString() ?? null,
    activatedBy: own?.by_name ?? null,
  }
}

async function getRow(context: RulesContext, releaseId: string): Promise<ReleaseRow> {
  const row = (await listReleases(context)).rows.find((one) => one.releaseId === releaseId)
  if (!row) throw new AppError('missing', 'rules.release', '规则集版本不存在')
  return row
}

export async function loadRelease({ db }: Pick<RulesContext, 'db'>, releaseId: string): Promise<Release> {
  const content = await contentOf(db, releaseId)
  if (content === undefined) throw new AppError('missing', 'rules.release', '规则集版本不存在')
  return parseContent(content)
}

export async function getRelease(context: RulesContext, releaseId: string) {
  const row = await getRow(context, releaseId)
  const release = await loadRelease(context, releaseId)
  const { failed } = compile(release)
  const byKind = Map.groupBy(release.points, ({ kind }) => kind)
  const history = await activations(context.db)
  return {
    ...row,
    failures: release.points.flatMap((point) => {
      const reason = failed.get(point.kpId)
      return reason === undefined ? [] : [{ kpId: point.kpId, name: point.name, kindId: point.kind, reason }]
    }),
    byKind: RULE_KINDS.map(({ id, name }) => {
      const points = byKind.get(id) ?? []
      return { kindId: id, name, points: points.length, failed: points.filter(({ kpId }) => failed.has(kpId)).length }
    }),
    activations: history
      .filter(({ release_id }) => release_id === releaseId)
      .map(({ at, by_name, state, reason }) => ({ at: at.toISOString(), by: by_name, state, reason }))
      .reverse(),
  }
}

export interface Publication {
  readonly title: string
  readonly note: string
  readonly state: 'active' | 'trial'
}

/** Puts together what is approved, stores it and lets it judge. Everything that can fail is done before anything is replaced. */
export async function publishRelease(context: RulesContext, principal: Principal, { title, note, state }: Publication) {
  const { db, platform, active, library } = context
  const at = platform.clock.now()
  const next = await db.transaction().execute(async (tx) => {
    await lockReleases(tx)
    const release = releaseOfLibrary(await allPoints(tx))
    const changed = diffPoints(active.current()?.release.points ?? [], release.points)
    checkMakers(changed, context, principal)
    const compiled = compile(release)
    const head = { hash: release.hash, title, note, rules: release.rules.length, points: release.points.length, failed: compiled.failed.size, made_by: principal.username, made_by_name: principal.displayName, made_at: at } // prettier-ignore
    const releaseId = await insertRelease(tx, { ...head, content: contentText(release) })
    await insertActivation(tx, { release_id: releaseId, state, at, by_name: principal.displayName, reason: note || title }) // prettier-ignore
    const details = { title, hash: release.hash, state, points: head.points, added: changed.added.length, removed: changed.removed.length, changed: changed.changed.length } // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'rules.release.publish', subject: releaseId, details }) // prettier-ignore
    return { head: { releaseId, title, state, since: at }, release }
  })
  await library.reload()
  active.swap(judgingOf(library, next.head, next.release))
  await startConflictCheck(context, `发布 ${next.head.releaseId}`, principal)
  return getRelease(context, next.head.releaseId)
}

/** The publisher is nobody whose change goes out with it (制单与审批分离). */
function checkMakers({ added, changed }: PointDiff, { library }: RulesContext, principal: Principal): void {
  const points = [...added, ...changed.map(({ after }) => after)]
  const own = points.find((point) => {
    const { kpId, version } = libraryId(point.kpId)
    return library.versionsOf(kpId).some(({ point: one, maker }) => one.version === version && maker === principal.username) // prettier-ignore
  })
  if (own) throw new AppError('denied', 'rules.release.maker', `本次发布含您编制的知识点“${own.name}”，须由他人发布`)
}

/** 启用或回退: one action; content was fixed when the release was made. */
export async function activateRelease(
  context: RulesContext,
  principal: Principal,
  { releaseId, state, reason }: { releaseId: string; state: 'active' | 'trial'; reason: string },
) {
  const { db, platform, active, library } = context
  const row = await getRow(context, releaseId)
  const release = await loadRelease(context, releaseId)
  const at = platform.clock.now()
  const next = judgingOf(library, { releaseId, title: row.title, state, since: at }, release)
  await db.transaction().execute(async (tx) => {
    await lockReleases(tx)
    await insertActivation(tx, { release_id: releaseId, state, at, by_name: principal.displayName, reason })
    const details = { from: active.current()?.releaseId ?? null, state, reason, hash: release.hash }
    await platform.audit.append(tx, { actor: principal.username, action: 'rules.release.activate', subject: releaseId, details }) // prettier-ignore
  })
  active.swap(next)
  return getRelease(context, releaseId)
}

/** One file: what was signed is the text of `content`, byte for byte. */
export async function exportRelease(context: RulesContext, principal: Principal, releaseId: string): Promise<string> {
  const row = await getRow(context, releaseId)
  const content = (await contentOf(context.db, releaseId)) ?? ''
  const signature = createHmac('sha256', context.signingKey).update(content).digest('hex')
  const details = { hash: row.hash }
  await context.platform.audit.record({ actor: principal.username, action: 'rules.release.export', subject: releaseId, details }) // prettier-ignore
  const head = { releaseId, title: row.title, madeAt: row.madeAt, algorithm: 'HMAC-SHA256', signature }
  return JSON.stringify({ ...head, content })
}

export async function diffReleases(context: RulesContext, query: { from: string; to: string }) {
  const [from, to] = await Promise.all([getRow(context, query.from), getRow(context, query.to)])
  const [before, after] = await Promise.all([loadRelease(context, query.from), loadRelease(context, query.to)])
  return { from, to, ...describe(context, before.points, after.points) }
}

export async function previewRelease(context: RulesContext) {
  const judging = context.active.current()
  if (!judging) throw new AppError('missing', 'rules.release', '尚无规则集')
  const next = releaseOfLibrary(context.library.all())
  return { from: await getRow(context, judging.releaseId), ...describe(context, judging.release.points, next.points) }
}

const LISTED = 500

function describe(
  { library, active }: RulesContext,
  before: readonly KnowledgePoint[],
  after: readonly KnowledgePoint[],
) {
  const { added, removed, changed, same } = diffPoints(before, after)
  const rowOf = (point: KnowledgePoint) => pointRowOf(point, { library, active })
  return {
    added: added.slice(0, LISTED).map(rowOf),
    removed: removed.slice(0, LISTED).map(rowOf),
    changed: changed.slice(0, LISTED).map(({ before: old, after: now, fields }) => ({ before: rowOf(old), after: rowOf(now), fields: [...fields] })), // prettier-ignore
    counts: { added: added.length, removed: removed.length, changed: changed.length, same },
  }
}

function pointRowOf(point: KnowledgePoint, { library, active }: Pick<RulesContext, 'library' | 'active'>) {
  const { kpId, version } = libraryId(point.kpId)
  const stored = library.versionsOf(kpId).find((one) => one.point.version === version)
  const source = stored ?? {
    point,
    status: 'published' as const,
    released: true,
    until: null,
    maker: '',
    makerName: '',
  }
  const row = toPointRow({ ...source, until: point.effEnd }, inForce(active.current()))
  return { ...row, kindName: getKind(point.kind).name }
}
