import { AppError } from '@yijian/kernel'
import type { CheckedList, QualityFinding } from './check-list.ts'

/** What a correction by the hospital brought. A failure is known again by its rule and row. */
export interface Recheck {
  readonly fixed: readonly QualityFinding[]
  readonly remaining: readonly QualityFinding[]
  readonly added: readonly QualityFinding[]
  /** Failures that can no longer be judged because data was taken away: not fixed. */
  readonly hidden: readonly QualityFinding[]
  /** No failure of severity error is left, and none is hidden: the list may be frozen for its month. */
  readonly accepted: boolean
}

/** Compares two checks of one list, before and after correction, made with the same rules. */
export function recheck(before: CheckedList, after: CheckedList): Recheck {
  if (before.list.id !== after.list.id || before.list.hospital !== after.list.hospital)
    throw new AppError('invalid', 'recheck.other-list', '只能比较同一份清单的两次质控')
  const [failedBefore, failedAfter] = [failures(before), failures(after)]
  const open = new Set(after.findings.filter(({ outcome }) => outcome === 'cannot-tell').map(({ rule }) => rule.id))
  const gone = [...failedBefore].filter(([key]) => !failedAfter.has(key)).map(([, finding]) => finding)
  const hidden = gone.filter(({ rule }) => open.has(rule.id))
  const remaining = [...failedAfter].filter(([key]) => failedBefore.has(key)).map(([, finding]) => finding)
  const added = [...failedAfter].filter(([key]) => !failedBefore.has(key)).map(([, finding]) => finding)
  return {
    fixed: gone.filter(({ rule }) => !open.has(rule.id)),
    remaining,
    added,
    hidden,
    accepted: [...remaining, ...added, ...hidden].every(({ rule }) => rule.severity !== 'error'),
  }
}

function failures({ findings }: CheckedList): Map<string, QualityFinding> {
  return new Map(findings.filter(({ outcome }) => outcome === 'fail').map((one) => [`${one.rule.id}#${one.row}`, one]))
}
