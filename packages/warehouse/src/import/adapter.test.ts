import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  csv,
  deliver,
  institution,
  newDirectory,
  query,
  readRejects,
  runImport,
  visit,
} from './sample-delivery.test-helper.ts'

const MIMIC = join(
  process.env['YIJIAN_SHARED_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data'),
  'mimic-iii-demo-1.4',
)

function source(files: Record<string, string>): string {
  const directory = newDirectory('source')
  mkdirSync(join(directory, 'dictionaries'))
  const all = { 'source.yaml': 'source: sample-site\nlabel: 样例来源\n', ...files }
  for (const [name, text] of Object.entries(all)) writeFileSync(join(directory, name), text)
  return directory
}

const LOCAL = '机构编码,名称,级别,床位\nH1,样例医院1,二甲,100\nH2,样例医院2,二甲,很多\nH3,样例医院3,未知,5\n'
const SELECT = `SELECT "机构编码" AS fixmedins_code, "名称" AS fixmedins_name, CASE "级别" WHEN '二甲' THEN '05' ELSE "级别" END AS hosp_lv,
  "床位" AS aprv_bed_cnt, _file, _line FROM "医院"`

test('an adapter maps a site file; a bad row is found by the line of the site file', async () => {
  const data = newDirectory('data')
  const directory = deliver({ '医院.csv': LOCAL })
  const report = await runImport(directory, data, { source: source({ 'fixmedins_b.sql': SELECT }) })
  expect(report.tables).toMatchObject([{ table: 'fixmedins_b', read: 3, accepted: 1, rejected: 2 }])
  expect(
    readRejects(report.tables[0]?.rejectsPath).map(({ file, line, column, value }) => [file, line, column, value]),
  ).toEqual([
    ['医院.csv', '3', 'aprv_bed_cnt', '很多'],
    ['医院.csv', '4', 'hosp_lv', '未知'],
  ])
  expect(await query(data, 'SELECT fixmedins_code, hosp_lv, aprv_bed_cnt FROM ods_fixmedins_b')).toEqual([
    { fixmedins_code: 'H1', hosp_lv: '05', aprv_bed_cnt: 100 },
  ])
})

test('a script that cannot run is refused with its reason, the others go on', async () => {
  const scripts = { 'fixmedins_b.sql': SELECT, 'mdtrt_d.sql': 'SELECT nothing AS mdtrt_id FROM "没有的文件"' }
  const report = await runImport(deliver({ '医院.csv': LOCAL }), newDirectory('data'), { source: source(scripts) })
  expect(report.files.find((file) => file.name === 'sample-site/mdtrt_d.sql')).toMatchObject({ status: 'refused' })
  expect(report.files.at(-1)?.reason).toMatch(/^适配脚本 sample-site\/mdtrt_d.sql 无法执行：Catalog Error/)
  expect(report.tables.map((table) => table.table)).toEqual(['fixmedins_b'])
})

test('a damaged site file is refused; scripts that need it too', async () => {
  const files = { '医院.csv': LOCAL, 'visits.parquet': 'not parquet' }
  const scripts = { 'fixmedins_b.sql': SELECT, 'mdtrt_d.sql': 'SELECT * FROM visits' }
  const report = await runImport(deliver(files), newDirectory('data'), { source: source(scripts) })
  expect(report.files.map((file) => [file.name, file.status])).toEqual([
    ['visits.parquet', 'refused'],
    ['医院.csv', 'imported'],
    ['sample-site/mdtrt_d.sql', 'refused'],
  ])
})

test('a source may replace a dictionary and declare columns absent', async () => {
  const data = newDirectory('data')
  const directory = source({
    'source.yaml': 'source: sample-site\nlabel: 样例来源\nabsent: {mdtrt_d: [begntime]}\n',
    'mdtrt_d.sql': `SELECT mdtrt_id, psn_no, fixmedins_code, med_type, _file, _line FROM visits`,
    'dictionaries/med_type.csv': 'code,label,class,flag\nA1,住院,IPT,\n',
  })
  const rows = [visit({ med_type: 'A1' }), visit({ mdtrt_id: 'M2', med_type: '21' })]
  const report = await runImport(deliver({ 'visits.csv': csv(rows), 'fixmedins_b.csv': csv([institution()]) }), data, {
    source: directory,
  })
  expect(report.tables.map((table) => [table.table, table.accepted, table.rejected])).toEqual([
    ['fixmedins_b', 1, 0],
    ['mdtrt_d', 1, 1],
  ])
  expect(await query(data, 'SELECT mdtrt_id, begntime FROM ods_mdtrt_d')).toEqual([{ mdtrt_id: 'M1', begntime: null }])
})

test('the same site files again are not imported again', async () => {
  const data = newDirectory('data')
  const directory = deliver({ '医院.csv': LOCAL })
  const adapter = source({ 'fixmedins_b.sql': SELECT })
  await runImport(directory, data, { source: adapter })
  const again = await runImport(directory, data, { source: adapter })
  expect([again.batch, again.files[0]?.status]).toEqual([undefined, 'already-imported'])
})

test('a source that names unknown tables or columns is told so', async () => {
  const wrong = source({
    'source.yaml': 'source: s\nlabel: x\nabsent: {setl_d: [nothing]}\n',
    'no_table.sql': 'SELECT 1',
  })
  await expect(runImport(deliver({}), newDirectory('data'), { source: wrong })).rejects.toThrow(
    '数据来源引用了不存在的表或列：no_table、setl_d.nothing',
  )
})

const skipped = existsSync(MIMIC) ? false : `MIMIC-III demo not found at ${MIMIC}`
test.skipIf(skipped)(`MIMIC-III demo: everything real goes in, its gaps stay gaps ${skipped || ''}`, async () => {
  const data = newDirectory('data')
  const report = await runImport(MIMIC, data, { source: 'mimic-iii' })
  expect(report.tables.map((table) => [table.table, table.read, table.accepted])).toEqual([
    ['fixmedins_b', 1, 1],
    ['psn_info_b', 100, 100],
    ['mdtrt_d', 128, 128],
    ['setl_d', 128, 128],
    ['drg_grp_d', 129, 128],
    ['fee_list_d', 10398, 10317],
    ['setl_diag_list_d', 1761, 1753],
    ['setl_list_b', 128, 128],
    ['setl_oprn_d', 506, 503],
  ])
  // This copy of the data lost one admission: what refers to it is told, not kept loose.
  const lost = report.tables.flatMap((table) => (table.rejectsPath ? readRejects(table.rejectsPath) : []))
  expect(new Set(lost.map((reject) => reject['value']))).toEqual(new Set(['168674']))
  const [money] = await query(data, 'SELECT count(medfee_sumamt) AS n, count(*) AS rows FROM ods_setl_d')
  expect(money).toEqual({ n: 0n, rows: 128n })
  const absent = await query(
    data,
    `SELECT n_null FROM delivered WHERE table_name = 'fee_list_d' AND column_name = 'det_item_fee_sumamt'`,
  )
  expect(absent).toEqual([{ n_null: 10317n }])
  const [codes] = await query(
    data,
    `SELECT count(*) FILTER (regexp_matches(diag_code, '^[A-Z]')) AS like_icd10, count(*) FILTER (diag_code LIKE '%#ICD9') AS named, count(*) AS n FROM ods_setl_diag_list_d`,
  )
  expect(codes).toEqual({ like_icd10: 0n, named: 1753n, n: 1753n })
  // The README of the data: consecutive readmissions in whole days, 4 within 7, 8 within 14, 11 within 30, 22 within 90.
  const [gaps] = await query(
    data,
    `SELECT count(*) FILTER (gap <= 7) AS d7, count(*) FILTER (gap <= 14) AS d14, count(*) FILTER (gap <= 30) AS d30, count(*) FILTER (gap <= 90) AS d90
     FROM (SELECT date_diff('second', lag(endtime) OVER (PARTITION BY psn_no ORDER BY begntime), begntime) / 86400.0 AS seconds, CAST(floor(seconds) AS BIGINT) AS gap FROM ods_mdtrt_d)`,
  )
  expect(gaps).toEqual({ d7: 4n, d14: 8n, d30: 11n, d90: 22n })
})
