import { findConflicts, type Conflict } from '@yijian/rules'
import type { ConflictTask, ConflictTaskResult } from '../modules/rules/public.ts'
import type { TaskContext } from './task-context.ts'

/** K1…K12 over the whole library. Claims leave as text, because money is whole numbers that JSON has not. */
export async function checkConflicts({ points }: ConflictTask, { report }: TaskContext): Promise<ConflictTaskResult> {
  report({ step: `正在检查 ${points.length} 个知识点`, progress: null })
  const began = performance.now()
  const found = findConflicts({ points, sets: [] })
  return { conflicts: found.map(plain), tookMs: Math.round(performance.now() - began) }
}

function plain({ witness, ...conflict }: Conflict): ConflictTaskResult['conflicts'][number] {
  const claims = witness === null ? null : JSON.stringify(witness.claims, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)) // prettier-ignore
  return { ...conflict, points: [...conflict.points], claims }
}
