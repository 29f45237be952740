import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { synthesizeCity } from '@yijian/synthetic-city'
import { importDelivery, openEngine, openStays, quoteLiteral } from '@yijian/warehouse'
import { drgCommand } from '../apps/cli/src/commands/drg.ts'

const contentDirectory = resolve(import.meta.dirname, '../content')
const scheme = join(contentDirectory, 'drg-schemes/demo')
const PERSONS = 12_000
/** Copies of each hospital of the city: some 100 in all. */
const HOSPITALS = 5
const TABLES = [
  'psn_info_b',
  'fixmedins_b',
  'mdtrt_d',
  'setl_d',
  'setl_diag_list_d',
  'setl_oprn_d',
  'setl_list_b',
  'fee_list_d',
]
const DAYS = ['begntime', 'endtime', 'begndate', 'enddate', 'setl_time']
const COPIED = ['psn_no', 'mdtrt_id', 'setl_id', 'init_setl_id', 'feedetl_sn']

/**
 * The commands `drg weights` and `drg settle` on a warehouse with so many stays of a year, files and all (target with grouping:
 * 10⁶ cases in 5 minutes on 2 cores). The stays are those of a synthetic city, repeated under other numbers, without fee lines.
 */
export async function benchSettleData({
  cases = 1_000_000,
  months = 12,
  directory,
}: {
  readonly cases?: number
  readonly months?: number
  readonly directory: string
}): Promise<void> {
  // prettier-ignore
  const dataDirectory = join(directory, `settle-${cases}-data`)
  if (!existsSync(dataDirectory)) await makeWarehouse(cases, { directory, dataDirectory })
  await timed('prepare (once a snapshot)', async () => (await openStays({ dataDirectory, contentDirectory })).close())
  const common = ['--data', dataDirectory, '--scheme', scheme, '--out']
  const out = mkdtempSync(join(directory, 'settled-'))
  const run = async (...args: string[]): Promise<void> => {
    if ((await quietly(() => drgCommand.run(args))) !== 0) throw new Error(`drg ${args.join(' ')} failed`)
  }
  const total = process.cpuUsage()
  await timed('group and weigh', () => run('weights', ...common, join(out, 'weights.csv')))
  for (const month of Array.from({ length: months }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}`))
    await timed(`settle ${month}, all files`, () => run('settle', '--month', month, ...common, out))
  await timed('settle the year', () => run('settle', '--year', '2025', ...common, out))
  const { user, system } = process.cpuUsage(total)
  console.log(`${cases.toLocaleString()} cases: ${((user + system) / 1e6).toFixed(1)} CPU s, peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`) // prettier-ignore
  rmSync(out, { recursive: true, force: true })
}

async function makeWarehouse(
  cases: number,
  { directory, dataDirectory }: { directory: string; dataDirectory: string },
): Promise<void> {
  // prettier-ignore
  const city = join(directory, 'settle-city')
  const delivery = join(directory, `settle-${cases}`)
  if (!existsSync(city))
    await synthesizeCity({ directory: city, persons: PERSONS, months: 12, seed: 7, format: 'parquet', fraud: false })
  mkdirSync(delivery, { recursive: true })
  const engine = await openEngine({ threads: 2 })
  try {
    const file = (table: string): string => `read_parquet(${quoteLiteral(join(city, `${table}.parquet`))})`
    await engine.run(`CREATE TABLE inpatient AS SELECT mdtrt_id, psn_no FROM ${file('mdtrt_d')} WHERE COALESCE(dscg_way, '') <> ''`) // prettier-ignore
    await engine.run(
      `CREATE TABLE settled AS SELECT setl_id FROM ${file('setl_d')} SEMI JOIN inpatient USING (mdtrt_id)`,
    )
    const { n } = await engine.row('SELECT COUNT(*) AS n FROM inpatient')
    const copies = Math.ceil(cases / Number(n))
    const first = await engine.row(`SELECT date_diff('day', CAST(MIN(endtime) AS DATE), DATE '2025-01-01') AS days FROM ${file('mdtrt_d')} SEMI JOIN inpatient USING (mdtrt_id)`) // prettier-ignore
    const shift = Number(first['days'])
    for (const table of TABLES) {
      const columns = (await engine.describe(`SELECT * FROM ${file(table)}`)).map(({ name }) => name)
      const target = quoteLiteral(join(delivery, `${table}.parquet`))
      await engine.run(
        `COPY (${copyQuery(table, { source: file(table), columns, copies, shift })}) TO ${target} (FORMAT parquet)`,
      )
    }
  } finally {
    engine.close()
  }
  await timed(
    'import',
    async () => void (await importDelivery({ directory: delivery, dataDirectory, contentDirectory })),
  )
}

/** Rows of a table under new numbers, their days moved so that the first discharge is on the first day of 2025. */
function copyQuery(
  table: string,
  { source, columns, copies, shift }: { source: string; columns: readonly string[]; copies: number; shift: number },
): string {
  // prettier-ignore
  const renamed = columns.flatMap((name) => {
    if (COPIED.includes(name)) return [`CASE WHEN COALESCE(t.${name}, '') = '' THEN t.${name} ELSE t.${name} || '-' || c.n END AS ${name}`] // prettier-ignore
    if (DAYS.includes(name)) return [`CAST(t.${name} + INTERVAL (${shift}) DAY AS ${name.endsWith('date') ? 'DATE' : 'TIMESTAMP'}) AS ${name}`]
    return name === 'fixmedins_code' ? [`t.${name} || '-' || (c.n % ${HOSPITALS}) AS ${name}`] : []
  })
  const only =
    table === 'fee_list_d' ? 'WHERE FALSE'
    : table === 'setl_list_b' ? 'SEMI JOIN settled s ON s.setl_id = t.setl_id'
    : columns.includes('mdtrt_id') ? 'SEMI JOIN inpatient i ON i.mdtrt_id = t.mdtrt_id'
    : columns.includes('psn_no') ? 'SEMI JOIN inpatient i ON i.psn_no = t.psn_no'
    : '' // prettier-ignore
  const count = table === 'fixmedins_b' ? HOSPITALS : copies
  return `SELECT t.* REPLACE (${renamed.join(', ')}) FROM (SELECT t.* FROM ${source} t ${only}) t CROSS JOIN (SELECT range AS n FROM range(${count})) c`
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  console.log(`${what.padEnd(28)} ${((user + system) / 1e6).toFixed(2)} CPU s, peak so far ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`) // prettier-ignore
}

/** The commands print for people: not here. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { log } = console
  console.log = () => undefined
  try {
    return await work()
  } finally {
    console.log = log
  }
}

if (import.meta.main) {
  const directory = mkdtempSync(join(tmpdir(), 'yijian-settle-data-'))
  await benchSettleData({ directory }).finally(() => rmSync(directory, { recursive: true, force: true }))
}
