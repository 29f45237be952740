import { addDays, type Day } from '@yijian/kernel'
import { VISIT_MODES, type ClaimSet, type Encounter, type Person, type VisitMode } from '../context.ts'
import { claimsOf, type ClaimWords, type LineWords } from '../samples/claims.ts'
import type { PatternKey } from '../keys.ts'

/** A person's claims in a few words, before they have numbers. */
export interface Scene {
  readonly person: Partial<Person>
  readonly visits: readonly Partial<Encounter>[]
  readonly lines: readonly LineWords[]
  readonly aggregates: NonNullable<ClaimWords['aggregates']>
}

/** Facts of person, visit and line that a scene is built from. */
export interface Facts {
  readonly person?: Partial<Person>
  readonly visit?: Partial<Encounter>
  readonly line?: Partial<LineWords>
}

export const EMPTY: Scene = { person: {}, visits: [], lines: [], aggregates: [] }

/** Scenes as claims of one person each, every number of their own. */
export function claimsOfScenes(scenes: readonly Scene[]): ClaimSet {
  const parts = scenes.map(({ person, visits, lines, aggregates }, at) => {
    const psnNo = `W${at + 1}`
    return claimsOf({
      person: { psnNo, ...person },
      visits: visits.map((visit, i) => ({ mdtrtId: `${psnNo}M${i + 1}`, inst: `H${at + 1}`, ...visit })),
      lines: lines.map((line, i) => ({
        mdtrtId: `${psnNo}M1`,
        sn: `${psnNo}L${String(i + 1).padStart(3, '0')}`,
        ...line,
      })),
      aggregates: aggregates.map((words, i) => ({ id: `${psnNo}A${i + 1}`, inst: `H${at + 1}`, ...words })),
    })
  })
  return {
    persons: parts.flatMap((part) => part.persons),
    encounters: parts.flatMap((part) => part.encounters),
    lines: parts.flatMap((part) => part.lines),
    aggregates: parts.flatMap((part) => part.aggregates),
  }
}

/** A code text the pattern matches. */
export function codeOf({ text, exact }: PatternKey): string {
  return exact ? text : text.endsWith(':') ? `${text}0` : text
}

/** `count` codes the patterns match, of different generics; undefined when they do not hold so many. */
export function codesOf(keys: readonly PatternKey[], count: number): string[] | undefined {
  const exact = keys.filter((key) => key.exact).map((key) => key.text)
  const broad = keys.find((key) => !key.exact && (!/^[XZ]/.test(key.text) || key.text.length < 12))
  const made = broad
    ? Array.from({ length: count }, (_, i) => `${broad.text}${String(i).padStart(2, '0')}`.padEnd(14, '0'))
    : []
  const generics = new Map([...exact, ...made].map((code) => [/^[XZ]/.test(code) ? code.slice(0, 14) : code, code]))
  return generics.size < count ? undefined : [...generics.values()].slice(0, count)
}

export function modeOf(key: string, fallback: VisitMode): VisitMode {
  const mode = key.replace(/^visit:/, '')
  return (
    VISIT_MODES.find((one) => one === mode) ??
    VISIT_MODES.find((one) => mode !== '' && one.startsWith(mode)) ??
    fallback
  )
}

export const at = (day: Day, hour = 8, minute = 0): string =>
  `${day} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`
export const later = (day: Day, days: number): Day => addDays(day, days)
/** Born so long before that the person is `months` old on the day. */
export function bornBefore(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 1] = day.split('-').map(Number)
  const total = year * 12 + (month - 1) - months
  const text = `${Math.floor(total / 12)}-${String((((total % 12) + 12) % 12) + 1).padStart(2, '0')}`
  return `${text}-${String(Math.min(date, 28)).padStart(2, '0')}` as Day
}
