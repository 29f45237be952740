import { findConflicts, RULE_KINDS } from '@yijian/rules'
import { count } from '../../progress.ts'
import { readPoints, releaseOfPoints } from './library.ts'

const LEVELS = { error: '错误', warning: '警告', info: '提示' } as const

/** Rows, kinds and contradictions of the library; 1 when anything keeps a point from being published. */
export function checkLibrary(folder: string | undefined): number {
  const { points, errors } = readPoints(folder)
  for (const { file, row, column, value, reason } of errors) console.log(`${file}:${row} ${column} ${value} ${reason}`)
  const release = releaseOfPoints(points)
  for (const [point, reason] of release.failed) console.log(`${point} 不能执行：${reason}`)
  const conflicts = findConflicts({ points, sets: [] })
  for (const { code, level, message } of conflicts) console.log(`${LEVELS[level]} ${code} ${message}`)
  const kinds = new Set(points.map((point) => point.kind)).size
  const grave = conflicts.filter(({ level }) => level === 'error').length
  console.log(
    `${count(points.length)} 个知识点，${kinds}/${RULE_KINDS.length} 种规则；行错误 ${errors.length}，不能执行 ${release.failed.size}，冲突 ${conflicts.length}（其中错误 ${grave}）`,
  )
  return errors.length + release.failed.size + grave > 0 ? 1 : 0
}
