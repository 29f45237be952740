import { getColumn, numbersOf } from './columns.ts'
import { normalTail, poissonTail } from './distributions.ts'
import { readOptions } from './options.ts'
import type { Method } from './table.ts'

/** 泊松尾概率: how likely k or more events are by chance when lambda are expected. */
export const poissonTailMethod = {
  id: 'poisson-tail',
  label: '泊松尾概率',
  input: { k: 'integer', lambda: 'number' },
  options: {},
  output: { k: 'integer', lambda: 'number', p: 'number' },
  run(input, options, context) {
    readOptions({}, options)
    context.check()
    const [k, lambda] = [numbersOf(input, 'k'), numbersOf(input, 'lambda')]
    const p = k.map((value, row) => poissonTail(value, lambda[row] as number))
    return { length: input.length, columns: { k: getColumn(input, 'k'), lambda: getColumn(input, 'lambda'), p } }
  },
} as const satisfies Method

/** 正态尾概率: one-sided p of a z value. */
export const normalTailMethod = {
  id: 'normal-tail',
  label: '正态尾概率',
  input: { z: 'number' },
  options: {},
  output: { z: 'number', p: 'number' },
  run(input, options, context) {
    readOptions({}, options)
    context.check()
    const z = numbersOf(input, 'z')
    return { length: input.length, columns: { z: getColumn(input, 'z'), p: z.map(normalTail) } }
  },
} as const satisfies Method
