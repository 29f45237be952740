import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { importDelivery, openEngine, quoteLiteral } from '@yijian/warehouse'

/**
 * Import of fee-line CSV with all checks (target: 300,000 rows/s on 2 cores, memory under 4 GB at any size). The CSV is made
 * inside the engine, with settlements, visits, institutions and persons to refer to; the import runs in a process of its own.
 */
export interface ImportBench {
  readonly feeLines: number
  /** Kept between runs when given. */
  readonly directory?: string
}

interface Figures {
  readonly rows: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
  readonly rejected: number
}

const LINES_A_SETTLEMENT = 12

export async function benchImport({ feeLines, directory }: ImportBench): Promise<void> {
  const folder = directory ?? mkdtempSync(join(tmpdir(), 'yijian-bench-import-'))
  const data = mkdtempSync(join(tmpdir(), 'yijian-bench-import-data-'))
  try {
    const delivery = join(folder, `fee-lines-${feeLines}`)
    if (!existsSync(delivery)) await generate(delivery, feeLines)
    print(
      'fee-line CSV',
      `${feeLines.toLocaleString()} rows, ${(statSync(linesFile(delivery)).size / 1e9).toFixed(2)} GB`,
    )
    report('import of what they refer to', runImport(join(delivery, 'referred'), data))
    report('import of fee lines', runImport(join(delivery, 'lines'), data))
  } finally {
    rmSync(data, { recursive: true, force: true })
    if (directory === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

function linesFile(delivery: string): string {
  return join(delivery, 'lines', 'fee_list_d.csv')
}

function report(what: string, { rows, seconds, cpuSeconds, peakMegabytes, rejected }: Figures): void {
  const load = loadavg().map((value) => value.toFixed(1))
  print(
    what,
    `${rows.toLocaleString()} rows in ${seconds.toFixed(1)} s = ${Math.round(rows / seconds).toLocaleString()} rows/s`,
  )
  print(
    '',
    `CPU ${cpuSeconds.toFixed(1)} s = ${((cpuSeconds * 1e6) / rows).toFixed(2)} µs a row, peak memory ${peakMegabytes} MB`,
  )
  print('', `rejected ${rejected}, load average ${load.join(' ')}`)
}

function print(what: string, figure: string): void {
  console.log(`${what.padEnd(28)} ${figure}`)
}

async function generate(delivery: string, feeLines: number): Promise<void> {
  for (const part of ['referred', 'lines']) mkdirSync(join(delivery, part), { recursive: true })
  const settlements = Math.max(1, Math.floor(feeLines / LINES_A_SETTLEMENT))
  const persons = Math.max(1, Math.floor(settlements / 8))
  const person = `'P' || lpad(CAST(hash(s) % ${persons} AS VARCHAR), 12, '0')`
  const institution = `'H4101' || lpad(CAST(hash(s) % 300 AS VARCHAR), 7, '0')`
  const begin = `CAST(TIMESTAMP '2024-07-01' + to_seconds(CAST(hash(s, 1) % 31000000 AS BIGINT)) AS TIMESTAMP)`
  const amount = `CAST(10 + hash(i) % 20000 / 100 AS DECIMAL(16,2))`
  const engine = await openEngine({ memoryLimit: '2GB', threads: 2 })
  const queries = {
    fixmedins_b: `SELECT 'H4101' || lpad(CAST(s AS VARCHAR), 7, '0') AS fixmedins_code, '样例医院' || s AS fixmedins_name, '1' AS fixmedins_type, '05' AS hosp_lv FROM range(300) AS t(s)`,
    psn_info_b: `SELECT 'P' || lpad(CAST(s AS VARCHAR), 12, '0') AS psn_no, '1' AS gend, DATE '1960-01-01' AS brdy FROM range(${persons}) AS t(s)`,
    mdtrt_d: `SELECT 'M' || lpad(CAST(s AS VARCHAR), 14, '0') AS mdtrt_id, ${person} AS psn_no, ${institution} AS fixmedins_code, '11' AS med_type, ${begin} AS begntime FROM range(${settlements}) AS t(s)`,
    setl_d:
      `SELECT 'S' || lpad(CAST(s AS VARCHAR), 14, '0') AS setl_id, 'M' || lpad(CAST(s AS VARCHAR), 14, '0') AS mdtrt_id, ${person} AS psn_no, ` +
      `${institution} AS fixmedins_code, '310' AS insutype, '11' AS med_type, CAST(${begin} AS DATE) AS begndate, CAST(${begin} AS DATE) AS enddate, ` +
      `${begin} AS setl_time, 1200.00 AS medfee_sumamt, 800.00 AS fund_pay_sumamt, '0' AS refd_setl_flag FROM range(${settlements}) AS t(s)`,
    fee_list_d:
      `SELECT 'F' || lpad(CAST(i AS VARCHAR), 15, '0') AS feedetl_sn, 'S' || lpad(CAST(s AS VARCHAR), 14, '0') AS setl_id, ` +
      `'M' || lpad(CAST(s AS VARCHAR), 14, '0') AS mdtrt_id, ${person} AS psn_no, ${institution} AS fixmedins_code, ${begin} AS fee_ocur_time, ` +
      `'1102' || lpad(CAST(hash(i) % 5000 AS VARCHAR), 8, '0') AS med_list_codg, list_extract(['血常规', '尿常规', '抢救费', '血液透析', '床位费'], CAST(1 + i % 5 AS INTEGER)) AS hilist_name, ` +
      `'201' AS list_type, lpad(CAST(1 + i % 14 AS VARCHAR), 2, '0') AS med_chrgitm_type, '01' AS chrgitm_lv, 1 AS cnt, ${amount} AS pric, ${amount} AS det_item_fee_sumamt, ` +
      `0.00 AS fulamt_ownpay_amt, ${amount} AS inscp_amt, 'D' || hash(s) % 30 AS bilg_dept_codg, 'DR' || hash(s) % 3000 AS bilg_dr_code, '1' AS vali_flag ` +
      `FROM (SELECT i, least(i // ${LINES_A_SETTLEMENT}, ${settlements - 1}) AS s FROM range(${feeLines}) AS t(i)) AS lines`,
  }
  for (const [table, query] of Object.entries(queries)) {
    const path = table === 'fee_list_d' ? linesFile(delivery) : join(delivery, 'referred', `${table}.csv`)
    await engine.run(`COPY (${query}) TO ${quoteLiteral(path)} (FORMAT csv, HEADER true)`)
  }
  engine.close()
}

function runImport(delivery: string, data: string): Figures {
  const child = spawnSync(process.execPath, [import.meta.filename, 'run', delivery, data], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return JSON.parse(child.stdout) as Figures
}

if (import.meta.filename === process.argv[1] && process.argv[2] === 'run') {
  const [directory = '', dataDirectory = ''] = process.argv.slice(3)
  const contentDirectory = join(import.meta.dirname, '../content')
  const { rows, seconds, tables } = await importDelivery({ directory, dataDirectory, contentDirectory })
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const figures: Figures = {
    rows,
    seconds,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: Math.round(maxRSS / 1024),
    rejected: tables.reduce((sum, table) => sum + table.rejected, 0),
  }
  process.stdout.write(JSON.stringify(figures))
}
