import { divideRounded, type Fen } from '@yijian/kernel'
import { bedDayAmount, bedDayLines, findBands } from './bed-day.ts'
import type { CasePayment, FormulaInputs, PaymentRule } from './case-payment.ts'
import type { HighPolicy, NewTechnology, PaymentParameters, SpecialDecision } from './parameters.ts'
import { actualFundCost, type BedDayCategory, type PaymentCase } from './payment-case.ts'
import { compareQuotient, maxOf, ONE, timesRatios, type Ratio, ZERO } from './ratio.ts'

/** A value on the basis of the rate, how it came about, and whether more may follow. */
interface Worth {
  readonly rule: PaymentRule
  readonly value: Fen
  readonly inputs: FormulaInputs
  readonly pending?: boolean
}

/** Prices one case by itself; a string is the reason why it cannot be priced. The limit on high cases needs all cases (`priceCases`). */
export function priceCase(one: PaymentCase, parameters: PaymentParameters): CasePayment | string {
  const reason = refusal(one, parameters)
  if (reason !== null) return reason
  const worth = worthOf(one, parameters)
  return typeof worth === 'string' ? worth : paymentOf(one, worth, parameters)
}

/** P − (patient's part) − other funds when P is the whole cost; P itself when it is the fund's part. */
export function paymentOf(one: PaymentCase, worth: Worth, { basis, belowZero }: PaymentParameters): CasePayment {
  const due = basis === 'fund' ? worth.value : ((worth.value - one.patientPay - one.otherFunds) as Fen)
  const payable = belowZero === 'zero' ? maxOf(due, 0n as Fen) : due
  const actualFund = actualFundCost(one)
  return {
    caseId: one.id,
    hospital: one.hospital,
    fund: one.fund,
    drg: one.drg,
    rule: worth.rule,
    inputs: worth.inputs,
    value: worth.value,
    cost: one.cost,
    patientPay: one.patientPay,
    otherFunds: one.otherFunds,
    actualFund,
    payable,
    gain: (payable - actualFund) as Fen,
    pending: worth.pending ?? false,
  }
}

function refusal(one: PaymentCase, { levels }: PaymentParameters): string | null {
  if (!levels.has(one.hospital)) return '医疗机构没有等级，无法确定费率'
  if (one.cost < 0n || one.patientPay < 0n || one.otherFunds < 0n) return '费用为负数'
  if (one.patientPay + one.otherFunds > one.cost) return '个人负担与其他基金之和超过总费用'
  if (one.technology && one.technology.cost > actualFundCost(one)) return '新技术费用超过基金承担的费用'
  return Number.isInteger(one.los) && one.los >= 0 ? null : '住院天数不是非负整数'
}

/** Order of the rules: 特病单议 → 单独付费 → 床日 → 新技术 → 无权重 → 病组标准 with low and high cases. */
function worthOf(one: PaymentCase, parameters: PaymentParameters): Worth | string {
  const decision = parameters.decisions.get(one.id)
  if (decision && decision.effect !== 'standard') return decidedWorth(one, decision, parameters)
  if (one.status === 'paid-apart') return { rule: 'paid-apart', value: onBasis(one, parameters), inputs: {} }
  const category = bedDayCategory(one, parameters)
  if (category !== null) return bedDayWorth(one, category, parameters)
  const technology = currentTechnology(one, parameters)
  if (technology?.pay.method === 'case-actual')
    return { rule: 'technology-actual', value: onBasis(one, parameters), inputs: {} }
  const worth = groupWorth(one, technology, parameters)
  const reviewed = decision !== undefined && typeof worth !== 'string' && worth.rule === 'high-review'
  return reviewed ? { ...worth, pending: false } : worth
}

function decidedWorth(
  one: PaymentCase,
  decision: Exclude<SpecialDecision, { effect: 'standard' }>,
  parameters: PaymentParameters,
): Worth | string {
  if (decision.effect === 'actual') {
    const value = timesRatios(onBasis(one, parameters), decision.share)
    return { rule: 'special-actual', value, inputs: { share: decision.share } }
  }
  const priced = standardOf(one, { drg: one.drg, weight: decision.weight, tcm: ONE }, parameters)
  if (typeof priced === 'string') return priced
  return { rule: 'special-weight', value: priced.standard!, inputs: priced }
}

function bedDayCategory(one: PaymentCase, { bedDay }: PaymentParameters): BedDayCategory | null {
  if (one.status === 'bed-day') return one.bedDay?.category ?? 'long-stay'
  return bedDay.longerThan !== null && one.los > bedDay.longerThan ? 'long-stay' : null
}

/** Paid days = stay − days on which it was interrupted. Bed-day rates are on the same basis as the basic rate. */
function bedDayWorth(one: PaymentCase, category: BedDayCategory, parameters: PaymentParameters): Worth | string {
  const bands = findBands(parameters.bedDay, category, parameters.levels.get(one.hospital)!)
  if (!bands) return '没有该类别和等级的床日费率'
  const days = one.los - (one.bedDay?.interruptedDays ?? 0)
  if (days < 0) return '中断天数超过住院天数'
  const lines = bedDayLines(days, bands, parameters.bedDay.method)
  return { rule: 'bed-day', value: bedDayAmount(lines), inputs: { bedDays: lines } }
}

/** The technology used, when the day of discharge lies in its term. */
function currentTechnology(one: PaymentCase, parameters: PaymentParameters): NewTechnology | undefined {
  if (!one.technology) return undefined
  const listed = parameters.technologies.get(one.technology.code)
  return listed && one.discharged >= listed.from && one.discharged <= listed.to ? listed : undefined
}

function groupWorth(
  one: PaymentCase,
  technology: NewTechnology | undefined,
  parameters: PaymentParameters,
): Worth | string {
  const tcm = one.tcm === undefined ? undefined : parameters.tcm.get(one.tcm)
  const pricedAs = tcm?.method === 'same-price' ? tcm.drg : one.drg
  const listed =
    pricedAs === one.drg ? (one.weight ?? parameters.weights.get(pricedAs)) : parameters.weights.get(pricedAs)
  const own = one.status === 'grouped' ? listed : undefined
  if (own === undefined) return unweightedWorth(one, parameters)
  const extra = technology?.pay.method === 'extra-weight' ? technology.pay.weight : ZERO
  const priced = standardOf(one, { drg: pricedAs, weight: (own + extra) as Ratio, tcm: tcm?.method === 'coefficient' ? tcm.coefficient : ONE }, parameters) // prettier-ignore
  if (typeof priced === 'string') return priced
  const inputs = pricedAs === one.drg ? priced : { ...priced, pricedAs }
  if (technology?.pay.method !== 'item-actual') return classified(one, inputs, parameters)
  const fees = timesRatios(one.technology!.cost, technology.pay.share)
  const rest = classified({ ...one, cost: (one.cost - one.technology!.cost) as Fen }, inputs, parameters) // prettier-ignore
  return { ...rest, value: (rest.value + fees) as Fen, inputs: { ...rest.inputs, technology: fees } }
}

/** P = F × RW × A × T, rounded once to the fen. A = 1 in same-price groups, T = 1 without 中医 incentive. */
function standardOf(
  one: PaymentCase,
  { drg, weight, tcm }: { readonly drg: string; readonly weight: Ratio; readonly tcm: Ratio },
  parameters: PaymentParameters,
): FormulaInputs | string {
  const level = parameters.levels.get(one.hospital)!
  const rates = parameters.rates.filter(({ fund }) => fund === one.fund)
  const rate = (rates.find((r) => r.level === level) ?? rates.find((r) => r.level === ''))?.rate
  if (rate === undefined) return '没有该险种和等级的基础费率'
  const same = parameters.samePriceGroups.has(drg)
  const coefficient = same ? ONE : (parameters.coefficients.get(one.hospital) ?? ONE)
  const standard = timesRatios(rate, weight, coefficient, tcm)
  return { weight, rate, coefficient, standard, ...(tcm === ONE ? {} : { tcm }) }
}

/** Low when cost / P < threshold, high when cost / P > multiple; a case exactly on a threshold is normal. */
function classified(one: PaymentCase, inputs: FormulaInputs, parameters: PaymentParameters): Worth {
  const standard = inputs.standard!
  const compared = onBasis(one, parameters)
  if (standard <= 0n) return { rule: 'normal', value: standard, inputs: { ...inputs, compared } }
  const { low, high } = parameters
  if (low !== null && compareQuotient(compared, standard, low) < 0)
    return { rule: 'low', value: compared, inputs: { ...inputs, compared, multiple: low } }
  const multiple = high === null ? null : multipleOf(high, inputs.weight!, parameters.levels.get(one.hospital)!)
  if (high === null || multiple === null || compareQuotient(compared, standard, multiple) <= 0)
    return { rule: 'normal', value: standard, inputs: { ...inputs, compared } }
  if (high.mode === 'review')
    return { rule: 'high-review', value: standard, inputs: { ...inputs, compared, multiple }, pending: true }
  const value = (standard + highExtra(compared, standard, { multiple, share: high.share })) as Fen
  return { rule: 'high', value, inputs: { ...inputs, compared, multiple, share: high.share } }
}

/** (c − k·P) · share, rounded once. */
function highExtra(cost: Fen, standard: Fen, { multiple, share }: { multiple: Ratio; share: Ratio }): Fen {
  return divideRounded((cost * ONE - standard * multiple) * share, ONE * ONE) as Fen
}

function multipleOf({ multiples }: HighPolicy, weight: Ratio, level: string): Ratio | null {
  if (multiples.by === 'level') return multiples.levels.get(level) ?? null
  return multiples.tiers.find(({ upTo }) => upTo === null || weight <= upTo)?.multiple ?? null
}

function unweightedWorth(one: PaymentCase, parameters: PaymentParameters): Worth {
  const { unweighted } = parameters
  const actual = onBasis(one, parameters)
  if (unweighted.method === 'review') {
    const value = parameters.basis === 'fund' ? (0n as Fen) : ((one.patientPay + one.otherFunds) as Fen)
    return { rule: 'review', value, inputs: { compared: actual }, pending: true }
  }
  const similarMean = unweighted.method === 'similar' ? unweighted.means.get(one.similar) : undefined
  if (similarMean !== undefined)
    return { rule: 'similar', value: similarMean, inputs: { compared: actual, similarMean } }
  const value = timesRatios(actual, unweighted.discount)
  return { rule: 'discount', value, inputs: { compared: actual, share: unweighted.discount } }
}

/** The actual cost on the basis of the rate: all of it, or the fund's part. */
function onBasis(one: PaymentCase, { basis }: PaymentParameters): Fen {
  return basis === 'fund' ? actualFundCost(one) : one.cost
}
