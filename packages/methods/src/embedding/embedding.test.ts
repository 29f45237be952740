import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import { columnsOf, reorder, runMethod, type Columns } from '../testing.ts'
import { packedLength, packVector, unpackVector } from './packed-vector.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

type Line = {
  readonly id: string
  readonly grp: string
  readonly item: string
  readonly amount: number
}

function vectorsOf(output: Columns): number[][] {
  return (output['vector'] as string[]).map((text) => {
    const into = new Float64Array(packedLength(text))
    unpackVector(text, into, 0)
    return [...into]
  })
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0)
}

/** Cosines of TF-IDF rows by the formula alone, item by item. */
function expectedCosines(lines: readonly Line[]): number[][] {
  const ids = [...new Set(lines.map(({ id }) => id))].sort()
  const items = [...new Set(lines.map(({ item }) => item))]
  const rows = ids.map((id) =>
    items.map((item) => {
      const having = new Set(lines.filter((line) => line.item === item && line.amount > 0).map((line) => line.id)).size
      const amounts = lines.filter((line) => line.id === id && line.item === item).map(({ amount }) => amount)
      const total = amounts.reduce((sum, amount) => sum + amount, 0)
      return Math.log(1 + total) * (Math.log((1 + ids.length) / (1 + having)) + 1)
    }),
  )
  return rows.map((a) => rows.map((b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))))
}

function randomLines(count: number, items: number): Line[] {
  const random = seededRandom(7)
  return Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: 6 }, () => ({
      id: `v${String(i).padStart(3, '0')}`,
      grp: 'g',
      item: `i${Math.floor(random() * items)}`,
      amount: Math.ceil(random() * 500),
    })),
  )
}

describe('packed vectors', () => {
  test('come back within 1.2e-7, zero exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true })), (values) => {
        const text = packVector(Float64Array.from(values))
        const into = new Float64Array(values.length)
        unpackVector(text, into, 0)
        values.forEach((value, i) => {
          expect(Math.abs((into[i] as number) - value)).toBeLessThan(1.2e-7)
          if (value === 0) expect(into[i]).toBe(0)
        })
      }),
    )
  })
})

describe('symmetricEigen', () => {
  test('solves a textbook matrix', () => {
    const { values, order } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2)
    expect([...order].map((k) => values[k])).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)])
  })

  test('A v = λ v for random symmetric matrices', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 15, maxLength: 15 }), (half) => {
        const a = new Float64Array(25)
        half.forEach((value, i) => {
          const row = Math.floor((Math.sqrt(8 * i + 1) - 1) / 2)
          const column = i - (row * (row + 1)) / 2
          a[row * 5 + column] = a[column * 5 + row] = value
        })
        const { vectors, values } = symmetricEigen(Float64Array.from(a), 5)
        for (let k = 0; k < 5; k++) {
          for (let i = 0; i < 5; i++) {
            let sum = 0
            for (let j = 0; j < 5; j++) sum += (a[i * 5 + j] as number) * (vectors[j * 5 + k] as number)
            expect(Math.abs(sum - (values[k] as number) * (vectors[i * 5 + k] as number))).toBeLessThan(1e-9)
          }
        }
      }),
    )
  })
})

describe('tfidf-embedding', () => {
  test('with as many dims as items, cosines are those of the TF-IDF rows', () => {
    const lines = randomLines(20, 12)
    const vectors = vectorsOf(runMethod('tfidf-embedding', columnsOf(lines)))
    const expected = expectedCosines(lines)
    vectors.forEach((a, i) => {
      vectors.forEach((b, j) => expect(Math.abs(dot(a, b) - (expected[i]?.[j] as number))).toBeLessThan(1e-6))
    })
  })

  test.each([30, 400])('rows made of five profiles over many items lie in five dims (%d rows)', (count) => {
    const random = seededRandom(3)
    const profiles = Array.from({ length: 5 }, (_, p) =>
      Array.from({ length: 9 }, (_, k) => ({ item: `i${p * 9 + k}`, amount: Math.ceil(random() * 90) })),
    )
    const lines = Array.from({ length: count }, (_, i) => i).flatMap((i) =>
      (profiles[i % 5] ?? []).map((line) => ({ id: `v${String(i).padStart(3, '0')}`, grp: 'g', ...line })),
    )
    const vectors = vectorsOf(runMethod('tfidf-embedding', columnsOf(lines), { dims: 5 }))
    expect(vectors[0]).toHaveLength(5)
    vectors.forEach((a, i) => {
      vectors.slice(0, 10).forEach((b, j) => expect(dot(a, b)).toBeCloseTo(i % 5 === j % 5 ? 1 : 0, 6))
    })
  })

  test('truncation keeps the best approximation: the lost part is that of the exact eigenvectors', () => {
    const lines = randomLines(60, 40)
    const norms = vectorsOf(runMethod('tfidf-embedding', columnsOf(lines), { dims: 10 })).map((v) => dot(v, v))
    norms.forEach((norm) => expect(norm).toBeCloseTo(1, 5))
    const [few, many] = [10, 38].map((dims) => {
      const vectors = vectorsOf(runMethod('tfidf-embedding', columnsOf(lines), { dims }))
      const expected = expectedCosines(lines)
      return vectors
        .flatMap((a, i) => vectors.map((b, j) => (dot(a, b) - (expected[i]?.[j] as number)) ** 2))
        .reduce((s, v) => s + v)
    }) as [number, number]
    expect(many).toBeLessThan(few / 20)
  })

  test('groups have their own space unless the scope is the table; repeats are added up; a zero row is kept', () => {
    const lines = [
      { id: 'a', grp: 'g', item: 'x', amount: 3 },
      { id: 'a', grp: 'g', item: 'x', amount: 4 },
      { id: 'b', grp: 'h', item: 'y', amount: 7 },
      { id: 'c', grp: 'h', item: 'x', amount: 0 },
    ]
    const perGroup = runMethod('tfidf-embedding', columnsOf(lines))
    expect(perGroup['id']).toEqual(['a', 'b', 'c'])
    expect(vectorsOf(perGroup).map((vector) => vector.length)).toEqual([1, 2, 2])
    const whole = vectorsOf(runMethod('tfidf-embedding', columnsOf(lines), { scope: 'table' }))
    expect(dot(whole[0] ?? [], whole[1] ?? [])).toBeCloseTo(0, 6)
    expect(whole[2]?.every((value) => value === 0)).toBe(true)
    expect(() => runMethod('tfidf-embedding', columnsOf(lines), { scope: 'region' })).toThrow('scope')
  })

  test('max_items keeps the items most rows have', () => {
    const lines = ['a', 'b', 'c'].flatMap((id) => [
      { id, grp: 'g', item: 'common', amount: 5 },
      { id, grp: 'g', item: 'second', amount: 5 },
      { id, grp: 'g', item: `only ${id}`, amount: 500 },
    ])
    const vectors = vectorsOf(runMethod('tfidf-embedding', columnsOf(lines), { max_items: 2 }))
    expect(dot(vectors[0] ?? [], vectors[1] ?? [])).toBeCloseTo(1, 6)
  })

  test('the order of the rows does not matter', () => {
    const table = columnsOf(randomLines(50, 200))
    const order = Array.from({ length: 300 }, (_, i) => (i * 77 + 5) % 300)
    const options = { dims: 8 }
    const expected = runMethod('tfidf-embedding', table, options)
    expect(runMethod('tfidf-embedding', reorder(table, order), options)).toEqual(expected)
  })
})
