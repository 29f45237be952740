import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { parseCsv } from './csv.ts'
import { readLibrary } from './read-library.ts'

const folder = process.env['YIJIAN_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data')
const file = resolve(folder, 'nhsa-two-libraries/knowledge_points.csv.gz')
const present = existsSync(file)
if (!present) console.warn('SKIPPED: the national knowledge points are not beside the project (YIJIAN_SHARED_DATA)')

describe.skipIf(!present)('the national batches', () => {
  const rows = present ? parseCsv(gunzipSync(readFileSync(file)).toString('utf8')) : []
  const { points, superseded, errors } = readLibrary({ file: 'knowledge_points.csv', rows })

  test('every current point loads, and the replaced ones keep their last day', () => {
    expect(errors).toEqual([])
    expect(points).toHaveLength(3502)
    expect(superseded).toHaveLength(397)
    expect(superseded.every((row) => row.lastDay === '2026-01-27')).toBe(true)
  })

  test('each is executable or says why not; at least 95 % of every machine-readable class and of all of them together', () => {
    const table = [...Map.groupBy(points, (point) => point.source.ruleClass)].map(([name, group]) => {
      const open = group.filter((point) => point.reason !== null)
      const reasons = [...Map.groupBy(open, (point) => point.reason)].map(([reason, of]) => `${of.length}×${reason}`)
      return {
        name,
        loaded: group.length,
        executable: group.length - open.length,
        machine: group[0]!.machineReadable,
        reasons,
      }
    })
    console.table(table.map(({ name, loaded, executable, reasons }) => ({ 规则: name, 载入: loaded, 可执行: executable, 原因: reasons.slice(0, 2).join('；') }))) // prettier-ignore
    const machine = table.filter((line) => line.machine)
    expect(machine.length).toBe(13)
    for (const line of machine) expect(line.executable / line.loaded, line.name).toBeGreaterThanOrEqual(0.95)
    expect(points.filter((point) => point.reason === null).length).toBeGreaterThanOrEqual(3400)
  })

  test('what was read stands in the text where the proposal says', () => {
    for (const { proposals, partnerProposals, source } of points)
      for (const { span } of [...proposals, ...partnerProposals])
        if (span) expect(source[span.field].slice(span.start, span.end)).toBe(span.text)
  })

  test('a sample read by hand agrees', () => {
    const paramsOf = (name: string, rule: string) => {
      const point = points.find((one) => one.name === name && one.source.ruleClass === rule)
      return Object.fromEntries(point?.proposals.map(({ param, value }) => [param, value]) ?? [])
    }
    expect(paramsOf('复方聚乙二醇(3350)电解质散', '药品限儿童使用')).toEqual({ min_age_m: 24, max_age_m: 143 })
    expect(paramsOf('安宫牛黄丸', '药品限就医方式')).toEqual({ modes: 'IPT|EMERG|OBS' })
    expect(paramsOf('注射用重组人脑利钠肽', '药品限支付疗程')).toEqual({ max_days: 3, per_stay: true })
    expect(paramsOf('阿帕他胺片', '药品区分性别使用')).toEqual({ gend: 1 })
    expect(paramsOf('心电监测', '医疗服务项目限定频次')).toEqual({ max: 24, per: 'day' })
    expect(paramsOf('度拉糖肽注射液', '药品限医疗机构级别')).toEqual({})
  })
})
