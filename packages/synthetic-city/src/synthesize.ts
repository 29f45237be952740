import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { type Engine, openEngine } from '@yijian/warehouse'
import { checkOptions, type CityOptions, type Period, periodOf } from './options.ts'
import { type CityPlan, type Truth } from './plan/plan.ts'
import { planCity } from './plan/plan-city.ts'
import { loadReference } from './reference/load-reference.ts'
import { backgroundStaysSql, staysSql, visitsSql } from './sql/events.ts'
import { claimSelects, FEE_HEADS, STAY_CODES } from './sql/exports.ts'
import { LINE_STATEMENTS } from './sql/lines.ts'
import { macrosSql } from './sql/macros.ts'
import { MASTER_SELECTS } from './sql/masters.ts'
import { peopleSql } from './sql/people.ts'
import { settlementStatements } from './sql/settlements.ts'
import { STOCK_CHUNK, STOCK_TABLE, stockSelect } from './sql/stock.ts'
import { writeTruth } from './truth.ts'

export interface CityReport {
  /** Rows written, by national table. */
  readonly tables: Readonly<Record<string, number>>
  /** What was planted, by model: frauds and decoys. */
  readonly planted: Readonly<Record<string, { readonly fraud: number; readonly decoy: number }>>
  readonly period: { readonly start: string; readonly end: string }
}

interface Work {
  readonly engine: Engine
  readonly options: CityOptions
  readonly period: Period
  readonly plan: CityPlan
  readonly rows: Map<string, number>
}

const PERSONS_PER_FILE = 50_000

/**
 * Writes a labelled city: national tables and `truth.csv` into `directory`. The rows depend on persons, months, seed and
 * fraud alone. Throws `AppError` when the folder already holds a delivery or an option is out of bounds.
 */
export async function synthesizeCity(options: CityOptions): Promise<CityReport> {
  checkOptions(options)
  prepareFolder(options.directory)
  const period = periodOf(options.months)
  const plan = planCity({ persons: options.persons, seed: options.seed, fraud: options.fraud, period })
  const scratch = mkdtempSync(join(tmpdir(), 'yijian-city-'))
  const engine = await openEngine({
    ...{ tempDirectory: join(scratch, 'spill'), preserveOrder: true, memoryLimit: options.memoryLimit ?? '4GB' },
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  })
  try {
    const work = { engine, options, period, plan, rows: new Map<string, number>() }
    await engine.run(macrosSql(options.seed, period), options.signal)
    await loadReference({ session: engine, directory: scratch }, plan)
    await writeAll(work)
    writeTruth(join(options.directory, 'truth.csv'), plan.truth)
    return {
      tables: Object.fromEntries(work.rows),
      planted: countPlanted(plan.truth),
      period: { start: period.start, end: period.end },
    }
  } finally {
    engine.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

function prepareFolder(directory: string): void {
  mkdirSync(directory, { recursive: true })
  const found = readdirSync(directory).find((name) => /\.(csv|parquet)$/.test(name))
  if (found !== undefined) throw new AppError('conflict', 'city.folder', `目录中已有数据文件：${found}，请换一个空目录`)
}

async function writeAll(work: Work): Promise<void> {
  const { options, engine } = work
  const size = options.personsPerFile ?? PERSONS_PER_FILE
  const chunks = Math.ceil(options.persons / size)
  for (const [table, select] of Object.entries(MASTER_SELECTS)) await write(work, { table, select, suffix: '' })
  await engine.run(STOCK_TABLE)
  for (let chunk = 0; chunk < chunks; chunk++) {
    const range = { from: chunk * size, to: Math.min(options.persons, (chunk + 1) * size) }
    await makeChunk(work, range)
    const suffix = chunks === 1 ? '' : `_${String(chunk + 1).padStart(4, '0')}`
    for (const [table, select] of Object.entries(claimSelects(work.period)))
      await write(work, { table, select, suffix })
    options.onProgress?.({ phase: 'people-and-claims', donePersons: range.to, persons: options.persons })
  }
  await write(work, { table: 'inv_d', select: stockSelect(work.period), suffix: '' })
  options.onProgress?.({ phase: 'stock', donePersons: options.persons, persons: options.persons })
}

async function makeChunk({ engine, options, period }: Work, range: { from: number; to: number }): Promise<void> {
  const employers = Math.max(20, Math.round(options.persons / 60))
  const statements = [
    peopleSql(range, period, employers),
    backgroundStaysSql(period),
    staysSql(range),
    visitsSql(range, period),
    STAY_CODES,
    ...LINE_STATEMENTS,
    ...settlementStatements(period),
    STOCK_CHUNK,
    FEE_HEADS,
  ]
  for (const statement of statements) await engine.run(statement, options.signal)
}

async function write(work: Work, file: { table: string; select: string; suffix: string }): Promise<void> {
  const { options, engine, rows } = work
  const path = join(options.directory, `${file.table}${file.suffix}.${options.format}`)
  const format = options.format === 'csv' ? 'FORMAT csv, HEADER true' : 'FORMAT parquet, COMPRESSION zstd'
  const result = await engine.row(
    `COPY (${file.select}) TO '${path.replaceAll("'", "''")}' (${format})`,
    options.signal,
  )
  rows.set(file.table, (rows.get(file.table) ?? 0) + Number(result['Count']))
}

function countPlanted(truth: readonly Truth[]): Record<string, { fraud: number; decoy: number }> {
  const counts: Record<string, { fraud: number; decoy: number }> = {}
  for (const row of truth) {
    const count = (counts[row.modelId] ??= { fraud: 0, decoy: 0 })
    count[row.label]++
  }
  return counts
}
