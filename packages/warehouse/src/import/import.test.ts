import { gzipSync } from 'node:zlib'
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { odsDirectory, readLog, rejectsDirectory, tmpDirectory, verifyLog } from '../log/public.ts'
import type { ImportProgress } from './report.ts'
import {
  csv,
  deliver,
  feeLine,
  institution,
  newDirectory,
  person,
  query,
  readRejects,
  runImport,
  settlement,
  visit,
  wholeDelivery,
} from './sample-delivery.test-helper.ts'

const counts = (report: Awaited<ReturnType<typeof runImport>>, table: string) => {
  const found = report.tables.find((item) => item.table === table)
  return found && [found.read, found.accepted, found.rejected, found.duplicate]
}

test('a delivery inside the data directory goes in, a data directory inside the delivery is left alone', async () => {
  const data = newDirectory('data')
  const inside = join(data, 'files', 'uploads', 'u1')
  cpSync(wholeDelivery(), inside, { recursive: true })
  expect((await runImport(inside, data)).files.map((file) => file.status)).toEqual(Array(5).fill('imported'))
  const around = wholeDelivery()
  const files = (await runImport(around, join(around, 'data'))).files
  expect(files).toHaveLength(5)
  expect((await runImport(around, join(around, 'data'))).files).toHaveLength(5)
})

test('a good delivery goes in whole and every table has all its columns', async () => {
  const data = newDirectory('data')
  const report = await runImport(wholeDelivery(), data)
  expect(report.files.map((file) => [file.name, file.status])).toEqual([
    ['fee_list_d.csv', 'imported'],
    ['fixmedins_b.csv', 'imported'],
    ['mdtrt_d.csv', 'imported'],
    ['psn_info_b.csv', 'imported'],
    ['setl_d.csv', 'imported'],
  ])
  expect(report.tables.map((table) => [table.table, table.accepted, table.rejected])).toEqual([
    ['fixmedins_b', 1, 0],
    ['psn_info_b', 1, 0],
    ['mdtrt_d', 1, 0],
    ['setl_d', 1, 0],
    ['fee_list_d', 1, 0],
  ])
  expect(
    await query(data, 'SELECT setl_id, begndate, setl_time, medfee_sumamt, hifp_pay, vali_flag FROM ods_setl_d'),
  ).toEqual([
    {
      setl_id: 'S1',
      begndate: '2025-03-01',
      setl_time: '2025-03-05 10:30:00',
      medfee_sumamt: '3000.00',
      hifp_pay: null,
      vali_flag: '1',
    },
  ])
  expect(await query(data, 'SELECT count(*) AS n FROM ods_inv_d')).toEqual([{ n: 0n }])
  const delivered = await query(
    data,
    `SELECT column_name, n_rows, n_null FROM delivered WHERE table_name = 'setl_d' AND column_name IN ('hifp_pay', 'medfee_sumamt', 'vali_flag') ORDER BY 1`,
  )
  expect(delivered).toEqual([
    { column_name: 'hifp_pay', n_rows: 1n, n_null: 1n },
    { column_name: 'medfee_sumamt', n_rows: 1n, n_null: 0n },
    { column_name: 'vali_flag', n_rows: 1n, n_null: 0n },
  ])
  expect(readdirSync(tmpDirectory(data))).toEqual([])
  expect(verifyLog(data)).toEqual({ entries: 1 })
})

test('a bad cell is kept with file, line, column, value and reason; the good rows go in', async () => {
  const data = newDirectory('data')
  const rows = [
    settlement({ setl_id: 'S1' }),
    settlement({ setl_id: 'S2', begndate: '2025-02-30' }),
    settlement({ setl_id: 'S3', enddate: '2025-02-01' }),
    settlement({ setl_id: 'S4', medfee_sumamt: '12.345' }),
    settlement({ setl_id: 'S5', med_type: '77' }),
    settlement({ setl_id: 'S6', psn_no: '' }),
    settlement({ setl_id: 'S7', medfee_sumamt: '-5.00', fund_pay_sumamt: '0' }),
    settlement({ setl_id: 'S8', refd_setl_flag: '1' }),
    settlement({ setl_id: 'S9', refd_setl_flag: '2' }),
    settlement({ setl_id: 'S10', fixmedins_code: 'H9' }),
    settlement({ setl_id: 'S11', mdtrt_id: 'M9' }),
    settlement({ setl_id: 'S12', medfee_sumamt: 'abc' }),
    settlement({ setl_id: 'S1', medfee_sumamt: '1.00', fund_pay_sumamt: '1.00' }),
    settlement({ setl_id: 'S14', refd_setl_flag: '1', medfee_sumamt: '-3000.00', fund_pay_sumamt: '-2100.00' }),
  ]
  const report = await runImport(wholeDelivery({ 'setl_d.csv': csv(rows) }), data)
  expect(counts(report, 'setl_d')).toEqual([14, 2, 12, 0])
  const rejects = readRejects(report.tables.find((table) => table.table === 'setl_d')?.rejectsPath)
  const cells = rejects.map(({ line, column, value, reason }) => [Number(line), column, value, reason])
  expect(cells.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
    [3, 'begndate', '2025-02-30', '类型不符：应为存在的日期（如 2025-03-01）'],
    [4, 'enddate', '2025-02-01', '结束日期不得早于开始日期'],
    [5, 'medfee_sumamt', '12.345', '金额精确到分，不得超过两位小数'],
    [6, 'med_type', '77', '代码不在“医疗类别”字典（med_type）中'],
    [7, 'psn_no', '', '必填项为空'],
    [8, 'refd_setl_flag', '0', '退费结算金额应为负、正常结算金额应为正，与退费标志一致'],
    [9, 'refd_setl_flag', '1', '退费结算金额应为负、正常结算金额应为正，与退费标志一致'],
    [10, 'refd_setl_flag', '2', '标志只能是 0 或 1'],
    [11, 'fixmedins_code', 'H9', '引用的定点医药机构（fixmedins_b）不存在，待其导入后自动补入'],
    [12, 'mdtrt_id', 'M9', '引用的就诊信息（mdtrt_d）不存在，待其导入后自动补入'],
    [13, 'medfee_sumamt', 'abc', '类型不符：应为金额（元，两位小数）'],
    [14, 'setl_id', 'S1', '主键重复：与 setl_d.csv 第 2 行相同，内容不同'],
  ])
  expect(rejects[0]?.['file']).toBe('setl_d.csv')
  expect(rejects.find((reject) => reject['line'] === '13')?.['raw']).toContain('S12,M1,P1,H1')
  expect(await query(data, 'SELECT setl_id FROM ods_setl_d ORDER BY 1')).toEqual([
    { setl_id: 'S1' },
    { setl_id: 'S14' },
  ])
})

test.each([
  [
    'a truncated gzip',
    'setl_d.csv.gz',
    gzipSync(csv([settlement()])).subarray(0, 60),
    'gzip 文件不完整（被截断），请重新传送',
  ],
  ['a gzip with damaged bytes', 'setl_d.csv.gz', damaged(gzipSync(csv([settlement()]))), 'gzip 文件已损坏，无法解压'],
  ['a gz that is not gzip', 'setl_d.csv.gz', csv([settlement()]), '扩展名是 .gz，但内容不是 gzip 压缩文件'],
  ['a csv that is gzip', 'setl_d.csv', gzipSync(csv([settlement()])), '内容是 gzip 压缩文件，请以 .csv.gz 命名'],
  ['an empty file', 'setl_d.csv', '', '文件是空的'],
  ['a binary file', 'setl_d.csv', Buffer.from([1, 2, 0, 3, 4, 0]), '文件含有二进制内容，不是文本文件'],
  [
    'UTF-16',
    'setl_d.csv',
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('setl_id', 'utf16le')]),
    '文件编码是 UTF-16，请转换为 UTF-8 或 GB18030',
  ],
  [
    'neither UTF-8 nor GB18030',
    'setl_d.csv',
    Buffer.concat([Buffer.from('setl_id\n'), Buffer.from([0xff, 0x20])]),
    '文件编码既不是 UTF-8，也不是 GB18030',
  ],
  [
    'UTF-8 broken half-way',
    'setl_d.csv',
    Buffer.concat([Buffer.from('setl_id\n这是有效的中文字符\n'), Buffer.from([0xff])]),
    '文件不是有效的 UTF-8（中途出现无法识别的字节）',
  ],
  [
    'no header',
    'setl_d.csv',
    csv([settlement()]).split('\n').slice(1).join('\n'),
    '第一行不是表头：没有一列是结算信息（setl_d）的列名',
  ],
  [
    'a missing required column',
    'setl_d.csv',
    csv([settlement()]).replace('medfee_sumamt', 'fee'),
    '缺少必需的列：medfee_sumamt（医疗费总额）',
  ],
  ['a column twice', 'setl_d.csv', csv([settlement()]).replace('insutype', 'SETL_ID'), '列 setl_id 在表头中出现了两次'],
  ['a Parquet file that is not', 'setl_d.parquet', csv([settlement()]), '不是有效的 Parquet 文件，或文件已损坏'],
])('%s is refused with one line and the other files go in', async (...[, name, content, reason]) => {
  const data = newDirectory('data')
  const files = { 'fixmedins_b.csv': csv([institution()]), [name]: content }
  const report = await runImport(deliver(files), data)
  expect(report.files.find((file) => file.name === name)).toMatchObject({ status: 'refused', reason })
  expect(counts(report, 'setl_d')).toBeUndefined()
  expect(counts(report, 'fixmedins_b')).toEqual([1, 1, 0, 0])
  expect(readdirSync(odsDirectory(data)).flatMap((table) => readdirSync(join(odsDirectory(data), table)))).toHaveLength(
    1,
  )
})

function damaged(bytes: Buffer): Buffer {
  bytes.fill(0xee, 30, 60)
  return bytes
}

test('GB18030 with four-byte characters, BOM, CRLF, aliases and upper-case names are read', async () => {
  const data = newDirectory('data')
  const fourBytes = Buffer.from([0x95, 0x32, 0x82, 0x36])
  const [head = '', tail = ''] = csv([institution({ fixmedins_name: '@' })], '\r\n').split('@')
  const decoded = new TextDecoder('gb18030').decode(fourBytes)
  expect([...decoded]).toHaveLength(1)
  const report = await runImport(
    deliver({
      'FIXMEDINS_B.CSV': Buffer.concat([Buffer.from(head), Buffer.from([0xd2, 0xbd]), fourBytes, Buffer.from(tail)]),
      'psn_info_b.csv': `\uFEFF${csv([person()])}`,
      'mdtrt_d_2025.csv.gz': gzipSync(csv([visit()], '\r\n').replace('mdtrt_id', 'MDTRT_ID')),
      'fee_list_d.csv': csv([feeLine({ setl_id: '' })]).replace('feedetl_sn', 'BKKP_SN'),
    }),
    data,
  )
  expect(report.files.map((file) => [file.status, file.encoding])).toEqual([
    ['imported', 'GB18030'],
    ['imported', 'UTF-8'],
    ['imported', 'UTF-8'],
    ['imported', 'UTF-8'],
  ])
  expect(await query(data, 'SELECT fixmedins_name FROM ods_fixmedins_b')).toEqual([{ fixmedins_name: `医${decoded}` }])
  expect(await query(data, 'SELECT feedetl_sn FROM ods_fee_list_d')).toEqual([{ feedetl_sn: 'F1' }])
})

test('line numbers count the line breaks inside quotes', async () => {
  const data = newDirectory('data')
  const rows = [
    institution({ fixmedins_code: 'H1', fixmedins_name: '样例\n"医院"\r\n一' }),
    institution({ fixmedins_code: 'H2', hosp_lv: '99' }),
    institution({ fixmedins_code: 'H3', aprv_bed_cnt: 'x' }),
  ]
  const report = await runImport(deliver({ 'fixmedins_b.csv': csv(rows) }), data)
  const rejects = readRejects(report.tables[0]?.rejectsPath)
  expect(rejects.map(({ line, column }) => [line, column]).sort()).toEqual([
    ['5', 'hosp_lv'],
    ['6', 'aprv_bed_cnt'],
  ])
  expect(await query(data, 'SELECT fixmedins_name FROM ods_fixmedins_b')).toEqual([
    { fixmedins_name: '样例\n"医院"\r\n一' },
  ])
})

test('records that cannot be split are rejected, their neighbours are not', async () => {
  const data = newDirectory('data')
  const [header, good] = csv([institution()]).split('\n')
  const lines = [
    header,
    good,
    'H2,short',
    'H3,样例,1,05,too,many',
    '"H4"x,样例,1,05',
    'H5,5" 管,1,05',
    'H\r8,样例,1,05',
    '"H9",样\r例,1,05',
    '"H6,never closed,1,05',
    'H7,样例,1,05',
  ]
  const report = await runImport(deliver({ 'fixmedins_b.csv': lines.join('\n') }), data)
  const rejects = readRejects(report.tables[0]?.rejectsPath)
  expect(rejects.map(({ line, reason }) => [line, reason]).sort()).toEqual([
    ['3', '列数不符：表头有 4 列，本行有 2 列'],
    ['4', '列数不符：表头有 4 列，本行有 6 列'],
    ['5', '引号使用有误，无法分列'],
    ['7', '行中有多余的回车符'],
    ['8', '行中有多余的回车符'],
    ['9', '引号没有闭合'],
  ])
  const codes = await query(data, 'SELECT fixmedins_code FROM ods_fixmedins_b ORDER BY 1')
  expect(codes.map((row) => row['fixmedins_code'])).toEqual(['H1', 'H5', 'H7'])
})

test('times are read in the ways sites write them; a foreign offset is not shifted in silence', async () => {
  const data = newDirectory('data')
  const times = [
    '2025-03-01 08:00:00',
    '20250301',
    '20250301083000',
    '2025/3/1 8:30',
    '2025-03-01T08:00:00+08:00',
    '2025-03-01T08:00:00Z',
  ]
  const rows = times.map((begntime, index) => visit({ mdtrt_id: `M${index}`, begntime, endtime: '' }))
  const report = await runImport(deliver({ 'mdtrt_d.csv': csv(rows) }), data)
  const read = await query(data, 'SELECT mdtrt_id, begntime FROM ods_mdtrt_d ORDER BY 1')
  expect(read.map((row) => row['begntime'])).toEqual([
    '2025-03-01 08:00:00',
    '2025-03-01 00:00:00',
    '2025-03-01 08:30:00',
    '2025-03-01 08:30:00',
    '2025-03-01 08:00:00',
  ])
  expect(readRejects(report.tables[0]?.rejectsPath).map((reject) => reject['value'])).toEqual(['2025-03-01T08:00:00Z'])
})

test('the same delivery again brings nothing and publishes nothing', async () => {
  const data = newDirectory('data')
  const directory = wholeDelivery()
  const first = await runImport(directory, data)
  const second = await runImport(directory, data)
  expect(second.batch).toBeUndefined()
  expect(second.snapshot).toBe(first.snapshot)
  expect(second.files.map((file) => file.status)).toEqual(Array(5).fill('already-imported'))
  expect(second.files[0]?.reason).toBe(`与批次 ${first.batch} 的 fee_list_d.csv 内容相同，未重复导入`)
  expect(readLog(data)).toHaveLength(1)
})

test('identical rows again are ignored, corrections and late rows supersede or add', async () => {
  const data = newDirectory('data')
  await runImport(wholeDelivery({ 'setl_d.csv': csv([settlement(), settlement({ setl_id: 'S2' })]) }), data)
  const corrected = settlement({ medfee_sumamt: '2800.00' })
  const refund = settlement({
    setl_id: 'S3',
    init_setl_id: 'S2',
    refd_setl_flag: '1',
    medfee_sumamt: '-3000',
    fund_pay_sumamt: '-2100',
  })
  const report = await runImport(
    deliver({ 'setl_d.csv': csv([corrected, settlement({ setl_id: 'S2' }), refund]) }),
    data,
  )
  expect(counts(report, 'setl_d')).toEqual([3, 2, 0, 1])
  expect(report.tables[0]?.superseded).toBe(1)
  const now = () => query(data, 'SELECT setl_id, medfee_sumamt FROM ods_setl_d ORDER BY 1')
  expect(await now()).toEqual([
    { setl_id: 'S1', medfee_sumamt: '2800.00' },
    { setl_id: 'S2', medfee_sumamt: '3000.00' },
    { setl_id: 'S3', medfee_sumamt: '-3000.00' },
  ])
  const again = await runImport(deliver({ 'setl_d.csv': csv([settlement({ medfee_sumamt: '2700.00' })]) }), data)
  expect([counts(again, 'setl_d'), again.tables[0]?.superseded]).toEqual([[1, 1, 0, 0], 1])
  expect((await now())[0]).toEqual({ setl_id: 'S1', medfee_sumamt: '2700.00' })
})

test('identical rows inside a delivery are ignored, across its files too', async () => {
  const data = newDirectory('data')
  const report = await runImport(
    deliver({
      'psn_info_b_1.csv': csv([person(), person({ psn_no: 'P2' }), person()]),
      'psn_info_b_2.csv': csv([person(), person({ psn_no: 'P2', gend: '2' }), person({ psn_no: 'P3' })]),
    }),
    data,
  )
  expect(counts(report, 'psn_info_b')).toEqual([6, 3, 1, 2])
  expect(readRejects(report.tables[0]?.rejectsPath)).toMatchObject([
    {
      file: 'psn_info_b_2.csv',
      line: '3',
      column: 'psn_no',
      value: 'P2',
      reason: '主键重复：与 psn_info_b_1.csv 第 3 行相同，内容不同',
    },
  ])
})

test('a row rejected for a missing reference goes in when the reference arrives', async () => {
  const data = newDirectory('data')
  const early = await runImport(
    wholeDelivery({
      'fee_list_d.csv': csv([
        feeLine(),
        feeLine({ feedetl_sn: 'F2', setl_id: 'S2' }),
        feeLine({ feedetl_sn: 'F3', setl_id: 'S3' }),
      ]),
    }),
    data,
  )
  expect(counts(early, 'fee_list_d')).toEqual([3, 1, 2, 0])
  const late = await runImport(deliver({ 'setl_d.csv': csv([settlement({ setl_id: 'S2' })]) }), data)
  expect(late.tables.map((table) => [table.table, table.accepted, table.recovered])).toEqual([
    ['setl_d', 1, 0],
    ['fee_list_d', 0, 1],
  ])
  expect(await query(data, 'SELECT feedetl_sn FROM ods_fee_list_d ORDER BY 1')).toEqual([
    { feedetl_sn: 'F1' },
    { feedetl_sn: 'F2' },
  ])
  const last = await runImport(deliver({ 'setl_d.csv': csv([settlement({ setl_id: 'S3' })]) }), data)
  expect(last.tables.map((table) => table.recovered)).toEqual([0, 1])
  expect(await query(data, 'SELECT count(*) AS n FROM ods_fee_list_d')).toEqual([{ n: 3n }])
})

test('a reference to a table nobody has delivered is not checked, and that is said', async () => {
  const data = newDirectory('data')
  const report = await runImport(deliver({ 'fee_list_d.csv': csv([feeLine()]) }), data)
  expect(counts(report, 'fee_list_d')).toEqual([1, 1, 0, 0])
  expect(report.warnings.map((warning) => warning.label)).toContain('结算信息（setl_d）尚未导入，引用未核对')
})

test('two imports at once both get in', async () => {
  const data = newDirectory('data')
  await runImport(wholeDelivery(), data)
  const deliveries = ['2900.00', '2800.00', '2700.00'].map((fee, index) =>
    deliver({ 'setl_d.csv': csv([settlement({ medfee_sumamt: fee }), settlement({ setl_id: `T${index}` })]) }),
  )
  await Promise.all(deliveries.map((directory) => runImport(directory, data)))
  expect(verifyLog(data)).toEqual({ entries: 4 })
  const rows = await query(data, 'SELECT setl_id FROM ods_setl_d ORDER BY 1')
  expect(rows.map((row) => row['setl_id'])).toEqual(['S1', 'T0', 'T1', 'T2'])
})

test('cancelling leaves nothing', async () => {
  const data = newDirectory('data')
  const abort = new AbortController()
  const importing = runImport(wholeDelivery(), data, {
    signal: abort.signal,
    onStep: (step) => step === 'file:mdtrt_d.csv' && abort.abort(),
  })
  await expect(importing).rejects.toThrow('操作已取消')
  expect(readLog(data)).toHaveLength(0)
  expect(readdirSync(tmpDirectory(data))).toEqual([])
  expect(existsSync(rejectsDirectory(data)) ? readdirSync(rejectsDirectory(data)) : []).toEqual([])
  const left = readdirSync(odsDirectory(data)).flatMap((table) => readdirSync(join(odsDirectory(data), table)))
  expect(left).toEqual([])
})

test('progress tells table, file, rows, bytes and ends at the whole', async () => {
  const data = newDirectory('data')
  const events: ImportProgress[] = []
  await runImport(wholeDelivery(), data, { onProgress: (event) => events.push(event) })
  const last = events.at(-1)
  expect(events.filter((event) => event.phase === 'read').map((event) => event.file)).toContain('setl_d.csv')
  expect(last).toMatchObject({ phase: 'publish', rows: 5 })
  expect(last?.bytes).toBe(last?.totalBytes)
})

test('unknown files and columns are named, not silently taken', async () => {
  const data = newDirectory('data')
  const report = await runImport(
    deliver({ 'psn_info_b.csv': csv([person({ hobby: '钓鱼' })]), 'notes.txt': 'x', 'other.csv': 'a\n1\n' }),
    data,
  )
  expect(report.files.map((file) => [file.name, file.status, file.reason])).toEqual([
    ['notes.txt', 'ignored', '不是 CSV 或 Parquet 文件'],
    ['other.csv', 'ignored', '文件名不是国家表名，也没有适配脚本用到'],
    ['psn_info_b.csv', 'imported', null],
  ])
  expect(report.files[2]?.unknown_columns).toEqual(['hobby'])
})

test('the payload in the log names only files that exist', async () => {
  const data = newDirectory('data')
  await runImport(wholeDelivery(), data)
  for (const entry of readLog(data)) {
    const paths = JSON.stringify(entry.payload).match(/warehouse\/ods\/[^"]+/g) ?? []
    expect(paths.length).toBeGreaterThan(0)
    for (const path of paths) expect(readFileSync(join(data, path)).length).toBeGreaterThan(0)
  }
})
