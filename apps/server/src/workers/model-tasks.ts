import { cellCount, cellText, recomputeFinding, runModels, type Row } from '@yijian/warehouse'
import type { ModelRunResult, RecomputePayload, RecomputeResult, RunPayload } from '../modules/supervision/public.ts'
import { engineMemory } from './memory.ts'
import type { TaskContext } from './task-context.ts'

export async function runModelsTask(payload: RunPayload, context: TaskContext): Promise<ModelRunResult> {
  const { dataDirectory, contentDirectory, threads, signal, report } = context
  const run = await runModels({
    dataDirectory,
    contentDirectory,
    models: payload.modelIds,
    ...(payload.asOf === undefined ? {} : { asOf: payload.asOf }),
    parameters: payload.parameters,
    by: payload.by,
    threads,
    memoryLimit: engineMemory(context),
    signal,
    onProgress: ({ label, done }) => report({ step: label, progress: done }),
  })
  const failed = run.models.filter(({ state }) => state === 'failed').map(({ model_id }) => model_id)
  return { runId: run.run_id, failed }
}

/** Beside whatever heavy job is going on: one thread and a quarter of the memory. */
export async function recompute(
  { findingId, runId }: RecomputePayload,
  context: TaskContext,
): Promise<RecomputeResult> {
  const { dataDirectory, contentDirectory, signal } = context
  const memoryLimit = engineMemory({ memoryMb: context.memoryMb / 4 })
  const answer = await recomputeFinding({
    dataDirectory,
    contentDirectory,
    runId,
    findingId,
    threads: 1,
    memoryLimit,
    signal,
  })
  return { findingId, holds: answer.holds, message: answer.message, ...figures(answer.finding) }
}

function figures(row: Row | undefined): Partial<RecomputeResult> {
  if (!row) return {}
  const text = (name: string) => cellText(row[name]) ?? ''
  return {
    score: cellCount(row['score']),
    level: text('level'),
    amtTotal: text('amt_total'),
    amtFund: text('amt_fund'),
  }
}
