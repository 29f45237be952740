import type { RollingPlan } from '../../plan.ts'
import { dayText } from '../calendar.ts'
import { inFull } from '../money.ts'
import { scopeKey, scopeOf, subjectOf } from '../windows.ts'
import { isWanted, type Finish, type Work } from '../work.ts'

/** More than `max` rows within `window_days`: the later ones hit, one judge a day. */
export function compileRolling(plan: RollingPlan): Finish {
  return (work) => {
    const { table } = work.scene
    const scope = scopeOf(work, 'person')
    const max = work.context.numbers.max[work.unit]! / 10_000
    const span = work.context.numbers.window_days[work.unit]!
    const { day } = table.row
    // Most persons have one such row, or the second long after.
    if (max >= 1 && !anyWithin(work, day, span)) return countOpen(work)
    const before = (i: number, j: number) =>
      work.truths[j] === 1 &&
      day[work.rows[i]!]! - day[work.rows[j]!]! < span &&
      scopeKey(table, work.rows[i]!, scope) === scopeKey(table, work.rows[j]!, scope)
    const groups = new Map<number, Entry[]>()
    const { from, to } = wantedDays(work, day)
    for (let i = 0; i < work.n; i++) {
      const row = work.rows[i]!
      if (day[row]! < from || day[row]! > to + span) continue
      if (work.truths[i] === 2) {
        work.open(1)
        continue
      }
      let count = 1
      for (let j = i - 1; j >= 0 && day[row]! - day[work.rows[j]!]! < span; j--) if (before(i, j)) count++
      if (count <= max) continue
      const key = scopeKey(table, row, scope) * 2 ** 26 + day[row]!
      const group = groups.get(key)
      if (group) group.push({ entry: i, count })
      else groups.set(key, [{ entry: i, count }])
    }
    for (const group of groups.values()) emitDay({ work, plan, group, before, max })
  }
}

interface Entry {
  readonly entry: number
  /** Rows of its span, itself among them. */
  readonly count: number
}

/** First and last day of rows whose judges are wanted. */
function wantedDays(work: Work, day: Float64Array): { from: number; to: number } {
  if (work.now === undefined) return { from: -Infinity, to: Infinity }
  let from = Infinity
  let to = -Infinity
  for (let i = 0; i < work.n; i++) {
    if (!isWanted(work, work.rows[i]!)) continue
    from = Math.min(from, day[work.rows[i]!]!)
    to = Math.max(to, day[work.rows[i]!]!)
  }
  return { from, to }
}

/** Whether two neighbouring rows lie within the span. */
function anyWithin({ rows, n }: Work, day: Float64Array, span: number): boolean {
  for (let i = 1; i < n; i++) if (day[rows[i]!]! - day[rows[i - 1]!]! < span) return true
  return false
}

function countOpen(work: Work): void {
  for (let i = 0; i < work.n; i++) if (work.truths[i] === 2) work.open(1)
}

interface RollingGroup {
  readonly work: Work
  readonly plan: RollingPlan
  /** In reading order. */
  readonly group: readonly Entry[]
  readonly before: (i: number, j: number) => boolean
  readonly max: number
}

function emitDay({ work, plan, group, before, max }: RollingGroup): void {
  const { table } = work.scene
  const violating: number[] = []
  const involved: number[] = []
  let point = Infinity
  let actual = 0
  for (const { entry, count } of group) {
    violating.push(work.rows[entry]!)
    point = Math.min(point, work.points[entry]!)
    actual = Math.max(actual, count)
  }
  const last = group.at(-1)!.entry
  for (let j = 0; j < last; j++)
    if (group.every(({ entry }) => entry !== j) && group.some(({ entry }) => j < entry && before(entry, j)))
      involved.push(work.rows[j]!)
  const first = violating[0]!
  const { inscp } = table.row
  const { amount, shares } = plan.amount === 'none' ? nothing(violating) : inFull(inscp, violating)
  const { visit, suffix, inst } = subjectOf(table, first, scopeOf(work, 'person'))
  const window = dayText(table.row.day[first]!) + (suffix && suffix + work.context.vocabulary.words.textOf(inst))
  work.emit({ point, visit, window, violating, shares, involved, amount, actual, limit: Math.floor(max) })
}

function nothing(rows: readonly number[]): { amount: bigint; shares: bigint[] } {
  return { amount: 0n, shares: rows.map(() => 0n) }
}

const DEFAULT_GAP_DAYS = 30

/** Days of use counted within courses. */
export function compileCourse(): Finish {
  return (work) => {
    const { numbers } = work.context
    const perStay = numbers.per_stay[work.unit] === 1
    // So few rows cannot be days enough.
    if (work.n <= numbers.max_days[work.unit]!) return countOpen(work)
    const gap = perStay ? Infinity : numbers.gap_days[work.unit] || DEFAULT_GAP_DAYS
    if (!perStay) return courses({ work, visit: -1, gap, entries: known(work, -1) })
    const stays = new Set<number>()
    for (let i = 0; i < work.n; i++) stays.add(work.scene.table.visit[work.rows[i]!]!)
    for (const visit of stays) courses({ work, visit, gap, entries: known(work, visit) })
  }
}

/** Entries of the visit (−1: all) that count. */
function known(work: Work, visit: number): number[] {
  const entries: number[] = []
  for (let i = 0; i < work.n; i++) {
    if (visit >= 0 && work.scene.table.visit[work.rows[i]!] !== visit) continue
    if (work.truths[i] === 2) work.open(1)
    else entries.push(i)
  }
  return entries
}

interface CourseRun {
  readonly work: Work
  readonly visit: number
  readonly gap: number
  readonly entries: readonly number[]
}

function courses({ work, visit, gap, entries }: CourseRun): void {
  const { day } = work.scene.table.row
  const most = work.context.numbers.max_days[work.unit]!
  const dayAt = (index: number) => day[work.rows[entries[index]!]!]!
  for (let from = 0; from < entries.length;) {
    let to = from + 1
    let days = 1
    let limitEnd = days > most ? from : -1
    while (to < entries.length && dayAt(to) - dayAt(to - 1) <= gap) {
      if (dayAt(to) !== dayAt(to - 1) && ++days === most + 1) limitEnd = to
      to++
    }
    const isWantedHere = entries.slice(from, to).some((entry) => isWanted(work, work.rows[entry]!))
    if (limitEnd >= 0 && isWantedHere) emitCourse({ work, visit, days, within: entries.slice(from, limitEnd), beyond: entries.slice(limitEnd, to) }) // prettier-ignore
    from = to
  }
}

interface Course {
  readonly work: Work
  readonly visit: number
  readonly days: number
  readonly within: readonly number[]
  readonly beyond: readonly number[]
}

function emitCourse({ work, visit, days, within, beyond }: Course): void {
  const { row } = work.scene.table
  const rowsOf = (entries: readonly number[]) => entries.map((entry) => work.rows[entry]!)
  const violating = rowsOf(beyond)
  const start = row.day[work.rows[(within[0] ?? beyond[0])!]!]!
  const point = Math.min(...beyond.map((entry) => work.points[entry]!))
  const { amount, shares } = inFull(row.inscp, violating)
  const limit = work.context.numbers.max_days[work.unit]!
  work.emit({ point, visit, window: dayText(start), violating, shares, involved: rowsOf(within), amount, actual: days, limit }) // prettier-ignore
}
