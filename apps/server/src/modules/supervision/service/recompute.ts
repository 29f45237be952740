import type { Job } from '@yijian/contract'
import type { SupervisionContext } from './context.ts'
import { getFindingRecord } from './finding-detail.ts'
import type { Caller } from './labels.ts'

export interface RecomputePayload {
  readonly findingId: string
  readonly runId: string
}

/** What a recompute job ends with. */
export interface RecomputeResult {
  readonly findingId: string
  readonly holds: boolean
  /** Chinese: whether it still holds, and what differs. */
  readonly message: string
  readonly score?: number
  readonly level?: string
  readonly amtTotal?: string
  readonly amtFund?: string
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
