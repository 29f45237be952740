import { AppError } from '@yijian/kernel'
import { getColumn } from './columns.ts'
import { fitFixedEffects, predict } from './fixed-effects.ts'
import { namesIn, readOptions } from './options.ts'
import { gatherIntegers } from './order.ts'
import type { Method, MethodOptions } from './table.ts'

const OPTIONS = {
  x: { label: '自变量列名（逗号分隔）', type: 'text', default: '' },
  min_group: { label: '组内参照行数下限，不足则不作判断', type: 'integer', default: 1, min: 1, max: 1_000_000 },
} as const

const INPUT = { id: 'key', grp: 'key', y: 'number' } as const
const OPTIONAL = { reference: 'integer', weight: 'number' } as const

function regressors(options: MethodOptions): Record<string, 'number'> {
  return Object.fromEntries(regressorNames(options).map((name) => [name, 'number']))
}

function regressorNames(options: MethodOptions): readonly string[] {
  const names = namesIn(readOptions(OPTIONS, options).x)
  if (new Set(names).size < names.length) {
    throw new AppError('invalid', 'method.option', `方法选项 x 中有重复的列名：${names.join('、')}`, { option: 'x' })
  }
  return names
}

/** 固定效应回归: what a row should be, given its group and its regressors, as learnt from the reference rows. */
export const fixedEffectsRegressionMethod = {
  id: 'fixed-effects-regression',
  label: '固定效应线性回归',
  input: INPUT,
  optional: OPTIONAL,
  inputOf: regressors,
  options: OPTIONS,
  output: { id: 'key', mu: 'number', sigma: 'number', z: 'number', n_group: 'integer', r2: 'number' },
  run(input, options, context) {
    const { min_group: minGroup } = readOptions(OPTIONS, options)
    const model = fitFixedEffects(input, regressorNames(options), () => context.check())
    const [mu, sigma, z] = [0, 0, 0].map(() => new Float64Array(input.length).fill(NaN)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    const nGroup = gatherIntegers(model.counts, model.groups.codes)
    for (let row = 0; row < input.length; row++) {
      if ((nGroup[row] as number) < minGroup) continue
      mu[row] = predict(model, row)
      sigma[row] = Number.isNaN(mu[row]) ? NaN : model.sigma
      z[row] = model.sigma > 0 ? ((model.y[row] as number) - (mu[row] as number)) / model.sigma : NaN
    }
    const r2 = new Float64Array(input.length).fill(model.r2)
    return { length: input.length, columns: { id: getColumn(input, 'id'), mu, sigma, z, n_group: nGroup, r2 } }
  },
} as const satisfies Method

/** 固定效应回归系数: one row per regressor, for the evidence and for checking signs. */
export const fixedEffectsCoefficientsMethod = {
  id: 'fixed-effects-coefficients',
  label: '固定效应线性回归系数',
  input: INPUT,
  optional: OPTIONAL,
  inputOf: regressors,
  options: OPTIONS,
  output: {
    term: 'text',
    coefficient: 'number',
    std_error: 'number',
    t: 'number',
    n: 'integer',
    r2: 'number',
    sigma: 'number',
  },
  run(input, options, context) {
    const names = regressorNames(options)
    const { fit, n, r2, sigma } = fitFixedEffects(input, names, () => context.check())
    const coefficient = fit.coefficients
    const error = fit.unscaledVariance.map((variance) => sigma * Math.sqrt(variance))
    return {
      length: names.length,
      columns: {
        term: names,
        coefficient,
        std_error: error,
        t: coefficient.map((value, j) => value / (error[j] as number)),
        n: new Int32Array(names.length).fill(n),
        r2: new Float64Array(names.length).fill(r2),
        sigma: new Float64Array(names.length).fill(sigma),
      },
    }
  },
} as const satisfies Method
