import { describe, expect, test } from 'vitest'
import { columnsOf, reorder, rowsOf, runMethod } from '../testing.ts'
import { seededRandom } from '../random.ts'

const random = seededRandom(7)
const prose = (length: number) =>
  Array.from({ length }, () => String.fromCharCode(0x4e00 + Math.floor(random() * 3000))).join('')

const row = (id: string, text: string, more: Readonly<Record<string, string>> = {}) => ({
  ...{ id, grp: 'H1|J18', kind: '入院记录', owner: `P-${id}`, text },
  ...more,
})
const similar = (rows: readonly Record<string, string>[], options = {}) =>
  rowsOf(runMethod('similar-texts', columnsOf(rows), options)).map(({ source, target }) => `${source}~${target}`)

describe('similar-texts', () => {
  const base = prose(400)

  test('finds copies whatever person, numbers, dates and punctuation they carry, and shows the passage', () => {
    const found = rowsOf(
      runMethod(
        'similar-texts',
        columnsOf([
          row('a', `姓名：样例一，年龄：61岁。${base}，体温36.5℃`),
          row('b', `姓名：样例二，年龄：47岁。${base}，体温 37.1 ℃ 2025-03-01`),
          row('c', prose(400)),
        ]),
      ),
    )
    expect(found.map(({ source, target, similarity }) => [source, target, similarity])).toEqual([['a', 'b', 1]])
    expect(base).toContain(String(found[0]?.['passage']).slice(0, 40))
  })

  test('one person, another kind of document and another group are not compared', () => {
    expect(similar([row('a', base), row('b', base, { owner: 'P-a' })])).toEqual([])
    expect(similar([row('a', base), row('b', base, { kind: '手术记录' })])).toEqual([])
    expect(similar([row('a', base), row('b', base, { grp: 'H2|J18' })])).toEqual([])
  })

  test('the limit is the exact Jaccard similarity of the five-character runs', () => {
    // 96 runs each, 92 of them shared: 92 ÷ (96 + 96 − 92)
    const [shared, own, other] = [prose(96), prose(4), prose(4)]
    const rows = [row('a', shared + own), row('b', shared + other)]
    expect(similar(rows, { min_similarity: 92 / 100 })).toEqual(['a~b'])
    expect(similar(rows, { min_similarity: 0.921 })).toEqual([])
  })

  test('what four fifths of the documents of a kind share is template', () => {
    const template = prose(200)
    const forms = Array.from({ length: 25 }, (_, i) => row(`f${i}`, template + prose(60)))
    expect(similar(forms, { min_similarity: 0.5 })).toEqual([])
    expect(similar(forms, { min_similarity: 0.5, common_share: 1 }).length).toBeGreaterThan(100)
  })

  test('the order of rows changes nothing, and an empty table gives an empty table', () => {
    const rows = columnsOf(Array.from({ length: 12 }, (_, i) => row(`r${i}`, i % 3 === 0 ? base : prose(300))))
    const order = Array.from({ length: 12 }, (_, i) => (i * 5) % 12)
    expect(rowsOf(runMethod('similar-texts', reorder(rows, order)))).toEqual(rowsOf(runMethod('similar-texts', rows)))
    const none = { id: [], grp: [], kind: [], owner: [], text: [] }
    expect(runMethod('similar-texts', none)['source']).toHaveLength(0)
  })
})
