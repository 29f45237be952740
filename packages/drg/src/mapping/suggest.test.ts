import { describe, expect, it } from 'vitest'
import { createSuggester } from './suggest.ts'

const suggester = createSuggester(
  [
    { code: 'I63.900', name: '脑梗死' },
    { code: 'I63.902', name: '大面积脑梗死' },
    { code: 'I61.900', name: '脑出血' },
    { code: 'J18.900', name: '肺炎' },
    { code: 'E11.900', name: '2型糖尿病' },
  ],
  [{ from: 'I63.900X001', to: 'I63.902' }],
)

describe('suggestions for old codes and names', () => {
  it('puts what is certain first: the code written otherwise, the published map, the same name', () => {
    expect(suggester.suggest({ code: ' i63.900', name: '' })[0]).toMatchObject({ code: 'I63.900', score: 1 })
    expect(suggester.suggest({ code: 'I63.900x001', name: '' })[0]).toMatchObject({ code: 'I63.902', score: 0.98 })
    expect(suggester.suggest({ code: '', name: '２型 糖尿病' })[0]).toMatchObject({ code: 'E11.900', score: 0.95 })
  })

  it('ranks names by likeness, and helps itself with the beginning of the code where there is no name', () => {
    const found = suggester.suggest({ code: '', name: '急性脑梗死' })
    expect(found.map(({ code }) => code)).toEqual(['I63.900', 'I63.902'])
    expect(suggester.suggest({ code: 'I63', name: '' }).map(({ code }) => code)).toEqual(['I63.900', 'I63.902'])
    expect(suggester.suggest({ code: 'I63.9', name: '脑梗死后' })[0]!.code).toBe('I63.900')
  })

  it('suggests nothing where nothing is alike, and each code once', () => {
    expect(suggester.suggest({ code: '', name: '无此病名' })).toEqual([])
    const codes = suggester.suggest({ code: 'I63.900', name: '脑梗死' }).map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    expect([suggester.knows('i63.900 '), suggester.knows('I63')]).toEqual([true, false])
  })
})
