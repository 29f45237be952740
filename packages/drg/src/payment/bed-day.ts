import { AppError, type Fen } from '@yijian/kernel'
import type { BedDayBand, BedDayPolicy } from './parameters.ts'
import type { BedDayCategory } from './payment-case.ts'

export interface BedDayLine {
  readonly from: number
  readonly to: number
  readonly days: number
  readonly rate: Fen
}

/** The bands a stay of so many days is paid by. `marginal`: each day at its band's rate; `whole`: all at the last day's rate. */
export function bedDayLines(days: number, bands: readonly BedDayBand[], method: BedDayPolicy['method']): BedDayLine[] {
  const lines: BedDayLine[] = []
  let from = 1
  for (const { upTo, rate } of bands) {
    if (from > days) break
    const to = upTo === null ? days : Math.min(upTo, days)
    lines.push({ from, to, days: to - from + 1, rate })
    from = to + 1
  }
  if (from <= days) throw new AppError('invalid', 'bed-day.bands', '床日费率分段没有覆盖全部天数')
  if (method === 'whole' && lines.length > 0) return [{ from: 1, to: days, days, rate: lines.at(-1)!.rate }]
  return lines
}

export function bedDayAmount(lines: readonly BedDayLine[]): Fen {
  return lines.reduce((sum, { days, rate }) => sum + BigInt(days) * rate, 0n) as Fen
}

/** Bands for a category at a level of hospital; a rate for every level ("") stands in. */
export function findBands(
  policy: BedDayPolicy,
  category: BedDayCategory,
  level: string,
): readonly BedDayBand[] | undefined {
  const own = policy.rates.filter((rate) => rate.category === category)
  return (own.find((rate) => rate.level === level) ?? own.find((rate) => rate.level === ''))?.bands
}
