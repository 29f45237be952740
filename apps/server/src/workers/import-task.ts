import { join } from 'node:path'
import { synthesizeCity } from '@yijian/synthetic-city'
import { importDelivery, type ImportProgress } from '@yijian/warehouse'
import type { ImportOutcome, ImportPayload } from '../modules/data-resources/public.ts'
import { engineMemory } from './memory.ts'
import type { TaskContext } from './task-context.ts'

const PHASES = { read: '读取并检查', check: '核对引用与重复', publish: '发布批次' } as const satisfies Record<
  ImportProgress['phase'],
  string
>
/** Making the city takes about this part of the time. */
const CITY_SHARE = 0.4

export async function runImport({ folder, city }: ImportPayload, context: TaskContext): Promise<ImportOutcome> {
  const { dataDirectory, contentDirectory, threads, signal, report } = context
  const directory = join(dataDirectory, folder)
  const share = city ? CITY_SHARE : 0
  if (city) await makeCity(directory, city, context)
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
  const refused = done.files.filter(({ status }) => status === 'refused')
  return {
    batch: done.batch ?? null,
    refused: refused.map(({ name, reason }) => `${name}：${reason ?? '无法读取'}`),
  }
}

async function makeCity(
  directory: string,
  city: NonNullable<ImportPayload['city']>,
  context: TaskContext,
): Promise<void> {
  const { threads, signal, report } = context
  const step = '正在生成演示城市'
  report({ step, progress: 0 })
  await synthesizeCity({
    ...city,
    directory,
    format: 'parquet',
    fraud: true,
    threads,
    memoryLimit: engineMemory(context),
    signal,
    onProgress: ({ donePersons, persons }) => {
      report({ step, progress: persons > 0 ? (CITY_SHARE * donePersons) / persons : null })
    },
  })
}
