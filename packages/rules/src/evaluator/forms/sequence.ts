import type { RollingPlan } from '../../plan.ts'
import { dayText } from '../calendar.ts'
import { shareOut, whole } from '../money.ts'
import { scopeKey, scopeOf, subjectOf } from '../windows.ts'
import type { Finish, Work } from '../work.ts'

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
    const hits: { readonly entry: number; readonly count: number }[] = []
    for (let i = 0; i < work.n; i++) {
      if (work.truths[i] === 2) {
        work.open(1)
        continue
      }
      let count = 1
      for (let j = i - 1; j >= 0 && day[work.rows[i]!]! - day[work.rows[j]!]! < span; j--) if (before(i, j)) count++
      if (count > max) hits.push({ entry: i, count })
    }
    const groups = Map.groupBy(hits, ({ entry }) => {
      const row = work.rows[entry]!
      return `${scopeKey(table, row, scope)}|${day[row]!}`
    })
    for (const group of groups.values()) emitDay({ work, plan, group, before, max })
  }
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
  readonly group: readonly { readonly entry: number; readonly count: number }[]
  readonly before: (i: number, j: number) => boolean
  readonly max: number
}

function emitDay({ work, plan, group, before, max }: RollingGroup): void {
  const { table } = work.scene
  const own = new Set(group.map((hit) => hit.entry))
  const last = Math.max(...own)
  const involved: number[] = []
  for (let j = 0; j < last; j++)
    if (!own.has(j) && group.some(({ entry }) => j < entry && before(entry, j))) involved.push(work.rows[j]!)
  const violating = group.map((hit) => work.rows[hit.entry]!)
  const first = violating[0]!
  const money = violating.map((row) => (plan.amount === 'none' ? 0n : whole(table.row.inscp[row])))
  const { visit, suffix, inst } = subjectOf(table, first, scopeOf(work, 'person'))
  work.emit({
    point: Math.min(...group.map((hit) => work.points[hit.entry]!)),
    visit,
    window: dayText(table.row.day[first]!) + (suffix && suffix + work.context.vocabulary.words.textOf(inst)),
    violating,
    ...shareOut(money, 1n),
    involved,
    actual: Math.max(...group.map((hit) => hit.count)),
    limit: Math.floor(max),
  })
}

const DEFAULT_GAP_DAYS = 30

/** Days of use counted within courses. */
export function compileCourse(): Finish {
  return (work) => {
    const { numbers } = work.context
    const perStay = numbers.per_stay[work.unit] === 1
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
    if (limitEnd >= 0) emitCourse({ work, visit, days, within: entries.slice(from, limitEnd), beyond: entries.slice(limitEnd, to) }) // prettier-ignore
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
  const { table } = work.scene
  const rowsOf = (entries: readonly number[]) => entries.map((entry) => work.rows[entry]!)
  const violating = rowsOf(beyond)
  const start = table.row.day[work.rows[(within[0] ?? beyond[0])!]!]!
  work.emit({
    point: Math.min(...beyond.map((entry) => work.points[entry]!)),
    visit,
    window: dayText(start),
    violating,
    ...shareOut(violating.map((row) => whole(table.row.inscp[row])), 1n), // prettier-ignore
    involved: rowsOf(within),
    actual: days,
    limit: work.context.numbers.max_days[work.unit]!,
  })
}
