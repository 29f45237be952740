import { createHash } from 'node:crypto'
import { addDays, formatYuan, parseDay, parseYuan, type Fen } from '@yijian/kernel'
import {
  basicRates,
  calculateWeights,
  CASE_FILTER,
  caseMix,
  filterCases,
  findDifferences,
  findYearEndDifferences,
  groupingQuality,
  institutionCoefficients,
  makeReport,
  ONE,
  parseRatio,
  priceCases,
  printStatement,
  printYearEnd,
  settleByPoints,
  settleYear,
  type CasePayment,
  type Fund,
  type PaymentCase,
  type PaymentParameters,
  type Ratio,
  type SettlementReport,
  type Weights,
} from '@yijian/drg'

const HOSPITALS = 100
const ADRGS = 200
const FUND_IDS = ['employee', 'resident'] as const

/** A year of a city: weigh, price, settle, and print all statements (target with grouping: 10⁶ cases in 5 minutes on 2 cores). */
export function benchSettlement({ cases: count = 1_000_000 }: { readonly cases?: number } = {}): void {
  const start = process.cpuUsage()
  const cases = timed('generate', () => generate(count))
  const first = settleCity(cases, timed)
  const { user, system } = process.cpuUsage(start)
  console.log(`${count.toLocaleString()} cases, ${HOSPITALS} hospitals: ${((user + system) / 1e6).toFixed(1)} CPU s in all, peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`) // prettier-ignore
  console.log(first.equality)
  const again = settleCity(cases.toReversed(), (_, work) => work())
  console.log(`rerun with the cases in reverse: ${again.digest === first.digest ? 'identical' : 'DIFFERENT'}`)
  if (again.digest !== first.digest || first.differences.length > 0) throw new Error(first.differences.join('; '))
}

type Timed = <T>(what: string, work: () => T) => T

function settleCity(
  cases: readonly PaymentCase[],
  time: Timed,
): { equality: string; differences: string[]; digest: string } {
  // prettier-ignore
  const weights = time('weights', () => weigh(cases))
  const parameters = time('rates and coefficients', () => parametersOf(cases, weights))
  const { payments, refused } = time('price', () => priceCases(cases, parameters))
  const report = time('statements', () => makeReport(payments))
  const differences = time('reconcile', () => findDifferences(payments, report))
  const budgets = new Map(FUND_IDS.map((fund) => [fund, report.funds.get(fund)!.payable]))
  time('point method', () => settleByPoints(payments, { budgets, reserve: parseRatio('0.05') }))
  const years = FUND_IDS.map((fund) => time(`year end ${fund}`, () => yearOf(fund, payments, report)))
  differences.push(...years.flatMap(findYearEndDifferences))
  const text = time('print', () => [...report.statements.map(printStatement), ...years.map(printYearEnd)].join('\n\n'))
  const byCase = payments.reduce((sum, one) => sum + one.payable, 0n)
  const settled = years.reduce((sum, year) => sum + year.hospitals.reduce((all, one) => [...one.bySettledCase.values()].reduce((a, b) => a + b, all), 0n), 0n) // prettier-ignore
  const equality = [
    `in ${cases.length} = priced ${payments.length} + refused ${refused.length}`,
    `payable: Σ cases ${formatYuan(byCase)} = report ${formatYuan(report.total.payable)}: ${byCase === report.total.payable}`,
    `year end: Σ cases ${formatYuan(settled)} = report ${formatYuan(years.reduce((sum, { total }) => sum + total.settled, 0n))}`,
    `differences found: ${differences.length}; ${report.statements.length} statements, ${(text.length / 1024).toFixed(0)} kB of text`,
  ].join('\n')
  return { equality, differences, digest: createHash('sha256').update(text).digest('hex') }
}

function timed<T>(what: string, work: () => T): T {
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  console.log(`${what.padEnd(24)} ${((user + system) / 1e6).toFixed(2)} CPU s`)
  return result
}

function weigh(cases: readonly PaymentCase[]): Weights {
  const reference = new Map(Array.from({ length: ADRGS * 3 }, (_, i) => [drgOf(i), parseRatio(((i % 37) / 10 + 0.3).toFixed(4))])) // prettier-ignore
  const weights = calculateWeights(cases, {
    filter: CASE_FILTER,
    trim: { method: 'iqr', on: 'log', factor: 1.5, fewest: 5 },
    structure: null,
    small: { fewest: 30, method: 'shrink', k: 30 },
    order: true,
    cap: parseRatio('0.5'),
    places: 4,
    reference,
  })
  const quality = groupingQuality(filterCases(cases, CASE_FILTER).kept)
  console.log(`${weights.groups.length} groups, RIV ${quality.riv.toFixed(3)}, CV < 1 in ${(quality.groupsBelowLimit * 100).toFixed(1)} %`) // prettier-ignore
  return weights
}

function parametersOf(cases: readonly PaymentCase[], { groups }: Weights): PaymentParameters {
  const weights = new Map(groups.map(({ drg, weight }) => [drg, weight]))
  const levels = new Map(Array.from({ length: HOSPITALS }, (_, i) => [hospitalOf(i), String(3 - (i % 3))]))
  const grouped = cases.filter(({ status }) => status === 'grouped')
  const history = [...Map.groupBy(grouped, (one) => one.hospital)].map(([hospital, own]) => {
    return { hospital, level: levels.get(hospital)!, cost: own.reduce((sum, one) => sum + one.cost, 0n) as Fen, weight: caseMix(own, weights).totalWeight } // prettier-ignore
  })
  const policy = { by: 'hospital', year: 1, years: 5, lowest: parseRatio('0.7'), highest: parseRatio('1.3'), places: 4 } as const // prettier-ignore
  const coefficients = new Map(institutionCoefficients(history, policy).map(({ hospital, coefficient }) => [hospital, coefficient])) // prettier-ignore
  const rates = basicRates(FUND_IDS.map((fund) => rateBudget(fund, grouped, { weights, coefficients })), 'total-cost') // prettier-ignore
  return {
    basis: 'total-cost',
    levels,
    rates,
    weights,
    coefficients,
    samePriceGroups: new Set(groups.filter((_, i) => i % 25 === 0).map(({ drg }) => drg)),
    low: parseRatio('0.4'),
    high: {
      multiples: { by: 'weight', tiers: [{ upTo: ONE, multiple: parseRatio('3') }, { upTo: parseRatio('3'), multiple: parseRatio('2') }, { upTo: null, multiple: parseRatio('1.5') }] }, // prettier-ignore
      mode: 'pay',
      share: parseRatio('0.7'),
      limit: parseRatio('0.05'),
    },
    unweighted: { method: 'discount', discount: parseRatio('0.8') },
    bedDay: { longerThan: 60, method: 'marginal', rates: [{ category: 'long-stay', level: '', bands: [{ upTo: 60, rate: parseYuan('300') }, { upTo: null, rate: parseYuan('200') }] }] }, // prettier-ignore
    technologies: new Map(),
    tcm: new Map(),
    decisions: new Map(),
    belowZero: 'zero',
  }
}

function rateBudget(
  fund: Fund,
  cases: readonly PaymentCase[],
  { weights, coefficients }: Pick<PaymentParameters, 'weights' | 'coefficients'>,
) {
  // prettier-ignore
  let [budget, otherParts, expected] = [0n, 0n, 0n]
  for (const one of cases) {
    if (one.fund !== fund) continue
    budget += one.cost - one.patientPay - one.otherFunds
    otherParts += one.patientPay + one.otherFunds
    expected += (weights.get(one.drg) ?? 0n) * coefficients.get(one.hospital)!
  }
  return { fund, level: '', budget: budget as Fen, otherParts: otherParts as Fen, expectedWeight: (expected / ONE) as Ratio } // prettier-ignore
}

function yearOf(fund: Fund, payments: readonly CasePayment[], report: SettlementReport) {
  const statements = report.statements.filter((one) => one.fund === fund)
  const stated = new Map(statements.map(({ hospital, total }) => [hospital, total.payable]))
  const paid = new Map(statements.map(({ hospital, total }) => [hospital, ((total.payable * 95n) / 100n) as Fen]))
  const budget = ((report.funds.get(fund)!.payable * 98n) / 100n) as Fen
  return settleYear(
    { fund, year: 2026, budget, payments, adjustments: [], scores: new Map(), paid, stated },
    {
      bands: [
        { upTo: parseRatio('0.85'), pay: 'actual' },
        { upTo: ONE, pay: 'surplus', share: ONE },
        { upTo: parseRatio('1.1'), pay: 'overspend', share: parseRatio('0.5') },
        { upTo: null, pay: 'overspend', share: parseRatio('0') },
      ],
      whenOver: 'scale',
      performance: null,
    },
  )
}

/** Log-normal costs around a mean per group, 1 % not grouped, 0.5 % QY, 0.3 % longer than 60 days. The same every time. */
function generate(count: number): PaymentCase[] {
  const random = mulberry32(20260101)
  const days = Array.from({ length: 365 }, (_, i) => addDays(parseDay('2026-01-01'), i))
  const drgs = Array.from({ length: ADRGS * 3 }, (_, i) => drgOf(i))
  const hospitals = Array.from({ length: HOSPITALS }, (_, i) => hospitalOf(i))
  return Array.from({ length: count }, (_, i): PaymentCase => {
    const kind = random()
    const status = kind < 0.01 ? 'ungrouped' : kind < 0.015 ? 'qy' : 'grouped'
    const group = Math.floor(random() ** 2 * drgs.length)
    const hospital = Math.floor(random() ** 2 * HOSPITALS)
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const typical = (3000 + ((group * 7919) % 40_000)) * (1.3 - (group % 3) * 0.3) * (1.2 - 0.2 * (hospital % 3))
    const cost = BigInt(Math.round(typical * 100 * Math.exp(0.45 * normal)))
    const patientPay = (cost * BigInt(15 + Math.floor(random() * 30))) / 100n
    return {
      id: `c${String(i).padStart(8, '0')}`,
      hospital: hospitals[hospital]!,
      fund: random() < 0.4 ? 'employee' : 'resident',
      status,
      drg: status === 'grouped' ? drgs[group]! : '',
      similar: '',
      los: random() < 0.003 ? 61 + Math.floor(random() * 100) : 1 + Math.floor(random() * 20),
      discharged: days[Math.floor(random() * 365)]!,
      cost: cost as Fen,
      patientPay: patientPay as Fen,
      otherFunds: (random() < 0.1 ? cost / 20n : 0n) as Fen,
    }
  })
}

/** Three severity splits (1, 3, 5) of each of the ADRGs: `A001`-like codes that read as DRG codes. */
function drgOf(i: number): string {
  const adrg = Math.floor(i / 3)
  return `${String.fromCharCode(65 + (adrg % 26))}${String.fromCharCode(65 + Math.floor(adrg / 26))}${adrg % 10}${1 + (i % 3) * 2}`
}

function hospitalOf(i: number): string {
  return `H${String(i).padStart(3, '0')}`
}

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

if (import.meta.main) benchSettlement()
