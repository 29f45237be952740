import { assertNever } from '@yijian/kernel'
import type { LimitPlan } from '../../plan.ts'
import { allocate, portion } from '../money.ts'
import { compileValue, type Read, type TestContext } from '../read.ts'
import { perOf, scopeKey, scopeOf, subjectOf, windowKey, windowText } from '../windows.ts'
import { isWanted, type Finish, type Work } from '../work.ts'

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
      else if (anyWanted(work, from, to)) judgeWindow({ work, plan, max, from, to })
      from = to
    }
  }
}

function anyWanted(work: Work, from: number, to: number): boolean {
  if (work.now === undefined) return true
  for (let i = from; i < to; i++) if (isWanted(work, work.rows[order[i]!]!)) return true
  return false
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
  let isSorted = true
  for (let i = 0; i < work.n; i++) {
    const row = work.rows[i]!
    const window = windowKey(table, row, per)
    keys[i] = window < 0 ? -1 : (scopeKey(table, row, scope) + 1) * 2 ** 26 + window
    generics[i] = plan.byGeneric ? table.generic[row]! : 0
    order[i] = i
    if (i > 0 && after(i - 1, i)) isSorted = false
  }
  if (isSorted) return
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
  const { rows, truths, unit, context } = work
  const { row: columns } = work.scene.table
  const column = plan.value === 'kinds' || plan.value === 'certs' ? undefined : columns[plan.value]
  const scale = plan.value === 'days' ? 10_000 : 1
  if (!column) seen.clear()
  let sum = 0
  let unknown = false
  for (let i = from; i < to; i++) {
    const entry = order[i]!
    const row = rows[entry]!
    const value = truths[entry] === 2 ? NaN : column ? column[row]! * scale : pieceOf(plan.value, work, row)
    values[entry] = value
    if (value === value) sum += value
    else unknown = true
  }
  const max = run.max(rows[order[from]!]!, unit)
  if (sum > max && (!plan.parts || kindsIn(run) >= context.numbers.min_parts[unit]!)) exceed(run, sum, max)
  else if (unknown || Number.isNaN(max)) work.open(1)
}

/** Kinds and certificates count once. */
function pieceOf(value: LimitPlan['value'], { scene }: Work, row: number): number {
  const { generic, visit, visitCode } = scene.table
  if (value === 'kinds') return firstOf(generic[row]!)
  const cert = visitCode.cert[visit[row]!] ?? -1
  return cert < 0 ? NaN : firstOf(cert)
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

/** Entries of the window whose value is known, in reading order. */
function knownEntries({ from, to }: Run): number[] {
  const entries: number[] = []
  for (let i = from; i < to; i++) if (!Number.isNaN(values[order[i]!]!)) entries.push(order[i]!)
  return entries
}

function exceed(run: Run, sum: number, max: number): void {
  const { work, plan } = run
  const { table } = work.scene
  const entries = knownEntries(run)
  const money = entries.map((entry) => table.row.inscp[work.rows[entry]!]! || 0)
  const amount = amountOf(plan, { money, sum, max })
  const shares = plan.amount === 'shared' ? allocated(amount, money) : latestFirst(amount, money)
  let point = Infinity
  for (const entry of entries) point = Math.min(point, work.points[entry]!)
  const first = work.rows[entries[0]!]!
  const { visit, suffix, inst } = subjectOf(table, first, scopeOf(work))
  const window = windowText(table, first, perOf(work)) + (suffix && suffix + work.context.vocabulary.words.textOf(inst))
  const isHit = plan.amount === 'shared' ? undefined : latestHits(entries, shares, sum - max)
  work.emit({ point, visit, window, ...sides(work, { entries, shares, isHit }), amount: BigInt(amount), actual: sum, limit: max }) // prettier-ignore
}

interface Split {
  readonly entries: readonly number[]
  readonly shares: readonly number[]
  /** Undefined: all. */
  readonly isHit: readonly boolean[] | undefined
}

function sides({ rows }: Work, { entries, shares: all, isHit }: Split) {
  const violating: number[] = []
  const shares: bigint[] = []
  const involved: number[] = []
  for (let i = 0; i < entries.length; i++) {
    const row = rows[entries[i]!]!
    if (isHit && !isHit[i]) involved.push(row)
    else {
      violating.push(row)
      shares.push(BigInt(all[i]!))
    }
  }
  return { violating, shares, involved }
}

/** The latest rows up to the excess hit, and whoever carries money. */
function latestHits(entries: readonly number[], shares: readonly number[], excess: number): boolean[] {
  const hits = new Array<boolean>(entries.length)
  let after = 0
  for (let i = entries.length - 1; i >= 0; i--) {
    hits[i] = after < excess || shares[i]! > 0
    after += values[entries[i]!]!
  }
  return hits
}

function amountOf(
  plan: LimitPlan,
  { money, sum, max }: { money: readonly number[]; sum: number; max: number },
): number {
  switch (plan.amount) {
    case 'A2':
      return portion(money.reduce((a, b) => a + b, 0), sum - max, sum) // prettier-ignore
    case 'excess':
    case 'shared':
      return sum - max
    case 'none':
      return 0
    default:
      return assertNever(plan.amount)
  }
}

function allocated(amount: number, money: readonly number[]): number[] {
  return allocate(BigInt(amount), money.map((fen) => BigInt(fen))).map(Number) // prettier-ignore
}

/** The latest rows carry the amount, each up to its own money. */
function latestFirst(amount: number, money: readonly number[]): number[] {
  const shares = new Array<number>(money.length)
  let rest = amount
  for (let i = money.length - 1; i >= 0; i--) {
    shares[i] = Math.min(money[i]!, rest)
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
