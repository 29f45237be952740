import { expect, it } from 'vitest'
import { toCsv } from './download.ts'

it('quotes what needs it and disarms formulas, but not negative amounts', () => {
  const csv = toCsv([
    ['机构', '金额'],
    ['甲,乙 "丙"', '-12.50'],
    ['=HYPERLINK("x")', '@a'],
  ])
  expect(csv.startsWith('\uFEFF')).toBe(true)
  expect(csv.slice(1).split('\r\n')).toEqual(['机构,金额', '"甲,乙 ""丙""",-12.50', `"'=HYPERLINK(""x"")",'@a`, ''])
})
