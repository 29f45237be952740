/** Distribution of a peer group from 21 quantiles (0, 5, …, 100 %). */
export interface PeerDots {
  /** Twenty dots of 5 % each: position 0…1 on the axis and height in the stack. */
  readonly dots: readonly { readonly x: number; readonly level: number }[]
  readonly levels: number
  readonly subject: number
  readonly median: number
  /** P5 … P95. */
  readonly band: { readonly from: number; readonly to: number }
  readonly ticks: readonly { readonly x: number; readonly value: number }[]
  readonly logarithmic: boolean
}

/** Share of peers below the value, interpolated between the given quantiles. */
export function rankOf(value: number, quantiles: readonly number[]): number {
  const last = quantiles.length - 1
  if (last < 1) return Number.NaN
  if (value <= (quantiles[0] ?? 0)) return 0
  if (value >= (quantiles[last] ?? 0)) return 1
  const upper = quantiles.findIndex((quantile) => quantile >= value)
  const low = quantiles[upper - 1] ?? 0
  const high = quantiles[upper] ?? 0
  const within = high === low ? 0 : (value - low) / (high - low)
  return (upper - 1 + within) / last
}

/** "低于 97% 的同类" / "高于 …" / "与同类中位水平相近". */
export function describeRank(rank: number): string {
  if (!(rank >= 0)) return '无法与同类比较'
  if (rank >= 0.6) return `高于 ${percentText(rank)}的同类`
  if (rank <= 0.4) return `低于 ${percentText(1 - rank)}的同类`
  return '与同类中位水平相近'
}

function percentText(share: number): string {
  return share >= 0.995 ? '99% 以上' : `${Math.round(share * 100)}% `
}

export function layoutPeer(
  peer: { value: number; median: number; quantiles: readonly number[] },
  columns = 44,
): PeerDots {
  const { quantiles, value, median } = peer
  const all = [...quantiles, value]
  const low = Math.min(...all)
  const high = Math.max(...all)
  const logarithmic = low > 0 && high / low > 40
  const warp = (v: number) => (logarithmic ? Math.log10(v) : v)
  const span = warp(high) - warp(low) || 1
  const at = (v: number) => 0.02 + (0.96 * (warp(v) - warp(low))) / span
  const stacks = new Map<number, number>()
  const dots = quantiles.slice(1).map((upper, index) => {
    const middle = ((quantiles[index] ?? upper) + upper) / 2
    const column = Math.round(at(middle) * columns)
    const level = stacks.get(column) ?? 0
    stacks.set(column, level + 1)
    return { x: column / columns, level }
  })
  return {
    dots,
    levels: Math.max(1, ...stacks.values()),
    subject: at(value),
    median: at(median),
    band: { from: at(quantiles[1] ?? low), to: at(quantiles.at(-2) ?? high) },
    ticks: axisTicks(low, high, logarithmic).map((tick) => ({ x: at(tick), value: tick })),
    logarithmic,
  }
}

function axisTicks(low: number, high: number, logarithmic: boolean): number[] {
  if (high <= low) return [low]
  if (logarithmic) {
    const from = Math.ceil(Math.log10(low))
    const to = Math.floor(Math.log10(high))
    return Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i))
  }
  const raw = (high - low) / 5
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power
  const first = Math.ceil(low / step)
  const last = Math.floor(high / step)
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step)
}
