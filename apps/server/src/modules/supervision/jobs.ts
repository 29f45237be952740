import type { JobDefinition } from '../../platform/jobs/definition.ts'
import type { SupervisionContext } from './service/context.ts'
import type { RecomputeResult } from './service/recompute.ts'
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
      const result = (await workers.run('models.run', payload, { signal, report })) as ModelRunResult
      report({ step: '正在更新疑点', progress: 0.99 })
      await syncRuns(context)
      const failed = result.failed.map((modelId) => context.catalogue.nameOf(modelId))
      const message = failed.length === 0 ? '全部模型运行成功' : `${failed.join('、')} 运行失败，其余模型已完成`
      return { runId: result.runId, failed: result.failed, message }
    },
  }
}

/** What the worker answers when a run is published. */
export interface ModelRunResult {
  readonly runId: string
  readonly failed: readonly string[]
}

function recomputeJob(context: SupervisionContext): JobDefinition {
  return {
    kind: 'recompute',
    lane: 'light',
    maxAttempts: 2,
    run: async ({ payload, signal, report }) => {
      report({ step: '正在按原参数、原数据快照重新推算', progress: null })
      const result = await context.platform.workers.run('finding.recompute', payload, { signal, report })
      return { ...(result as RecomputeResult) }
    },
  }
}
