import { join, resolve } from 'node:path'
import { synthesizeCity } from '@yijian/synthetic-city'
import { importDelivery } from '@yijian/warehouse'
import { benchCrashImport } from './crash-import.ts'
import { benchCrashRun } from './crash-run.ts'

const contentDirectory = resolve(import.meta.dirname, '../content')

/** Kills at many instants, half of them during imports, half during runs; throws at the first state that is in between. */
export async function benchCrashes({ points, directory }: { points: number; directory: string }): Promise<void> {
  await benchCrashImport(Math.ceil(points / 2))
  const delivery = join(directory, 'crash-city')
  const dataDirectory = join(directory, 'crash-data')
  await synthesizeCity({ directory: delivery, persons: 1000, months: 12, seed: 9, format: 'parquet', fraud: true })
  await importDelivery({ directory: delivery, dataDirectory, contentDirectory })
  await benchCrashRun({ dataDirectory, points: Math.floor(points / 2) })
}
