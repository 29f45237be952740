import { POINT_STATUS_LABELS, POINT_TRANSITIONS, type PointDraft, type PointStatus, type PointTransition } from '@yijian/contract' // prettier-ignore
import { addDays, AppError, type Day } from '@yijian/kernel'
import type { KnowledgePoint, RuleKind } from '@yijian/rules'
import type { Transaction } from 'kysely'
import type { z } from 'zod'
import type { Principal } from '../../../platform/access/principal.ts'
import { chinaTimeText } from '../../../platform/clock.ts'
import type { ExpertOpinion, RulesTables } from '../schema.ts'
import { closeTrips } from '../store/breaker.ts'
import { changeStatus, eventsOf, insertEvents, insertPoints, type StoredPoint } from '../store/library.ts'
import { conditionsOfVersion } from './backtests.ts'
import { checkSubmit } from './conflicts.ts'
import type { RulesContext } from './context.ts'
import { basisProblems, exemptionOf } from './drafts.ts'
import { renewJudging } from './judging.ts'
import { getKind, inForce, toPointRow } from './library.ts'
import { failureOfPoint } from './release-content.ts'

type Draft = z.output<typeof PointDraft>

export async function getPoint(context: RulesContext, principal: Principal, kpId: string) {
  const { library, active, db } = context
  const versions = library.versionsOf(kpId)
  const newest = versions.at(-1)
  if (!newest) throw new AppError('missing', 'rules.point', '知识点不存在')
  const force = inForce(active.current())
  const events = await eventsOf(db, kpId)
  const shown = versions.findLast((stored) => toPointRow(stored, force).inForce) ?? versions.find(({ status }) => status === 'suspended') ?? newest // prettier-ignore
  return {
    current: toPointRow(shown, force),
    message: shown.point.message,
    versions: versions.map((stored) => toPointRow(stored, force)).reverse(),
    events: events
      .filter(({ version }) => versions.some(({ point }) => point.version === version))
      .map((event) => ({
        version: event.version,
        at: event.at.toISOString(),
        by: event.by_name,
        from: event.from_status,
        to: event.to_status,
        opinion: event.opinion,
        experts: [...event.experts],
      })),
    conditions: newest.status === 'trial' ? await conditionsOfVersion(context, kpId, newest.point.version) : [],
    next: transitionsOf(newest.status).map((transition) => {
      const why = obstacle(transition, newest, principal)
      return { to: transition.to, label: transition.label, allowed: why === null, why, experts: transition.experts === true } // prettier-ignore
    }),
  }
}

/** 新建草稿: checked against its kind at once, so that what is submitted can be executed. */
export async function createPoint(
  context: RulesContext,
  principal: Principal,
  draft: Draft & { kindId: string; kpId?: string | undefined },
) {
  const kind = getKind(draft.kindId)
  const kpId = draft.kpId ?? newId(context, kind)
  if (context.library.versionsOf(kpId).length > 0)
    throw new AppError('conflict', 'rules.point.exists', '知识点编号已存在')
  await saveDraft(context, principal, pointOfDraft({ draft, kind, kpId, version: 1, supersedes: null, at: context.platform.clock.now() })) // prettier-ignore
  return getPoint(context, principal, kpId)
}

/** 修订: a new version as a draft. */
export async function revisePoint(
  context: RulesContext,
  principal: Principal,
  draft: Draft & { kpId: string; baseVersion: number },
) {
  const newest = context.library.versionsOf(draft.kpId).at(-1)
  if (!newest) throw new AppError('missing', 'rules.point', '知识点不存在')
  const { point } = newest
  if (point.version !== draft.baseVersion) throw new AppError('conflict', 'rules.point.changed', '知识点已有新的版本，请刷新后再改') // prettier-ignore
  if (['draft', 'review', 'trial'].includes(newest.status) && newest.maker !== principal.username)
    throw new AppError('conflict', 'rules.point.under-way', `上一版本尚在${POINT_STATUS_LABELS[newest.status]}，由 ${newest.makerName} 编制`) // prettier-ignore
  const kind = getKind(point.kind)
  const next = pointOfDraft({ draft, kind, kpId: point.kpId, version: point.version + 1, supersedes: `${point.kpId}#${point.version}`, at: context.platform.clock.now() }) // prettier-ignore
  await saveDraft(context, principal, next, newest.status === 'draft' ? point : undefined)
  return getPoint(context, principal, point.kpId)
}

interface DraftSource {
  readonly draft: Draft
  readonly kind: RuleKind
  readonly kpId: string
  readonly version: number
  readonly supersedes: string | null
  readonly at: Date
}

function pointOfDraft({ draft, kind, kpId, version, supersedes, at }: DraftSource): KnowledgePoint {
  const point: KnowledgePoint = {
    kpId,
    version,
    kind: kind.id,
    name: draft.name,
    keys: draft.keys,
    partners: draft.partners,
    params: draft.params,
    severity: draft.severity,
    message: draft.message,
    basis: { ...draft.basis, date: draft.basis.date as Day | null },
    sourceBatch: null,
    area: draft.area,
    ...exemptionOf(draft),
    effBegin: draft.effBegin as Day,
    effEnd: draft.effEnd as Day | null,
    recordedAt: at.toISOString(),
    retractedAt: null,
    supersedes,
  }
  const failure = failureOfPoint(point, kind)
  if (failure !== undefined) throw new AppError('invalid', 'rules.point', failure)
  return point
}

/** A draft that is revised before anybody has seen it is void. */
// eslint-disable-next-line max-params -- the draft it takes the place of, when there is one
async function saveDraft(
  context: RulesContext,
  principal: Principal,
  point: KnowledgePoint,
  replaced?: KnowledgePoint,
): Promise<void> {
  const { db, platform, library } = context
  await db.transaction().execute(async (tx) => {
    const { kpId, version } = point
    await insertPoints(tx, [{ point, maker: principal.username, makerName: principal.displayName, status: 'draft' }])
    const opinion = version === 1 ? '新建' : '修订'
    if (replaced) {
      const was = { kpId, version: replaced.version, from: 'draft', to: 'retired' } as const
      await changeStatus(tx, { ...was, until: null, retractedAt: new Date(point.recordedAt) })
      await insertEvents(tx, [{ ...was, at: new Date(point.recordedAt), by: actor(principal), opinion: `由第 ${version} 版草稿替代`, experts: [] }]) // prettier-ignore
    }
    await insertEvents(tx, [{ kpId, version, at: new Date(point.recordedAt), by: actor(principal), from: null, to: 'draft', opinion, experts: [] }]) // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'rules.point.draft', subject: kpId, details: { version, kind: point.kind, name: point.name } }) // prettier-ignore
  })
  await library.reload()
}

export interface Move {
  readonly kpId: string
  readonly version: number
  readonly to: PointStatus
  readonly opinion: string
  readonly experts: readonly ExpertOpinion[]
  /** Why warnings of the conflict check are accepted. */
  readonly conflictReason?: string | undefined
  /** With a resumption: the rate at which the breaker tripped is expected from now on. */
  readonly acceptLevel?: boolean | undefined
  /** Why the conditions of the trial run are not insisted on. */
  readonly override?: string | undefined
}

/** One step along `POINT_TRANSITIONS`; maker and checker are two people. */
export async function movePoint(context: RulesContext, principal: Principal, move: Move) {
  const { db, platform, library } = context
  const { kpId, version, to, opinion, experts } = move
  const stored = library.versionsOf(kpId).find(({ point }) => point.version === version)
  if (!stored) throw new AppError('missing', 'rules.point', '知识点不存在')
  const transition = transitionsOf(stored.status).find((one) => one.to === to)
  if (!transition)
    throw new AppError('conflict', 'rules.transition', `${POINT_STATUS_LABELS[stored.status]}不能改为${POINT_STATUS_LABELS[to]}`) // prettier-ignore
  const why = obstacle(transition, stored, principal)
  if (why !== null) throw new AppError('denied', 'rules.transition', why)
  if (transition.experts) checkExperts(experts)
  const evidence = await conditionsOf(context, stored, move)
  const at = platform.clock.now()
  await db.transaction().execute(async (tx) => {
    if (!(await changeStatus(tx, { kpId, version, from: stored.status, to, ...ending(stored, to, at) })))
      throw new AppError('conflict', 'rules.point.changed', '状态已被他人变更，请刷新后重试')
    const said = [opinion, move.conflictReason && `冲突警告的理由：${move.conflictReason}`, evidence['override'] && `未达发布条件的理由：${move.override}`] // prettier-ignore
    await insertEvents(tx, [{ kpId, version, at, by: actor(principal), from: stored.status, to, opinion: said.filter(Boolean).join('；'), experts }]) // prettier-ignore
    if (stored.status === 'suspended') await closeTrips(tx, { kpId, version, at, by: principal.displayName, reason: opinion, acceptLevel: move.acceptLevel ?? false }) // prettier-ignore
    if (to === 'published' && stored.status === 'trial') await supersede(tx, { context, stored, at, principal })
    const details = { version, from: stored.status, to, opinion, ...evidence }
    await platform.audit.append(tx, { actor: principal.username, action: 'rules.point.status', subject: kpId, details })
  })
  await library.reload()
  if (to === 'suspended' || stored.status === 'suspended') renewJudging(context)
  return getPoint(context, principal, kpId)
}

/** What must be given before a step, as the record keeps it. */
async function conditionsOf(
  context: RulesContext,
  { point, status }: StoredPoint,
  move: Move,
): Promise<Record<string, unknown>> {
  // prettier-ignore
  if (status === 'draft' && move.to === 'review') {
    const [missing] = basisProblems(point)
    if (missing) throw new AppError('invalid', 'rules.basis', `依据不完整：${missing.text}`)
    return { conflicts: { ...checkSubmit(context, { ...point, retractedAt: null }, move.conflictReason), reason: move.conflictReason ?? null } } // prettier-ignore
  }
  if (status === 'trial' && move.to === 'published') return leaveTrial(context, point, move)
  return {}
}

/** 批准发布: the conditions of the trial run, or the approver's reason to go without. */
async function leaveTrial(context: RulesContext, { kpId, version }: KnowledgePoint, { override }: Move) {
  const unmet = (await conditionsOfVersion(context, kpId, version)).filter(({ met }) => !met)
  if (unmet.length > 0 && override === undefined)
    throw new AppError('conflict', 'rules.trial.unmet', `尚未达到发布条件：${unmet.map(({ text, now }) => `${text}（${now}）`).join('；')}。确需发布须写明理由`) // prettier-ignore
  return unmet.length > 0 ? { unmet: unmet.map(({ id, now }) => `${id}：${now}`), override } : {}
}

/** The earlier published version ends the day before, and goes on for services until then. */
async function supersede(
  tx: Transaction<RulesTables>,
  { context, stored, at, principal }: { context: RulesContext; stored: StoredPoint; at: Date; principal: Principal },
) {
  const until = addDays(stored.point.effBegin, -1)
  for (const { point, status } of context.library.versionsOf(stored.point.kpId)) {
    if (point.version >= stored.point.version || (status !== 'published' && status !== 'suspended')) continue
    const { kpId, version } = point
    await changeStatus(tx, { kpId, version, from: status, to: 'retired', until: status === 'published' ? until : null, retractedAt: at }) // prettier-ignore
    const opinion = `由第 ${stored.point.version} 版替代`
    await insertEvents(tx, [{ kpId, version, at, by: actor(principal), from: status, to: 'retired', opinion, experts: [] }]) // prettier-ignore
  }
}

function ending(stored: StoredPoint, to: PointStatus, at: Date): { until: string | null; retractedAt: Date | null } {
  if (to !== 'retired') return { until: null, retractedAt: null }
  // What was in force stays in force for services until today.
  const until = stored.status === 'published' ? chinaTimeText(at).slice(0, 10) : null
  return { until, retractedAt: at }
}

function transitionsOf(status: PointStatus): readonly PointTransition[] {
  return POINT_TRANSITIONS[status]
}

/** Why this person may not do it; null: they may. */
function obstacle(transition: PointTransition, stored: StoredPoint, principal: Principal): string | null {
  if (!principal.permissions.includes(transition.permission)) return '您的角色没有执行此操作的权限'
  if (!transition.makerMay && stored.maker === principal.username) return '编制人不能审批自己编制的知识点'
  return null
}

function checkExperts(experts: readonly ExpertOpinion[]): void {
  const clinical = new Set(experts.filter(({ field }) => field === 'clinical').map(({ name }) => name))
  if (clinical.size < 2 || !experts.some(({ field }) => field !== 'clinical'))
    throw new AppError('invalid', 'rules.experts', '论证通过需要至少两名临床专家和一名编码或价格专家的意见')
}

function actor({ username, displayName }: Principal) {
  return { account: username, name: displayName }
}

function newId({ library }: RulesContext, kind: RuleKind): string {
  let n = library.all().filter(({ point }) => point.kind === kind.id).length + 1
  while (library.versionsOf(`BD-${kind.id}-${n}`).length > 0) n++
  return `BD-${kind.id}-${n}`
}
