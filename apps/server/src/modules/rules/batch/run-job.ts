import type { Job } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { makeRelease } from '@yijian/rules'
import type { Principal } from '../../../platform/access/principal.ts'
import type { JobDefinition } from '../../../platform/jobs/definition.ts'
import type { RulesContext } from '../service/context.ts'
import { rulesInForce } from '../service/in-force.ts'
import { contentText } from '../service/release-content.ts'
import { getRelease } from '../service/releases.ts'

interface RuleRunRequest {
  readonly releaseId?: string | undefined
  readonly full?: boolean | undefined
}

/** What a rule-run job keeps; the release is read when it begins. */
interface RuleRunPayload extends RuleRunRequest {
  readonly by: string
}

/** What the worker gets and answers. */
export interface RuleRunTask {
  /** Text of the release as it is exported. */
  readonly content: string
  readonly title: string
  readonly full: boolean
  readonly by: string
}
export interface RuleRunResult {
  readonly runId: string
  readonly hits: number
  readonly findings: number
  readonly heldBack: number
  /** Names of rules that failed. */
  readonly failed: readonly string[]
  /** Persons scanned when the others were taken over; null: everybody. */
  readonly rescanned: number | null
}

/** 用规则集扫描历史: queued by a person. */
export async function startRuleRun(context: RulesContext, principal: Principal, request: RuleRunRequest): Promise<Job> {
  const { jobs, audit } = context.platform
  const { title } = await wanted(context, request.releaseId)
  const payload: RuleRunPayload = { ...request, by: principal.displayName }
  const job = await context.db.transaction().execute(async (tx) => {
    const queued = await jobs.enqueue(tx, { kind: 'rule-run', title: `用“${title}”扫描历史`, payload, by: principal })
    const details = { releaseId: request.releaseId ?? null, title, full: request.full ?? false }
    await audit.append(tx, { actor: principal.username, action: 'rules.run', subject: queued.jobId, details })
    return queued
  })
  jobs.wake()
  return job
}

async function wanted(context: RulesContext, releaseId: string | undefined) {
  const force = rulesInForce(context)
  const current = force.current()
  if (releaseId === undefined || releaseId === current?.releaseId) {
    if (!current) throw new AppError('missing', 'rules.release', '尚无规则集')
    return { title: current.title, release: current.release }
  }
  const { title } = await getRelease(context, releaseId)
  const release = await force.release(releaseId)
  if (!release) throw new AppError('missing', 'rules.release', '规则集版本不存在')
  return { title, release }
}

/** Publishes its findings in one step or not at all, so that it may be begun again after a crash. `afterRun`: takes them up. */
export function ruleRunJob(context: RulesContext, afterRun: () => Promise<unknown>): JobDefinition {
  return {
    kind: 'rule-run',
    lane: 'heavy',
    maxAttempts: 3,
    run: async ({ payload, signal, report }) => {
      const { releaseId, full = false, by } = payload as RuleRunPayload
      const { title, release } = await wanted(context, releaseId)
      // Without what is suspended a release has a hash of its own.
      const task: RuleRunTask = { content: contentText(makeRelease(release)), title, full, by }
      const result = (await context.platform.workers.run('rules.run', task, { signal, report })) as RuleRunResult
      report({ step: '正在更新疑点', progress: 0.97 })
      await afterRun()
      return { runId: result.runId, to: `/runs/${result.runId}`, message: messageOf(result) }
    },
  }
}

function messageOf({ hits, findings, heldBack, failed, rescanned }: RuleRunResult): string {
  const parts = [`命中 ${hits} 次，疑点 ${findings} 条`]
  if (rescanned !== null) parts.push(`数据有变化的 ${rescanned} 人重新判定，其余沿用`)
  if (heldBack > 0) parts.push(`另有 ${heldBack} 条较轻疑点只存档`)
  if (failed.length > 0) parts.push(`${failed.join('、')} 未能执行`)
  return parts.join('；')
}
