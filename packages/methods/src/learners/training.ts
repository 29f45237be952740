import { AppError } from '@yijian/kernel'
import { keysOf, numbersOf, findNumbers } from '../columns.ts'
import { ascending, groupRows } from '../order.ts'
import { seededRandom } from '../random.ts'
import type { ColumnTable } from '../table.ts'

/** Rows a learner may look at, in the order of their ids, so that shuffled input gives the same result. */
export interface Training {
  readonly y: Float64Array
  readonly x: readonly Float64Array[]
  readonly rows: Int32Array
  /** Fold of each table row: all rows of one group (person) are in the same fold. */
  readonly fold: Int32Array
}

export interface TrainingOptions {
  readonly names: readonly string[]
  readonly folds: number
  readonly seed: number
}

/** Rows with `train` = 1 (default: all) and a known outcome; a row without its group is its own group. */
export function readTraining(input: ColumnTable, { names, folds, seed }: TrainingOptions): Training {
  if (names.length === 0) throw new AppError('invalid', 'method.option', '方法选项 x 至少要有一列', { option: 'x' })
  const y = numbersOf(input, 'y')
  const x = names.map((name) => numbersOf(input, name))
  const train = findNumbers(input, 'train')
  const ids = keysOf(input, 'id')
  const groups = input.columns['grp'] ? keysOf(input, 'grp') : ids
  const foldOf = foldsOf(groups.size, folds, seed)
  const rows = groupRows(ids.codes, ids.size).rows.filter(
    (row) => !Number.isNaN(y[row]) && (!train || train[row] === 1),
  )
  return { y, x, rows, fold: groups.codes.map((group) => foldOf[group] as number) }
}

/** Folds of nearly equal numbers of groups, drawn with the seed. */
function foldsOf(groups: number, folds: number, seed: number): Int32Array {
  const random = seededRandom(seed)
  const order = ascending(groups)
  for (let i = groups - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[order[i], order[j]] = [order[j] as number, order[i] as number]
  }
  const fold = new Int32Array(groups)
  order.forEach((group, i) => (fold[group] = i % folds))
  return fold
}

/** Outcomes of a classification are 0 or 1. */
export function checkBinary({ y, rows }: Training): void {
  if (rows.some((row) => y[row] !== 0 && y[row] !== 1)) {
    throw new AppError('invalid', 'method.outcome', '分类的结果列 y 只能取 0 或 1', { column: 'y' })
  }
}
