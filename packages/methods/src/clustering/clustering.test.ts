import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packVector } from '../embedding/packed-vector.ts'
import { seededNormal, seededRandom } from '../random.ts'
import { reorder, rowsOf, runMethod, type Columns } from '../testing.ts'

function unit(values: readonly number[]): Float64Array {
  const length = Math.hypot(...values)
  return Float64Array.from(values, (value) => (length > 0 ? value / length : 0))
}

/** Points around a direction; `spread` is the sd of each of eight components. */
function blob(axis: number, count: number, { spread, seed }: { spread: number; seed: number }): Float64Array[] {
  const normal = seededNormal(seed)
  return Array.from({ length: count }, () =>
    unit(Array.from({ length: 8 }, (_, k) => (k === axis ? 1 : 0) + spread * normal())),
  )
}

function scattered(count: number, seed: number): Float64Array[] {
  const normal = seededNormal(seed)
  return Array.from({ length: count }, () => unit(Array.from({ length: 8 }, () => normal())))
}

function tableOf(points: readonly Float64Array[], grp: (i: number) => string = () => 'g'): Columns {
  return {
    id: Int32Array.from(points.keys()),
    grp: points.map((_, i) => grp(i)),
    vector: points.map((point) => packVector(point)),
  }
}

function clusterOf(table: Columns, options: Record<string, number | string> = {}): number[] {
  return Array.from(runMethod('density-clustering', table, options)['cluster'] as Int32Array)
}

describe('density-clustering (HDBSCAN)', () => {
  test('finds two tight blobs among scattered points', () => {
    const points = [
      ...blob(0, 30, { spread: 0.03, seed: 1 }),
      ...blob(1, 20, { spread: 0.03, seed: 2 }),
      ...scattered(60, 3),
    ]
    const clusters = clusterOf(tableOf(points))
    const expected = [...Array<number>(30).fill(0), ...Array<number>(20).fill(1)]
    expect(clusters.slice(0, 50)).toEqual(expected)
    // A few scattered points lie nearest to a blob and join it loosely; asked for firm members, none of them stays.
    expect(clusters.slice(50).filter((cluster) => cluster >= 0).length).toBeLessThan(15)
    expect(clusterOf(tableOf(points), { min_probability: 0.3 })).toEqual([...expected, ...Array<number>(60).fill(-1)])
  })

  test('finds blobs of different density, which one DBSCAN radius cannot', () => {
    const points = [
      ...blob(0, 40, { spread: 0.02, seed: 4 }),
      ...blob(1, 40, { spread: 0.2, seed: 5 }),
      ...blob(2, 40, { spread: 0.2, seed: 6 }),
    ]
    const clusters = clusterOf(tableOf(points), { min_samples: 5 })
    for (const [first, name] of [
      [0, 0],
      [40, 1],
      [80, 2],
    ] as const) {
      expect(clusters.slice(first, first + 40).filter((cluster) => cluster === name).length).toBeGreaterThan(30)
    }
    const radius = clusterOf(tableOf(points), { algorithm: 'dbscan', eps: 0.02 })
    expect(new Set(radius.slice(40))).toEqual(new Set([-1]))
  })

  test('a tight group is found inside a broad one, even with exact copies in it', () => {
    const tight = blob(0, 12, { spread: 0.004, seed: 7 })
    const copies = Array.from({ length: 11 }, () => tight[0] as Float64Array)
    const table = tableOf([...tight, ...copies, ...blob(0, 200, { spread: 0.6, seed: 8 })])
    const clusters = clusterOf(table, { min_probability: 0.3 })
    expect(new Set(clusters.slice(0, 23))).toEqual(new Set([0]))
    // Of the broad one only what happens to lie within the tight group's reach.
    expect(clusters.slice(23).filter((cluster) => cluster === 0).length).toBeLessThan(4)
  })

  test('a whole group that holds together is one cluster, unless that is switched off', () => {
    const table = tableOf(blob(0, 25, { spread: 0.05, seed: 9 }))
    expect(new Set(clusterOf(table))).toEqual(new Set([0]))
    expect(new Set(clusterOf(table, { single_cluster: 0 }))).toEqual(new Set([-1]))
    expect(new Set(clusterOf(tableOf(scattered(25, 10))))).toEqual(new Set([-1]))
  })

  test('exactly min_cluster_size members suffice; one fewer do not', () => {
    const far = scattered(30, 11)
    const table = (count: number) => tableOf([...blob(0, count, { spread: 0.01, seed: 12 }), ...far])
    expect(new Set(clusterOf(table(10)).slice(0, 10))).toEqual(new Set([0]))
    expect(new Set(clusterOf(table(9)))).toEqual(new Set([-1]))
  })

  test('rows without any item (zero vectors) are noise', () => {
    const table = tableOf(Array.from({ length: 20 }, () => new Float64Array(8)))
    expect(new Set(clusterOf(table))).toEqual(new Set([-1]))
    expect(new Set(clusterOf(table, { algorithm: 'dbscan' }))).toEqual(new Set([-1]))
  })

  test('groups are clustered apart and clusters numbered through; size and probability fit', () => {
    const points = blob(0, 30, { spread: 0.03, seed: 13 })
    const rows = rowsOf(
      runMethod(
        'density-clustering',
        tableOf(points, (i) => (i % 2 ? 'odd' : 'even')),
      ),
    )
    expect(rows.map(({ grp }) => grp)).toEqual([...Array<string>(15).fill('even'), ...Array<string>(15).fill('odd')])
    expect(rows.map(({ cluster }) => cluster)).toEqual([...Array<number>(15).fill(0), ...Array<number>(15).fill(1)])
    for (const { cluster_size, probability } of rows) {
      expect(cluster_size).toBe(15)
      expect(probability).toBeGreaterThan(0)
      expect(probability).toBeLessThanOrEqual(1)
    }
  })

  test('groups beyond max_exact go through DBSCAN', () => {
    const points = [...blob(0, 30, { spread: 0.02, seed: 1 }), ...scattered(30, 3)]
    const table = tableOf(points)
    const expected = runMethod('density-clustering', table, { algorithm: 'dbscan' })
    expect(runMethod('density-clustering', table, { max_exact: 50 })).toEqual(expected)
    expect(new Set((expected['cluster'] as Int32Array).slice(0, 30))).toEqual(new Set([0]))
  })
})

describe('properties of clustering', () => {
  const points = fc.integer().map((seed) => {
    const random = seededRandom(seed)
    const counts = [5 + Math.floor(random() * 12), 5 + Math.floor(random() * 12), Math.floor(random() * 20)] as const
    return [
      ...blob(0, counts[0], { spread: 0.02 + random() * 0.2, seed }),
      ...blob(1, counts[1], { spread: 0.02 + random() * 0.2, seed: seed + 1 }),
      ...scattered(counts[2], seed + 2),
    ]
  })

  test.each(['hdbscan', 'dbscan'])(
    '%s: the order of the rows does not matter, nor which ids the points have',
    (algorithm) => {
      fc.assert(
        fc.property(points, (list) => {
          const table = tableOf(list)
          const options = { algorithm, min_cluster_size: 5 }
          const expected = runMethod('density-clustering', table, options)
          const backwards = list.map((_, i) => list.length - 1 - i)
          expect(runMethod('density-clustering', reorder(table, backwards), options)).toEqual(expected)
          if (algorithm === 'dbscan') return
          // Other ids: the same partition under other names.
          const renamed = clusterOf(tableOf(list.toReversed()), options).toReversed()
          const names = new Map<number, number>()
          ;(expected['cluster'] as Int32Array).forEach((cluster, i) => {
            const other = renamed[i] as number
            expect(cluster < 0).toBe(other < 0)
            if (!names.has(cluster)) names.set(cluster, other)
            expect(names.get(cluster)).toBe(other)
          })
        }),
      )
    },
  )

  test('every cluster has at least min_cluster_size members', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 2, max: 12 }), (list, least) => {
        const sizes = Map.groupBy(clusterOf(tableOf(list), { min_cluster_size: least }), (cluster) => cluster)
        for (const [cluster, members] of sizes) {
          if (cluster >= 0) expect(members.length).toBeGreaterThanOrEqual(least)
        }
      }),
    )
  })
})

describe('cluster-distance', () => {
  test('mean and least distance of each cluster to the others of its group, noise left out', () => {
    const axes = [0, 0, 1, 1, 2, 3]
    const rows = rowsOf(
      runMethod('cluster-distance', {
        cluster: Int32Array.of(0, 0, 1, 1, 2, -1),
        grp: axes.map(() => 'M54'),
        vector: axes.map((axis) =>
          packVector(unit([0, 1, 2, 3].map((k) => (k === axis ? 1 : axis === 2 && k === 0 ? 1 : 0)))),
        ),
      }),
    )
    // Axes 0 and 1 are orthogonal; cluster 2 lies half-way towards axis 0: distances 1, 1 − √½, 1.
    const near = 1 - Math.SQRT1_2
    const expected = [
      [0, 2, (1 + near) / 2, near],
      [1, 2, 1, 1],
      [2, 1, (1 + near) / 2, near],
    ] as const
    expect(rows).toHaveLength(3)
    rows.forEach((row, i) => {
      const [cluster, size, mean, min] = expected[i] as (typeof expected)[number]
      expect(row).toMatchObject({ cluster, size, grp: 'M54', n_clusters: 3 })
      expect(Number(row['mean_distance'])).toBeCloseTo(mean, 6)
      expect(Number(row['min_distance'])).toBeCloseTo(min, 6)
      expect(Number(row['grp_median'])).toBeCloseTo(1, 6)
      expect(Number(row['grp_p75'])).toBeCloseTo(1, 6)
    })
  })

  test('a cluster alone in its group has no distance', () => {
    const vector = [packVector(Float64Array.of(1, 0))]
    const [row] = rowsOf(runMethod('cluster-distance', { cluster: Int32Array.of(4), grp: ['x'], vector }))
    expect(row).toMatchObject({ cluster: 4, n_clusters: 1, mean_distance: NaN, min_distance: NaN, grp_median: NaN })
  })
})
