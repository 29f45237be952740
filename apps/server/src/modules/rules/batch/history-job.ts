import { hash as digest } from 'node:crypto'
import type { Job, SettledHistoryView } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { Release } from '@yijian/rules'
import { readPreparation } from '@yijian/warehouse'
import { chinaTimeText } from '../../../platform/clock.ts'
import type { JobDefinition } from '../../../platform/jobs/definition.ts'
import type { NewJob } from '../../../platform/jobs/queue.ts'
import type { RulesContext } from '../service/context.ts'
import { contentText, newestInTrial, releaseOfPoints } from '../service/release-content.ts'
import { lastCallId } from '../store/calls.ts'
import { insertCoverage, lastCoverage, SETTLED_TABLES, type SettledCoverage } from '../store/settled-history.ts'

/** What the worker gets and answers. */
export interface HistoryTask {
  /** Texts of the release that judges and of the points in trial. */
  readonly contents: readonly string[]
  readonly table: (typeof SETTLED_TABLES)[number]
  readonly databaseUrl: string
}
export interface HistoryTaskResult {
  readonly snapshot: string
  readonly from: string | null
  readonly until: string | null
  readonly persons: number
  readonly visits: number
  readonly lines: number
  readonly tookMs: number
}

type Starter = NewJob['by']
const SYSTEM = { accountId: '系统', username: '系统', displayName: '系统' } as const
/** Before the nightly check and the replay, which take the machine after it. */
const NIGHT = ['01', '02', '03', '04', '05'] as const

export async function startHistory({ platform, db }: RulesContext, by: Starter): Promise<Job> {
  if (!readPreparation(platform.settings.dataDirectory))
    throw new AppError('conflict', 'rules.history', '尚无结算数据：请先导入数据并运行一次模型或规则扫描')
  const job = await db.transaction().execute(async (tx) => {
    const queued = await platform.jobs.enqueue(tx, { kind: 'rule-history', title: '整理结算历史（供实时提醒）', payload: {}, by }) // prettier-ignore
    await platform.audit.append(tx, { actor: by.username, action: 'rules.history', subject: queued.jobId })
    return queued
  })
  platform.jobs.wake()
  return job
}

/** Each night when the data or the rules are others than those it was made from; the first one as soon as hospitals call. */
export async function historyNightly(context: RulesContext): Promise<void> {
  const { platform, db } = context
  const now = platform.clock.now()
  const hour = chinaTimeText(now).slice(11, 13)
  const isNight = NIGHT.some((one) => one === hour)
  const last = await lastCoverage(db)
  if (!isNight && (last || (await lastCallId(db)) === 0)) return
  if (last && sameDay(last.at, now)) return
  const prepared = readPreparation(platform.settings.dataDirectory)
  const wanted = wantedOf(context)
  if (!prepared || !wanted) return
  if (last && isCurrent(last, prepared.snapshot, wanted.hash)) return
  if (await platform.jobs.isActive('rule-history')) return
  await startHistory(context, SYSTEM)
}

const sameDay = (a: Date, b: Date) => chinaTimeText(a).slice(0, 10) === chinaTimeText(b).slice(0, 10)

function isCurrent({ snapshot, wanted }: SettledCoverage, prepared: string, hash: string): boolean {
  return snapshot === prepared && wanted === hash
}

/** The releases that the history serves: what judges (suspended points too: they may come back) and what is in trial. */
function wantedOf({ active, library }: RulesContext): { releases: Release[]; hash: string } | undefined {
  const judging = active.current()
  if (!judging) return undefined
  const trial = newestInTrial(library.all()).map(({ point }) => point)
  const { release } = judging
  const releases = trial.length === 0 ? [release] : [release, releaseOfPoints(trial)]
  return { releases, hash: digest('sha256', releases.map(({ hash }) => hash).join('|')) }
}

export function historyJob(context: RulesContext): JobDefinition {
  return {
    kind: 'rule-history',
    lane: 'heavy',
    maxAttempts: 3,
    run: async ({ signal, report }) => {
      const { platform, db, active, settled, histories } = context
      const wanted = wantedOf(context)
      if (!wanted) throw new AppError('missing', 'rules.release', '尚无规则集')
      const last = await lastCoverage(db)
      const slot = last?.slot === 0 ? 1 : 0
      const task: HistoryTask = { contents: wanted.releases.map(contentText), table: SETTLED_TABLES[slot], databaseUrl: platform.databaseUrl } // prettier-ignore
      const done = (await platform.workers.run('rules.history', task, { signal, report })) as HistoryTaskResult
      const { snapshot, persons, visits, lines, from, until, tookMs } = done
      await insertCoverage(db, {
        ...{ slot, at: platform.clock.now(), snapshot, wanted: wanted.hash },
        ...{ release_title: active.current()?.title ?? '', persons, visits, lines },
        ...{ from_day: from, until_day: until, took_ms: tookMs },
      })
      await settled.reload()
      histories.clear()
      return { to: '/rules/monitor', message: `${persons} 人、${visits} 次就诊、${lines} 条明细，截至 ${until ?? '—'}` }
    },
  }
}

/** What reminders know of settled data; `coverage` null: nothing but what earlier requests said. */
export async function viewHistory(context: RulesContext): Promise<SettledHistoryView> {
  const last = await lastCoverage(context.db)
  const prepared = readPreparation(context.platform.settings.dataDirectory)
  if (!last) return { coverage: null, latest: prepared?.snapshot ?? null, isCurrent: false }
  const { at, snapshot, release_title, persons, visits, lines, from_day, until_day } = last
  const wanted = wantedOf(context)
  return {
    coverage: { at: at.toISOString(), snapshot, releaseTitle: release_title, persons, visits, lines, from: from_day, until: until_day }, // prettier-ignore
    latest: prepared?.snapshot ?? null,
    isCurrent: prepared !== undefined && wanted !== undefined && isCurrent(last, prepared.snapshot, wanted.hash),
  }
}
