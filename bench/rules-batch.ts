import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { readStarter, compileRelease, makeRelease, RULE_KINDS, type CompiledRelease } from '@yijian/rules'
import { backtest, explainHistory, importDelivery, readRuleFolders } from '@yijian/warehouse'
import { synthesizeCity } from '@yijian/synthetic-city'

const contentDirectory = resolve(import.meta.dirname, '../content')
/** Rules that each look at few items, as a draft does: sex, child use, institution level. */
const BACKTESTED = ['R67', 'R65', 'R12']
const SLICE = 10_000_000

/**
 * The whole library we ship over prepared cities, one after another in a process of its own (target for 10⁸ lines on 2 cores: 10
 * minutes, 8 GB), and the backtest of one rule (target for 10⁷ lines: 3 s). Folders of cities given are read, not changed.
 */
export async function benchRulesBatch({ directory, cities = [] }: { directory: string; cities?: readonly string[] }) {
  const folders = cities.length > 0 ? cities : [await makeCity(directory, 6000), await makeCity(directory, 12_000)]
  for (const folder of folders) {
    const run = spawnSync(process.execPath, [import.meta.filename, folder], { stdio: 'inherit' })
    if (run.status !== 0) throw new Error(`the scan of ${folder} failed`)
  }
}

async function makeCity(directory: string, persons: number): Promise<string> {
  const [delivery, dataDirectory] = [join(directory, `rules-${persons}`), join(directory, `rules-${persons}-data`)]
  if (!existsSync(dataDirectory)) {
    await synthesizeCity({ directory: delivery, persons, months: 24, seed: 5, format: 'parquet', fraud: true })
    await importDelivery({ directory: delivery, dataDirectory, contentDirectory })
  }
  return dataDirectory
}

function library(only?: readonly string[]): CompiledRelease {
  const folders = readRuleFolders(join(contentDirectory, 'knowledge', 'rules'))
  const points = readStarter(folders, '2026-01-01T00:00:00.000Z').points.map(({ point }) => point)
  const rules = RULE_KINDS.map((kind) => ({ kind: kind.id, version: 1, severity: null, stages: null }))
  return compileRelease(makeRelease({ rules, points: points.filter(({ kind }) => only?.includes(kind) ?? true), sets: [] }), RULE_KINDS) // prettier-ignore
}

interface Used {
  readonly wall: number
  readonly cpu: number
}

async function used(work: () => Promise<unknown>): Promise<Used> {
  const [start, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 }
}

async function measure(dataDirectory: string): Promise<void> {
  const data = { dataDirectory, contentDirectory }
  let lines = 0
  for (const rule of BACKTESTED) {
    const all = await backtest({ ...data, draft: library([rule]) })
    lines = all.lines
    const { wall, cpu } = await used(() => backtest({ ...data, draft: library([rule]) }))
    const tenMillion = SLICE / all.lines
    console.log(`backtest of ${rule}: ${all.draft.hits.toLocaleString()} hits in ${all.lines.toLocaleString()} lines, ${wall.toFixed(2)} s, ${cpu.toFixed(2)} CPU s (${(cpu * tenMillion).toFixed(2)} CPU s for 10⁷ lines)`) // prettier-ignore
  }
  let hits = 0
  const { wall, cpu } = await used(() => explainHistory(data, library(), (found) => void (hits += found.length)))
  console.log(`whole library: ${lines.toLocaleString()} lines, ${hits.toLocaleString()} hits explained, ${wall.toFixed(1)} s, ${cpu.toFixed(1)} CPU s (load ${loadavg()[0]!.toFixed(1)}), peak ${Math.round(process.resourceUsage().maxRSS / 1024).toLocaleString()} MB`) // prettier-ignore
  console.log(`  ${Math.round(lines / wall).toLocaleString()} lines/s, ${((cpu / lines) * 1e6).toFixed(2)} CPU µs a line; 10⁸ lines: ${((cpu / lines) * 1e8 / 120).toFixed(1)} minutes on two cores of their own`) // prettier-ignore
}

if (import.meta.main) for (const folder of process.argv.slice(2)) await measure(resolve(folder))
