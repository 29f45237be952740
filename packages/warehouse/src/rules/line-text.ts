import { sqlFile } from '../prepare/steps.ts'

/**
 * The definition of net fee lines (`431-fee-line-full.sql`) in its two halves, so that the dear one, the join over the delivered lines,
 * runs once and the netting of a range of persons runs over the range's lines.
 */
export interface LineText {
  /** One row per delivered line that counts; `netted` ones are still to be set off. `only` is one more condition on the line `f`. */
  lines(only: string): string
  /** Net lines of `lines`, a SELECT of what `lines` returns; it is read twice. */
  net(lines: string): string
}

const HEAD = 'WITH line AS ('
const FOOT = '\n)\nSELECT'
const WHERE = 'WHERE COALESCE'

export function lineText(): LineText {
  const text = sqlFile('431-fee-line-full.sql')
  const from = text.indexOf(HEAD)
  const to = text.indexOf(FOOT)
  const body = text.slice(from + HEAD.length, to)
  if (from < 0 || to < 0 || !body.includes(WHERE)) throw new Error('the text of the net fee lines has another shape')
  return {
    lines: (only) => body.replace(WHERE, `WHERE ${only} AND COALESCE`),
    net: (lines) => `WITH line AS NOT MATERIALIZED (${lines}${text.slice(to)}`,
  }
}
