import { runDrgSimulation } from './drg-simulation.ts'
import { runDrgTask } from './drg-task.ts'
import { buildHistory } from './history-task.ts'
import { runImport } from './import-task.ts'
import { recompute, runModelsTask } from './model-tasks.ts'
import { replayTask } from './replay-task.ts'
import { checkConflicts, runBacktest } from './rule-tasks.ts'
import { runRulesTask } from './rule-run-task.ts'
import { runSelfCheck } from './self-check-task.ts'
import type { TaskContext } from './task-context.ts'

export type Task = (input: unknown, context: TaskContext) => Promise<unknown>
const task =
  <I>(work: (input: I, context: TaskContext) => Promise<unknown>): Task =>
  (input, context) =>
    work(input as I, context)

/** What a worker process can do. */
export const TASKS: Readonly<Record<string, Task>> = {
  import: task(runImport),
  'models.run': task(runModelsTask),
  'finding.recompute': task(recompute),
  'drg.price': task(runDrgTask),
  'drg.simulate': task(runDrgSimulation),
  'self-check': task(runSelfCheck),
  'rules.run': task(runRulesTask),
  'rules.replay': task(replayTask),
  'rules.history': task(buildHistory),
  'rules.backtest': task(runBacktest),
  'rules.conflicts': task(checkConflicts),
}
