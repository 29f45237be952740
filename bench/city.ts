import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { synthesizeCity } from '@yijian/synthetic-city'
import { importDelivery } from '@yijian/warehouse'
import { benchModels } from './models.ts'

const contentDirectory = resolve(import.meta.dirname, '../content')
const MONTHS = 24
/** Fee lines of one insured person in two years of the synthetic city. */
const LINES_A_PERSON = 87

/**
 * A city of about so many fee lines: made, taken in, prepared, and all models run (target for 10⁸ lines on 2 cores: preparation
 * and models ≤ 10 minutes, ≤ 8 GB, no model over 3 minutes).
 */
export async function benchCity({ feeLines, directory }: { feeLines: number; directory: string }): Promise<void> {
  const persons = Math.max(1000, Math.round(feeLines / LINES_A_PERSON))
  const delivery = join(directory, `city-${persons}`)
  const dataDirectory = join(directory, `city-${persons}-data`)
  if (!existsSync(delivery))
    await timed(`synthesise ${persons.toLocaleString()} persons, ${MONTHS} months`, async () => {
      const report = await synthesizeCity({
        directory: delivery,
        persons,
        months: MONTHS,
        seed: 5,
        format: 'parquet',
        fraud: true,
      })
      return `${(report.tables['fee_list_d'] ?? 0).toLocaleString()} fee lines, ${(report.tables['setl_d'] ?? 0).toLocaleString()} settlements`
    })
  if (!existsSync(dataDirectory))
    await timed('import (Parquet, all tables)', async () => {
      const report = await importDelivery({ directory: delivery, dataDirectory, contentDirectory })
      return `${report.rows.toLocaleString()} rows, ${report.rowsPerSecond.toLocaleString()} rows/s`
    })
  await benchModels({ dataDirectory })
}

async function timed(what: string, work: () => Promise<string>): Promise<void> {
  const start = performance.now()
  const said = await work()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${what}: ${said}, ${seconds} s (load ${loadavg()[0]?.toFixed(1) ?? ''})`)
}
