import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drgComplicationsMethod } from './complications-method.ts'
import { drgRegroupMethod } from './regroup-method.ts'
import { openEngine } from '../engine/public.ts'
import { isDemonstration, NO_SCHEMES, schemeShelf, siteSchemes } from './scheme-shelf.ts'

const contentDirectory = resolve(import.meta.dirname, '../../../../content')
let dataDirectory: string

/** The demonstration scheme as a site's own, in force in 2025 only. */
beforeAll(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'yijian-shelf-'))
  const own = join(dataDirectory, 'drg-schemes', 'own')
  mkdirSync(own, { recursive: true })
  const demo = join(contentDirectory, 'drg-schemes/demo')
  for (const name of readdirSync(demo).filter((file) => file.endsWith('.csv')))
    writeFileSync(join(own, name), readFileSync(join(demo, name)))
  writeFileSync(join(own, 'scheme.csv'), 'key,value\nid,own\nname,本市方案\nversion,1\nvalid_from,2025-01-01\nvalid_to,2025-12-31\n') // prettier-ignore
  writeFileSync(join(own, 'weights.csv'), 'drg,weight\nB013,2.5\nB015,2\n')
})
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }))

describe('the scheme in force', () => {
  it("is the site's on the days it covers, the content's on others", () => {
    const shelf = siteSchemes({ dataDirectory, contentDirectory, demonstration: true })
    expect(shelf.used()).toEqual([])
    expect(shelf.findInForce('2025-12-31')?.id).toBe('own')
    expect(shelf.findInForce('2026-01-01')?.id).toBe('demo')
    expect(shelf.findInForce('2019-12-31')).toBeUndefined()
    expect(shelf.used().map(({ id }) => id)).toEqual(['demo', 'own'])
  })

  it('is never the demonstration scheme where a real institution is among the data', async () => {
    const shelf = siteSchemes({ dataDirectory, contentDirectory, demonstration: false })
    expect(shelf.findInForce('2025-12-31')?.id).toBe('own')
    expect(shelf.findInForce('2026-01-01')).toBeUndefined()
    const engine = await openEngine({ threads: 1 })
    try {
      await engine.run(`CREATE TABLE institution AS SELECT * FROM (VALUES ('990102'), (NULL)) t(admdvs)`)
      expect(await isDemonstration(engine)).toBe(true)
      await engine.run(`INSERT INTO institution VALUES ('410102')`)
      expect(await isDemonstration(engine)).toBe(false)
      await engine.run('DELETE FROM institution')
      expect(await isDemonstration(engine)).toBe(false)
    } finally {
      engine.close()
    }
  })

  it('is none where there is no folder', () => {
    expect(schemeShelf([join(dataDirectory, 'nothing')]).findInForce('2025-01-01')).toBeUndefined()
  })
})

const columns = (rows: readonly Readonly<Record<string, string | number | null>>[]) => {
  const text = (name: string) => rows.map((row) => (row[name] ?? null) as string | null)
  const number = (name: string) => Float64Array.from(rows, (row) => (row[name] as number | undefined) ?? Number.NaN)
  const numbers = ['age', 'age_days', 'birth_weight', 'los', 'icu_hours', 'vent_hours', 'nursing_days']
  return {
    length: rows.length,
    columns: {
      ...Object.fromEntries(['case_key', 'dx', 'op', 'dsc', 'gend', 'dscg_way', 'med_type', 'dept'].map((name) => [name, text(name)])), // prettier-ignore
      ...Object.fromEntries(numbers.map((name) => [name, number(name)])),
    },
  }
}
const bleeding = { dx: 'I61.900|E87.600', dsc: '2025-05-01', gend: '1', age: 60, los: 9 }

describe('drg-regroup', () => {
  const context = {
    check: () => undefined,
    schemes: siteSchemes({ dataDirectory: '/nowhere', contentDirectory, demonstration: true }),
  }

  it('groups each row by its own codes and day, with the weight of the scheme', () => {
    const rows = [
      { case_key: 'as', ...bleeding },
      { case_key: 'fix', ...bleeding, dx: 'I61.900' },
      { case_key: 'own', ...bleeding, dsc: '2025-05-01' },
    ]
    const demo = drgRegroupMethod.run(columns(rows), {}, context).columns
    expect(demo.drg_code).toEqual(['B013', 'B015', 'B013'])
    expect([...demo.weight]).toEqual([1.2736, 1.0849, 1.2736])
    const own = { ...context, schemes: siteSchemes({ dataDirectory, contentDirectory, demonstration: true }) }
    expect([...drgRegroupMethod.run(columns(rows), {}, own).columns.weight]).toEqual([2.5, 2, 2.5])
  })

  it('gives a reason, never a group, when something that must be known is missing', () => {
    const rows = [
      { case_key: 'no-age', ...bleeding, age: null },
      { case_key: 'no-day', ...bleeding, dsc: null },
      { case_key: 'too-early', ...bleeding, dsc: '2019-01-01' },
      { case_key: 'unknown', ...bleeding, dx: 'X99.900' },
    ]
    const { grouped, drg_code, weight, reason } = drgRegroupMethod.run(columns(rows), {}, context).columns
    expect([...grouped]).toEqual([0, 0, 0, 0])
    expect(drg_code).toEqual([null, null, null, null])
    expect([...weight].every(Number.isNaN)).toBe(true)
    expect(reason).toEqual([
      '缺少年龄',
      '缺少出院日期',
      '出院日期不在任何分组方案的有效期内',
      '主要诊断编码不在分组方案内',
    ])
  })
})

describe('drg-complications', () => {
  it('lists the other diagnoses that the scheme counts, and which the main one excludes', () => {
    const rows = [
      { case_key: 'a', ...bleeding },
      { case_key: 'b', ...bleeding, dx: 'J18.900|J96.900|I10.x00' },
    ]
    const schemes = siteSchemes({ dataDirectory: '/nowhere', contentDirectory, demonstration: true })
    const found = drgComplicationsMethod.run(columns(rows), {}, { check: () => undefined, schemes }).columns
    expect(found).toMatchObject({ case_key: ['a', 'b'], code: ['E87.600', 'J96.900'], level: ['CC', 'MCC'] })
    expect([...found.excluded]).toEqual([0, 1])
    expect(drgComplicationsMethod.run(columns(rows), {}, { check: () => undefined, schemes: NO_SCHEMES }).length).toBe(
      0,
    )
  })
})
