import { AppError } from '@yijian/kernel'
import type { TaskOptions } from '../platform/workers/pool.ts'

export type Task = (input: unknown, options: TaskOptions) => Promise<unknown>

const later: Task = async () => {
  throw new AppError('unavailable', 'task.missing', '此功能正在接入')
}

/** What a worker process can do. */
export const TASKS: Readonly<Record<string, Task>> = {
  import: later,
  'models.run': later,
  'finding.recompute': later,
}
