import { complicationsIn } from '@yijian/drg'
import type { Column } from '@yijian/methods'
import type { EngineMethod } from '../models/engine-method.ts'
import { rowReader } from './case-columns.ts'
import { recordOf } from './grouped-stay.ts'

/** 合并症清单: the other diagnoses of each case that the scheme in force lists as CC or MCC, and whether the main one excludes them. */
export const drgComplicationsMethod = {
  id: 'drg-complications',
  label: '合并症并发症清单',
  input: { case_key: 'key', stay_id: 'integer', dx: 'text', dsc: 'text' },
  beside: { table: 'drg_fact', by: 'stay_id' },
  options: {},
  output: { case_key: 'key', code: 'text', level: 'text', excluded: 'boolean' },
  run(input, _options, context) {
    const keys = input.columns['case_key'] ?? []
    const read = rowReader(input, ['dx', 'dsc'])
    const rows: number[] = []
    const code: string[] = []
    const level: string[] = []
    const excluded: number[] = []
    for (let row = 0; row < input.length; row++) {
      if (row % 4096 === 0) context.check()
      const facts = read(row)
      const day = facts['dsc']
      const found = typeof day === 'string' ? context.schemes.findInForce(day) : undefined
      for (const one of found ? complicationsIn(found.grouper, recordOf({ dx: facts['dx'] ?? null })) : []) {
        rows.push(row)
        code.push(one.code)
        level.push(one.level)
        excluded.push(Number(one.excluded))
      }
    }
    const caseKey: Column = keys instanceof Int32Array ? Int32Array.from(rows, (row) => keys[row]!) : rows.map((row) => (keys as readonly string[])[row]!) // prettier-ignore
    return { length: rows.length, columns: { case_key: caseKey, code, level, excluded: Int32Array.from(excluded) } }
  },
} as const satisfies EngineMethod
