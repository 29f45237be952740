import type { Job } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { readState } from '@yijian/warehouse'
import { deleteOpenCases } from '../store/cases.ts'
import { deleteOpenLists, matchLists } from '../store/lists.ts'
import { monthRecords, putMonth } from '../store/months.ts'
import { activeParameters, insertParameters } from '../store/parameters.ts'
import { SYSTEM, type By, type DrgContext } from './context.ts'
import { closeDemonstrationMonths } from './demonstration.ts'
import { activeOf } from './parameters.ts'
import { price, takeLines, type Report } from './price.ts'
import { schemeAt, versionsOf } from './versions.ts'

export type DrgPayload =
  | { readonly action: 'refresh'; readonly by: By }
  | { readonly action: 'freeze'; readonly by: By; readonly month: string }
  | { readonly action: 'restate'; readonly by: By; readonly month: string; readonly hospital: string; readonly fund: 'employee' | 'resident'; readonly opinion: string } // prettier-ignore
  | { readonly action: 'year'; readonly by: By; readonly year: number }

/** One settlement at a time: two of them would read each other's half. */
export async function queueDrgJob(
  context: DrgContext,
  { title, payload, audit }: { title: string; payload: DrgPayload; audit?: { action: string; subject: string } },
): Promise<Job> {
  // prettier-ignore
  const { platform, db } = context
  if (await platform.jobs.isActive('drg')) throw new AppError('conflict', 'drg.busy', '有 DRG 结算任务正在进行，请在右上角“任务”查看，完成后再试') // prettier-ignore
  const { by } = payload
  const job = await db.transaction().execute(async (tx) => {
    const queued = await platform.jobs.enqueue(tx, { kind: 'drg', title, payload, by })
    if (audit) await platform.audit.append(tx, { actor: by.username, ...audit, details: { jobId: queued.jobId } })
    return queued
  })
  platform.jobs.wake()
  return job
}

export function startRefresh(context: DrgContext, by: By): Promise<Job> {
  const { accountId, username, displayName } = by
  return queueDrgJob(context, { title: '试算未固化月份的 DRG 分组与支付', payload: { action: 'refresh', by: { accountId, username, displayName } } }) // prettier-ignore
}

/** The first parameters are those that come with the scheme. */
export async function openParameters(context: DrgContext): Promise<void> {
  const { db, schemes, platform } = context
  if (await activeParameters(db)) return
  const schemeId = schemes.ids().find((id) => schemes.open(id).folder.parameters !== null)
  if (schemeId === undefined) return
  const content = schemes.open(schemeId).folder.parameters ?? ''
  const now = platform.clock.now()
  await db.transaction().execute(async (tx) => {
    if (await activeParameters(tx)) return
    const title = /^title:\s*(.+)$/m.exec(content)?.[1]?.trim() ?? '支付参数'
    await insertParameters(tx, { title, content, scheme_id: schemeId, reason: '随分组方案附带', status: 'approved', made_by: SYSTEM.username, made_by_name: SYSTEM.displayName, made_at: now, decided_by: SYSTEM.username, decided_by_name: SYSTEM.displayName, decided_at: now }) // prettier-ignore
  })
}

/** Begins a trial by itself when data have come, or parameters been approved, since the last one. Answers false when it must be asked again: another settlement was running. */
export function createRefresher(context: DrgContext): () => Promise<boolean> {
  /** What was tried last by itself: a trial that failed is not begun again every few seconds. */
  let tried = ''
  return async () => {
    const due = await dueTrial(context)
    if (due === undefined || due === tried) return true
    tried = due
    try {
      await startRefresh(context, SYSTEM)
      return true
    } catch (error) {
      tried = ''
      if (!(error instanceof AppError)) throw error
      return false
    }
  }
}

/** Snapshot and parameters that open months are to be tried with, undefined when they are. */
async function dueTrial(context: DrgContext): Promise<string | undefined> {
  const { db, platform } = context
  const { snapshot, prepares } = readState(platform.settings.dataDirectory)
  if (snapshot === undefined || prepares.length === 0) return undefined
  const active = await activeParameters(db)
  if (!active) return undefined
  const months = await monthRecords(db)
  const versions = await versionsOf(context, active.scheme_id)
  const isFresh = months
    .filter(({ frozen }) => !frozen)
    .every(
      (one) =>
        one.snapshot === snapshot &&
        one.parameters === active.version &&
        one.scheme_id === schemeAt(versions, one.month).schemeId,
    )
  const [last] = versions.slice(-1)
  return isFresh && months[0]?.snapshot === snapshot ? undefined : `${snapshot}|${active.version}|${last!.schemeId}`
}

export async function refresh(context: DrgContext, report: Report): Promise<Record<string, unknown>> {
  const { db, platform } = context
  const active = await activeOf(context)
  const { result, lines } = await price(context, report, { active, source: { from: null, to: null }, lists: {}, quality: true, together: false }) // prettier-ignore
  report.progress('正在写入', 0.9)
  const at = platform.clock.now()
  const frozen = new Set((await monthRecords(db)).filter((row) => row.frozen).map(({ month }) => month))
  const open = lines.filter(({ month }) => !frozen.has(month))
  await db.transaction().execute(async (tx) => {
    await deleteOpenCases(tx)
    await deleteOpenLists(tx)
    const counts = await takeLines(tx, open, { at, hospitals: result.hospitals, signal: report.signal })
    for (const [month, count] of counts) {
      const { schemeId, hash } = schemeAt(result.schemes, month)
      await putMonth(tx, { month, frozen: false, snapshot: result.snapshot ?? '', scheme_id: schemeId, scheme_hash: hash, parameters: active.version, ...count, at, frozen_by: null, frozen_by_name: null, frozen_at: null }) // prettier-ignore
    }
    await matchLists(tx)
  })
  if (platform.settings.demo) await closeDemonstrationMonths(context, report)
  return { cases: open.length, message: `已试算 ${open.length} 个病例`, link: '/drg/overview' }
}
