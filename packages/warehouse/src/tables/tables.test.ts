import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, openEngine } from '../engine/public.ts'
import {
  ddl,
  emptyRelation,
  findEntry,
  loadDictionaries,
  loadTables,
  TableDefinitionSchema,
  tablePages,
} from './public.ts'

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

test('the handbook has a page for every table, naming every column, and no dead link', () => {
  const pages = tablePages(tables, dictionaries)
  const paths = new Set(pages.map((page) => page.path))
  for (const table of tables.values()) {
    const page = pages.find((other) => other.path === `tables/${table.table}.md`)
    for (const column of table.columns) expect(page?.markdown).toContain(`| \`${column.name}\` | ${column.label} |`)
  }
  for (const page of pages) {
    for (const [, target = ''] of page.markdown.matchAll(/\]\(([a-z_A-Z]+\.md)/g))
      expect(paths).toContain(`tables/${target}`)
  }
})

test('a definition that contradicts itself is refused with what is wrong', () => {
  const wrong = {
    table: 't',
    label: '表',
    physical: 'T',
    layer: 'ods',
    key: ['a'],
    required_table: true,
    columns: [{ name: 'a', type: 'varchar', label: '甲' }],
    checks: [{ id: 'c', label: '核对', column: 'b', sql: 'true' }],
  }
  const result = TableDefinitionSchema.safeParse(wrong)
  expect(result.error?.issues.map((issue) => issue.message)).toEqual(['列 b 没有定义', '主键列 a 必须是必填列'])
})
