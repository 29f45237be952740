import type { KnowledgePoint } from '@yijian/rules'
import type { JobDefinition } from '../../platform/jobs/definition.ts'
import { conflictPoints } from './service/conflict-input.ts'
import { conflictId } from './service/conflicts.ts'
import type { RulesContext } from './service/context.ts'
import { type BacktestResult, finishBacktest } from './store/backtests.ts'
import { replaceConflicts } from './store/conflicts.ts'

export function rulesJobs(context: RulesContext): JobDefinition[] {
  return [conflictJob(context), backtestJob(context)]
}

/** What the worker gets and answers. `claims`: JSON of the witness, money as `123n`. */
export interface ConflictTask {
  readonly points: readonly KnowledgePoint[]
}
export interface ConflictTaskResult {
  readonly tookMs: number
  readonly conflicts: readonly {
    readonly code: string
    readonly level: 'error' | 'warning' | 'info'
    readonly points: readonly string[]
    readonly key: string
    readonly message: string
    readonly claims: string | null
  }[]
}

/** Finds and replaces in one step, so that it may be begun again after a crash. */
function conflictJob({ db, library, platform }: RulesContext): JobDefinition {
  return {
    kind: 'rule-conflicts',
    lane: 'light',
    maxAttempts: 2,
    run: async ({ payload, signal, report }) => {
      const points = conflictPoints(library.all())
      const task: ConflictTask = { points }
      const { conflicts, tookMs } = (await platform.workers.run('rules.conflicts', task, { signal, report })) as ConflictTaskResult // prettier-ignore
      const nameOf = new Map(points.map((point) => [`${point.kpId}@${point.version}`, point.name]))
      const rows = conflicts.map(({ claims, ...one }) => ({
        ...one,
        conflict_id: conflictId(one),
        search: [one.key, ...one.points, ...one.points.map((ref) => nameOf.get(ref) ?? '')].join(' ').toLowerCase(),
        witness: claims === null ? null : (JSON.parse(claims) as unknown),
      }))
      const unique = [...new Map(rows.map((row) => [row.conflict_id, row])).values()]
      const { cause } = payload as { cause: string }
      const check = { at: platform.clock.now(), cause, points: points.length, tookMs, conflicts: unique }
      await db.transaction().execute((tx) => replaceConflicts(tx, check))
      const errors = unique.filter(({ level }) => level === 'error').length
      return { to: '/rules/conflicts', message: `共 ${unique.length} 处，其中错误 ${errors} 处` }
    },
  }
}

/** What a backtest works with; the same points give the same report. */
export interface BacktestPayload {
  readonly backtestId: string
  readonly draft: KnowledgePoint
  /** The version in force, to compare with. */
  readonly live: KnowledgePoint | null
  readonly from?: string
  readonly to?: string
  readonly institutions: readonly string[]
}

function backtestJob({ db, platform }: RulesContext): JobDefinition {
  return {
    kind: 'rule-backtest',
    lane: 'heavy',
    maxAttempts: 2,
    run: async ({ payload, signal, report }) => {
      const { backtestId } = payload as BacktestPayload
      const result = (await platform.workers.run('rules.backtest', payload, { signal, report })) as BacktestResult
      await finishBacktest(db, backtestId, { report: result, at: platform.clock.now() })
      const { draft, added, removed } = result.report
      const message = `命中 ${draft.hits} 次，较现行新增 ${added}、减少 ${removed}`
      return { backtestId, message, to: `/rules/backtests/${backtestId}` }
    },
  }
}
