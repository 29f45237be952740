import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Engine, openEngine, type Row } from '../engine/public.ts'
import { readState } from '../log/public.ts'
import { loadTables, warehouseViews } from '../tables/public.ts'
import { csvField, parseCsv } from '../tables/csv-text.ts'
import { importDelivery } from './import-delivery.ts'
import type { ImportOptions } from './importing.ts'

/** Helpers of the import tests: a small valid delivery, and the warehouse as a model sees it. */

export const CONTENT = join(import.meta.dirname, '../../../../content')

type Fields = Readonly<Record<string, string>>

export function newDirectory(name: string): string {
  return mkdtempSync(join(tmpdir(), `yijian-${name}-`))
}

export function csv(rows: readonly Fields[], newline = '\n'): string {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.map((row) => header.map((name) => csvField(row[name] ?? '')).join(','))
  return [header.join(','), ...lines, ''].join(newline)
}

export function deliver(files: Readonly<Record<string, string | Uint8Array>>): string {
  const directory = newDirectory('delivery')
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), content)
  }
  return directory
}

export const person = (over: Fields = {}): Fields => ({ psn_no: 'P1', gend: '1', brdy: '1960-05-01', ...over })

export const institution = (over: Fields = {}): Fields => ({
  fixmedins_code: 'H1',
  fixmedins_name: '样例医院1',
  fixmedins_type: '1',
  hosp_lv: '05',
  ...over,
})

export const visit = (over: Fields = {}): Fields => ({
  mdtrt_id: 'M1',
  psn_no: 'P1',
  fixmedins_code: 'H1',
  med_type: '21',
  begntime: '2025-03-01 08:00:00',
  endtime: '2025-03-05 10:00:00',
  ...over,
})

export const settlement = (over: Fields = {}): Fields => ({
  setl_id: 'S1',
  mdtrt_id: 'M1',
  psn_no: 'P1',
  fixmedins_code: 'H1',
  insutype: '310',
  med_type: '21',
  begndate: '2025-03-01',
  enddate: '2025-03-05',
  setl_time: '2025-03-05 10:30:00',
  medfee_sumamt: '3000.00',
  fund_pay_sumamt: '2100.00',
  refd_setl_flag: '0',
  ...over,
})

export const feeLine = (over: Fields = {}): Fields => ({
  feedetl_sn: 'F1',
  setl_id: 'S1',
  mdtrt_id: 'M1',
  psn_no: 'P1',
  fixmedins_code: 'H1',
  fee_ocur_time: '2025-03-02 09:00:00',
  med_list_codg: '250101001',
  hilist_name: '血常规',
  list_type: '201',
  med_chrgitm_type: '04',
  cnt: '1',
  pric: '20.00',
  det_item_fee_sumamt: '20.00',
  ...over,
})

/** A delivery whose rows are all good, with one row a table, and what is given instead. */
export function wholeDelivery(over: Readonly<Record<string, string | Uint8Array>> = {}): string {
  return deliver({
    'psn_info_b.csv': csv([person()]),
    'fixmedins_b.csv': csv([institution()]),
    'mdtrt_d.csv': csv([visit()]),
    'setl_d.csv': csv([settlement()]),
    'fee_list_d.csv': csv([feeLine()]),
    ...over,
  })
}

export function runImport(directory: string, dataDirectory: string, over: Partial<ImportOptions> = {}) {
  return importDelivery({
    directory,
    dataDirectory,
    contentDirectory: CONTENT,
    threads: 1,
    memoryLimit: '512MB',
    ...over,
  })
}

/** Rows of a query over the warehouse as it is now. */
export async function query(dataDirectory: string, sql: string): Promise<readonly Row[]> {
  const engine = await openWarehouse(dataDirectory)
  try {
    return await engine.rows(sql)
  } finally {
    engine.close()
  }
}

async function openWarehouse(dataDirectory: string): Promise<Engine> {
  const engine = await openEngine({ threads: 1, memoryLimit: '512MB' })
  await engine.run(warehouseViews({ dataDirectory, tables: loadTables(CONTENT), state: readState(dataDirectory) }))
  return engine
}

export function readRejects(path: string | undefined): Fields[] {
  const [header = [], ...rows] = parseCsv(readFileSync(path ?? '', 'utf8'))
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])))
}
