import type { BreakerSettings, TripRow } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { outlookOf } from '@yijian/rules'
import { sql } from 'kysely'
import { scopePredicate, type Access } from '../../../platform/access/scope.ts'
import type { Principal } from '../../../platform/access/principal.ts'
import { lastBacktest } from '../store/backtests.ts'
import { findTrip, hitsBetween, hitsSince, insertSettings, insertTrip, lastSettings, lastTrip, linesBetween, listTrips, shadowTotals, type TripRecord } from '../store/breaker.ts' // prettier-ignore
import { changeStatus, insertEvents, type StoredPoint } from '../store/library.ts'
import { decidedOfPoint } from '../store/finding-reviews.ts'
import { reviewCounts } from '../store/quality.ts'
import { firstCoverage } from '../store/settled-history.ts'
import type { RulesContext } from './context.ts'
import { renewJudging } from './judging.ts'
import { getKind, libraryId, releasedId } from './library.ts'
import { movePoint } from './points.ts'
import { wilson } from './wilson.ts'

const DEFAULTS: BreakerSettings = { factor: 5, leastHits: 30, windowMinutes: 10, leastReviews: 20, upperBound: 0.7 }
const SYSTEM = { account: '系统', name: '系统' } as const
const DAY = 86_400_000
/** Own history counts as expectation only with so many lines. */
const KNOWN_LINES = 10_000
const SHADOW_LINES = 1000

async function settingsOf({ db }: Pick<RulesContext, 'db'>): Promise<BreakerSettings> {
  const row = await lastSettings(db)
  return row
    ? { factor: row.factor, leastHits: row.least_hits, windowMinutes: row.window_minutes, leastReviews: row.least_reviews, upperBound: row.upper_bound } // prettier-ignore
    : DEFAULTS
}

export async function setBreaker(
  context: RulesContext,
  principal: Principal,
  { reason, ...settings }: BreakerSettings & { reason: string },
): Promise<BreakerSettings> {
  const { db, platform } = context
  await db.transaction().execute(async (tx) => {
    const row = { factor: settings.factor, least_hits: settings.leastHits, window_minutes: settings.windowMinutes, least_reviews: settings.leastReviews, upper_bound: settings.upperBound } // prettier-ignore
    await insertSettings(tx, { ...row, at: platform.clock.now(), by_name: principal.displayName, reason })
    await platform.audit.append(tx, { actor: principal.username, action: 'rules.breaker.set', subject: '熔断参数', details: { ...settings, reason } }) // prettier-ignore
  })
  return settings
}

/** One look at live traffic: what hits far more than it said it would is taken out of judging. */
export async function watch(context: RulesContext): Promise<void> {
  const { db, platform, metrics } = context
  const settings = await settingsOf(context)
  const now = platform.clock.now()
  const since = new Date(now.getTime() - settings.windowMinutes * 60_000)
  const busy = await hitsSince(db, since, settings.leastHits)
  for (const { kp_id } of busy) {
    const stored = publishedOf(context, kp_id)
    if (!stored) continue
    const before = await lastTrip(db, stored.point.kpId, stored.point.version)
    const from = before?.resumed_at && before.resumed_at > since ? before.resumed_at : since
    const hits = await hitsBetween(db, kp_id, { from, to: new Date(now.getTime() + 1) })
    if (hits < settings.leastHits) continue
    const waiting = metrics.pending().filter(({ minute }) => minute >= from.getTime() - 60_000)
    const lines = (await linesBetween(db, new Date(from.getTime() - 60_000), new Date(now.getTime() + 1))) + waiting.reduce((sum, row) => sum + row.lines, 0) // prettier-ignore
    const expected = await expectedRate(context, stored, { accepted: before?.accepted_rate ?? null, until: since })
    const rate = lines === 0 ? 0 : (1000 * hits) / lines
    if (expected === null || rate <= settings.factor * expected.rate) continue
    await trip(context, stored, { cause: 'surge', evidence: { hits, lines, rate: round(rate), expected: round(expected.rate), source: expected.source, minutes: settings.windowMinutes, factor: settings.factor } }) // prettier-ignore
  }
}

function publishedOf({ library }: RulesContext, released: string): StoredPoint | undefined {
  const { kpId, version } = libraryId(released)
  return library.versionsOf(kpId).find(({ point, status }) => point.version === version && status === 'published')
}

const round = (rate: number): number => Math.round(rate * 1000) / 1000

/** Hits per thousand lines that were to be expected: what was accepted, else the backtest, else the shadow run, else its own last week. */
async function expectedRate(
  context: RulesContext,
  { point }: StoredPoint,
  { accepted, until }: { accepted: number | null; until: Date },
): Promise<{ rate: number; source: string } | null> {
  if (accepted !== null) return { rate: accepted, source: '恢复时认可的水平' }
  const { db } = context
  const tested = (await lastBacktest(db, point.kpId, point.version))?.report?.report
  if (tested && tested.lines > 0) return { rate: (1000 * tested.draft.hits) / tested.lines, source: '回测' }
  const seeing = await seeingSince(context, point)
  const shadow = (await shadowTotals(db, sql<boolean>`TRUE`, seeing)).find(({ kp_id, version }) => kp_id === point.kpId && version === point.version) // prettier-ignore
  if (shadow && shadow.lines >= SHADOW_LINES) return { rate: (1000 * shadow.hits) / shadow.lines, source: '影子运行' }
  const week = { from: new Date(Math.max(until.getTime() - 7 * DAY, seeing.getTime())), to: until }
  const lines = await linesBetween(db, week.from, week.to)
  if (lines < KNOWN_LINES) return null
  return { rate: (1000 * (await hitsBetween(db, releasedId(point), week))) / lines, source: '此前七天' }
}

/**
 * What a point that looks across visits hit before settled visits were known to it says nothing of what it hits with them: on the first day
 * of the history all of these would seem to surge.
 */
async function seeingSince({ db, active }: RulesContext, point: StoredPoint['point']): Promise<Date> {
  const compiled = active.current()?.compiled
  const unit = compiled?.points.find((one) => one.point.kpId === releasedId(point))?.unit
  const looksAcross = compiled !== undefined && unit !== undefined && outlookOf(compiled.units[unit]!).reach >= 0
  return (looksAcross ? await firstCoverage(db) : undefined) ?? new Date(0)
}

/** After a review or a conclusion on a finding: a point that is surely wrong too often is suspended until somebody has looked at it. */
export async function weigh(context: RulesContext, released: string): Promise<void> {
  const { db } = context
  const stored = publishedOf(context, released)
  if (!stored) return
  const settings = await settingsOf(context)
  const before = await lastTrip(db, stored.point.kpId, stored.point.version)
  const since = before?.resumed_at ?? null
  const [reviewed, decided] = [await reviewCounts(db, released, since), await decidedOfPoint(db, released, since)]
  const [right, wrong] = [reviewed.right + decided.right, reviewed.wrong + decided.wrong]
  const { high } = wilson(right, right + wrong)
  if (right + wrong < settings.leastReviews || high >= settings.upperBound) return
  await trip(context, stored, { cause: 'precision', evidence: { right, wrong, high: round(high), bound: settings.upperBound } }) // prettier-ignore
}

async function trip(
  context: RulesContext,
  { point }: StoredPoint,
  { cause, evidence }: Pick<TripRecord, 'cause' | 'evidence'>,
): Promise<void> {
  const { db, platform, library } = context
  const { kpId, version } = point
  const at = platform.clock.now()
  const done = await db.transaction().execute(async (tx) => {
    if (
      !(await changeStatus(tx, { kpId, version, from: 'published', to: 'suspended', until: null, retractedAt: null }))
    )
      return false
    const opinion = `自动熔断：${textOf({ cause, evidence })}`
    await insertEvents(tx, [{ kpId, version, at, by: SYSTEM, from: 'published', to: 'suspended', opinion, experts: [] }]) // prettier-ignore
    await insertTrip(tx, { kp_id: kpId, version, cause, at, evidence })
    await platform.audit.append(tx, { actor: SYSTEM.account, action: 'rules.breaker.trip', subject: kpId, details: { version, cause, ...evidence } }) // prettier-ignore
    return true
  })
  if (!done) return
  await library.reload()
  renewJudging(context)
  platform.log.warn('rules.breaker', { kpId, version, cause })
}

function textOf({ cause, evidence: e }: Pick<TripRecord, 'cause' | 'evidence'>): string {
  return cause === 'surge'
    ? `${e['minutes']} 分钟内命中 ${e['hits']} 次，每千行 ${e['rate']} 次，${e['source']}为 ${e['expected']} 次，超过 ${e['factor']} 倍`
    : `已核对 ${Number(e['right']) + Number(e['wrong'])} 条，不符合 ${e['wrong']} 条，准确率上限 ${(Number(e['high']) * 100).toFixed(1)}%，低于 ${(Number(e['bound']) * 100).toFixed(0)}%`
}

export async function breakerView(context: RulesContext, access: Access, hours: number) {
  const { db, platform } = context
  const now = platform.clock.now().getTime()
  const [settings, trips, shadow] = await Promise.all([
    settingsOf(context),
    listTrips(db, new Date(now - 30 * DAY)),
    shadowRows(context, access, { since: new Date(now - hours * 3_600_000) }),
  ])
  return { settings, trips: trips.map((row) => toTrip(context, row)), shadow }
}

function toTrip({ library }: RulesContext, row: TripRecord): TripRow {
  const point = library.versionsOf(row.kp_id).find(({ point: one }) => one.version === row.version)?.point
  const kind = getKind(point?.kind ?? 'R1')
  return {
    tripId: Number(row.trip_id),
    kpId: row.kp_id,
    version: row.version,
    kindId: kind.id,
    kindName: kind.name,
    name: point?.name ?? row.kp_id,
    cause: row.cause,
    text: textOf(row),
    at: row.at.toISOString(),
    resumedAt: row.resumed_at?.toISOString() ?? null,
    resumedBy: row.resumed_by,
    resumeReason: row.resume_reason,
  }
}

/** Points in trial (and those that were, while counts of them are there), each beside what its backtest expects. */
export async function shadowRows(
  context: RulesContext,
  access: Access,
  { since, kindId }: { since: Date; kindId?: string },
) {
  const { db, library } = context
  const scope = scopePredicate(access, { admdvs: 's.admdvs', fixmedinsCode: 's.fixmedins_code' })
  const counts = new Map((await shadowTotals(db, sql<boolean>`${scope}`, since)).map((row) => [`${row.kp_id}@${row.version}`, row])) // prettier-ignore
  const shown = library.all().filter(({ point, status }) => (status === 'trial' || counts.has(`${point.kpId}@${point.version}`)) && (kindId === undefined || point.kind === kindId)) // prettier-ignore
  return Promise.all(
    shown.map(async ({ point }) => {
      const row = counts.get(`${point.kpId}@${point.version}`)
      const tested = (await lastBacktest(db, point.kpId, point.version))?.report?.report
      return {
        kpId: point.kpId,
        version: point.version,
        kindId: point.kind,
        kindName: getKind(point.kind).name,
        name: point.name,
        calls: row?.calls ?? 0,
        lines: row?.lines ?? 0,
        hits: row?.hits ?? 0,
        rate: row && row.lines > 0 ? (1000 * row.hits) / row.lines : null,
        expected: tested && tested.lines > 0 ? (1000 * tested.draft.hits) / tested.lines : null,
        amount: row?.amount ?? '0.00',
        since: row?.since?.toISOString() ?? null,
      }
    }),
  )
}

/** 恢复, in one action: the point judges again at once. */
export async function resumeTrip(
  context: RulesContext,
  principal: Principal,
  { tripId, reason, acceptLevel }: { tripId: number; reason: string; acceptLevel: boolean },
): Promise<TripRow> {
  const open = await findTrip(context.db, tripId)
  if (!open) throw new AppError('missing', 'rules.trip', '没有这次熔断')
  if (open.resumed_at !== null) throw new AppError('conflict', 'rules.trip.resumed', '已经恢复，请刷新')
  await movePoint(context, principal, { kpId: open.kp_id, version: open.version, to: 'published', opinion: reason, experts: [], acceptLevel }) // prettier-ignore
  return toTrip(context, (await findTrip(context.db, tripId)) ?? open)
}
