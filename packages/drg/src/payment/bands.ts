import { AppError, type Fen } from '@yijian/kernel'
import { compareQuotient, ONE, timesRatios, type Ratio } from './ratio.ts'

/**
 * 结余留用、超支分担, by the ratio of what the fund would have paid by items (actual) to what the groups are worth (payable).
 * `actual`: paid as it is. `surplus`: actual + share × (payable − actual). `overspend`: each band above 1 adds share × its part of
 * the overspend. Bands ascend; bounds are inclusive; the last has none.
 */
export type Band =
  | { readonly upTo: Ratio; readonly pay: 'actual' }
  | { readonly upTo: Ratio; readonly pay: 'surplus'; readonly share: Ratio }
  | { readonly upTo: Ratio | null; readonly pay: 'overspend'; readonly share: Ratio }

/** Throws unless the bands ascend, meet at 1, and end without a bound. */
export function checkBands(bands: readonly Band[]): void {
  const bounds = bands.map(({ upTo }) => upTo)
  const ascending = bounds.every((bound, i) => i === 0 || bound === null || bound > bounds[i - 1]!)
  const surplus = bands.filter(({ pay }) => pay !== 'overspend')
  const split = bands.slice(0, surplus.length).every(({ pay }) => pay !== 'overspend')
  const closed = bounds.at(-1) === null && bounds.slice(0, -1).every((bound) => bound !== null)
  if (!ascending || !closed || !split || surplus.at(-1)?.upTo !== ONE)
    throw new AppError('invalid', 'bands', '结余超支分段应递增、在 1 处分界并以无上限的一段结束')
}

/** What a hospital gets: the same function of its two sums whatever its cases are. */
export function bandedAmount(payable: Fen, actual: Fen, bands: readonly Band[]): Fen {
  if (payable <= 0n) return payable
  if (actual > payable) return (payable + overspendShare(payable, actual, bands)) as Fen
  const band = bands.find(({ upTo }) => upTo !== null && compareQuotient(actual, payable, upTo) <= 0)!
  if (band.pay === 'actual') return actual
  return (actual + timesRatios(payable - actual, band.share)) as Fen
}

function overspendShare(payable: Fen, actual: Fen, bands: readonly Band[]): bigint {
  let shared = 0n
  let from: bigint = payable
  for (const band of bands) {
    if (band.pay !== 'overspend') continue
    const to = band.upTo === null ? actual : timesRatios(payable, band.upTo)
    const end = to < actual ? to : actual
    if (end > from) shared += timesRatios(end - from, band.share)
    from = end > from ? end : from
  }
  return shared
}
