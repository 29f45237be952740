import { divideRounded, formatYuan, parseYuan } from '@yijian/kernel'

const WAN = 10_000n * 100n
const YI = 100_000_000n * 100n

/** "12345678901.2" → "12,345,678,901.20". Empty for null: the caller decides what absence looks like. */
export function formatAmount(yuan: string): string {
  const text = formatYuan(parseYuan(yuan))
  const [whole = '0', fraction = '00'] = text.split('.')
  return `${groupDigits(whole)}.${fraction}`
}

export interface Headline {
  readonly text: string
  readonly unit: '元' | '万元' | '亿元'
}

/** 头条金额: one decimal in 万元 or 亿元, two in 元 below ten thousand. The exact amount belongs in the tooltip. */
export function headlineAmount(yuan: string): Headline {
  const fen = parseYuan(yuan)
  const abs = fen < 0n ? -BigInt(fen) : fen
  if (abs < WAN) return { text: formatAmount(yuan), unit: '元' }
  const tenthsOfWan = divideRounded(fen * 10n, WAN)
  const inWan = (tenthsOfWan < 0n ? -tenthsOfWan : tenthsOfWan) < 100_000n
  return inWan
    ? { text: tenths(tenthsOfWan), unit: '万元' }
    : { text: tenths(divideRounded(fen * 10n, YI)), unit: '亿元' }
}

function tenths(value: bigint): string {
  const abs = value < 0n ? -value : value
  return `${value < 0n ? '-' : ''}${groupDigits((abs / 10n).toString())}.${(abs % 10n).toString()}`
}

/** Adds a decimal string, in whole fen. */
export function sumYuan(amounts: readonly (string | null)[]): string {
  return formatYuan(amounts.reduce<bigint>((sum, amount) => (amount === null ? sum : sum + parseYuan(amount)), 0n))
}

/** For chart axes only: a float is good enough for a pixel, never for a figure that is shown. */
export function yuanAsNumber(yuan: string): number {
  return Number(yuan)
}

/** Short form of a plain number of yuan on an axis: 1200000 → "120万". */
export function axisAmount(value: number): string {
  const abs = Math.abs(value)
  if (abs >= 1e8) return `${trim(value / 1e8)}亿`
  if (abs >= 1e4) return `${trim(value / 1e4)}万`
  return trim(value)
}

function trim(value: number): string {
  return Number(value.toFixed(1)).toLocaleString('zh-CN')
}

/** "-1234567" → "-1,234,567". */
export function groupDigits(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}
