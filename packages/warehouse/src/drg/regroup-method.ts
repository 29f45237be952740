import { REASONS, type Grouping } from '@yijian/drg'
import type { EngineMethod } from '../models/engine-method.ts'
import { FACT_COLUMNS, rowReader } from './case-columns.ts'
import { groupStay } from './grouped-stay.ts'

const [REJECTED] = REASONS['outside-scheme-dates']

/**
 * 重新分组: groups each row's codes with the facts of its stay by the scheme in force on the day of discharge. A case takes about a
 * microsecond, so there is nothing to keep.
 */
export const drgRegroupMethod = {
  id: 'drg-regroup',
  label: '重新分组',
  input: { case_key: 'key', stay_id: 'integer', dx: 'text', op: 'text', ...FACT_COLUMNS },
  beside: { table: 'drg_fact', by: 'stay_id' },
  options: {},
  output: {
    case_key: 'key',
    ...{ scheme: 'text', mdc: 'text', adrg: 'text', drg_code: 'text', drg_name: 'text' },
    ...{ grouped: 'boolean', weight: 'number', rate: 'number', status: 'text', reason: 'text' },
  },
  run(input, _options, context) {
    const { length } = input
    const read = rowReader(input, ['dx', 'op', ...Object.keys(FACT_COLUMNS)])
    const texts = () => new Array<string | null>(length).fill(null)
    const [scheme, mdc, adrg, drg, name, status, reason] = [texts(), texts(), texts(), texts(), texts(), texts(), texts()] // prettier-ignore
    const grouped = new Int32Array(length)
    const weight = new Float64Array(length).fill(Number.NaN)
    const rate = new Float64Array(length).fill(Number.NaN)
    for (let row = 0; row < length; row++) {
      if (row % 4096 === 0) context.check()
      const facts = read(row)
      const day = facts['dsc']
      const found = typeof day === 'string' ? context.schemes.findInForce(day) : undefined
      if (!found) {
        status[row] = REJECTED
        reason[row] = day === null ? '缺少出院日期' : '出院日期不在任何分组方案的有效期内'
        continue
      }
      const result: Grouping = groupStay(facts, found.grouper).grouping
      const isGrouped = result.status === '分组成功'
      scheme[row] = found.id
      rate[row] = found.rate ?? Number.NaN
      status[row] = result.status
      reason[row] = result.reason
      if (result.status === '拒收' || result.status === '无法入组') continue
      mdc[row] = result.mdc
      adrg[row] = result.adrg
      drg[row] = result.drg
      name[row] = found.names.get(result.drg) ?? null
      grouped[row] = Number(isGrouped)
      weight[row] = isGrouped ? (found.weights.get(result.drg) ?? Number.NaN) : Number.NaN
    }
    return {
      length,
      columns: {
        case_key: input.columns['case_key'] ?? [],
        ...{ scheme, mdc, adrg, drg_code: drg, drg_name: name, grouped, weight, rate, status, reason },
      },
    }
  },
} as const satisfies EngineMethod
