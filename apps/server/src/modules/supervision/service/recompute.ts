import type { Job } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { Access } from '../../../platform/access/scope.ts'
import { findFinding } from '../store/findings.ts'
import type { SupervisionContext } from './context.ts'
import { getFindingRecord } from './finding-detail.ts'
import type { Caller } from './labels.ts'

export interface RecomputePayload {
  readonly findingId: string
  readonly runId: string
}

/** What the worker found when it derived the finding again. */
export interface RecomputeAnswer {
  readonly holds: boolean
  /** The model's version now, when it is another one than the finding's. */
  readonly versionNow?: string | undefined
  readonly finding?: {
    readonly score: number
    readonly level: string
    readonly amt_total: string
    readonly amt_fund: string
    readonly excluded_by: string | null
  }
}

/** 重新推算该疑点: derives it again from its parameters, day and snapshot, as a job. */
export async function startRecompute(
  context: SupervisionContext,
  { principal, access }: Caller,
  findingId: string,
): Promise<Job> {
  const finding = await getFindingRecord(context, access, findingId)
  const { jobs, audit } = context.platform
  const payload: RecomputePayload = { findingId, runId: finding.run_id }
  const title = `重新推算疑点 ${findingId.slice(0, 8)}（${context.catalogue.nameOf(finding.model_id)}）`
  const job = await context.db.transaction().execute(async (tx) => {
    const queued = await jobs.enqueue(tx, { kind: 'recompute', title, payload, by: principal })
    await audit.append(tx, { actor: principal.username, action: 'finding.recompute', subject: findingId })
    return queued
  })
  jobs.wake()
  return job
}

/** Says in one line whether the finding still holds and what differs. */
export async function compareRecomputed(
  context: SupervisionContext,
  access: Access,
  { findingId, answer }: { findingId: string; answer: RecomputeAnswer },
): Promise<Record<string, unknown>> {
  const stored = await findFinding(context.db, access, findingId)
  if (!stored) throw new AppError('missing', 'finding.missing', '疑点不存在')
  const again = answer.finding
  if (!answer.holds || !again) {
    const version = answer.versionNow ? `（模型现为 ${answer.versionNow} 版）` : ''
    return { findingId, holds: false, message: `按原参数与数据快照重新推算，该疑点不再成立${version}` }
  }
  const differences = [
    again.score === stored.score ? '' : `分值 ${stored.score} → ${again.score}`,
    again.level === stored.level ? '' : `等级 ${stored.level} → ${again.level}`,
    again.amt_total === stored.amt_total ? '' : `涉及费用 ${stored.amt_total} → ${again.amt_total} 元`,
    again.amt_fund === stored.amt_fund ? '' : `涉及基金 ${stored.amt_fund} → ${again.amt_fund} 元`,
  ].filter((text) => text !== '')
  const message =
    differences.length === 0 ? '重新推算结果与原记录完全一致，疑点成立' : `疑点成立，但${differences.join('，')}`
  const { score, level, amt_total, amt_fund } = again
  return { findingId, holds: true, score, level, amtTotal: amt_total, amtFund: amt_fund, message }
}
