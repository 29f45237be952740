import { expect, test } from 'vitest'
import { unboundPlaceholders } from '../explain.ts'
import { RULE_KINDS, findKind } from '../kinds/catalogue.ts'
import { readParams } from './point-sheet.ts'
import { shippedFolders } from './shipped.test-helper.ts'
import { readStarter } from './starter.ts'

const { points, errors } = readStarter(shippedFolders(), '2026-01-01T00:00:00Z')

test('every point that ships is valid against its kind, under its own id, with a document it can be traced to', () => {
  expect(errors).toEqual([])
  expect(points.length).toBe(3 * RULE_KINDS.length)
  for (const { point } of points) {
    expect(point.basis.document, point.kpId).not.toBe('')
    expect(point.basis.text, point.kpId).not.toBe('')
  }
})

test('every placeholder of every message a shipped point would print is a fact of the hit', () => {
  const open = points.flatMap(({ point }) => unboundPlaceholders(point.message ?? findKind(point.kind)!.message).map((name) => `${point.kpId} {${name}}`)) // prettier-ignore
  expect(open).toEqual([])
})

test('every kind has its three sample points', () => {
  const byKind = Map.groupBy(points, ({ point }) => point.kind)
  expect(RULE_KINDS.filter((kind) => byKind.get(kind.id)?.length !== 3).map((kind) => kind.id)).toEqual([])
})

test('what is only a convention of ours says so', () => {
  for (const { point, origin } of points) expect(point.basis.document === '属地口径（示例）').toBe(origin === 'local')
})

test('a row, a document and a folder that are wrong are named', () => {
  const header = 'kp_id,kind,name,keys,partners,params,basis,document,article,origin,eff_begin'
  const csv = [header, 'A,R67,甲,XG,,gend=3x,依据,d,,local,2025-01-01', 'B,R999,乙,XG,,,依据,d,,local,2025-01-01', 'C,R67,丙,XG,,gend=1,依据,e,,local,2025-01-01', 'D,R67,丁,,,gend=1,依据,d,,local,2025-01-01', 'D2,R67,丁,XG,,sex=1,依据,d,,local,2025-13-01'].join('\n') // prettier-ignore
  const read = readStarter([{ folder: 'x', csv, source: { id: 'y', documents: [{ id: 'd', title: '文件', date: null }, { id: 'f' }] } }], '2026-01-01T00:00:00Z') // prettier-ignore
  expect(read.errors.map(({ file, row, column, reason }) => [file, row, column, reason])).toEqual([
    ['x/source.yaml', 0, 'documents', '文件缺少编号或名称'],
    ['x/source.yaml', 0, 'id', '编号应与文件夹同名'],
    ['x/points.csv', 4, 'document', 'source.yaml 没有这份文件'],
    ['x/points.csv', 2, 'params', '参数“性别（1 男 2 女）”的值不正确：NaN'],
    ['x/points.csv', 3, 'kind', '规则种类不存在：R999'],
    ['x/points.csv', 5, 'params', '缺少对象编码'],
    ['x/points.csv', 6, 'params', '没有这样的参数：sex=1'],
  ])
  expect(read.points.map(({ point }) => point.kpId)).toEqual(['C'])
})

test('parameters are typed by their name', () => {
  expect(readParams('max=1.5; per=day;modes=IPT|EMERG;per_stay=1;cap=1500.00;group=他汀类')).toEqual({
    max: 1.5,
    per: 'day',
    modes: 'IPT|EMERG',
    per_stay: true,
    cap: '1500.00',
    group: '他汀类',
  })
  expect(() => readParams('per=fortnight')).toThrow('参数“时间单位”的值不正确：fortnight')
})
