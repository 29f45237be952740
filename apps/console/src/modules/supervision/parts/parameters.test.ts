import { describe, expect, it } from 'vitest'
import { changedValues } from './changed-values.ts'
import { boundsText, parameterText } from './parameter-text.ts'
import { withoutSuffix } from './finding-names.ts'

describe('parameters in words', () => {
  it('carry their unit', () => {
    expect(parameterText(7, '天')).toBe('7 天')
    expect(parameterText(0.7, null)).toBe('0.7')
    expect(parameterText(true, null)).toBe('是')
    expect(parameterText('2025-01-01', null)).toBe('2025-01-01')
  })

  it('name their bounds', () => {
    expect(boundsText({ min: 1, max: 30, unit: '天' })).toBe('1–30 天')
    expect(boundsText({ min: 0, max: null, unit: null })).toBe('不小于 0')
    expect(boundsText({ min: null, max: 1, unit: null })).toBe('不大于 1')
    expect(boundsText({ min: null, max: null, unit: '天' })).toBe('')
  })
})

it('sends only the parameters that were changed', () => {
  const parameter = (id: string, current: number) => ({
    ...{ id, label: id, type: 'integer' as const, unit: null, default: 7, current },
    ...{ min: null, max: null, origin: 'default' as const },
  })
  const parameters = [parameter('a', 7), parameter('b', 3), parameter('c', 1)]
  expect(changedValues(parameters, { a: 7, b: 4, c: null })).toEqual({ b: 4 })
})

it('names the suspicion rather than the tool', () => {
  expect(withoutSuffix('分解住院模型')).toBe('分解住院')
  expect(withoutSuffix('住院频次监测模型（频繁住院）')).toBe('住院频次')
  expect(withoutSuffix('机构用药资源消耗监管模型')).toBe('机构用药资源消耗')
})
