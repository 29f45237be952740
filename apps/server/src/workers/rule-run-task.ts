import { makeRelease, type Release } from '@yijian/rules'
import { runRules } from '@yijian/warehouse'
import type { RuleRunResult, RuleRunTask } from '../modules/rules/public.ts'
import { engineMemory } from './memory.ts'
import type { TaskContext } from './task-context.ts'

export async function runRulesTask(
  { content, title, full, by }: RuleRunTask,
  context: TaskContext,
): Promise<RuleRunResult> {
  const { dataDirectory, contentDirectory, threads, signal, report } = context
  const { rules, points, sets } = JSON.parse(content) as Release
  const {
    run_id,
    models,
    rules: said,
  } = await runRules({
    dataDirectory,
    contentDirectory,
    release: makeRelease({ rules, points, sets }),
    title,
    full,
    by,
    threads,
    memoryLimit: engineMemory(context),
    signal,
    onProgress: ({ label, done }) => report({ step: label, progress: done }),
  })
  return {
    runId: run_id,
    hits: said.hits,
    findings: models.reduce((sum, model) => sum + model.findings, 0),
    heldBack: said.held_back,
    failed: models.filter(({ state }) => state === 'failed').map(({ name }) => name),
    rescanned: said.carried?.rescanned_persons ?? null,
  }
}
