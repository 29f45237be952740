import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsOf, reorder, rowsOf, runMethod } from './testing.ts'

// The worked example of models specification A7.
const EXAMPLE = [
  ['p1', 'drug', 'a', 600],
  ['p1', 'drug', 'b', 400],
  ['p1', 'exam', 'c', 400],
  ['p1', 'material', 'm', 200],
  ['p2', 'drug', 'a', 610],
  ['p2', 'drug', 'b', 400],
  ['p2', 'exam', 'c', 390],
  ['p2', 'material', 'm', 200],
  ['p3', 'drug', 'a', 590],
  ['p3', 'drug', 'b', 400],
  ['p3', 'exam', 'c', 400],
  ['p3', 'material', 'm', 210],
  ['p4', 'drug', 'a', 300],
  ['p4', 'exam', 'd', 1500],
] as const

const lines = EXAMPLE.map(([id, kind, item, amount]) => ({ id, kind, item, amount, grp: 'M54', cluster: 7 }))

describe('the A7 example', () => {
  test('embedding and clustering keep p1–p3 together and p4 outside', () => {
    const embedded = runMethod('tfidf-embedding', columnsOf(lines))
    expect(embedded['n_items']).toEqual(Int32Array.of(4, 4, 4, 2))
    const clustered = rowsOf(runMethod('density-clustering', embedded, { min_cluster_size: 3 }))
    expect(clustered.map(({ id, cluster, cluster_size }) => [id, cluster, cluster_size])).toEqual([
      ['p1', 0, 3],
      ['p2', 0, 3],
      ['p3', 0, 3],
      ['p4', -1, 0],
    ])
  })

  test('S_drug = 0.987, S_exam = 0.983, S_mat = 0.968', () => {
    const members = columnsOf(lines.filter(({ id }) => id !== 'p4'), ['cluster']) // prettier-ignore
    const [row] = rowsOf(runMethod('group-similarity', members))
    expect(row).toMatchObject({ cluster: 7, n: 3, pairs: 3 })
    expect(Number(row?.['s_drug'])).toBeCloseTo(0.987, 3)
    expect(Number(row?.['s_exam'])).toBeCloseTo(0.983, 3)
    expect(Number(row?.['s_material'])).toBeCloseTo(0.968, 3)
  })
})

describe('group-similarity', () => {
  test('a pair without a kind is skipped; where only one has it, the pair counts 0', () => {
    const rows = rowsOf(
      runMethod(
        'group-similarity',
        columnsOf([
          { cluster: 'x', id: 'a', kind: 'drug', item: 'i', amount: 10 },
          { cluster: 'x', id: 'b', kind: 'drug', item: 'i', amount: 10 },
          { cluster: 'x', id: 'b', kind: 'exam', item: 'e', amount: 5 },
          { cluster: 'x', id: 'c', kind: 'other', item: 'e', amount: 5 },
        ]),
      ),
    )
    // drug: (a,b) 1, (a,c) 0, (b,c) 0; exam: (a,b) 0, (b,c) 0, (a,c) skipped; material: skipped throughout.
    expect(rows).toEqual([
      { cluster: 'x', n: 3, pairs: 3, s_drug: 1 / 3, s_exam: 0, s_material: NaN },
    ]) // prettier-ignore
  })

  test('more pairs than max_pairs: a sample that is the same for every order of the rows', () => {
    const table = columnsOf(
      Array.from({ length: 120 }, (_, i) => ({
        cluster: 'x',
        id: i,
        kind: 'drug',
        item: i % 3,
        amount: 1 + (i % 7),
      })),
      ['id', 'item'],
    )
    const sampled = runMethod('group-similarity', table, { max_pairs: 500 })
    const full = runMethod('group-similarity', table, { max_pairs: 100_000 })
    expect(sampled['pairs']).toEqual(Int32Array.of(500))
    expect(full['pairs']).toEqual(Int32Array.of(7140))
    expect(Math.abs(Number(sampled['s_drug']?.[0]) - Number(full['s_drug']?.[0]))).toBeLessThan(0.05)
    const order = Array.from({ length: 120 }, (_, i) => (i * 11) % 120).filter((v, i, all) => all.indexOf(v) === i)
    expect(runMethod('group-similarity', reorder(table, order), { max_pairs: 500 })).toEqual(sampled)
  })

  test('is 1 for equal members, symmetric, within 0…1, and does not change when items are renamed', () => {
    const member = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(member, { minLength: 2, maxLength: 6 }), (members) => {
        const rowsFor = (name: (item: number) => string, order: readonly number[]) =>
          order.flatMap((m, position) =>
            (members[m] as number[]).map((amount, i) => ({
              cluster: 'x',
              id: `m${position}`,
              kind: 'drug',
              item: name(i),
              amount,
            })),
          )
        const forward = members.map((_, m) => m)
        const of = (rows: ReturnType<typeof rowsFor>) =>
          Number(runMethod('group-similarity', columnsOf(rows))['s_drug']?.[0])
        const similarity = of(rowsFor((i) => `i${i}`, forward))
        const renamed = of(rowsFor((i) => `z${9 - i}`, forward.toReversed()))
        if (members.every((values) => values.every((value) => value === 0))) {
          expect(similarity).toBeNaN()
          return
        }
        expect(similarity).toBeGreaterThanOrEqual(0)
        expect(similarity).toBeLessThanOrEqual(1)
        expect(renamed).toBeCloseTo(similarity, 10)
      }),
    )
  })
})
