import { dayText } from '../calendar.ts'
import { clamp, shareOut, whole } from '../money.ts'
import { isBeside, type Finish, type Work } from '../work.ts'

/** T9: of one incision group, visit and day the dearest row is due in full, the others at the ratio. */
export function compileRank(): Finish {
  return (work) => {
    const { table } = work.scene
    const sessions = Map.groupBy(entriesOf(work), (i) => {
      const row = work.rows[i]!
      return table.visit[row]! * 2 ** 26 + table.row.day[row]!
    })
    for (const session of sessions.values()) if (session.length > 1) judgeSession(work, session)
  }
}

function entriesOf(work: Work): number[] {
  const entries: number[] = []
  for (let i = 0; i < work.n; i++) if (isBeside(work, work.rows[i]!)) entries.push(i)
  return entries
}

const SCALE = 10_000n * 1_000_000n

function judgeSession(work: Work, session: readonly number[]): void {
  const { row, visit } = work.scene.table
  const isKnown = (i: number) => {
    const r = work.rows[i]!
    return work.truths[i] === 1 && !Number.isNaN(row.price[r]! + row.amt[r]! + row.qty[r]!)
  }
  const known = session.filter(isKnown).sort((a, b) => row.price[work.rows[b]!]! - row.price[work.rows[a]!]! || a - b)
  const ratio = whole(work.context.numbers.ratio[work.unit])
  const weights = known.map((entry, position) => {
    const r = work.rows[entry]!
    const due = whole(row.price[r]) * ratio * whole(row.qty[r])
    return position === 0 ? 0n : clamp(whole(row.amt[r]) * SCALE - due, whole(row.inscp[r]) * SCALE)
  })
  const over = known.map((entry, i) => ({ entry, weight: weights[i]! })).filter(({ weight }) => weight > 0n)
  if (over.length === 0) {
    if (known.length < session.length) work.open(1)
    return
  }
  over.sort((a, b) => a.entry - b.entry)
  const violating = over.map(({ entry }) => work.rows[entry]!)
  const involved = known.map((entry) => work.rows[entry]!).filter((r) => !violating.includes(r))
  work.emit({
    point: Math.min(...over.map(({ entry }) => work.points[entry]!)),
    visit: visit[violating[0]!]!,
    window: dayText(row.day[violating[0]!]!),
    violating,
    ...shareOut(over.map(({ weight }) => weight), SCALE), // prettier-ignore
    involved: involved.sort((a, b) => a - b),
    actual: known.length,
    limit: null,
  })
}
