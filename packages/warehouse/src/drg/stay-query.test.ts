import { expect, it } from 'vitest'
import { partsOf, stayQuery } from './stay-query.ts'

const months = [
  { month: '2025-01-01', n: 3 },
  { month: '2025-02-01', n: 2 },
  { month: '2025-03-01', n: 9 },
  { month: '2025-04-01', n: 1 },
]
const ALL = { from: null, to: null }

it('reads a long period in whole months, as many together as may be read at once, each stay in one part', () => {
  expect(partsOf(months, ALL, 15)).toEqual([ALL])
  expect(partsOf(months, { from: '2025-01-10', to: '2025-04-20' }, 5)).toEqual([
    { from: '2025-01-10', to: '2025-03-01' },
    { from: '2025-03-01', to: '2025-04-01' },
    { from: '2025-04-01', to: '2025-04-20' },
  ])
  // Everything: what has no day of discharge is read by itself, and no other part takes it in.
  expect(partsOf([{ month: null, n: 1 }, ...months.slice(0, 1)], ALL, 2)).toEqual(['undated', { from: '2025-01-01', to: null }]) // prettier-ignore
  expect(stayQuery('undated')).toContain('WHERE dsc IS NULL')
  expect(stayQuery({ from: '2025-01-01', to: null })).toContain("WHERE dsc >= CAST('2025-01-01' AS DATE)")
})
