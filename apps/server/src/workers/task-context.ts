import type { TaskOptions } from '../platform/workers/pool.ts'
import type { Surroundings } from '../platform/workers/protocol.ts'

export type TaskContext = TaskOptions & Surroundings
