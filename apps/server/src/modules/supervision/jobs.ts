import type { JobDefinition } from '../../platform/jobs/definition.ts'
import { systemAccess } from '../../platform/access/scope.ts'
import type { SupervisionContext } from './service/context.ts'
import { compareRecomputed, type RecomputeAnswer, type RecomputePayload } from './service/recompute.ts'
import type { RunPayload } from './service/runs.ts'
import { syncRuns } from './service/sync.ts'

export function supervisionJobs(context: SupervisionContext): JobDefinition[] {
  return [modelRunJob(context), recomputeJob(context)]
}

/** A run publishes its results in one step or not at all, so that it may be begun again after a crash. */
function modelRunJob(context: SupervisionContext): JobDefinition {
  const { workers } = context.platform
  return {
    kind: 'model-run',
    lane: 'heavy',
    maxAttempts: 3,
    run: async ({ payload, signal, report }) => {
      const input: RunPayload = payload as RunPayload
      const result = (await workers.run('models.run', input, { signal, report })) as { run_id: string }
      report({ step: '正在更新疑点', progress: 0.99 })
      await syncRuns(context)
      return { runId: result.run_id }
    },
  }
}

function recomputeJob(context: SupervisionContext): JobDefinition {
  return {
    kind: 'recompute',
    lane: 'light',
    maxAttempts: 2,
    run: async ({ payload, signal, report }) => {
      const input = payload as RecomputePayload
      report({ step: '正在按原参数、原数据快照重新推算', progress: null })
      const answer = (await context.platform.workers.run('finding.recompute', input, {
        signal,
        report,
      })) as RecomputeAnswer
      return compareRecomputed(context, systemAccess(), { findingId: input.findingId, answer })
    },
  }
}
