import { expect, test } from 'vitest'
import { confirmPoint } from './confirm.ts'
import { readLibrary } from './read-library.ts'

const cells = { kp_id: 'KP-1', rule_class: '药品限支付疗程', item_name: '样例', constraint: '住院方可支付，单次最多支付14天。', codes: 'XB01' } // prettier-ignore
const proposed = readLibrary({ file: 'a.csv', rows: [{ row: 2, cells }] }).points[0]!
const by = { by: 'E-01', at: '2026-03-01T09:00:00+08:00' }

test('a value nobody looked at keeps the point out of force', () => {
  expect(() => confirmPoint(proposed, { ...by, accepted: ['max_days'] })).toThrow('参数尚未确认：per_stay')
  expect(() => confirmPoint(proposed, { ...by, accepted: ['max_days', 'per_stay', 'gend'] })).toThrow(
    '没有这样的建议值：gend',
  )
})

test('the expert accepts, corrects or drops values, and the record says what was changed', () => {
  const { point, record } = confirmPoint(proposed, { ...by, accepted: ['max_days'], changed: { per_stay: null, gap_days: 60 } }) // prettier-ignore
  expect(point).toMatchObject({ kpId: 'KP-1', kind: 'R10', params: { max_days: 14, gap_days: 60 }, recordedAt: by.at })
  expect(point.params).not.toHaveProperty('per_stay')
  expect(record.changes).toEqual([
    { param: 'per_stay', from: true, to: null },
    { param: 'gap_days', from: null, to: 60 },
  ])
})

test('first-line drugs read from a text are confirmed as well', () => {
  const row = { kp_id: 'KP-2', rule_class: '药品限二线使用', item_name: '样例', constraint: '限其他胰岛素难以控制的2型糖尿病患者。', codes: 'XA10AE01' } // prettier-ignore
  const second = readLibrary({ file: 'a.csv', rows: [{ row: 2, cells: row }] }).points[0]!
  expect(() => confirmPoint(second, { ...by, accepted: ['window_days'] })).toThrow('配套（一线）目录尚未确认')
  const { point } = confirmPoint(second, { ...by, accepted: ['window_days'], partners: ['XA10A*'] })
  expect(point.partners).toEqual(['XA10A*'])
})
