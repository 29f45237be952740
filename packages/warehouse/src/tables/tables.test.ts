import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, openEngine } from '../engine/public.ts'
import { ddl, emptyRelation, findEntry, loadDictionaries, loadTables } from './public.ts'

const content = join(import.meta.dirname, '../../../../content')
const tables = loadTables(content)
const dictionaries = loadDictionaries(content)
let engine: Engine

beforeAll(async () => {
  engine = await openEngine({ memoryLimit: '512MB', threads: 1 })
})
afterAll(() => engine.close())

test('a table comes after the tables it refers to', () => {
  const names = [...tables.keys()]
  for (const table of tables.values()) {
    for (const reference of table.references.filter((other) => other.table !== table.table)) {
      expect(names.indexOf(reference.table), `${table.table} → ${reference.table}`).toBeLessThan(
        names.indexOf(table.table),
      )
    }
  }
})

test.each([...tables.values()].map((table) => [table.table, table] as const))(
  '%s: its DDL runs, its checks bind and the empty relation has the same columns',
  async (_name, table) => {
    await engine.run(ddl(table))
    const types = await engine.describe(`SELECT * FROM ods_${table.table}`)
    expect(await engine.describe(emptyRelation(table))).toEqual(types)
    for (const check of table.checks) {
      expect(await engine.describe(`SELECT ${check.sql} AS good FROM ods_${table.table}`)).toEqual([
        { name: 'good', type: 'BOOLEAN' },
      ])
    }
  },
)

test('every dictionary a table names exists and every code has a label', () => {
  for (const column of [...tables.values()].flatMap((table) => table.columns)) {
    if (column.dictionary)
      expect(dictionaries.get(column.dictionary)?.entries.length, column.dictionary).toBeGreaterThan(0)
  }
  for (const dictionary of dictionaries.values()) {
    for (const entry of dictionary.entries) expect(entry.code && entry.label, dictionary.name).toBeTruthy()
  }
})

test('a provincial child code belongs to the longest national code it begins with', () => {
  const medType = dictionaries.get('med_type')
  expect(medType && findEntry(medType, '210501', 'prefix')?.code).toBe('2105')
  expect(medType && findEntry(medType, '210501', 'exact')).toBeUndefined()
  expect(medType && findEntry(medType, '77', 'prefix')).toBeUndefined()
})
