import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  importDelivery,
  loadTables,
  openEngine,
  quoteLiteral,
  readState,
  verifyLog,
  warehouseViews,
} from '@yijian/warehouse'

const COMMAND = join(import.meta.dirname, '../apps/cli/bin/yijian.mjs')
const contentDirectory = join(import.meta.dirname, '../content')

/**
 * Kills the import command at random instants and looks at what is left: the warehouse must be as before or as after, nothing
 * lost, doubled or half-published, and the next import must bring it to the same end.
 */
export async function benchCrashImport(points: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'yijian-crash-'))
  try {
    const deliveries = [join(folder, 'first'), join(folder, 'second')] as const
    await generate(deliveries)
    const base = join(folder, 'base')
    const done = join(folder, 'done')
    await importDelivery({ directory: deliveries[0], dataDirectory: base, contentDirectory, memoryLimit: '512MB' })
    cpSync(base, done, { recursive: true })
    const start = performance.now()
    await run(deliveries[1], done)
    const duration = performance.now() - start
    const states = { before: await fingerprint(base), after: await fingerprint(done) }
    if (states.before === states.after) throw new Error('the second delivery changes nothing')
    const counts = { before: 0, after: 0 }
    for (let point = 0; point < points; point++) {
      const data = join(folder, 'data')
      cpSync(base, data, { recursive: true })
      counts[
        await crashOnce({
          delivery: deliveries[1],
          data,
          states,
          killAfterMs: (duration * (point + Math.random())) / points,
        })
      ]++
      rmSync(data, { recursive: true })
    }
    console.log(
      `${points} kills within ${Math.round(duration)} ms: ${counts.before} left the state before, ${counts.after} the state after, all completed`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Crash {
  readonly delivery: string
  readonly data: string
  readonly states: { readonly before: string; readonly after: string }
  readonly killAfterMs: number
}

async function crashOnce({ delivery, data, states, killAfterMs }: Crash): Promise<'before' | 'after'> {
  await run(delivery, data, killAfterMs)
  const { problem, entries } = verifyLog(data)
  if (problem) throw new Error(`log broken after ${killAfterMs} ms: ${problem.reason}`)
  const left = entries === 2 ? 'after' : 'before'
  if ((await fingerprint(data)) !== states[left])
    throw new Error(`neither before nor after when killed at ${killAfterMs} ms`)
  await run(delivery, data)
  if ((await fingerprint(data)) !== states.after) throw new Error(`not completed after a kill at ${killAfterMs} ms`)
  const strays = findStrays(data)
  if (strays.length > 0) throw new Error(`left over after a kill at ${killAfterMs} ms: ${strays.join(' ')}`)
  return left
}

async function run(delivery: string, data: string, killAfterMs?: number): Promise<void> {
  const child = spawn(process.execPath, [COMMAND, 'import', delivery, '--data', data], { stdio: 'ignore' })
  const exit = once(child, 'exit')
  if (killAfterMs !== undefined) {
    await Promise.race([sleep(killAfterMs), exit])
    child.kill('SIGKILL')
  }
  const [code, signal] = (await exit) as [number | null, string | null]
  if (killAfterMs === undefined && code !== 0) throw new Error(`import ended with ${code ?? signal}`)
}

/** One text that changes with any row of the warehouse. */
async function fingerprint(dataDirectory: string): Promise<string> {
  const engine = await openEngine({ memoryLimit: '1GB' })
  const tables = loadTables(contentDirectory)
  await engine.run(warehouseViews({ dataDirectory, tables, state: readState(dataDirectory) }))
  const parts: string[] = []
  for (const table of ['setl_d', 'mdtrt_d', 'fee_list_d']) {
    const row = await engine.row(`SELECT count(*) AS n, CAST(sum(hash(t)) AS VARCHAR) AS h FROM ods_${table} AS t`)
    parts.push(`${table} ${row['n'] as bigint} ${row['h'] as string}`)
  }
  engine.close()
  return parts.join(', ')
}

function findStrays(data: string): string[] {
  const imports = readState(data).imports
  const named = JSON.stringify(imports.map((record) => record.payload.tables))
  const ods = join(data, 'warehouse', 'ods')
  const files = readdirSync(ods).flatMap((table) => readdirSync(join(ods, table)))
  const rejects = existsSync(join(data, 'rejects')) ? readdirSync(join(data, 'rejects')) : []
  return [
    ...files.filter((file) => !named.includes(file)),
    ...rejects.filter((batch) => imports.every((record) => record.payload.batch !== batch)),
    ...readdirSync(join(data, 'warehouse', 'tmp')),
  ]
}

/** Two deliveries: the second corrects, repeats, adds, refers to nothing and is dirty. */
async function generate([first, second]: readonly [string, string]): Promise<void> {
  const engine = await openEngine({ memoryLimit: '512MB' })
  const visit = `'M' || i AS mdtrt_id, 'P' || i % 500 AS psn_no, 'H1' AS fixmedins_code, '11' AS med_type`
  const settlement = (extra: string) =>
    `'S' || i AS setl_id, ${visit}, DATE '2025-01-01' AS begndate, DATE '2025-01-02' AS enddate, TIMESTAMP '2025-01-02 10:00:00' AS setl_time, ` +
    `100 + i % 50 ${extra} AS medfee_sumamt, 50 AS fund_pay_sumamt`
  const line =
    `'F' || i AS feedetl_sn, 'S' || i % 9000 AS setl_id, 'M' || i % 5000 AS mdtrt_id, 'P1' AS psn_no, 'H1' AS fixmedins_code, ` +
    `TIMESTAMP '2025-01-01 09:00:00' AS fee_ocur_time, 'X1' AS med_list_codg, 1 AS cnt, CASE WHEN i % 97 = 0 THEN 'bad' ELSE '5.00' END AS det_item_fee_sumamt`
  const queries = {
    [first]: {
      fixmedins_b: `SELECT 'H1' AS fixmedins_code, '样例医院1' AS fixmedins_name`,
      mdtrt_d: `SELECT ${visit}, TIMESTAMP '2025-01-01 08:00:00' AS begntime FROM range(5000) AS t(i)`,
      setl_d: `SELECT ${settlement('')} FROM range(5000) AS t(i)`,
      fee_list_d: `SELECT ${line} FROM range(60000) AS t(i)`,
    },
    [second]: {
      setl_d: `SELECT ${settlement('+ CASE WHEN i % 3 = 0 THEN 1 ELSE 0 END')} FROM range(4000, 4999) AS t(i) UNION ALL SELECT * REPLACE ('M' || CAST(substr(setl_id, 2) AS INTEGER) % 5000 AS mdtrt_id) FROM (SELECT ${settlement('')} FROM range(5000, 8000) AS t(i)) AS later`,
      fee_list_d: `SELECT ${line} FROM range(50000, 160000) AS t(i)`,
    },
  }
  for (const [directory, tables] of Object.entries(queries)) {
    mkdirSync(directory, { recursive: true })
    for (const [table, query] of Object.entries(tables)) {
      await engine.run(`COPY (${query}) TO ${quoteLiteral(join(directory, `${table}.csv`))} (FORMAT csv, HEADER true)`)
    }
  }
  engine.close()
}
