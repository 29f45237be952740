import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { loadDictionaries, loadTables, tablePages } from '@yijian/warehouse'
import { describe, expect, it } from 'vitest'

const handbook = resolve(import.meta.dirname, '../../docs/handbook')
const contentDirectory = resolve(import.meta.dirname, '../../content')
const pages = tablePages(loadTables(contentDirectory), loadDictionaries(contentDirectory))

if (process.env['UPDATE_HANDBOOK'] === '1') {
  for (const { path, markdown } of pages) {
    mkdirSync(dirname(join(handbook, path)), { recursive: true })
    writeFileSync(join(handbook, path), markdown)
  }
}

describe('the pages of the tables in the handbook (UPDATE_HANDBOOK=1 writes them)', () => {
  it.each(pages.map((page) => [page.path, page.markdown]))('%s is what content/tables says', (path, markdown) => {
    expect(readFileSync(join(handbook, path), 'utf8')).toBe(markdown)
  })

  it('has no page of a table that is gone', () => {
    const known = new Set(pages.map((page) => page.path))
    const found = readdirSync(join(handbook, 'tables')).map((name) => `tables/${name}`)
    expect(found.filter((path) => !known.has(path))).toEqual([])
  })
})
