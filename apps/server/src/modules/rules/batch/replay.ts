import type { Job, Replay, ReplayDifference } from '@yijian/contract'
import { addDays, AppError, formatYuan, isDay, type Day } from '@yijian/kernel'
import { findKind, makeRelease } from '@yijian/rules'
import type { AskedEncounter, AskedJudge, ReplayCause } from '@yijian/warehouse'
import { readPreparation } from '@yijian/warehouse'
import type { Access } from '../../../platform/access/scope.ts'
import { chinaTimeText } from '../../../platform/clock.ts'
import type { JobDefinition } from '../../../platform/jobs/definition.ts'
import type { NewJob } from '../../../platform/jobs/queue.ts'
import { maskNumber } from '../../../platform/masking.ts'
import type { RulesContext } from '../service/context.ts'
import { rulesInForce } from '../service/in-force.ts'
import { contentText } from '../service/release-content.ts'
import { callsOf, differencesOf, judgesOf, lastReplayDay, replays, saveReplay, type CallRow, type DifferenceQuery, type DifferenceRow, type LoggedJudge } from './replay-store.ts' // prettier-ignore

/** What the worker gets and answers. */
export interface ReplayTask {
  readonly content: string
  readonly pointsOf: Readonly<Record<string, readonly string[]>>
  readonly encounters: readonly AskedEncounter[]
  readonly judges: readonly AskedJudge[]
}
export interface ReplayTaskResult {
  readonly snapshot: string
  readonly unsettled: number
  readonly same: number
  readonly differences: readonly {
    readonly jrId: string
    readonly cause: ReplayCause
    readonly reason: string
    readonly mdtrtId: string
    readonly settled?: { readonly kind: string; readonly kpId: string; readonly psnNo: string; readonly message: string; readonly fen: string; readonly inst: string } // prettier-ignore
  }[]
}

type Starter = NewJob['by']
const SYSTEM = { accountId: '系统', username: '系统', displayName: '系统' } as const

export async function startReplay(context: RulesContext, by: Starter, day: string | undefined): Promise<Job> {
  const { platform, db } = context
  const today = chinaTimeText(platform.clock.now()).slice(0, 10) as Day
  const wanted = day ?? addDays(today, -1)
  if (!isDay(wanted) || wanted >= today) throw new AppError('invalid', 'rules.replay.day', '只能回放今天以前的一天')
  const job = await db.transaction().execute(async (tx) => {
    const queued = await platform.jobs.enqueue(tx, { kind: 'rule-replay', title: `回放 ${wanted} 的实时判定`, payload: { day: wanted }, by }) // prettier-ignore
    await platform.audit.append(tx, { actor: by.username, action: 'rules.replay', subject: wanted })
    return queued
  })
  platform.jobs.wake()
  return job
}

/** 每日夜间回放: once a day from three in the morning, when there is settled data and was traffic the day before. */
export async function replayNightly(context: RulesContext): Promise<void> {
  const { platform, db } = context
  const now = chinaTimeText(platform.clock.now())
  if (now.slice(11, 13) < '03') return
  const yesterday = addDays(now.slice(0, 10) as Day, -1)
  const last = await lastReplayDay(db)
  if ((last !== undefined && last >= yesterday) || !readPreparation(platform.settings.dataDirectory)) return
  if (await platform.jobs.isActive('rule-replay')) return
  const { from, to } = range(yesterday)
  if ((await judgesOf(db, from, to)).length > 0) await startReplay(context, SYSTEM, yesterday)
}

/** A day in Beijing. */
function range(day: string): { from: Date; to: Date } {
  const from = new Date(`${day}T00:00:00+08:00`)
  return { from, to: new Date(from.getTime() + 86_400_000) }
}

export function replayJob(context: RulesContext): JobDefinition {
  return {
    kind: 'rule-replay',
    lane: 'heavy',
    maxAttempts: 2,
    run: async ({ payload, signal, report }) => {
      const { day } = payload as { day: string }
      const { platform, db } = context
      const { from, to } = range(day)
      const [calls, logged] = await Promise.all([callsOf(db, from, to), judgesOf(db, from, to)])
      const current = rulesInForce(context).current()
      if (!current) throw new AppError('missing', 'rules.release', '尚无规则集')
      const task = await taskOf(context, { calls, logged, release: makeRelease(current.release) })
      const result = (await platform.workers.run('rules.replay', task, { signal, report })) as ReplayTaskResult
      const persons = new Set(calls.map(({ psn_no }) => psn_no)).size
      const row = { day, at: platform.clock.now(), snapshot: result.snapshot, release_title: current.title, calls: calls.length, persons, judges: logged.length, unsettled: result.unsettled, same: result.same } // prettier-ignore
      const differences = rowsOf(result, calls, logged)
      await db.transaction().execute((tx) => saveReplay(tx, row, differences))
      const unexplained = differences.filter(({ cause }) => cause === 'unexplained').length
      return {
        to: '/rules/monitor',
        message: `一致 ${result.same} 条，差异 ${differences.length} 条（原因不明 ${unexplained} 条）`,
      }
    },
  }
}

interface DayOf {
  readonly calls: readonly CallRow[]
  readonly logged: readonly LoggedJudge[]
  readonly release: ReturnType<typeof makeRelease>
}

/** Lines of an encounter as they were last sent, whatever number of calls it took. */
async function taskOf(context: RulesContext, { calls, logged, release }: DayOf): Promise<ReplayTask> {
  const encounters = new Map<string, { call: CallRow; lines: Map<string, { code: string; qty: number }> }>()
  for (const call of calls) {
    const known = encounters.get(call.mdtrt_id)
    const lines = new Map(call.claims.full ? [] : known?.lines)
    for (const [rxId, code, , , qty] of call.claims.lines) lines.set(rxId, { code, qty: (qty ?? 0) / 10_000 })
    encounters.set(call.mdtrt_id, { call, lines })
  }
  const pointsOf: Record<string, readonly string[]> = {}
  for (const id of new Set([...calls, ...logged].flatMap(({ release_id }) => release_id ?? []))) {
    const then = await rulesInForce(context).release(id)
    pointsOf[id] = then?.points.map(({ kpId }) => kpId) ?? []
  }
  const codeOf = (mdtrtId: string, sn: string) => encounters.get(mdtrtId)?.lines.get(sn.slice(mdtrtId.length + 1))?.code
  return {
    content: contentText(release),
    pointsOf,
    encounters: [...encounters.values()].map(({ call, lines }) => {
      const codes: Record<string, number> = {}
      for (const { code, qty } of lines.values()) codes[code] = (codes[code] ?? 0) + qty
      return { psnNo: call.psn_no, mdtrtId: call.mdtrt_id, releaseId: call.release_id, codes, dx: [...call.claims.encounter.dx] } // prettier-ignore
    }),
    judges: logged.map((judge) => ({
      ...{ jrId: judge.jr_id, kind: judge.kind, kpId: judge.kp_id, psnNo: judge.psn_no },
      ...{ mdtrtId: judge.mdtrt_id, releaseId: judge.release_id },
      codes: [...new Set(judge.lines.flatMap(({ sn }) => codeOf(judge.mdtrt_id, sn) ?? []))],
    })),
  }
}

function rowsOf(
  { differences }: ReplayTaskResult,
  calls: readonly CallRow[],
  logged: readonly LoggedJudge[],
): DifferenceRow[] {
  // prettier-ignore
  const callOf = new Map(calls.map((call) => [call.mdtrt_id, call]))
  const judgeOf = new Map(logged.map((judge) => [`${judge.jr_id}|${judge.mdtrt_id}`, judge]))
  return differences.flatMap(({ jrId, cause, reason, mdtrtId, settled }): DifferenceRow[] => {
    const call = callOf.get(mdtrtId)
    const judge = judgeOf.get(`${jrId}|${mdtrtId}`)
    const common = { jr_id: jrId, cause, reason, mdtrt_id: mdtrtId, admdvs: call?.admdvs ?? null, fixmedins_code: call?.fixmedins_code ?? settled?.inst ?? '', fixmedins_name: call?.fixmedins_name ?? '' } // prettier-ignore
    if (settled) return [{ ...common, side: 'settled', stage: null, kind: settled.kind, kp_id: settled.kpId, psn_no: settled.psnNo, message: settled.message, amount: formatYuan(BigInt(settled.fen)) }] // prettier-ignore
    return judge ? [{ ...common, side: 'real-time', stage: judge.stage, kind: judge.kind, kp_id: judge.kp_id, psn_no: judge.psn_no, message: judge.message, amount: judge.amount }] : [] // prettier-ignore
  })
}

export async function listReplays({ db }: RulesContext, access: Access): Promise<{ rows: Replay[] }> {
  const rows = await replays(db, access)
  return {
    rows: rows.map(({ day, at, snapshot, release_title, calls, persons, judges, unsettled, same, ...causes }) => {
      const { late_data, corrected, refunded, release_changed, unexplained } = causes
      const differences = { late_data, corrected, refunded, release_changed, unexplained }
      return { day, at: at.toISOString(), snapshot, releaseTitle: release_title, calls, persons, judges, unsettled, same, differences } // prettier-ignore
    }),
  }
}

export async function listDifferences(
  { db }: RulesContext,
  access: Access,
  query: DifferenceQuery,
): Promise<{ rows: ReplayDifference[]; total: number }> {
  const { rows, total } = await differencesOf(db, access, query)
  return {
    total,
    rows: rows.map((row) => ({
      ...{ jrId: row.jr_id, side: row.side, cause: row.cause, reason: row.reason },
      stage: row.stage as ReplayDifference['stage'],
      kindId: row.kind,
      kindName: findKind(row.kind)?.name ?? row.kind,
      ...{ kpId: row.kp_id, fixmedinsCode: row.fixmedins_code, fixmedinsName: row.fixmedins_name },
      ...{ psnNo: maskNumber(row.psn_no), mdtrtId: row.mdtrt_id, message: row.message, amount: row.amount },
    })),
  }
}
