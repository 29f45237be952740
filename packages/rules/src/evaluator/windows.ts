import { assertNever } from '@yijian/kernel'
import { PERS, SCOPES, type Per, type Scope } from '../params.ts'
import { dayText, monthOf } from './calendar.ts'
import type { ClaimTable } from './table.ts'
import type { Work } from './work.ts'

export function perOf(work: Work): Per {
  return PERS[work.context.numbers.per[work.unit] ?? 0] ?? 'encounter'
}

/** Without a word of scope, only the encounter counts. */
export function scopeOf(work: Work, fallback: Scope = 'encounter'): Scope {
  const number = work.context.numbers.scope[work.unit] ?? NaN
  return Number.isNaN(number) ? fallback : SCOPES[number]!
}

export function scopeKey(table: ClaimTable, row: number, scope: Scope): number {
  if (scope === 'person') return 0
  const visit = table.visit[row]!
  return scope === 'encounter' ? visit : (table.visitCode.inst[visit] ?? -1)
}

/** Number of the row's window; −1 when the prescription is not known. Hours slide, so they have no number (0). */
export function windowKey(table: ClaimTable, row: number, per: Per): number {
  switch (per) {
    case 'encounter':
    case 'hours':
      return 0
    case 'day':
      return table.row.day[row]!
    case 'hour':
      return Math.floor(table.row.time[row]! / 3600)
    case 'month':
      return monthOf(table.row.day[row]!)
    case 'year':
      return Math.floor(monthOf(table.row.day[row]!) / 12)
    case 'rx':
      return table.rx[row]!
    default:
      return assertNever(per)
  }
}

export function windowText(table: ClaimTable, row: number, per: Per): string {
  const day = dayText(table.row.day[row]!)
  switch (per) {
    case 'encounter':
      return ''
    case 'day':
    case 'hours':
      return day
    case 'hour':
      return `${day}T${String(Math.floor((table.row.time[row]! % 86_400) / 3600)).padStart(2, '0')}`
    case 'month':
      return day.slice(0, 7)
    case 'year':
      return day.slice(0, 4)
    case 'rx':
      return `rx:${table.rxText[table.rx[row]!] ?? ''}`
    default:
      return assertNever(per)
  }
}

/** The visit of a judge (−1 across visits) and what its window says of the institution. */
export function subjectOf(
  table: ClaimTable,
  row: number,
  scope: Scope,
): { visit: number; suffix: string; inst: number } {
  const visit = table.visit[row]!
  const inst = table.visitCode.inst[visit] ?? -1
  if (scope === 'encounter') return { visit, suffix: '', inst }
  return { visit: -1, suffix: scope === 'institution' ? '@' : '', inst }
}
