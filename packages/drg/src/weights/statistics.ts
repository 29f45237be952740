/** Statistics over SORTED values, so that the order in which cases arrive changes no bit of any figure. */
export type Sorted = Float64Array & { readonly __sorted: true }

export function sorted(values: Iterable<number>): Sorted {
  return Float64Array.from(values).sort() as Sorted
}

/** Linear interpolation between order statistics (type 7, as R and Excel do); NaN when there are no values. */
export function quantile(values: Sorted, p: number): number {
  if (values.length === 0) return NaN
  const at = (values.length - 1) * p
  const low = Math.floor(at)
  const next = values[Math.min(low + 1, values.length - 1)]!
  return values[low]! + (at - low) * (next - values[low]!)
}

export function mean(values: Sorted): number {
  return sum(values) / values.length
}

export function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]!
  return total
}

/** Σ (x − mean)². */
export function squares(values: Sorted, centre = mean(values)): number {
  let total = 0
  for (const value of values) total += (value - centre) ** 2
  return total
}

/** Standard deviation of a sample (n − 1); 0 for fewer than two values. */
export function deviation(values: Sorted): number {
  return values.length < 2 ? 0 : Math.sqrt(squares(values) / (values.length - 1))
}

/** Students' t, two-sided: chance of |T| ≥ |t|. */
export function tTail(t: number, df: number): number {
  return incompleteBeta(df / (df + t * t), df / 2, 0.5)
}

/** F distribution, upper tail. */
export function fTail(f: number, df: { readonly between: number; readonly within: number }): number {
  return incompleteBeta(df.within / (df.within + df.between * f), df.within / 2, df.between / 2)
}

/** Regularised incomplete beta I_x(a, b) by its continued fraction (Lentz). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x))
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const safe = (value: number): number => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1))
  let result = d
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / safe(1 + even * d)
    c = safe(1 + even / c)
    result *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / safe(1 + odd * d)
    c = safe(1 + odd / c)
    result *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return result
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

function logGamma(z: number): number {
  if (z < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * z))) - logGamma(1 - z)
  const x = z - 1
  let series: number = LANCZOS[0]
  for (let i = 1; i < LANCZOS.length; i++) series += LANCZOS[i]! / (x + i)
  const t = x + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(t) - t + Math.log(series)
}
