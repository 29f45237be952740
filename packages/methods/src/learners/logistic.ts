import { getColumn } from '../columns.ts'
import { namesIn, readOptions } from '../options.ts'
import type { ColumnTable, Method, MethodContext, MethodOptions } from '../table.ts'
import { fitLogistic, marginOf, sigmoid, type LogisticModel } from './logistic-fit.ts'
import { checkBinary, readTraining, type Training } from './training.ts'

const OPTIONS = {
  x: { label: '自变量列名（逗号分隔）', type: 'text', default: '' },
  lambda: { label: 'L2 惩罚系数，0 为由交叉验证选取', type: 'number', default: 0, min: 0, max: 1e6 },
  folds: { label: '交叉验证折数', type: 'integer', default: 5, min: 1, max: 20 },
  balanced: { label: '两类等权（1 是，0 否）', type: 'integer', default: 1, min: 0, max: 1 },
  seed: { label: '随机种子', type: 'integer', default: 20240101 },
} as const

const SHAPE = {
  input: { id: 'key', y: 'number' },
  optional: { grp: 'key', train: 'integer' },
  inputOf: (options: MethodOptions) =>
    Object.fromEntries(namesIn(readOptions(OPTIONS, options).x).map((name) => [name, 'number' as const])),
  options: OPTIONS,
} as const

interface Fitted {
  readonly names: readonly string[]
  readonly training: Training
  readonly model: LogisticModel
}

function fit(input: ColumnTable, options: MethodOptions, context: MethodContext): Fitted {
  const given = readOptions(OPTIONS, options)
  const names = namesIn(given.x)
  const training = readTraining(input, { names, folds: given.folds, seed: given.seed })
  checkBinary(training)
  const { lambda, folds, balanced } = given
  const model = fitLogistic(training, { lambda, folds, balanced: balanced === 1, check: () => context.check() })
  return { names, training, model }
}

/** 逻辑回归: the probability of an outcome from standardised regressors, with an L2 penalty. */
export const logisticMethod = {
  id: 'logistic',
  label: '逻辑回归（L2）',
  ...SHAPE,
  output: { id: 'key', probability: 'number', margin: 'number' },
  run(input, options, context) {
    const { training, model } = fit(input, options, context)
    const margin = Float64Array.from({ length: input.length }, (_, row) => marginOf(model, training.x, row))
    const columns = { id: getColumn(input, 'id'), probability: margin.map(sigmoid), margin }
    return { length: input.length, columns }
  },
} as const satisfies Method

/** 逻辑回归系数: one row per regressor, for the evidence and for checking signs. */
export const logisticCoefficientsMethod = {
  id: 'logistic-coefficients',
  label: '逻辑回归系数',
  ...SHAPE,
  output: { term: 'text', coefficient: 'number', odds_ratio: 'number', mean: 'number', sd: 'number' },
  run(input, options, context) {
    const { names, model } = fit(input, options, context)
    const { coefficients, means, sds } = model
    const odds = coefficients.map((value, j) => (sds[j] ? Math.exp(value / sds[j]) : NaN))
    const columns = { term: names, coefficient: coefficients, odds_ratio: odds, mean: means, sd: sds }
    return { length: names.length, columns }
  },
} as const satisfies Method
