import { parseSearch } from '@yijian/web-kit/pure'
import { describe, expect, it } from 'vitest'
import { ACTED_LEVELS, findingsHref, reportedHref } from './public.ts'
import { FindingsSearch, formatLevels, parseLevels } from './search.ts'

describe('chosen levels', () => {
  it('are read in the order of risk, without unknown words', () => {
    expect(parseLevels('低,高,很高')).toEqual(['高', '低'])
    expect(parseLevels(undefined)).toEqual([])
  })

  it('are left out when all or none are chosen', () => {
    expect(formatLevels([])).toBeUndefined()
    expect(formatLevels(['低', '中', '观察', '高'])).toBeUndefined()
    expect(formatLevels(['低', '高'])).toBe('高,低')
  })
})

describe('the link behind a figure', () => {
  const landing = (href: string) =>
    parseSearch(FindingsSearch, Object.fromEntries(new URL(href, 'http://x').searchParams))

  it('lands on exactly the filter it was made from', () => {
    const filter = { institution: 'H1', model: 'decomposed-hospitalization', from: '2025-03-01', to: '2025-03-31' }
    expect(landing(findingsHref(filter))).toMatchObject(filter)
    expect(landing(findingsHref({}))).toEqual(landing('/findings'))
  })

  it('counts the levels that reports count, unless it names one', () => {
    expect(landing(reportedHref({ admdvs: '410102' }))).toMatchObject({ admdvs: '410102', level: ACTED_LEVELS })
    expect(landing(reportedHref({ level: '高' }))).toMatchObject({ level: '高' })
  })
})
