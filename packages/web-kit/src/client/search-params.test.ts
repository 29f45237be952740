import { FindingQuery } from '@yijian/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choiceField, countField, formatSearch, parseSearch, textField } from './search-params.ts'
import { buildUrl, formatQuery } from './url.ts'

const fields = { ...FindingQuery.shape, open: textField(), tab: choiceField(['visits', 'lines']), at: countField(1) }
const read = (text: string) => parseSearch(fields, Object.fromEntries(new URLSearchParams(text)))

describe('an address', () => {
  it('without anything holds the defaults', () => {
    expect(read('')).toEqual({ kind: 'hit', page: 1, size: 20, sort: 'score', order: 'desc', tab: 'visits', at: 1 })
  })

  it('leaves defaults out', () => {
    expect(formatSearch(fields, read(''))).toEqual({})
  })

  it('keeps the good values when one is bad', () => {
    const state = read(
      'page=-3&size=5000&level=高,中&status=maybe&from=2025-1-1&sort=amtFund&open=&tab=nothing&minFund=abc',
    )
    expect(state).toMatchObject({ page: 1, size: 20, level: '高,中', sort: 'amtFund', tab: 'visits' })
    for (const name of ['status', 'from', 'open', 'minFund']) expect(state).not.toHaveProperty(name)
  })

  it('survives the way into the address bar and back', () => {
    const day = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10))
    const state = fc.record(
      {
        model: fc.stringMatching(/^[a-z][a-z-]{0,20}$/),
        level: fc.constantFrom('高', '高,中', '低,观察'),
        status: fc.constantFrom('new', 'confirmed', 'rejected'),
        institution: fc.stringMatching(/^[A-Z0-9]{1,12}$/),
        from: day,
        to: day,
        minFund: fc.integer({ min: 0, max: 1e9 }),
        q: fc.string({ minLength: 1, maxLength: 64 }),
        kind: fc.constantFrom('hit', 'excluded'),
        page: fc.integer({ min: 1, max: 9999 }),
        size: fc.constantFrom(20, 50, 200),
        sort: fc.constantFrom('score', 'amtFund', 'institution'),
        order: fc.constantFrom('asc', 'desc'),
        tab: fc.constantFrom('visits', 'lines'),
        at: fc.integer({ min: 1, max: 50 }),
        open: fc.stringMatching(/^[0-9a-f]{32}$/),
      },
      { requiredKeys: ['kind', 'page', 'size', 'sort', 'order', 'tab', 'at'] },
    )
    fc.assert(
      fc.property(state, (given) => {
        expect(read(formatQuery(formatSearch(fields, given)))).toEqual(given)
      }),
    )
  })
})

describe('request addresses', () => {
  it('fill and encode parameters and leave out what is absent', () => {
    expect(
      buildUrl('/api/findings/:findingId/lines', {
        params: { findingId: 'a/b' },
        query: { page: 2, mdtrtId: undefined, q: '' },
      }),
    ).toBe('/api/findings/a%2Fb/lines?page=2')
  })

  it('refuse a missing parameter', () => {
    expect(() => buildUrl('/api/runs/:runId', {})).toThrow('runId')
  })
})
