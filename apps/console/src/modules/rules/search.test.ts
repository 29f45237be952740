import type { RuleKindRow } from '@yijian/contract'
import { parseSearch } from '@yijian/web-kit/pure'
import { describe, expect, it } from 'vitest'
import {
  classTree,
  filterKinds,
  libraryHref,
  LibrarySearch,
  ruleHref,
  RuleTab,
  sortKinds,
  textQuery,
} from './search.ts'

const kind = (kindId: string, patch: Partial<RuleKindRow> = {}): RuleKindRow => ({
  ...{
    kindId,
    gz: null,
    slug: kindId,
    name: `规则${kindId}`,
    cat1: '政策类',
    cat2: '药品',
    severity: 1,
    stages: ['B', 'A'],
  },
  ...{
    template: 'T1',
    templateName: '属性限定',
    national: true,
    points: 3,
    underWay: 0,
    failed: 0,
    hits: 0,
    overrides: 0,
  },
  ...patch,
})

describe('the search box', () => {
  it('asks which points cover a national code, however it is typed', () => {
    expect(textQuery('001109000010000')).toEqual({ code: '001109000010000' })
    expect(textQuery(' xb01axa223x001010101 ')).toEqual({ code: 'XB01AXA223X001010101' })
    expect(textQuery('C02011200100301')).toEqual({ code: 'C02011200100301' })
    expect(textQuery('T001700233')).toEqual({ code: 'T001700233' })
  })

  it('looks for words, articles and our own numbers as text', () => {
    for (const text of ['床位费', '第十九条', 'YJ-R27-1', 'R27', '2025']) expect(textQuery(text)).toEqual({ q: text })
  })

  it('asks nothing when empty', () => {
    expect(textQuery(undefined)).toEqual({})
    expect(textQuery('   ')).toEqual({})
  })
})

describe('the catalogue', () => {
  const rows = [
    kind('R1'),
    kind('R27', { name: '医疗服务项目限定频次', cat2: '服务', gz: 'GZ10000102014000', points: 9 }),
    kind('R43', { cat1: '管理类', cat2: '药品', stages: ['A'], points: 1 }),
  ]

  it('counts rules and points by class and second class, without mixing equal names of two classes', () => {
    expect(classTree(rows)).toEqual([
      {
        ...{ cat1: '政策类', kinds: 2, points: 12 },
        classes: [
          { cat2: '药品', kinds: 1, points: 3 },
          { cat2: '服务', kinds: 1, points: 9 },
        ],
      },
      { cat1: '管理类', kinds: 1, points: 1, classes: [{ cat2: '药品', kinds: 1, points: 1 }] },
    ])
  })

  it('keeps what fits all filters', () => {
    const ids = (filter: Parameters<typeof filterKinds>[1]) => filterKinds(rows, filter).map((row) => row.kindId)
    expect(ids({ cat1: '政策类', cat2: '药品' })).toEqual(['R1'])
    expect(ids({ stage: 'B' })).toEqual(['R1', 'R27'])
    expect(ids({ q: 'gz10000102014000' })).toEqual(['R27'])
    expect(ids({ q: '频次', cat1: '管理类' })).toEqual([])
    expect(ids({ stage: 'nonsense' })).toEqual(['R1', 'R27', 'R43'])
  })

  it('orders numbers as numbers and ties by rule', () => {
    const ids = (sort: LibrarySearch['sort'], order: LibrarySearch['order']) =>
      sortKinds([...rows].reverse(), { sort, order }).map((row) => row.kindId)
    expect(ids('kindId', 'asc')).toEqual(['R1', 'R27', 'R43'])
    expect(ids('points', 'desc')).toEqual(['R27', 'R1', 'R43'])
    expect(ids('hits', 'desc')).toEqual(['R1', 'R27', 'R43'])
  })
})

describe('a link into the libraries', () => {
  const landing = (fields: typeof LibrarySearch | typeof RuleTab, href: string) =>
    parseSearch(fields, Object.fromEntries(new URL(href, 'http://x').searchParams))

  it('lands on the filter it was made from', () => {
    expect(landing(LibrarySearch, libraryHref({ view: 'points', kind: 'R27', failed: 'true' }))).toMatchObject({
      view: 'points',
      kind: 'R27',
      failed: 'true',
      page: 1,
    })
    expect(landing(RuleTab, ruleHref('R27', { tab: 'trial', from: 'YJ-R27-1' }))).toMatchObject({
      tab: 'trial',
      from: 'YJ-R27-1',
    })
  })

  it('falls back to the defaults where it is broken', () => {
    expect(landing(LibrarySearch, '/rules?cat1=别的&kind=27&on=昨天&page=0')).toMatchObject({ view: 'rules', page: 1 })
  })
})
