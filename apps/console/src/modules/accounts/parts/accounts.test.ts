import { describe, expect, it } from 'vitest'
import { detailsText } from './details-text.ts'
import { readScope, scopeValues } from './scope-values.ts'

describe('a data scope in a form', () => {
  it.each([
    { kind: 'city' as const },
    { kind: 'district' as const, admdvs: '410105' },
    { kind: 'institution' as const, fixmedinsCodes: ['H1', 'H2'] },
  ])('%o comes back as it was', (scope) => {
    expect(readScope(scopeValues(scope))).toEqual(scope)
  })

  it('drops blanks typed among the codes', () => {
    expect(readScope({ scopeKind: 'institution', fixmedinsCodes: [' H1 ', ' '] })).toEqual({
      kind: 'institution',
      fixmedinsCodes: ['H1'],
    })
  })
})

it('tells an audit entry in one line, without what is empty', () => {
  expect(detailsText({ purpose: '核查该疑点', ip: '', rows: 12, other: { a: 1 } })).toBe(
    '用途：核查该疑点；行数：12；other：{"a":1}',
  )
})
