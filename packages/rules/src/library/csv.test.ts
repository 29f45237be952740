import { expect, test } from 'vitest'
import { parseCsv } from './csv.ts'

test('a quoted cell may hold commas, quotes and line ends, and rows keep the line they begin on', () => {
  const rows = parseCsv('\ufeffa,b\r\n1,"x, ""y""\nz"\r\n\r\n2,\n')
  expect(rows).toEqual([
    { row: 2, cells: { a: '1', b: 'x, "y"\nz' } },
    { row: 5, cells: { a: '2', b: '' } },
  ])
})

test('a file without a header has no rows', () => {
  expect(parseCsv('')).toEqual([])
  expect(parseCsv('a,b')).toEqual([])
})
