import { type Fund, type Grouper, type Ratio, ZERO } from '@yijian/drg'
import { parseYuan, type Fen } from '@yijian/kernel'
import { priceFacts, type CaseRow, type FactsToPrice } from './case-rows.ts'
import type { Policy } from './payment-policy.ts'

export interface Scenario {
  readonly grouper: Grouper
  readonly policy: Policy
}

/** Money and weight before and after, over the same cases. */
export interface SimulatedSums {
  readonly cases: number
  readonly unpaidBefore: number
  readonly unpaidAfter: number
  /** Cases whose amount changes. */
  readonly changed: number
  readonly before: Fen
  readonly after: Fen
  /** 记账统筹 of the cases that are paid after. */
  readonly actualFund: Fen
  readonly weightBefore: Ratio
  readonly weightAfter: Ratio
}

export interface Simulated {
  readonly total: SimulatedSums
  readonly byHospital: ReadonlyMap<string, SimulatedSums>
  readonly byFund: ReadonlyMap<Fund, SimulatedSums>
  readonly byMonth: ReadonlyMap<string, SimulatedSums>
  /** By the group before; after a split a case may be in another one. */
  readonly byGroup: ReadonlyMap<string, SimulatedSums>
  /** `from|to` → cases, only what changes its group. */
  readonly moves: ReadonlyMap<string, number>
  readonly differences: readonly string[]
}

type Growing = { -readonly [K in keyof SimulatedSums]: SimulatedSums[K] }
const empty = (): Growing => ({ cases: 0, unpaidBefore: 0, unpaidAfter: 0, changed: 0, before: 0n as Fen, after: 0n as Fen, actualFund: 0n as Fen, weightBefore: ZERO, weightAfter: ZERO }) // prettier-ignore

/** Prices the cases month by month as the settlement does, once in each scenario. Nothing is written; in = cases, always. `onMonth` may end it by throwing. */
export async function simulate(
  cases: readonly FactsToPrice[],
  { before, after }: { readonly before: Scenario; readonly after: Scenario },
  onMonth: (month: string, done: number) => void | Promise<void> = () => undefined,
): Promise<Simulated> {
  const total = empty()
  const [byHospital, byFund, byMonth, byGroup] = [new Map<string, Growing>(), new Map<Fund, Growing>(), new Map<string, Growing>(), new Map<string, Growing>()] // prettier-ignore
  const moves = new Map<string, number>()
  const differences: string[] = []
  const months = [...Map.groupBy(cases, ({ facts }) => String(facts['dsc']).slice(0, 7))].sort(([a], [b]) => (a < b ? -1 : 1)) // prettier-ignore
  for (const [at, [month, own]] of months.entries()) {
    await onMonth(month, at / months.length)
    const [x, y] = [priceFacts(own, before.grouper, before.policy), priceFacts(own, after.grouper, after.policy)]
    differences.push(...x.differences, ...y.differences)
    for (const [i, from] of x.rows.entries()) {
      const to = y.rows[i]!
      const tallies = [total, entry(byHospital, from.hospital), entry(byMonth, month), entry(byGroup, from.drg), ...(from.fund === null ? [] : [entry(byFund, from.fund)])] // prettier-ignore
      for (const tally of tallies) count(tally, from, to)
      if (from.drg !== to.drg) moves.set(`${from.drg}|${to.drg}`, (moves.get(`${from.drg}|${to.drg}`) ?? 0) + 1)
    }
  }
  const sums = { 机构: byHospital, 月份: byMonth, 病组: byGroup }
  for (const [name, parts] of Object.entries(sums))
    if (!addsUp(parts, total)) differences.push(`${name}合计与总计不一致`)
  return { total, byHospital, byFund, byMonth, byGroup, moves, differences }
}

function addsUp(parts: ReadonlyMap<string, SimulatedSums>, total: SimulatedSums): boolean {
  const sum = (key: 'before' | 'after'): bigint => [...parts.values()].reduce((all, one) => all + one[key], 0n)
  return sum('before') === total.before && sum('after') === total.after
}

function entry<K>(sums: Map<K, Growing>, key: K): Growing {
  const known = sums.get(key)
  if (known) return known
  const made = empty()
  sums.set(key, made)
  return made
}

function count(tally: Growing, from: CaseRow, to: CaseRow): void {
  const [x, y] = [payableOf(from), payableOf(to)]
  tally.cases++
  if (x === null) tally.unpaidBefore++
  if (y === null) tally.unpaidAfter++
  if (x !== y) tally.changed++
  tally.before = (tally.before + (x ?? 0n)) as Fen
  tally.after = (tally.after + (y ?? 0n)) as Fen
  tally.actualFund = (tally.actualFund + (to.payment === null ? 0n : parseYuan(to.payment.actualFund))) as Fen
  tally.weightBefore = (tally.weightBefore + weightOf(from)) as Ratio
  tally.weightAfter = (tally.weightAfter + weightOf(to)) as Ratio
}

const payableOf = ({ payment }: CaseRow): Fen | null => (payment === null ? null : parseYuan(payment.payable))

function weightOf({ payment }: CaseRow): bigint {
  const weight = payment?.inputs['weight']
  return typeof weight === 'string' ? BigInt(weight) : 0n
}
