import { AppError } from '@yijian/kernel'
import type { GroupedStay } from './grouped-stay.ts'

/** read = grouped + ambiguous + ungrouped + rejected, always. */
export interface GroupCounts {
  readonly read: number
  readonly grouped: number
  /** 歧义病组 (QY). */
  readonly ambiguous: number
  readonly ungrouped: number
  readonly rejected: number
  /** Cases rejected and ungrouped, by reason. */
  readonly reasons: ReadonlyMap<string, number>
}

/** Counts stays as they pass. Throws when one would vanish. */
export function countGroups(stays: readonly GroupedStay[]): GroupCounts {
  const by = { 分组成功: 0, 歧义病组: 0, 无法入组: 0, 拒收: 0 }
  const reasons = new Map<string, number>()
  for (const { grouping } of stays) {
    by[grouping.status]++
    if (grouping.reason !== null) reasons.set(grouping.reason, (reasons.get(grouping.reason) ?? 0) + 1)
  }
  const counts = { grouped: by.分组成功, ambiguous: by.歧义病组, ungrouped: by.无法入组, rejected: by.拒收 }
  if (counts.grouped + counts.ambiguous + counts.ungrouped + counts.rejected !== stays.length)
    throw new AppError('conflict', 'drg.counts', '病例数前后不一致')
  const ordered = [...reasons].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return { read: stays.length, ...counts, reasons: new Map(ordered) }
}
