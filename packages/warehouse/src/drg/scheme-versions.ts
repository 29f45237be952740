import type { Grouper, Ratio } from '@yijian/drg'
import { groupStay, type GroupedStay, type Value } from './grouped-stay.ts'

type Row = Readonly<Record<string, Value>>
/** What groups and weighs the cases of some days. */
interface SchemeVersion {
  readonly grouper: Grouper
  readonly weights: ReadonlyMap<string, Ratio>
}

export type VersionAt = (discharged: string) => SchemeVersion

/** A version of a scheme and its first day of discharge; null: from the beginning. */
export interface DatedVersion extends SchemeVersion {
  readonly from: string | null
}

/** The version in force on a day: the one that began last. Days before all of them fall to the first, which refuses them by its own dates. */
export function versionsByDay(versions: readonly [DatedVersion, ...DatedVersion[]]): VersionAt {
  const ordered = versions.toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1)) as [DatedVersion]
  return (day) => ordered.findLast(({ from }) => from === null || from <= day) ?? ordered[0]
}

/** By the version of its day of discharge, with that version's weight. */
function groupByDay(row: Row, versionAt: VersionAt): GroupedStay {
  const { grouper, weights } = versionAt(String(row['dsc'] ?? ''))
  const stay = groupStay(row, grouper)
  const weight = weights.get(stay.grouping.drg)
  return weight === undefined ? stay : { ...stay, weight }
}

/** One scheme for all days, or its versions. */
export function grouping(by: Grouper | VersionAt): (row: Row) => GroupedStay {
  return typeof by === 'function' ? (row) => groupByDay(row, by) : (row) => groupStay(row, by)
}
