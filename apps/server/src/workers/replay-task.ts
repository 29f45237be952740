import { makeRelease, type Release } from '@yijian/rules'
import { replayDay } from '@yijian/warehouse'
import type { ReplayTask, ReplayTaskResult } from '../modules/rules/public.ts'
import { engineMemory } from './memory.ts'
import type { TaskContext } from './task-context.ts'

/** Money leaves as text, because it is whole numbers that JSON has not. */
export async function replayTask({ content, ...asked }: ReplayTask, context: TaskContext): Promise<ReplayTaskResult> {
  const { dataDirectory, contentDirectory, threads, signal, report } = context
  const { rules, points, sets } = JSON.parse(content) as Release
  const done = await replayDay({
    ...asked,
    dataDirectory,
    contentDirectory,
    release: makeRelease({ rules, points, sets }),
    threads,
    memoryLimit: engineMemory(context),
    signal,
    onProgress: ({ label, done: share }) => report({ step: label, progress: share }),
  })
  return {
    ...done,
    differences: done.differences.map(({ settled, ...difference }) => {
      if (!settled) return difference
      const { amount, ...rest } = settled
      return { ...difference, settled: { ...rest, fen: String(amount) } }
    }),
  }
}
