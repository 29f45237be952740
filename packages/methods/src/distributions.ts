/** Upper tails of distributions, accurate to about 1e-14. */

/** P(X ≥ k) for X ~ Poisson(lambda). NaN when an argument is missing or lambda is negative. */
export function poissonTail(k: number, lambda: number): number {
  if (Number.isNaN(k) || !(lambda >= 0)) return NaN
  const least = Math.ceil(k)
  if (least <= 0) return 1
  if (lambda === 0) return 0
  if (lambda === Infinity) return 1
  return least > lambda ? upwardSum(least, lambda) : Math.max(0, 1 - downwardSum(least - 1, lambda))
}

function upwardSum(from: number, lambda: number): number {
  let term = 1
  let sum = 1
  for (let k = from + 1; term > sum * 1e-18; k++) {
    term *= lambda / k
    sum += term
  }
  return Math.min(1, poissonMass(from, lambda) * sum)
}

function downwardSum(from: number, lambda: number): number {
  let term = 1
  let sum = 1
  for (let k = from; k > 0 && term > sum * 1e-18; k--) {
    term *= k / lambda
    sum += term
  }
  return poissonMass(from, lambda) * sum
}

/** Loader's saddle-point form keeps full precision for large k, where k! and exp(-lambda) overflow. */
function poissonMass(k: number, lambda: number): number {
  if (k <= 15) {
    let mass = Math.exp(-lambda)
    for (let i = 1; i <= k; i++) mass *= lambda / i
    return mass
  }
  return Math.exp(-stirlingError(k) - deviance(k, lambda)) / Math.sqrt(2 * Math.PI * k)
}

/** ln k! − (k + ½) ln k + k − ½ ln 2π for k > 15. */
function stirlingError(k: number): number {
  const kk = k * k
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / kk) / kk) / kk) / kk) / k
}

/** x ln(x / m) + m − x without cancellation. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x
  const v = (x - m) / (x + m)
  let sum = (x - m) * v
  let power = 2 * x * v
  for (let j = 1; j < 1000; j++) {
    power *= v * v
    const next = sum + power / (2 * j + 1)
    if (next === sum) break
    sum = next
  }
  return sum
}

/** P(Z ≥ z) for the standard normal distribution. */
export function normalTail(z: number): number {
  return 0.5 * complementaryError(z / Math.SQRT2)
}

function complementaryError(x: number): number {
  if (Number.isNaN(x)) return NaN
  if (x < 0) return 2 - complementaryError(-x)
  return x < 1.5 ? 1 - errorSeries(x) : errorFraction(x)
}

/** erf by its series of positive terms. */
function errorSeries(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; term > sum * 1e-18; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

/** erfc by its continued fraction, evaluated from the far end. */
function errorFraction(x: number): number {
  if (x > 27.5) return 0
  let tail = x
  for (let n = 120; n > 0; n--) tail = x + n / 2 / tail
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail)
}
