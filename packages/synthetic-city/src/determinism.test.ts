import { afterAll, describe, expect, it } from 'vitest'
import { fingerprint, hashes, makeCity, openCity, removeCities } from './city.test-helper.ts'

afterAll(removeCities)

describe('the same seed', () => {
  it('writes the same bytes with one thread and with two', async () => {
    const [one, two] = [await makeCity({ threads: 1, format: 'csv' }), await makeCity({ threads: 2, format: 'csv' })]
    expect(Object.keys(hashes(one)).length).toBeGreaterThan(14)
    expect(hashes(two)).toEqual(hashes(one))
  })

  it('writes the same rows however many persons go into a file', async () => {
    const [whole, parts] = [await makeCity(), await makeCity({ personsPerFile: 900 })]
    const [a, b] = [await openCity(whole), await openCity(parts)]
    for (const table of Object.keys(whole.report.tables))
      expect(await fingerprint(b, table), table).toBe(await fingerprint(a, table))
    expect(parts.report.tables).toEqual(whole.report.tables)
    a.close()
    b.close()
  })
})

describe('another seed', () => {
  it('makes another city of about the same size', async () => {
    const [one, other] = [await makeCity(), await makeCity({ seed: 8 })]
    expect(hashes(other)['fee_list_d.parquet']).not.toBe(hashes(one)['fee_list_d.parquet'])
    const [x, y] = [one.report.tables['fee_list_d'] ?? 0, other.report.tables['fee_list_d'] ?? 0]
    expect(Math.abs(x - y) / x).toBeLessThan(0.1)
  })
})

describe('size', () => {
  it('grows with the persons', async () => {
    const [small, large] = [await makeCity({ persons: 4000 }), await makeCity({ persons: 8000 })]
    const ratio = (large.report.tables['fee_list_d'] ?? 0) / (small.report.tables['fee_list_d'] ?? 1)
    expect(ratio).toBeGreaterThan(1.7)
    expect(ratio).toBeLessThan(2.3)
  })

  it('refuses a folder that already holds a delivery', async () => {
    const { directory } = await makeCity({ persons: 1000 })
    await expect(makeCity({ directory, persons: 1000 })).rejects.toThrow('目录中已有数据文件')
  })
})
