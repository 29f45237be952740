import { describe, expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import { columnsOf, distinctOf, reorder, rowsOf, runMethod } from '../testing.ts'
import { pruningStages } from './pruning.ts'
import { growTree } from './tree.ts'

const check = (): void => undefined

/** y = 1 where a > 0.5 and b > 0.3, one label in ten wrong; c is noise. */
function noisyRows(count: number, seed: number): Record<string, number>[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, id) => {
    const [a, b, c] = [random(), random(), random()]
    const truth = a > 0.5 && b > 0.3
    return { id, grp: Math.floor(id / 3), a, b, c, y: random() < 0.1 === truth ? 0 : 1 }
  })
}

describe('cart', () => {
  test("cuts Breiman's way: the split of a small table worked by hand", () => {
    const x = [Float64Array.of(1, 2, 3, 4, 5, 6)]
    const tree = growTree({ x, y: Float64Array.of(5, 6, 5, 20, 21, 22) }, Int32Array.of(0, 1, 2, 3, 4, 5), {
      ...{ maxDepth: 1, minLeaf: 1, check },
    })
    expect(tree.cut).toMatchObject({ feature: 0, threshold: 3.5, left: { n: 3 }, right: { n: 3, mean: 21 } })
    expect(tree.cut?.left.impurity).toBeCloseTo(2 / 3, 12)
  })

  test('pruning stages are nested, prices ascend and the last stage is the root alone', () => {
    const rows = noisyRows(200, 5)
    const [x, y] = [
      ['a', 'b', 'c'].map((n) => Float64Array.from(rows, (r) => r[n] as number)),
      rows.map((r) => r['y'] as number),
    ]
    const all = Int32Array.from(rows.keys())
    const stages = pruningStages(growTree({ x, y: Float64Array.from(y) }, all, { maxDepth: 6, minLeaf: 5, check }))
    stages.slice(1).forEach(({ price }, i) => expect(price).toBeGreaterThanOrEqual(stages[i]?.price as number))
    expect(stages.at(-1)?.tree.cut).toBeUndefined()
    expect(stages.length).toBeGreaterThan(2)
  })

  test('finds the two true conditions and prunes the noise away', () => {
    const output = runMethod('cart', columnsOf(noisyRows(3000, 1)), { x: 'a,b,c', min_leaf: 50 })
    const rules = distinctOf(output['rule'])
    expect(rules.size).toBe(3)
    for (const rule of rules) expect(rule).not.toContain('c ')
    const positive = rowsOf(output).find(({ prediction }) => Number(prediction) > 0.5)
    expect(positive?.['rule']).toMatch(/^a > 0\.[45]\d* (（含缺失） )?且 b > 0\.[23]\d*/u)
    expect(Number(positive?.['prediction'])).toBeGreaterThan(0.85)
  })

  test('regression predicts leaf means; rows not for training are predicted too; missing x goes to a side', () => {
    const rows = Array.from({ length: 40 }, (_, id) => ({ id, y: id < 20 ? 2 : 8, a: id, train: 1 }))
    const table = columnsOf([...rows, { id: 40, y: NaN, a: 3, train: 0 }, { id: 41, y: NaN, a: NaN, train: 0 }])
    const options = { x: 'a', task: 'regression', min_leaf: 5 }
    const { prediction, rule } = runMethod('cart', table, options)
    expect([prediction?.[0], prediction?.[39], prediction?.[40]]).toEqual([2, 8, 2])
    expect([2, 8]).toContain(prediction?.[41])
    expect(rule?.[39]).toMatch(/^a > 19.5/)
  })

  test('min_leaf and max_depth hold', () => {
    const table = columnsOf(noisyRows(900, 2))
    const { leaf } = runMethod('cart', table, { x: 'a,b,c', min_leaf: 100, max_depth: 2, folds: 1 })
    const sizes = [...Map.groupBy(leaf as Int32Array, (value) => value).values()].map((members) => members.length)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(100)
    expect(sizes.length).toBeLessThanOrEqual(4)
  })

  test('is the same for every order of the rows, and refuses outcomes other than 0 and 1', () => {
    const table = columnsOf(noisyRows(300, 3))
    const order = Array.from({ length: 300 }, (_, i) => 299 - i)
    const options = { x: 'a,b,c', min_leaf: 20 }
    expect(runMethod('cart', reorder(table, order), options)).toEqual(reorder(runMethod('cart', table, options), order))
    expect(() => runMethod('cart', columnsOf([{ id: 1, y: 2, a: 1 }]), { x: 'a' })).toThrow('0 或 1')
  })
})

// Hours of study and passing an exam, 20 students: logit = −4.0777 + 1.5046 · hours (maximum likelihood).
const HOURS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5]
const PASSED = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1]
const exam = columnsOf(HOURS.map((hours, id) => ({ id, hours, y: PASSED[id] as number })))

describe('logistic', () => {
  test('almost without penalty gives the published coefficients', () => {
    const options = { x: 'hours', lambda: 1e-9, balanced: 0 }
    const [row] = rowsOf(runMethod('logistic-coefficients', exam, options))
    expect(Math.log(Number(row?.['odds_ratio']))).toBeCloseTo(1.5046, 4)
    const { margin, probability } = runMethod('logistic', exam, options)
    // At 2 hours the chance is 0.2557, at 4 hours 0.8744.
    expect(margin?.[7]).toBeCloseTo(-4.0777 + 1.5046 * 2, 3)
    expect(probability?.[7]).toBeCloseTo(0.2557, 4)
    expect(probability?.[14]).toBeCloseTo(0.87445, 4)
  })

  test('a stronger penalty shrinks; separable data stays finite; a constant column gets no weight', () => {
    const coefficient = (lambda: number): number =>
      Number(runMethod('logistic-coefficients', exam, { x: 'hours', lambda })['coefficient']?.[0])
    expect(coefficient(1)).toBeLessThan(coefficient(0.01))
    const separable = columnsOf(Array.from({ length: 20 }, (_, id) => ({ id, a: id, k: 3, y: id < 10 ? 0 : 1 })))
    const rows = rowsOf(runMethod('logistic-coefficients', separable, { x: 'a,k' }))
    expect(Number.isFinite(rows[0]?.['coefficient'])).toBe(true)
    expect(rows[1]).toMatchObject({ term: 'k', coefficient: 0, odds_ratio: NaN })
  })

  test('is the same for every order of the rows', () => {
    const table = columnsOf(noisyRows(200, 4))
    const order = Array.from({ length: 200 }, (_, i) => 199 - i)
    const plain = runMethod('logistic', table, { x: 'a,b,c' })
    expect(runMethod('logistic', reorder(table, order), { x: 'a,b,c' })).toEqual(reorder(plain, order))
  })
})
