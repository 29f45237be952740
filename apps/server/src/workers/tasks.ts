import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { synthesizeCity } from '@yijian/synthetic-city'
import { importDelivery, type ImportProgress } from '@yijian/warehouse'
import type { ImportPayload } from '../modules/data-resources/public.ts'
import type { TaskOptions } from '../platform/workers/pool.ts'
import type { Surroundings } from '../platform/workers/protocol.ts'

export type TaskContext = TaskOptions & Surroundings
export type Task = (input: unknown, context: TaskContext) => Promise<unknown>
const task =
  <I>(work: (input: I, context: TaskContext) => Promise<unknown>): Task =>
  (input, context) =>
    work(input as I, context)

/** What a worker process can do. */
export const TASKS: Readonly<Record<string, Task>> = {
  import: task(runImport),
  'models.run': task(later),
  'finding.recompute': task(later),
}

async function later(): Promise<never> {
  throw new AppError('unavailable', 'task.missing', '此功能正在接入')
}

const PHASES = { read: '读取并检查', check: '核对引用与重复', publish: '发布批次' } as const satisfies Record<
  ImportProgress['phase'],
  string
>

async function runImport({ folder, city }: ImportPayload, context: TaskContext): Promise<{ batch: string | null }> {
  const { dataDirectory, contentDirectory, threads, signal, report } = context
  const directory = join(dataDirectory, folder)
  const share = city ? 0.4 : 0
  if (city) await makeCity(directory, city, { context, share })
  const done = await importDelivery({
    directory,
    dataDirectory,
    contentDirectory,
    threads,
    memoryLimit: engineMemory(context),
    signal,
    onProgress: ({ phase, table, file, rows, bytes, totalBytes }) => {
      const read = totalBytes > 0 ? bytes / totalBytes : 0
      const within = phase === 'read' ? read * 0.8 : phase === 'check' ? 0.9 : 0.97
      report({ step: `${PHASES[phase]} ${file || table}`.trim(), rows, progress: share + (1 - share) * within })
    },
  })
  return { batch: done.batch ?? null }
}

async function makeCity(
  directory: string,
  city: NonNullable<ImportPayload['city']>,
  { context, share }: { context: TaskContext; share: number },
): Promise<void> {
  const { threads, signal, report } = context
  report({ step: '正在生成演示城市', progress: 0 })
  await synthesizeCity({
    ...city,
    directory,
    format: 'parquet',
    fraud: true,
    threads,
    memoryLimit: engineMemory(context),
    signal,
    onProgress: ({ donePersons, persons }) => {
      report({ step: '正在生成演示城市', progress: persons > 0 ? (share * donePersons) / persons : null })
    },
  })
}

/** The engine's part of a worker's memory: the process itself takes the rest. */
export function engineMemory({ memoryMb }: Surroundings): string {
  return `${Math.max(256, Math.floor(memoryMb * 0.8))}MB`
}
