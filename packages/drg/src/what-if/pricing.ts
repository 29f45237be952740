import { AppError } from '@yijian/kernel'
import type { CompiledScheme } from '../compile.ts'
import { splitLine } from '../scheme.ts'

/** Weights in whole ten-thousandths by DRG, and the rate in fen of weight 1. */
export interface Pricing {
  readonly weights: ReadonlyMap<string, number>
  readonly rateFen: bigint
}

const UNIT = 10_000

/** Reads `weights.csv`: columns `drg,weight`, up to four decimals. */
export function parseWeightTable(text: string): ReadonlyMap<string, number> {
  const [head = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const columns = splitLine(head)
  const [drg, weight] = [columns.indexOf('drg'), columns.indexOf('weight')]
  if (drg < 0 || weight < 0) throw new AppError('invalid', 'drg.weights.column', '权重表应有列 drg、weight')
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => {
        const cells = splitLine(line)
        const match = /^(\d{1,6})(?:\.(\d{1,4}))?$/.exec((cells[weight] ?? '').trim())
        if (!match) throw new AppError('invalid', 'drg.weights.value', `权重看不懂：${line}`)
        return [(cells[drg] ?? '').trim(), Number(match[1]) * UNIT + Number((match[2] ?? '').padEnd(4, '0'))] as const
      }),
  )
}

/** Weight (ten-thousandths) and price (fen) by number of result; −1 where the scheme has no weight for it. */
export interface PriceList {
  readonly weight: Int32Array
  readonly fen: Float64Array
}

export function priceList({ results }: CompiledScheme, { weights, rateFen }: Pricing): PriceList {
  const rate = Number(rateFen)
  if (rate < 0 || rate > 1e8) throw new AppError('invalid', 'drg.rate', '费率应在 0 到 1,000,000 元之间')
  const weight = Int32Array.from(results, ({ drg }) => weights.get(drg) ?? -1)
  // Whole numbers below 2^53, so rounding half up is exact.
  const fen = Float64Array.from(weight, (units) => (units < 0 ? -1 : Math.floor((units * rate + UNIT / 2) / UNIT)))
  return { weight, fen }
}
