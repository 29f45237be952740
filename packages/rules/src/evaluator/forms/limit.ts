import { assertNever, divideRounded } from '@yijian/kernel'
import type { LimitPlan } from '../../plan.ts'
import { allocate, whole } from '../money.ts'
import { compileValue, type Read, type TestContext } from '../test.ts'
import { perOf, scopeKey, scopeOf, subjectOf, windowKey, windowText } from '../windows.ts'
import type { Finish, Work } from '../work.ts'

let keys = new Float64Array(256)
let generics = new Int32Array(256)
let values = new Float64Array(256)
let order = new Int32Array(256)
const seen = new Set<number>()

/** Sums per window against a maximum. Windows that do not exceed it cost no allocation. */
export function compileLimit(plan: LimitPlan, context: TestContext): Finish {
  const max = compileValue(plan.max, context)
  return (work) => {
    sortByWindow(work, plan)
    for (let from = 0; from < work.n;) {
      let to = from + 1
      while (to < work.n && sameWindow(order[from]!, order[to]!)) to++
      if (keys[order[from]!]! < 0) work.open(to - from)
      else judgeWindow({ work, plan, max, from, to })
      from = to
    }
  }
}

interface Run {
  readonly work: Work
  readonly plan: LimitPlan
  readonly max: Read
  readonly from: number
  readonly to: number
}

function sortByWindow(work: Work, plan: LimitPlan): void {
  const { table } = work.scene
  const per = perOf(work)
  const scope = scopeOf(work)
  if (keys.length < work.n) enlarge(work.n)
  for (let i = 0; i < work.n; i++) {
    const row = work.rows[i]!
    const window = windowKey(table, row, per)
    keys[i] = window < 0 ? -1 : (scopeKey(table, row, scope) + 1) * 2 ** 26 + window
    generics[i] = plan.byGeneric ? table.generic[row]! : 0
    order[i] = i
  }
  if (work.n > 48) order.subarray(0, work.n).sort((a, b) => keys[a]! - keys[b]! || generics[a]! - generics[b]! || a - b)
  else insertionSort(work.n)
}

function insertionSort(n: number): void {
  for (let i = 1; i < n; i++) {
    const item = order[i]!
    let j = i - 1
    while (j >= 0 && after(order[j]!, item)) {
      order[j + 1] = order[j]!
      j--
    }
    order[j + 1] = item
  }
}

function after(a: number, b: number): boolean {
  return keys[a]! > keys[b]! || (keys[a]! === keys[b]! && generics[a]! > generics[b]!)
}

function sameWindow(a: number, b: number): boolean {
  return keys[a]! === keys[b]! && generics[a]! === generics[b]!
}

function judgeWindow(run: Run): void {
  const { work, plan, from, to } = run
  let sum = 0
  let unknown = false
  seen.clear()
  for (let i = from; i < to; i++) {
    const entry = order[i]!
    const value = work.truths[entry] === 2 ? NaN : valueOf(plan.value, work, work.rows[entry]!)
    values[entry] = value
    if (Number.isNaN(value)) unknown = true
    else sum += value
  }
  const max = run.max(work.rows[order[from]!]!, work.unit)
  if (sum > max && (!plan.parts || kindsIn(run) >= work.context.numbers.min_parts[work.unit]!)) exceed(run, sum, max)
  else if (unknown || Number.isNaN(max)) work.open(1)
}

function valueOf(value: LimitPlan['value'], work: Work, row: number): number {
  const { table } = work.scene
  switch (value) {
    case 'qty':
      return table.row.qty[row]!
    case 'inscp':
      return table.row.inscp[row]!
    case 'dose':
      return table.row.dose[row]!
    case 'days':
      return table.row.days[row]! * 10_000
    case 'kinds':
      return firstOf(table.generic[row]!)
    case 'certs': {
      const cert = table.visitCode.cert[table.visit[row]!] ?? -1
      return cert < 0 ? NaN : firstOf(cert)
    }
    default:
      return assertNever(value)
  }
}

/** One piece the first time a kind is met in the window. */
function firstOf(kind: number): number {
  if (seen.has(kind)) return 0
  seen.add(kind)
  return 10_000
}

function kindsIn({ work, from, to }: Run): number {
  const kinds = new Set<number>()
  for (let i = from; i < to; i++)
    if (!Number.isNaN(values[order[i]!]!)) kinds.add(work.scene.table.generic[work.rows[order[i]!]!]!)
  return kinds.size
}

function exceed({ work, plan, from, to }: Run, sum: number, max: number): void {
  const entries = [...order.subarray(from, to)].filter((entry) => !Number.isNaN(values[entry]!))
  const { table } = work.scene
  const money = entries.map((entry) => whole(table.row.inscp[work.rows[entry]!]))
  const amount = amountOf(plan, { money, sum: BigInt(sum), max: BigInt(max) })
  const excess = sum - max
  const shares = plan.amount === 'shared' ? allocate(amount, money) : latestFirst(amount, money)
  const hit = entries.map(() => plan.amount === 'shared')
  let before = 0
  if (plan.amount !== 'shared')
    for (let i = entries.length - 1; i >= 0; i--) {
      hit[i] = before < excess || shares[i]! > 0n
      before += values[entries[i]!]!
    }
  const scope = scopeOf(work)
  const first = work.rows[entries[0]!]!
  const { visit, suffix, inst } = subjectOf(table, first, scope)
  work.emit({
    point: Math.min(...entries.map((entry) => work.points[entry]!)),
    visit,
    window: windowText(table, first, perOf(work)) + (suffix && suffix + work.context.vocabulary.words.textOf(inst)),
    violating: entries.filter((_, i) => hit[i]).map((entry) => work.rows[entry]!),
    shares: shares.filter((_, i) => hit[i]),
    involved: entries.filter((_, i) => !hit[i]).map((entry) => work.rows[entry]!),
    amount,
    actual: sum,
    limit: max,
  })
}

function amountOf(plan: LimitPlan, { money, sum, max }: { money: bigint[]; sum: bigint; max: bigint }): bigint {
  switch (plan.amount) {
    case 'A2':
      return divideRounded(money.reduce((a, b) => a + b, 0n) * (sum - max), sum) // prettier-ignore
    case 'excess':
    case 'shared':
      return sum - max
    case 'none':
      return 0n
    default:
      return assertNever(plan.amount)
  }
}

/** The latest rows carry the amount, each up to its own money. */
function latestFirst(amount: bigint, money: readonly bigint[]): bigint[] {
  const shares = money.map(() => 0n)
  let rest = amount
  for (let i = money.length - 1; i >= 0; i--) {
    shares[i] = money[i]! < rest ? money[i]! : rest
    rest -= shares[i]!
  }
  return shares
}

function enlarge(size: number): void {
  keys = new Float64Array(size * 2)
  generics = new Int32Array(size * 2)
  values = new Float64Array(size * 2)
  order = new Int32Array(size * 2)
}
