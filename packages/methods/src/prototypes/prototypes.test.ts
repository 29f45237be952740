import { describe, expect, test } from 'vitest'
import { reorder, rowsOf, runMethod, type Columns } from '../testing.ts'

/** Fisher's irises: sepal length and width, petal length and width in mm, two digits each. */
const IRIS = `
51351402 49301402 47321302 46311502 50361402 54391704 46341403 50341502 44291402 49311501 54371502 48341602
48301401 43301101 58401202 57441504 54391304 51351403 57381703 51381503 54341702 51371504 46361002 51331705
48341902 50301602 50341604 52351502 52341402 47321602 48311602 54341504 52411501 55421402 49311502 50321202
55351302 49361401 44301302 51341502 50351303 45231303 44321302 50351606 51381904 48301403 51381602 46321402
53371502 50331402 70324714 64324515 69314915 55234013 65284615 57284513 63334716 49243310 66294613 52273914
50203510 59304215 60224010 61294714 56293613 67314414 56304515 58274110 62224515 56253911 59324818 61284013
63254915 61284712 64294313 66304414 68284814 67305017 60294515 57263510 55243811 55243710 58273912 60275116
54304515 60344516 67314715 63234413 56304113 55254013 55264412 61304614 58264012 50233310 56274213 57304212
57294213 62294313 51253011 57284113 63336025 58275119 71305921 63295618 65305822 76306621 49254517 73296318
67255818 72366125 65325120 64275319 68305521 57255020 58285124 64325323 65305518 77386722 77266923 60225015
69325723 56284920 77286720 63274918 67335721 72326018 62284818 61304918 64285621 72305816 74286119 79386420
64285622 63285115 61265614 77306123 63345624 64315518 60304818 69315421 67315624 69315123 58275119 68325923
67335725 67305223 63255019 65305220 62345423 59305118`
  .trim()
  .split(/\s+/)

const X = 'a,b,c,d'

function irises(): Columns {
  const measure = (at: number) => Float64Array.from(IRIS, (row) => Number(row.slice(at * 2, at * 2 + 2)) / 10)
  return {
    id: Int32Array.from(IRIS.keys()),
    category: IRIS.map(() => 'flower'),
    ...{ a: measure(0), b: measure(1), c: measure(2), d: measure(3) },
  }
}

function clusterIrises(options: Record<string, number>): Columns {
  const plain = { x: X, standardize: 0, min_size: 1, starts: 10, k_tries: 1 }
  return runMethod('k-prototypes', irises(), { ...plain, ...options })
}

const sizesOf = (clusters: Columns) => {
  const sizes = new Map<number, number>()
  for (const label of clusters['cluster'] as Int32Array) sizes.set(label, (sizes.get(label) ?? 0) + 1)
  return [...sizes.values()].toSorted((a, b) => a - b)
}
const costOf = (clusters: Columns) => (clusters['distance'] as Float64Array).reduce((sum, d) => sum + d * d, 0)
const first = (clusters: Columns, name: string) => clusters[name]?.[0] as number

describe('k-prototypes on numbers alone is k-means', () => {
  // R 4: set.seed(1); kmeans(iris[, 1:4], 3, nstart = 25) → tot.withinss 78.85144, sizes 50 62 38;
  // cluster::silhouette on it → mean width 0.5528190. For 2: 152.348, sizes 53 97, 0.6810462.
  test.each([
    { k: 3, cost: 78.85144, sizes: [38, 50, 62], silhouette: 0.552819 },
    { k: 2, cost: 152.34795, sizes: [53, 97], silhouette: 0.681046 },
  ])('$k groups of irises: the published sum of squares, sizes and silhouette', ({ k, cost, sizes, silhouette }) => {
    const clusters = clusterIrises({ k_min: k, k_max: k })
    expect(costOf(clusters)).toBeCloseTo(cost, 4)
    expect(sizesOf(clusters)).toEqual(sizes)
    expect(first(clusters, 'silhouette')).toBeCloseTo(silhouette, 6)
  })

  test('between 2 and 6 groups the silhouette chooses 2, as published for irises', () => {
    expect(first(clusterIrises({ k_min: 2, k_max: 6, k_tries: 5 }), 'k')).toBe(2)
  })

  test('a number of groups that rows do not allow is lowered', () => {
    expect(first(clusterIrises({ k_min: 50, k_max: 300, min_size: 50 }), 'k')).toBe(3)
    expect(first(clusterIrises({ k_min: 50, k_max: 300, min_size: 151 }), 'k')).toBe(1)
  })

  test('neither the order of rows nor a second run changes the groups', () => {
    const once = runMethod('k-prototypes', irises(), { x: X, k_min: 2, k_max: 8, min_size: 5 })
    const order = IRIS.map((_, i) => (i * 67) % IRIS.length)
    const again = runMethod('k-prototypes', reorder(irises(), order), { x: X, k_min: 2, k_max: 8, min_size: 5 })
    expect(rowsOf(again)).toEqual(rowsOf(once))
  })
})

describe('k-prototypes on numbers and a category', () => {
  const NUMBERS = [1, 1.2, 1.4, 5, 5.1, 5.3, 1.1, 5.2, 3]
  const LETTERS = ['p', 'p', 'q', 'q', 'q', 'p', 'q', 'p', 'q']
  const table: Columns = { id: LETTERS.map((_, i) => `r${i}`), category: LETTERS, x: Float64Array.from(NUMBERS) }

  /** Least cost over all ways to part the rows in two, by trying every one (Huang's cost written out). */
  function leastCost(gamma: number): number {
    const all = Array.from({ length: 2 ** (NUMBERS.length - 1) }, (_, bits) => {
      const sides = [0, 1].map((side) => NUMBERS.flatMap((_, i) => (((bits >> i) & 1) === side ? [i] : [])))
      return sides.reduce((sum, side) => sum + costOfSide(side, gamma), 0)
    })
    return Math.min(...all)
  }
  function costOfSide(side: readonly number[], gamma: number): number {
    const values = side.map((i) => NUMBERS[i] as number)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const most = Math.max(0, ...['p', 'q'].map((letter) => side.filter((i) => LETTERS[i] === letter).length))
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) + gamma * (side.length - most)
  }

  test.each([0, 0.5, 3, 20])('reaches the least cost of all partitions at gamma %d', (gamma) => {
    const options = { x: 'x', gamma, standardize: 0, k_min: 2, k_max: 2, min_size: 1, starts: 40 }
    expect(costOf(runMethod('k-prototypes', table, options))).toBeCloseTo(leastCost(gamma), 9)
  })

  test('a dear category parts the rows by category, a cheap one by the number', () => {
    const options = { x: 'x', k_min: 2, k_max: 2, min_size: 1, starts: 20 }
    const byLetter = runMethod('k-prototypes', table, { ...options, gamma: 1000 })['cluster']
    expect([...(byLetter as Int32Array)]).toEqual(LETTERS.map((letter) => (letter === 'p' ? 0 : 1)))
    const byNumber = runMethod('k-prototypes', table, { ...options, gamma: 0 })['cluster']
    expect([...(byNumber as Int32Array)].slice(0, 8)).toEqual(NUMBERS.slice(0, 8).map((x) => (x < 3 ? 0 : 1)))
  })

  test('a row without a number is in no group; an empty table gives an empty one', () => {
    const holed = { ...table, x: Float64Array.from(NUMBERS, (x, i) => (i === 3 ? NaN : x)) }
    const [clusters] = [runMethod('k-prototypes', holed, { x: 'x', k_min: 2, k_max: 2, min_size: 1 })]
    expect((clusters['cluster'] as Int32Array)[3]).toBe(-2147483648)
    expect((clusters['distance'] as Float64Array)[3]).toBeNaN()
    const none = runMethod('k-prototypes', { id: [], category: [], x: new Float64Array() }, { x: 'x' })
    expect(rowsOf(none)).toEqual([])
  })

  test('the sample that the groups are learnt from is drawn by the seed, and every row is put in a group', () => {
    const many: Columns = {
      id: Int32Array.from({ length: 900 }, (_, i) => i),
      category: Array.from({ length: 900 }, (_, i) => `c${i % 3}`),
      x: Float64Array.from({ length: 900 }, (_, i) => i % 3),
    }
    const clusters = runMethod('k-prototypes', many, { x: 'x', sample: 60, k_min: 3, k_max: 3, min_size: 1 })
    expect([...(clusters['cluster'] as Int32Array)]).toEqual(Array.from({ length: 900 }, (_, i) => i % 3))
  })
})
