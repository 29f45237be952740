import { growTree, leafOf, type GrowOptions, type TreeData, type TreeNode } from './tree.ts'
import type { Training } from './training.ts'

/** A subtree and the smallest price per leaf at which it is the best one. */
interface Stage {
  readonly price: number
  readonly tree: TreeNode
}

/**
 * Cost-complexity pruning (Breiman et al. 1984): of the nested best subtrees, the one with the least squared error on
 * held-out folds; the smaller tree wins ties.
 */
export function growPruned(training: Training, folds: number, options: GrowOptions): TreeNode {
  const stages = pruningStages(growTree(training, training.rows, options))
  if (folds < 2 || stages.length < 2) return (stages[0] as Stage).tree
  const prices = stages.map(({ price }, i) => Math.sqrt(price * (stages[i + 1]?.price ?? Infinity)))
  const errors = new Float64Array(prices.length)
  for (let fold = 0; fold < folds; fold++) {
    const kept = training.rows.filter((row) => training.fold[row] !== fold)
    const held = training.rows.filter((row) => training.fold[row] === fold)
    if (kept.length === 0) continue
    const trees = pruningStages(growTree(training, kept, options))
    prices.forEach((price, i) => (errors[i] = (errors[i] as number) + errorOf(treeAt(trees, price), training, held)))
  }
  const least = Math.min(...errors)
  return (stages[errors.findLastIndex((error) => error <= least * (1 + 1e-9))] as Stage).tree
}

/** Collapses the weakest link again and again, from the full tree to the root alone. Prices ascend from 0. */
export function pruningStages(full: TreeNode): readonly Stage[] {
  const stages: Stage[] = [{ price: 0, tree: full }]
  for (let tree = full; tree.cut;) {
    const weakest = weakestLink(tree)
    tree = collapse(tree, weakest * (1 + 1e-9))
    stages.push({ price: weakest, tree })
  }
  return stages
}

function treeAt(stages: readonly Stage[], price: number): TreeNode {
  return stages[
    Math.max(
      0,
      stages.findLastIndex((stage) => stage.price <= price),
    )
  ]?.tree as TreeNode
}

interface Subtree {
  readonly leaves: number
  readonly impurity: number
}

function subtreeOf(node: TreeNode): Subtree {
  if (!node.cut) return { leaves: 1, impurity: node.impurity }
  const [left, right] = [subtreeOf(node.cut.left), subtreeOf(node.cut.right)]
  return { leaves: left.leaves + right.leaves, impurity: left.impurity + right.impurity }
}

/** What each further leaf below this node saves. */
function savingPerLeaf(node: TreeNode): number {
  const { leaves, impurity } = subtreeOf(node)
  return Math.max(0, node.impurity - impurity) / (leaves - 1)
}

function weakestLink(node: TreeNode): number {
  if (!node.cut) return Infinity
  return Math.min(savingPerLeaf(node), weakestLink(node.cut.left), weakestLink(node.cut.right))
}

function collapse(node: TreeNode, price: number): TreeNode {
  const { cut, ...leaf } = node
  if (!cut) return node
  if (savingPerLeaf(node) <= price) return leaf
  return { ...leaf, cut: { ...cut, left: collapse(cut.left, price), right: collapse(cut.right, price) } }
}

function errorOf(tree: TreeNode, { x, y }: TreeData, rows: Int32Array): number {
  let error = 0
  for (const row of rows) {
    error += ((y[row] as number) - leafOf(tree, (feature) => x[feature]?.[row] as number).mean) ** 2
  }
  return error
}
