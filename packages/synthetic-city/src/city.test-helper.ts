import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, openEngine } from '@yijian/warehouse'
import { type CityOptions } from './options.ts'
import { type CityReport, synthesizeCity } from './synthesize.ts'

export interface MadeCity {
  readonly directory: string
  readonly report: CityReport
}

const made: string[] = []

export async function makeCity(wish: Partial<CityOptions> = {}): Promise<MadeCity> {
  const directory = mkdtempSync(join(tmpdir(), 'yijian-city-test-'))
  made.push(directory)
  const standard = { directory, persons: 2500, months: 12, seed: 7, format: 'parquet', fraud: true } as const
  return { directory, report: await synthesizeCity({ ...standard, memoryLimit: '2GB', ...wish }) }
}

export function removeCities(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true })
}

/** sha256 of every file by name. */
export function hashes(city: MadeCity): Record<string, string> {
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(city.directory, name)))
      .digest('hex')
  return Object.fromEntries(
    readdirSync(city.directory)
      .sort()
      .map((name) => [name, digest(name)]),
  )
}

/** An engine with a view of every table of a Parquet city, and its `truth`. */
export async function openCity(city: MadeCity): Promise<Engine> {
  const engine = await openEngine({ memoryLimit: '2GB' })
  for (const table of Object.keys(city.report.tables)) {
    const files = readdirSync(city.directory).filter((name) => new RegExp(`^${table}(_\\d{4})?\\.parquet$`).test(name))
    const list = files.map((name) => `'${join(city.directory, name)}'`).join(', ')
    await engine.run(`CREATE VIEW ${table} AS FROM read_parquet([${list}])`)
  }
  await engine.run(`CREATE VIEW truth AS FROM read_csv('${join(city.directory, 'truth.csv')}', all_varchar = true)`)
  return engine
}

/** An order-free fingerprint of every row of a table. */
export async function fingerprint(engine: Engine, table: string): Promise<string> {
  const row = await engine.row(
    `SELECT count(*) || '/' || CAST(sum(CAST(hash(t) AS HUGEINT)) AS VARCHAR) AS f FROM ${table} AS t`,
  )
  return String(row['f'])
}
