import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchAccuracy } from './accuracy.ts'
import { benchCity } from './city.ts'
import { benchConflicts } from './conflicts.ts'
import { benchCrashes } from './crash.ts'
import { benchDrg } from './drg.ts'
import { benchEquivalence } from './equivalence.ts'
import { benchImport } from './import.ts'
import { benchMethods } from './methods.ts'
import { benchRealtime } from './realtime.ts'
import { benchRulesBatch } from './rules-batch.ts'
import { benchRules } from './rules.ts'
import { benchSettleData } from './settle-data.ts'
import { benchSettlement } from './settle.ts'

/**
 * Prints every figure that is promised, beside the load average: these machines are shared, so read ratios and CPU seconds.
 *   npm run bench                                   everything, small
 *   npm run bench -- --fee-lines 100000000          city scale: preparation and the twelve models
 *   npm run bench -- --only import,accuracy         some parts
 *   npm run bench -- --only equivalence --lines 100000   evaluator, SQL, stream and replay over random messages
 *   npm run bench -- --only rules-batch --city DATA     the whole library over prepared cities
 *   npm run bench -- --only crash --points 200      half of them while importing, half while models run
 */
const { values } = parseArgs({
  options: {
    'fee-lines': { type: 'string', default: '2000000' },
    only: {
      type: 'string',
      default:
        'import,city,accuracy,crash,methods,drg,settle,settle-data,rules,equivalence,rules-batch,conflicts,realtime,pages',
    },
    seeds: { type: 'string', default: '10' },
    points: { type: 'string', default: '20' },
    keep: { type: 'string' },
    city: { type: 'string', multiple: true },
    lines: { type: 'string', default: '1000000' },
  },
})
const feeLines = Number(values['fee-lines'])
const wanted = new Set(values.only.split(','))
const directory = values.keep ?? mkdtempSync(join(tmpdir(), 'yijian-bench-'))

async function part(name: string, work: () => Promise<unknown>): Promise<void> {
  if (!wanted.has(name)) return
  console.log(
    `\n== ${name} (load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')})`,
  )
  await work()
}

try {
  await part('import', () => benchImport({ feeLines, directory }))
  await part('city', () => benchCity({ feeLines, directory }))
  await part('accuracy', () => benchAccuracy({ seeds: Number(values.seeds), directory }))
  await part('crash', () => benchCrashes({ points: Number(values.points), directory }))
  await part('methods', async () => benchMethods())
  await part('drg', async () => benchDrg())
  await part('settle', async () => benchSettlement())
  await part('settle-data', () => benchSettleData({ directory }))
  await part('rules', () => benchRules())
  await part('equivalence', () => benchEquivalence({ lines: Number(values.lines) }))
  await part('rules-batch', () => benchRulesBatch({ directory, ...(values.city ? { cities: values.city } : {}) }))
  await part('conflicts', async () => benchConflicts())
  await part('realtime', () => benchRealtime())
  await part('pages', async () => (await import('./page.ts')).benchDemonstration({ directory }))
} finally {
  if (values.keep === undefined) rmSync(directory, { recursive: true, force: true })
}
