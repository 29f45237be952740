import { formatRatio } from '@yijian/drg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contentDirectory, openTestWarehouse, type TestWarehouse } from '../run/run.test-helper.ts'
import { sampleStay, smallGrouper } from './drg.test-helper.ts'
import { countGroups } from './group-counts.ts'
import type { GroupedStay } from './grouped-stay.ts'
import { openStays, type StaySource } from './read-stays.ts'
import { csvPieces } from './table-text.ts'
import { weighStays } from './weigh-stays.ts'
import { parseWeightSettings } from './weight-settings.ts'
import { weightTable } from './weight-table.ts'

let warehouse: TestWarehouse
let source: StaySource
let stays: GroupedStay[]

beforeAll(async () => {
  warehouse = openTestWarehouse()
  await warehouse.deliver({
    psn_info_b: [
      { psn_no: 'Pnosex', gend: null, brdy: '1970-01-01' },
      { psn_no: 'Pnoage', gend: '2', brdy: null },
    ],
    stays: [
      sampleStay('a1', { cost: 1000 }),
      sampleStay('a2', { cost: 3000.03, inst: 'H2' }),
      sampleStay('b1', { cost: 5000, main: 'J18.900' }),
      sampleStay('b2', { cost: 7000, main: 'J18.900', inst: 'H2', dscg_way: '5' }),
      sampleStay('qy', { main: 'J18.900', oprns: ['36.0700'] }),
      sampleStay('unknown', { main: 'Z99.999' }),
      sampleStay('nosex', {}),
      sampleStay('noage', {}),
      sampleStay('old', { adm: '2024-12-01', dsc: '2024-12-10' }),
      sampleStay('day', { med_type: '2105' }),
    ],
  })
  source = await openStays({ dataDirectory: warehouse.dataDirectory, contentDirectory })
  stays = []
  for await (const chunk of source.grouped(smallGrouper())) stays.push(...chunk)
}, 60_000)
afterAll(() => {
  source.close()
  warehouse.remove()
})

it('every stay is counted once, with a reason when it has no group', () => {
  const { reasons, ...counts } = countGroups(stays)
  expect(counts).toEqual({ read: 10, grouped: 5, ambiguous: 1, ungrouped: 1, rejected: 3 })
  expect(Object.fromEntries(reasons)).toEqual({
    主要诊断编码不在分组方案内: 1,
    缺少性别: 1,
    缺少年龄: 1,
    出院日期不在分组方案的有效期内: 1,
  })
})

it('money is exact, what was not delivered is unknown', () => {
  const a2 = stays.find(({ id }) => id === 'a2')
  expect(a2).toMatchObject({ hospital: 'H2', cost: 300003n, pooled: 210002n, los: 7, died: false, main: 'I63.900' })
  expect(a2?.parts).toBeUndefined()
  expect(stays.map(({ id }) => id)).toEqual(stays.map(({ id }) => id).toSorted())
})

it('reads only stays discharged in the period', async () => {
  const keys: string[] = []
  for await (const chunk of source.grouped(smallGrouper(), { from: '2024-12-10', to: '2024-12-11' })) keys.push(...chunk.map(({ id }) => id)) // prettier-ignore
  expect(keys).toEqual(['old'])
})

it('weights are group mean over overall mean; bed-day, QY and ungrouped cases stay out', () => {
  const settings = parseWeightSettings({ trim: { method: 'none' }, small: { fewest: 1 }, order: false, reference: 'none' }, 'x.json') // prettier-ignore
  const weighed = weighStays(stays, settings, new Map())
  expect(weighed.weights.groups.map(({ drg, n, weight }) => [drg, n, formatRatio(weight)])).toEqual([
    ['BR11', 2, '0.5'],
    ['ES11', 2, '1.5'],
  ])
  expect(weighed.weights.dropped).toMatchObject({ qy: 1, ungrouped: 1, 'bed-day': 1 })
  expect(weighed.rates).toMatchObject({ eligible: 6, grouped: 4 })
  expect(weighed.hospitals.map(({ hospital, n, cmi }) => [hospital, n, formatRatio(cmi)])).toEqual([
    ['H1', 2, '1'],
    ['H2', 2, '1'],
  ])
  const csv = [...csvPieces(weightTable(weighed, new Map([['BR11', '脑梗死']])))].join('').split('\r\n')
  expect(csv[1]).toBe('BR11,0.5000,脑梗死,2,0,0,2000.02,0.7071,0.500003,0.500003,0.500003,0.500000')
})

it.each([
  [{ trim: { method: 'iqr', factor: -1 } }, 'trim.factor'],
  [{ places: 9 }, 'places'],
  [{ cap: '0.123456789' }, 'cap 应为最多八位小数的数'],
  [{ from: '2025-02-30' }, 'from'],
  [
    { structure: { medical: '0.5', nursing: '0.1', technology: '0.1', supplies: '0.1', management: '0.1' } },
    '之和应为 1',
  ],
  [{ filters: {} }, 'filters'],
])('%j is refused by name', (given, message) => {
  expect(() => parseWeightSettings(given, '选项.json')).toThrow(message)
})
