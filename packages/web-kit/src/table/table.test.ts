import { describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES, isShown, parsePreferences, type DataColumn } from './columns.ts'
import { nextOrder } from './order.ts'
import { moveOf, neighbour } from './row-keys.ts'

const column = (key: string, more: Partial<DataColumn<object>> = {}): DataColumn<object> => ({
  key,
  title: key,
  render: () => null,
  ...more,
})

describe('remembered columns', () => {
  it('follow the column unless the user chose otherwise', () => {
    const chosen = { ...DEFAULT_PREFERENCES, shown: { a: false, b: true } }
    expect(isShown(column('a'), chosen)).toBe(false)
    expect(isShown(column('b', { optional: true }), chosen)).toBe(true)
    expect(isShown(column('c', { optional: true }), chosen)).toBe(false)
    expect(isShown(column('a', { always: true }), chosen)).toBe(true)
  })

  it.each([null, 'not json', '7', 'null', '{"density":"huge","shown":{"a":"yes"}}'])(
    'survive %s in storage',
    (text) => {
      expect(parsePreferences(text)).toEqual(DEFAULT_PREFERENCES)
    },
  )

  it('are read back', () => {
    expect(parsePreferences('{"density":"small","shown":{"a":false}}')).toEqual({
      density: 'small',
      shown: { a: false },
    })
  })
})

describe('order', () => {
  const columns = [column('level', { sort: 'score' }), column('fund', { sort: 'amtFund' }), column('name')]
  const view = { page: 4, size: 20, sort: 'score', order: 'desc' as const }
  it('turns round on the same column, starts with the largest on another, and goes to the first page', () => {
    expect(nextOrder(view, 'level', columns)).toEqual({ ...view, page: 1, order: 'asc' })
    expect(nextOrder({ ...view, order: 'asc' }, 'level', columns)).toEqual({ ...view, page: 1 })
    expect(nextOrder(view, 'fund', columns)).toEqual({ ...view, page: 1, sort: 'amtFund' })
    expect(nextOrder(view, 'name', columns)).toBe(view)
  })
})

describe('moving through rows', () => {
  it('stops at both ends and starts at the first', () => {
    const keys = ['a', 'b', 'c']
    expect(neighbour(keys, undefined, 'next')).toBe('a')
    expect(neighbour(keys, 'a', 'previous')).toBe('a')
    expect(neighbour(keys, 'a', 'next')).toBe('b')
    expect(neighbour(keys, 'c', 'next')).toBe('c')
    expect(neighbour(keys, 'gone', 'next')).toBe('a')
    expect(neighbour([], undefined, 'next')).toBeUndefined()
  })

  it('knows its keys', () => {
    expect(['ArrowUp', 'j', 'Enter', 'Escape', 'x'].map(moveOf)).toEqual(['previous', 'next', 'enter', 'close', null])
  })
})
