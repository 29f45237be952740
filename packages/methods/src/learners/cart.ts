import { getColumn } from '../columns.ts'
import { namesIn, oneOf, readOptions } from '../options.ts'
import type { Method } from '../table.ts'
import { growPruned } from './pruning.ts'
import { checkBinary, readTraining } from './training.ts'
import { leafOf, type TreeNode } from './tree.ts'

const OPTIONS = {
  x: { label: '自变量列名（逗号分隔）', type: 'text', default: '' },
  task: { label: '分类（classification）或回归（regression）', type: 'text', default: 'classification' },
  max_depth: { label: '最大深度', type: 'integer', default: 6, min: 1, max: 20 },
  min_leaf: { label: '叶节点最少行数', type: 'integer', default: 200, min: 1, max: 1_000_000 },
  folds: { label: '剪枝的交叉验证折数，1 为不剪枝', type: 'integer', default: 5, min: 1, max: 20 },
  seed: { label: '随机种子', type: 'integer', default: 20240101 },
} as const

/** 决策树 (CART): cuts the rows by simple conditions so that the outcome is alike inside each leaf. */
export const cartMethod = {
  id: 'cart',
  label: '决策树（CART）',
  input: { id: 'key', y: 'number' },
  optional: { grp: 'key', train: 'integer' },
  inputOf: (options) => Object.fromEntries(namesIn(readOptions(OPTIONS, options).x).map((name) => [name, 'number'])),
  options: OPTIONS,
  output: { id: 'key', leaf: 'integer', prediction: 'number', rule: 'text' },
  run(input, options, context) {
    const given = readOptions(OPTIONS, options)
    const names = namesIn(given.x)
    const training = readTraining(input, { names, folds: given.folds, seed: given.seed })
    if (oneOf('task', given.task, ['classification', 'regression']) === 'classification') checkBinary(training)
    const check = () => context.check()
    const limits = { maxDepth: given.max_depth, minLeaf: given.min_leaf, check }
    const tree = growPruned(training, given.folds, limits)
    const rules = new Map(rulesOf(tree, names, []).map(({ leaf, rule }, index) => [leaf, { index, rule }]))
    const leaves = Array.from({ length: input.length }, (_, row) => leafOf(tree, (f) => training.x[f]?.[row] as number))
    return {
      length: input.length,
      columns: {
        id: getColumn(input, 'id'),
        leaf: Int32Array.from(leaves, (leaf) => rules.get(leaf)?.index ?? -1),
        prediction: Float64Array.from(leaves, (leaf) => leaf.mean),
        rule: leaves.map((leaf) => rules.get(leaf)?.rule ?? null),
      },
    }
  },
} as const satisfies Method

/** Leaves from left to right with the conditions that lead to them. */
function rulesOf(
  node: TreeNode,
  names: readonly string[],
  path: readonly string[],
): { leaf: TreeNode; rule: string }[] {
  if (!node.cut) return [{ leaf: node, rule: path.length > 0 ? path.join(' 且 ') : '全部' }]
  const { feature, threshold, missingLeft, left, right } = node.cut
  const name = names[feature] as string
  const limit = String(Number(threshold.toPrecision(6)))
  const [low, high] = [`${name} ≤ ${limit}`, `${name} > ${limit}`]
  return [
    ...rulesOf(left, names, [...path, missingLeft ? `${low}（含缺失）` : low]),
    ...rulesOf(right, names, [...path, missingLeft ? high : `${high}（含缺失）`]),
  ]
}
