import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leastSquares } from './least-squares.ts'
import { columnsOf, reorder, rowsOf, runMethod } from './testing.ts'

// NIST Statistical Reference Datasets, Longley: y, deflator, GNP, unemployed, forces, population, year.
const LONGLEY = `60323 83.0 234289 2356 1590 107608 1947
61122 88.5 259426 2325 1456 108632 1948
60171 88.2 258054 3682 1616 109773 1949
61187 89.5 284599 3351 1650 110929 1950
63221 96.2 328975 2099 3099 112075 1951
63639 98.1 346999 1932 3594 113270 1952
64989 99.0 365385 1870 3547 115094 1953
63761 100.0 363112 3578 3350 116219 1954
66019 101.2 397469 2904 3048 117388 1955
67857 104.6 419180 2822 2857 118734 1956
68169 108.4 442769 2936 2798 120445 1957
66513 110.8 444546 4681 2637 121950 1958
68655 112.6 482704 3813 2552 123366 1959
69564 114.2 502601 3931 2514 125368 1960
69331 115.7 518173 4806 2572 127852 1961
70551 116.9 554894 4007 2827 130081 1962`
const CERTIFIED = [
  [15.0618722713733, 84.9149257747669],
  [-0.035819179292591, 0.0334910077722432],
  [-2.02022980381683, 0.488399681651699],
  [-1.03322686717359, 0.214274163161675],
  [-0.0511041056535807, 0.22607320006937],
  [1829.15146461355, 455.478499142212],
] as const

const NAMES = ['y', 'deflator', 'gnp', 'unemployed', 'forces', 'population', 'year']
const longley = columnsOf(
  LONGLEY.split('\n').map((line, i) => ({
    id: `r${String(i).padStart(2, '0')}`,
    grp: 'all',
    ...Object.fromEntries(line.split(' ').map((value, j) => [NAMES[j] as string, Number(value)])),
  })),
)
const x = NAMES.slice(1).join(', ')

describe('fixed-effects regression on the Longley data (NIST certified values)', () => {
  test('coefficients, standard errors, R² and residual sd to nine digits', () => {
    const rows = rowsOf(runMethod('fixed-effects-coefficients', longley, { x }))
    rows.forEach((row, j) => {
      const [coefficient, error] = CERTIFIED[j] as readonly [number, number]
      expect(row['term']).toBe(NAMES[j + 1])
      expect(Number(row['coefficient']) / coefficient).toBeCloseTo(1, 9)
      expect(Number(row['std_error']) / error).toBeCloseTo(1, 9)
      expect(Number(row['r2'])).toBeCloseTo(0.995479004577296, 12)
      expect(Number(row['sigma']) / 304.854073561965).toBeCloseTo(1, 9)
      expect(row['n']).toBe(16)
    })
  })

  test('the prediction for 1947 is that of the certified coefficients', () => {
    const values = [83.0, 234289, 2356, 1590, 107608, 1947]
    const expected = CERTIFIED.reduce((sum, [b], j) => sum + b * (values[j] as number), -3482258.63459582)
    const [first] = rowsOf(runMethod('fixed-effects-regression', longley, { x }))
    expect(Number(first?.['mu'])).toBeCloseTo(expected, 4)
    expect(Number(first?.['z'])).toBeCloseTo((60323 - expected) / 304.854073561965, 8)
  })

  test('a column that repeats another is left out and changes nothing', () => {
    const twice = { ...longley, again: (longley['gnp'] as Float64Array).map((value) => 3 * value + 1) }
    const rows = rowsOf(runMethod('fixed-effects-coefficients', twice, { x: `${x}, again` }))
    expect(rows.at(-1)).toMatchObject({ term: 'again', coefficient: NaN, std_error: NaN })
    expect(Number(rows[1]?.['coefficient']) / CERTIFIED[1][0]).toBeCloseTo(1, 9)
    const [plain, dropped] = [x, `${x}, again`].map((list) => runMethod('fixed-effects-regression', twice, { x: list }))
    expect(dropped?.['mu']).toEqual(plain?.['mu'])
  })
})

const grouped = [
  { id: 'a', grp: 'g', y: 1, age: 0, reference: 1 },
  { id: 'b', grp: 'g', y: 3, age: 1, reference: 1 },
  { id: 'c', grp: 'h', y: 11, age: 0, reference: 1 },
  { id: 'd', grp: 'h', y: 12.5, age: 1, reference: 1 },
  { id: 'e', grp: 'h', y: 20, age: 1, reference: 0 },
  { id: 'f', grp: 'unseen', y: 2, age: 1, reference: 0 },
  { id: 'g', grp: 'g', y: 5, age: NaN, reference: 0 },
]

describe('fixed-effects regression', () => {
  test('learns from reference rows only and predicts all; what cannot be told is missing', () => {
    const rows = rowsOf(runMethod('fixed-effects-regression', columnsOf(grouped, ['reference']), { x: 'age' }))
    // Slope (2 + 1.5) / 2 = 1.75; group means 2 and 11.75 at age 0.5.
    const byId = Object.fromEntries(rows.map((row) => [String(row['id']), row] as const))
    expect(byId['e']).toMatchObject({ n_group: 2 })
    expect(Number(byId['e']?.['mu'])).toBeCloseTo(12.625, 12)
    expect(Number(byId['e']?.['z'])).toBeCloseTo((20 - 12.625) / Number(byId['e']?.['sigma']), 12)
    expect(byId['f']).toMatchObject({ mu: NaN, sigma: NaN, z: NaN, n_group: 0 })
    expect(byId['g']).toMatchObject({ mu: NaN, z: NaN, n_group: 2 })
  })

  test('min_group: a group with too few reference rows is not judged', () => {
    const table = columnsOf(grouped, ['reference'])
    const [first] = rowsOf(runMethod('fixed-effects-regression', table, { x: 'age', min_group: 3 }))
    expect(first).toMatchObject({ mu: NaN, n_group: 2 })
  })

  test('without regressors the expectation is the mean of the group', () => {
    const [first] = rowsOf(runMethod('fixed-effects-regression', columnsOf(grouped, ['reference'])))
    expect(first?.['mu']).toBe(2)
  })

  test('a whole-number weight counts as that many rows', () => {
    const rows = grouped.slice(0, 4)
    const weighted = columnsOf(rows.map((row, i) => ({ ...row, weight: i === 0 ? 3 : 1 })))
    const repeated = columnsOf([
      ...rows,
      { ...(rows[0] as (typeof rows)[0]), id: 'a2' },
      { ...(rows[0] as (typeof rows)[0]), id: 'a3' },
    ])
    const [one] = rowsOf(runMethod('fixed-effects-coefficients', weighted, { x: 'age' }))
    const [many] = rowsOf(runMethod('fixed-effects-coefficients', repeated, { x: 'age' }))
    expect(Number(one?.['coefficient'])).toBeCloseTo(Number(many?.['coefficient']), 12)
  })

  test('an unknown option and a missing column are refused by name', () => {
    expect(() => runMethod('fixed-effects-regression', longley, { regressors: 'gnp' })).toThrow('regressors')
    expect(() => runMethod('fixed-effects-regression', longley, { x: 'height' })).toThrow('height')
  })
})

const row = fc.record({
  g: fc.integer({ min: 0, max: 3 }),
  x1: fc.double({ min: -5, max: 5, noNaN: true }),
  x2: fc.integer({ min: 0, max: 1 }),
  y: fc.double({ min: -100, max: 100, noNaN: true }),
})

describe('properties of fixed-effects regression', () => {
  test('within-transformation agrees with ordinary least squares on group dummies', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 12, maxLength: 40 }), (rows) => {
        const table = columnsOf(rows.map((r, i) => ({ id: i, grp: `g${r.g}`, y: r.y, x1: r.x1, x2: r.x2 })))
        const [b1] = rowsOf(runMethod('fixed-effects-coefficients', table, { x: 'x1,x2' }))
        const dummies = [0, 1, 2, 3].map((g) => Float64Array.from(rows, (r) => (r.g === g ? 1 : 0)))
        const columns = [...dummies, Float64Array.from(rows, (r) => r.x1), Float64Array.from(rows, (r) => r.x2)]
        const fit = leastSquares({ columns, scale: columns.map(() => 0), y: Float64Array.from(rows, (r) => r.y) })
        const expected = fit.coefficients[4] as number
        const spread = Math.max(...rows.map((r) => Math.abs(r.x1)))
        fc.pre(!Number.isNaN(expected) && Number(b1?.['std_error']) < 1e4 && spread > 1e-3)
        expect(Math.abs(Number(b1?.['coefficient']) - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)))
      }),
    )
  })

  test('shuffled rows give the same bits', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 3, maxLength: 30 }), fc.nat(), (rows, turn) => {
        const table = columnsOf(
          rows.map((r, i) => ({ id: i, grp: r.g, y: r.y, x1: r.x1, x2: r.x2 })),
          ['id', 'grp'],
        )
        const order = rows.map((_, i) => (i * 7 + turn) % rows.length)
        fc.pre(new Set(order).size === rows.length)
        const plain = runMethod('fixed-effects-regression', table, { x: 'x1,x2' })
        const shuffled = runMethod('fixed-effects-regression', reorder(table, order), { x: 'x1,x2' })
        expect(shuffled).toEqual(reorder(plain, order))
      }),
    )
  })
})
