import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEngine, quoteLiteral } from '../engine/public.ts'
import { csv, deliver, newDirectory, query, readRejects, runImport, settlement } from './sample-delivery.test-helper.ts'

async function parquet(path: string, sql: string): Promise<void> {
  const engine = await openEngine({ threads: 1, memoryLimit: '256MB' })
  await engine.run(`COPY (${sql}) TO ${quoteLiteral(path)} (FORMAT parquet)`)
  engine.close()
}

test('Parquet is checked like CSV: types of its own are converted, bad rows are found by row', async () => {
  const data = newDirectory('data')
  const directory = deliver({})
  await parquet(
    join(directory, 'PSN_INFO_B.parquet'),
    `SELECT * FROM (VALUES ('P1', 1, DATE '1960-01-31', '2020-01-01 00:00:00'), ('P2', 7, DATE '1960-01-31', NULL),
      ('P3', 2, NULL, '2020-02-30'), ('P4', 2, DATE '1960-01-31', ''), ('P1', 1, DATE '1960-01-31', '2020-01-01'),
      (NULL, 1, NULL, NULL), ('P4', 1, NULL, NULL)) AS t(PSN_NO, gend, brdy, die_date)`,
  )
  const report = await runImport(directory, data)
  expect(report.tables).toMatchObject([{ read: 7, accepted: 2, rejected: 4, duplicate: 1 }])
  const rejects = readRejects(report.tables[0]?.rejectsPath)
  expect(rejects.map(({ line, column, value }) => [line, column, value])).toEqual([
    ['2', 'gend', '7'],
    ['3', 'die_date', '2020-02-30'],
    ['6', 'psn_no', ''],
    ['7', 'psn_no', 'P4'],
  ])
  expect(rejects[1]?.['raw']).toBe('P3,2,,2020-02-30')
  expect(await query(data, 'SELECT psn_no, gend, brdy, die_date FROM ods_psn_info_b ORDER BY 1')).toEqual([
    { psn_no: 'P1', gend: '1', brdy: '1960-01-31', die_date: '2020-01-01' },
    { psn_no: 'P4', gend: '2', brdy: '1960-01-31', die_date: null },
  ])
})

test('amounts that come as floats are taken to the fen, finer ones are rejected', async () => {
  const data = newDirectory('data')
  const directory = deliver({})
  await parquet(
    join(directory, 'mcs_b.parquet'),
    `SELECT * FROM (VALUES ('C1', '样例耗材1', CAST(12.34 AS DOUBLE)), ('C2', '样例耗材2', 0.1 + CAST(0.2 AS DOUBLE)),
      ('C3', '样例耗材3', 1.005), ('C4', '样例耗材4', 'NaN'::DOUBLE)) AS t(med_list_codg, mcs_name, unit_price)`,
  )
  const report = await runImport(directory, data)
  expect(await query(data, 'SELECT med_list_codg, unit_price FROM ods_mcs_b ORDER BY 1')).toEqual([
    { med_list_codg: 'C1', unit_price: '12.34' },
    { med_list_codg: 'C2', unit_price: '0.30' },
  ])
  const reasons = readRejects(report.tables[0]?.rejectsPath).map((reject) => reject['reason'])
  expect(reasons).toEqual(['金额精确到分，不得超过两位小数', '类型不符：应为金额（元，两位小数）'])
})

test('a table may come as a folder of files, and CSV and Parquet of the same rows are the same rows', async () => {
  const data = newDirectory('data')
  const directory = deliver({
    'setl_d/a.csv': csv([settlement()]),
    'setl_d/b.csv': csv([settlement({ setl_id: 'S2' })]),
  })
  const fields = settlement()
  const columns = Object.entries(fields).map(([name, value]) => `${quoteLiteral(value)} AS ${name}`)
  await parquet(join(directory, 'setl_d_c.parquet'), `SELECT ${columns.join(', ')}`)
  const report = await runImport(directory, data)
  expect(report.tables).toMatchObject([{ table: 'setl_d', read: 3, accepted: 2, rejected: 0, duplicate: 1 }])
})
