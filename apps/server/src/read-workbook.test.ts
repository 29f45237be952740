import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, expect, it } from 'vitest'
import { readWorkbook } from './read-workbook.ts'
import { temporaryDirectory } from './testing/database.ts'

const folder = temporaryDirectory()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('reads sheets by header, below a title, with the row numbers people see', async () => {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('第一批')
  sheet.addRow(['知识点明细'])
  sheet.addRow(['知识点编号', '名称', '发布日期'])
  sheet.addRow(['N-1', { richText: [{ text: '样例' }, { text: '药' }] }, new Date('2025-06-01T00:00:00Z')])
  sheet.addRow([])
  sheet.addRow(['N-2', '另一种', ''])
  const path = join(folder, 'a.xlsx')
  await workbook.xlsx.writeFile(path)
  expect(await readWorkbook(path)).toEqual([
    {
      name: '第一批',
      rows: [
        { row: 3, cells: { 知识点编号: 'N-1', 名称: '样例药', 发布日期: new Date('2025-06-01T00:00:00Z') } },
        { row: 5, cells: { 知识点编号: 'N-2', 名称: '另一种', 发布日期: '' } },
      ],
    },
  ])
  writeFileSync(path, 'no workbook')
  await expect(readWorkbook(path)).rejects.toThrow('不是可读的 Excel')
})
