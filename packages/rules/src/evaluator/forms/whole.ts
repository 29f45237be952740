import { shareOut, whole } from '../money.ts'
import { isBeside, type Finish, type Work } from '../work.ts'

/** T12: every herbal piece of the prescription is on the list. Entries here also carry `where` false: on the list, but not paid. */
export function compileWhole(): Finish {
  return (work) => {
    const { table } = work.scene
    const known: number[] = []
    for (let i = 0; i < work.n; i++) {
      if (!isBeside(work, work.rows[i]!)) continue
      if (table.rx[work.rows[i]!]! < 0) work.open(1)
      else known.push(i)
    }
    const prescriptions = Map.groupBy(known, (i) => `${table.visit[work.rows[i]!]!}|${table.rx[work.rows[i]!]!}`)
    for (const entries of prescriptions.values()) judgePrescription(work, entries)
  }
}

function judgePrescription(work: Work, entries: readonly number[]): void {
  const { table } = work.scene
  const first = work.rows[entries[0]!]!
  if (piecesOf(work, first) > entries.length) return
  const paid = entries.filter((i) => work.truths[i] === 1)
  if (paid.length === 0) {
    if (entries.some((i) => work.truths[i] === 2)) work.open(1)
    return
  }
  const violating = paid.map((i) => work.rows[i]!)
  work.emit({
    point: Math.min(...paid.map((i) => work.points[i]!)),
    visit: table.visit[first]!,
    window: `rx:${table.rxText[table.rx[first]!]!}`,
    violating,
    ...shareOut(violating.map((row) => whole(table.row.inscp[row])), 1n), // prettier-ignore
    involved: entries.map((i) => work.rows[i]!).filter((row) => !violating.includes(row)),
    actual: entries.length,
    limit: null,
  })
}

function piecesOf({ scene }: Work, row: number): number {
  const { table, person } = scene
  let pieces = 0
  for (let r = table.personStart[person]!; r < table.personStart[person + 1]!; r++)
    if (table.herb[r] === 1 && table.visit[r] === table.visit[row] && table.rx[r] === table.rx[row]) pieces++
  return pieces
}
