import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from './engine.ts'
import { openTableCache, type TableCache } from './table-cache.ts'

let engine: Engine
let cache: TableCache
beforeAll(async () => {
  engine = await openEngine({ threads: 1 })
})
afterAll(() => engine.close())
beforeEach(async () => {
  await engine.run(`DROP SCHEMA IF EXISTS s CASCADE; CREATE SCHEMA s; SET search_path = 's'`)
  cache = await openTableCache(engine)
})

const COLUMNS = [{ name: 'i', type: 'INTEGER' }]
const give = (...rows: number[]) =>
  cache.give(
    'given',
    COLUMNS,
    rows.length === 0 ? '' : `INSERT INTO given VALUES ${rows.map((i) => `(${i})`).join(',')}`,
  )
const values = async (sql: string) => (await engine.rows(sql)).map((row) => Object.values(row)[0])

describe('tables filled again and again', () => {
  it('follow what they are made from, whatever the rows were when the statement was planned', async () => {
    const seen = []
    for (const rows of [[1, 2], [], [1000], [1000, 7, 3000], [], [5]]) {
      await give(...rows)
      await cache.put('large', 'SELECT i FROM given WHERE i > 100')
      await cache.put('facts', 'SELECT COUNT(*) AS n, MAX(i) AS top, MIN(i) AS low FROM given')
      seen.push([await values('SELECT i FROM large ORDER BY i'), ...(await engine.rows('FROM facts'))])
    }
    expect(seen).toEqual([
      [[], { n: 2n, top: 2, low: 1 }],
      [[], { n: 0n, top: null, low: null }],
      [[1000], { n: 1n, top: 1000, low: 1000 }],
      [[1000, 3000], { n: 3n, top: 3000, low: 7 }],
      [[], { n: 0n, top: null, low: null }],
      [[], { n: 1n, top: 5, low: 5 }],
    ])
  })

  it('are left alone while nothing they are made from has changed', async () => {
    await give(1)
    await cache.view('seen', 'SELECT i FROM given')
    const recipe = 'SELECT i, random() AS chance FROM seen'
    await cache.put('t', recipe)
    const [first] = await engine.rows('FROM t')
    await give(1)
    await cache.put('t', recipe)
    expect(await engine.rows('FROM t')).toEqual([first])
    await give(2)
    await cache.put('t', recipe)
    expect(await values('SELECT i FROM t')).toEqual([2])
  })

  it('take the types of another statement', async () => {
    await give(1)
    await cache.put('t', 'SELECT i * 0.5 AS x FROM given')
    await cache.put('u', 'SELECT x FROM t')
    await cache.put('t', 'SELECT i * 0.25 AS x FROM given')
    await cache.put('u', 'SELECT x FROM t')
    expect(await values('SELECT x FROM u')).toEqual(['0.25'])
    await cache.put('t', 'SELECT i * 0.5 AS x FROM given')
    await cache.put('u', 'SELECT x FROM t')
    expect(await engine.describe('FROM u')).toEqual([{ name: 'x', type: 'DECIMAL(12,1)' }])
  })

  it('are made again after one went wrong', async () => {
    await give(1)
    const recipe = `SELECT CAST(CASE WHEN i > 1 THEN 'x' ELSE '7' END AS INTEGER) AS n FROM given`
    await cache.put('t', recipe)
    await cache.put('t', recipe)
    await give(2)
    await expect(cache.put('t', recipe)).rejects.toThrow(/Conversion/)
    await give(1)
    await cache.put('t', recipe)
    expect(await values('FROM t')).toEqual([7])
  })

  it('replace a view, and are replaced by one', async () => {
    await give(1)
    await cache.view('v', 'SELECT i FROM given')
    await cache.put('t', 'SELECT i FROM v')
    await cache.give('v', COLUMNS, 'INSERT INTO v VALUES (9)')
    await cache.put('t', 'SELECT i FROM v')
    expect(await values('FROM t')).toEqual([9])
    await cache.view('v', 'SELECT i FROM given')
    await cache.put('t', 'SELECT i FROM v')
    expect(await values('FROM t')).toEqual([1])
  })
})
