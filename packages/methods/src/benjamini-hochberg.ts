import { getColumn, keysOf, numbersOf } from './columns.ts'
import { readOptions } from './options.ts'
import { groupRows } from './order.ts'
import type { Method } from './table.ts'

/** 多重检验校正: q = the share of false alarms among all tests at least as significant as this one. */
export const benjaminiHochbergMethod = {
  id: 'benjamini-hochberg',
  label: '多重检验校正（Benjamini–Hochberg）',
  input: { key: 'key', p: 'number' },
  optional: { family: 'key' },
  options: {},
  output: { key: 'key', p: 'number', q: 'number' },
  run(input, options, context) {
    readOptions({}, options)
    const p = numbersOf(input, 'p')
    const q = new Float64Array(p.length).fill(NaN)
    const families = input.columns['family'] ? keysOf(input, 'family') : { codes: new Int32Array(p.length), size: 1 }
    const { rows, starts } = groupRows(families.codes, families.size)
    for (let family = 0; family < families.size; family++) {
      context.check()
      const members = rows.subarray(starts[family], starts[family + 1])
      adjust(p, q, members.filter((row) => !Number.isNaN(p[row])).sort((a, b) => p[a]! - p[b]!)) // prettier-ignore
    }
    return { length: p.length, columns: { key: getColumn(input, 'key'), p, q } }
  },
} as const satisfies Method

/** Step-up: from the largest p down, q is the smallest p · m / rank so far. Missing p are no tests. */
function adjust(p: Float64Array, q: Float64Array, ascending: Int32Array): void {
  let least = 1
  for (let i = ascending.length - 1; i >= 0; i--) {
    const row = ascending[i] as number
    least = Math.min(least, (p[row] as number) * (ascending.length / (i + 1)))
    q[row] = least
  }
}
