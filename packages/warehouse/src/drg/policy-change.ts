import { parseRatio, timesRatios, type Fund, type Ratio } from '@yijian/drg'
import { AppError, divideRounded, parseYuan } from '@yijian/kernel'
import type { PaymentSettings } from './payment-settings.ts'

/** One change that is tried. Amounts and ratios are decimal text. */
export type PolicyChange =
  /** 基础费率 of a fund (all levels, or one), to an amount or by a factor. */
  | { readonly kind: 'rate'; readonly fund: Fund; readonly level: string; readonly rate: string }
  | { readonly kind: 'rate-factor'; readonly fund: Fund | 'all'; readonly factor: string }
  | { readonly kind: 'weight'; readonly drg: string; readonly weight: string }
  /** Every group whose code begins so. */
  | { readonly kind: 'weight-factor'; readonly prefix: string; readonly factor: string }
  | { readonly kind: 'level-coefficient'; readonly level: string; readonly value: string }
  | { readonly kind: 'hospital-coefficient'; readonly hospital: string; readonly value: string }
  /** Empty: no low cases. */
  | { readonly kind: 'low'; readonly value: string }
  | { readonly kind: 'high-share'; readonly value: string }
  | { readonly kind: 'high-limit'; readonly value: string }
  | { readonly kind: 'high-multiple'; readonly factor: string }
  | { readonly kind: 'unweighted'; readonly discount: string }
  | { readonly kind: 'same-price'; readonly prefix: string }
  | { readonly kind: 'long-stay'; readonly days: number | null }

export interface ChangedPolicy {
  readonly settings: PaymentSettings
  readonly weights: ReadonlyMap<string, Ratio>
}

/** The policy with the changes, in the order given. What a change does in vain is an error that names it. */
export function changePolicy(base: ChangedPolicy, changes: readonly PolicyChange[]): ChangedPolicy {
  return changes.reduce(changed, base)
}

function changed(policy: ChangedPolicy, change: PolicyChange): ChangedPolicy {
  const { settings, weights } = policy
  const set = (next: Partial<PaymentSettings>): ChangedPolicy => ({ weights, settings: { ...settings, ...next } })
  switch (change.kind) {
    case 'rate':
    case 'rate-factor':
      return set({ rates: ratesWith(settings, change) })
    case 'weight':
    case 'weight-factor':
      return { settings, weights: weightsWith(weights, change) }
    case 'level-coefficient':
      return set({ coefficients: { ...settings.coefficients, by_level: { ...settings.coefficients.by_level, [change.level]: parseRatio(change.value) } } }) // prettier-ignore
    case 'hospital-coefficient':
      return set({ coefficients: { ...settings.coefficients, by_hospital: { ...settings.coefficients.by_hospital, [change.hospital]: parseRatio(change.value) } } }) // prettier-ignore
    case 'low':
      return set({ low: change.value === '' ? null : parseRatio(change.value) })
    case 'high-share':
    case 'high-limit':
    case 'high-multiple':
      return set({ high: highWith(settings.high, change) })
    case 'unweighted':
      return set({ unweighted: { method: 'discount', discount: parseRatio(change.discount) } })
    case 'same-price': {
      const groups = [...weights.keys()].filter((drg) => drg.startsWith(change.prefix))
      if (groups.length === 0) throw nothing(`没有以 ${change.prefix} 开头的病组`)
      return set({ same_price_groups: [...new Set([...settings.same_price_groups, ...groups])] })
    }
    case 'long-stay':
      return set({ bed_day: { ...settings.bed_day, longer_than: change.days } })
  }
}

const nothing = (message: string): AppError => new AppError('invalid', 'drg.simulation.change', message)

function ratesWith(
  { rates }: PaymentSettings,
  change: Extract<PolicyChange, { kind: 'rate' | 'rate-factor' }>,
): PaymentSettings['rates'] {
  // prettier-ignore
  const meant = (fund: Fund): boolean => change.fund === 'all' || change.fund === fund
  if (change.kind === 'rate') {
    if (rates.method !== 'fixed') throw nothing('费率由预算算出，不能直接改费率，请按倍数调整')
    const { fund, level } = change
    const rate = parseYuan(change.rate)
    const others = rates.rates.filter((one) => one.fund !== fund || (level !== '' && one.level !== level))
    return { method: 'fixed', rates: [...others, { fund, level, rate }] }
  }
  const factor = parseRatio(change.factor)
  if (rates.method === 'fixed') return { method: 'fixed', rates: rates.rates.map((one) => (meant(one.fund) ? { ...one, rate: timesRatios(one.rate, factor) } : one)) } // prettier-ignore
  return { method: 'budget', budgets: rates.budgets.map((one) => (meant(one.fund) ? { ...one, budget: timesRatios(one.budget, factor), other_parts: timesRatios(one.other_parts, factor) } : one)) } // prettier-ignore
}

function weightsWith(
  weights: ReadonlyMap<string, Ratio>,
  change: Extract<PolicyChange, { kind: 'weight' | 'weight-factor' }>,
): ReadonlyMap<string, Ratio> {
  if (change.kind === 'weight') return new Map([...weights, [change.drg, parseRatio(change.weight)]])
  const factor = parseRatio(change.factor)
  if (![...weights.keys()].some((drg) => drg.startsWith(change.prefix))) throw nothing(`没有以 ${change.prefix} 开头的病组`) // prettier-ignore
  return new Map([...weights].map(([drg, weight]) => [drg, drg.startsWith(change.prefix) ? times(weight, factor) : weight])) // prettier-ignore
}

/** To the four places in which weights are published. */
const times = (weight: Ratio, factor: Ratio): Ratio => (divideRounded(weight * factor, 10n ** 12n) * 10n ** 4n) as Ratio // prettier-ignore

function highWith(
  high: PaymentSettings['high'],
  change: Extract<PolicyChange, { kind: 'high-share' | 'high-limit' | 'high-multiple' }>,
): PaymentSettings['high'] {
  if (high === null) throw nothing('现行参数没有设高倍率，不能调整高倍率')
  if (change.kind === 'high-share') return { ...high, share: parseRatio(change.value) }
  if (change.kind === 'high-limit') return { ...high, limit: change.value === '' ? null : parseRatio(change.value) }
  const by = (multiple: Ratio): Ratio => divideRounded(multiple * parseRatio(change.factor), 10n ** 8n) as Ratio
  const { multiples } = high
  if (multiples.by === 'level') return { ...high, multiples: { by: 'level', levels: Object.fromEntries(Object.entries(multiples.levels).map(([level, one]) => [level, by(one)])) } } // prettier-ignore
  return { ...high, multiples: { by: 'weight', tiers: multiples.tiers.map(({ up_to, multiple }) => ({ up_to, multiple: by(multiple) })) } } // prettier-ignore
}
