import { expect, test } from 'vitest'
import { compileRelease } from '../compiled.ts'
import { createEvaluator } from '../evaluator/evaluator.ts'
import { unboundPlaceholders } from '../explain.ts'
import { RULE_KINDS, findKind } from '../kinds/catalogue.ts'
import { claimsOf } from '../samples/claims.ts'
import { releaseOf } from '../samples/point.ts'
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

/** What a shipped point says of claims before payment. */
function judged(kpId: string, words: Parameters<typeof claimsOf>[0]) {
  const { point } = points.find((one) => one.point.kpId === kpId)!
  const evaluator = createEvaluator(compileRelease(releaseOf([point]), RULE_KINDS))
  return evaluator.judge(evaluator.tableOf(claimsOf(words)), 'D')
}

test('five drugs a prescription are counted where prescriptions are written, not among the orders of a stay', () => {
  const six = (mode: 'OPT' | 'IPT') => judged('YJ-R46-1', { visits: [{ mode }], lines: [1, 2, 3, 4, 5, 6].map((n) => ({ code: `XA0${n}BB00000001`, at: '2025-06-02', inscp: '10', rx: 'R1' })) }) // prettier-ignore
  expect(six('OPT').map(({ message }) => message)).toEqual(['处方药品种类6种，超过5种。'])
  expect(six('IPT')).toEqual([])
})

test('an admission without indication is told in the words of its basis, not as a list of everything else', () => {
  const [judge] = judged('YJ-R53-1', { visits: [{ mode: 'IPT', dx: ['J06.900'] }], lines: [] })
  expect(judge?.lawful).toContain('门诊治疗的不收住院')
  expect(judge?.message).toBe('诊断J06.900疑似不符合住院收治标准（诊断只有上呼吸道感染而无发热或并发症的可门诊治疗）。')
})
