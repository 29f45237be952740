import type { Cell, Row } from '../engine/public.ts'
import type { GivenCell, GivenRow } from './case-file.ts'

/** Differences between expected and actual rows, one sentence each. Only the columns an expected row names are compared. */
export function compareRows(label: string, expected: readonly GivenRow[], actual: readonly Row[]): string[] {
  const left = [...actual]
  const complaints: string[] = []
  for (const want of expected) {
    const at = bestMatch(want, left)
    const found = left[at]
    if (!found) {
      complaints.push(`${label}：没有出现 ${show(want)}`)
      continue
    }
    left.splice(at, 1)
    complaints.push(...differences(want, found).map((text) => `${label} ${nameOf(want, found)}：${text}`))
  }
  return [...complaints, ...left.map((row) => `${label}：多出 ${nameOf({}, row)}`)]
}

/** The row with the same subject (and subtype, when named); among several the one with the fewest differences. */
function bestMatch(want: GivenRow, rows: readonly Row[]): number {
  let best = -1
  let fewest = Number.POSITIVE_INFINITY
  for (const [index, row] of rows.entries()) {
    if (
      ['subject_id', 'subtype', 'reason'].some(
        (key) => want[key] !== undefined && !equal(want[key] ?? null, row[key] ?? null),
      )
    )
      continue
    const count = differences(want, row).length
    if (count < fewest) {
      best = index
      fewest = count
    }
  }
  return best
}

function differences(want: GivenRow, found: Row): string[] {
  return Object.entries(want).flatMap(([column, cell]) => {
    const actual = found[column]
    if (actual === undefined) return [`没有列 ${column}`]
    return equal(cell, actual) ? [] : [`${column} 应为 ${show(cell)}，实际 ${show(actual)}`]
  })
}

/** Numbers within 1e-6 (score exactly, being whole), lists as sets, everything else as text. */
function equal(want: GivenCell, actual: Cell): boolean {
  if (want === null || actual === null) return want === actual
  if (Array.isArray(want) || Array.isArray(actual)) {
    if (!Array.isArray(want) || !Array.isArray(actual) || want.length !== actual.length) return false
    const [a, b] = [want.map(String).sort(), (actual as readonly Cell[]).map(String).sort()]
    return a.every((value, i) => equal(value, b[i] ?? null))
  }
  const [a, b] = [String(want), String(actual)]
  if (a === b) return true
  const numeric = a.trim() !== '' && b.trim() !== '' && Number.isFinite(Number(a)) && Number.isFinite(Number(b))
  return numeric && Math.abs(Number(a) - Number(b)) <= 1e-6
}

const show = (value: unknown): string =>
  JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? String(v) : v)) ?? '空'

function nameOf(want: GivenRow, found: Row): string {
  const id = want['subject_id'] ?? found['subject_id']
  if (id === undefined) return show(want['reason'] ?? found)
  const rest =
    Object.keys(want).length > 0
      ? ''
      : `（score ${show(found['score'])}，amt_total ${show(found['amt_total'])}，excluded_by ${show(found['excluded_by'])}）`
  return `${String(id)}${rest}`
}
