import { loadavg } from 'node:os'
import { resolve } from 'node:path'
import {
  chooseVariants,
  componentsOf,
  loadModels,
  loadTables,
  mountPrepared,
  type ModelRun,
  openEngine,
  prepareSnapshot,
  quoteIdent,
  runModels,
  type Session,
} from '@yijian/warehouse'

const contentDirectory = resolve(import.meta.dirname, '../content')
const MEMORY_LIMIT = '5GB'

/**
 * Preparation and every model on a data directory: wall, processor and peak memory, and how many times as long a model takes as a
 * bare scan of the columns it reads (target at 10⁸ fee lines on 2 cores: all ≤ 10 minutes and ≤ 8 GB, no model over 3 minutes).
 */
export async function benchModels({ dataDirectory }: { dataDirectory: string }): Promise<void> {
  const started = performance.now()
  const cpu = process.cpuUsage()
  const prepared = await prepareSnapshot({ dataDirectory, contentDirectory, memoryLimit: MEMORY_LIMIT, threads: 2 })
  const used = process.cpuUsage(cpu)
  console.log(
    `preparation: ${seconds(performance.now() - started)} s wall, ${seconds((used.user + used.system) / 1000)} s CPU, ` +
      `peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB (load ${load()})` +
      (prepared.duration_ms > performance.now() - started
        ? ` — made before, in ${seconds(prepared.duration_ms)} s`
        : ''),
  )
  console.log(
    `  rows: ${Object.entries(prepared.rows)
      .map(([table, rows]) => `${table} ${rows.toLocaleString()}`)
      .join(', ')}`,
  )
  const run = await runModels({ dataDirectory, contentDirectory, memoryLimit: MEMORY_LIMIT, threads: 2, by: 'bench' })
  const engine = await openEngine({ memoryLimit: MEMORY_LIMIT, threads: 2 })
  await mountPrepared(engine, { dataDirectory, tables: loadTables(contentDirectory), prepared })
  console.log(`${'model'.padEnd(32)} wall s   CPU s  peak MB  bare scan s  × scan  findings`)
  for (const model of run.models) console.log(line(model, await bareScan(engine, model.model_id)))
  engine.close()
  const total = prepared.duration_ms + run.duration_ms
  console.log(
    `all: ${seconds(total)} s with the preparation, peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB (load ${load()})`,
  )
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1)
const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')

function line(model: ModelRun, scanMs: number): string {
  const figures = [
    seconds(model.duration_ms).padStart(6),
    seconds(model.cpu_ms).padStart(7),
    String(model.peak_rss_mb).padStart(8),
    seconds(scanMs).padStart(12),
    (model.duration_ms / Math.max(1, scanMs)).toFixed(1).padStart(7),
    String(model.findings).padStart(9),
  ]
  return `${model.model_id.padEnd(32)} ${figures.join(' ')}${model.error === null ? '' : `  failed: ${model.error}`}`
}

/** Milliseconds to read, and only read, every column the model and its components name. */
async function bareScan(session: Session, modelId: string): Promise<number> {
  const { models, components } = loadModels(contentDirectory)
  const model = models.find(({ definition }) => definition.id === modelId)
  if (!model) return 0
  const columns = new Map<string, Set<string>>()
  for (const { definition } of [model, ...componentsOf(model, components)]) {
    for (const [table, names] of Object.entries(definition.reads)) {
      columns.set(table, new Set([...(columns.get(table) ?? []), ...names]))
    }
  }
  await chooseVariants(session, Object.fromEntries([...columns].map(([table, names]) => [table, [...names]])))
  const started = performance.now()
  for (const [table, names] of columns) {
    await session.rows(
      `SELECT ${[...names].map((name) => `COUNT(${quoteIdent(name)})`).join(', ')} FROM ${quoteIdent(table)}`,
    )
  }
  return performance.now() - started
}
