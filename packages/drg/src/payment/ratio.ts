import { AppError, divideRounded, type Fen } from '@yijian/kernel'

/**
 * 比例、系数、权重: an exact decimal with eight places, held as a whole number of 10⁻⁸. Published parameters (rates, coefficients,
 * weights, shares) are all of this kind, so a product of money and ratios is exact until it is rounded once (四舍五入, kernel `divideRounded`).
 */
export type Ratio = bigint & { readonly __unit: 'ratio' }

export const ONE = 100_000_000n as Ratio
export const ZERO = 0n as Ratio
const PLACES = 8
const DECIMAL = /^(-?)(\d{1,12})(?:\.(\d{1,8}))?$/

/** Parses a decimal string ("0.95", "1", "-0.02"). Throws `invalid` for anything else, so for more than eight places. */
export function parseRatio(text: string): Ratio {
  const match = DECIMAL.exec(text)
  if (!match) throw new AppError('invalid', 'ratio.invalid', `比例或系数格式不正确：${text}`)
  const [, sign, whole = '0', fraction = ''] = match
  const units = BigInt(whole) * ONE + BigInt(fraction.padEnd(PLACES, '0'))
  return (sign === '-' ? 0n - units : units) as Ratio
}

/** Ratio → decimal string with exactly `places` places, rounded half up; without `places` as many as it needs. */
export function formatRatio(ratio: Ratio, places?: number): string {
  const rounded = places === undefined ? ratio : roundRatio(ratio, places)
  const abs = rounded < 0n ? 0n - rounded : rounded
  const digits = (abs % ONE).toString().padStart(PLACES, '0')
  const fraction = places === undefined ? digits.replace(/0+$/, '') : digits.slice(0, places)
  return `${rounded < 0n ? '-' : ''}${abs / ONE}${fraction === '' ? '' : `.${fraction}`}`
}

/** n / d to eight places, half up. Throws when d is zero. */
export function ratioOf(n: bigint, d: bigint): Ratio {
  return divideRounded(n * ONE, d) as Ratio
}

/** Half up to `places` places (0…8). */
export function roundRatio(ratio: Ratio, places: number): Ratio {
  const unit = 10n ** BigInt(PLACES - places)
  return (divideRounded(ratio, unit) * unit) as Ratio
}

/** amount × r₁ × r₂ × …, exact, rounded once to the fen. */
export function timesRatios(amount: bigint, ...ratios: readonly Ratio[]): Fen {
  let product = amount
  let scale = 1n
  for (const ratio of ratios) {
    if (ratio === ONE) continue
    product *= ratio
    scale *= ONE
  }
  return divideRounded(product, scale) as Fen
}

/** −1, 0, 1 as n / d is below, equal to, above the ratio; exact, d > 0. */
export function compareQuotient(n: bigint, d: bigint, ratio: Ratio): -1 | 0 | 1 {
  const left = n * ONE
  const right = d * ratio
  if (left === right) return 0
  return left < right ? -1 : 1
}

export function minOf<T extends bigint>(a: T, b: T): T {
  return a < b ? a : b
}

export function maxOf<T extends bigint>(a: T, b: T): T {
  return a > b ? a : b
}

/** Sum of amounts of money. */
export function sumFen(amounts: Iterable<Fen>): Fen {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return sum as Fen
}
