import { dayNumberOf, outlookOf, OWN, PARTNER, type CompiledRelease, type Encounter, type Line } from '@yijian/rules'
import { inscpOf, unpackLine, type PackedLine } from './pack.ts'
import type { Entry, HistoryIndex, PersonState, StoredEncounter } from './person-state.ts'

/** What a release has to do with a code text. */
interface Concern {
  /** Units that name it and look beyond a visit. */
  readonly units: readonly Place[]
  /** Days back that diagnoses of earlier visits count. */
  readonly lookBack: number
}

/** A side of a unit that a code stands on. */
interface Place {
  readonly unit: number
  readonly side: number
  /** Sides whose rows of other visits count for this one, and how many days off. */
  readonly seen: number
  readonly reach: number
}
type ConcernOf = (text: string) => Concern

const KEPT = 100_000
const made = new WeakMap<CompiledRelease, ConcernOf>()

export function concernsOf(release: CompiledRelease): ConcernOf {
  const known = made.get(release)
  if (known) return known
  const concerns = indexKeys(release)
  made.set(release, concerns)
  return concerns
}

function indexKeys({ keys, units: all }: CompiledRelease): ConcernOf {
  const outlooks = all.map(outlookOf)
  const placeOf = (unit: number, side: number): Place => {
    const { reach, fromOwn, fromPartner } = outlooks[unit]!
    return { unit, side, reach, seen: side === OWN ? fromOwn : fromPartner }
  }
  const exact = new Map<string, Place[]>()
  const prefix = new Map<string, Place[]>()
  for (const { text, exact: isExact, unit, point } of keys) {
    const index = isExact ? exact : prefix
    const place = placeOf(unit, point < 0 ? PARTNER : OWN)
    const places = index.get(text)
    if (places) places.push(place)
    else index.set(text, [place])
  }
  const lengths = [...new Set([...prefix.keys()].map(({ length }) => length))]
  const known = new Map<string, Concern>()
  return (code) => {
    const before = known.get(code)
    if (before) return before
    const found = [...(exact.get(code) ?? [])]
    for (const length of lengths) if (length <= code.length) found.push(...(prefix.get(code.slice(0, length)) ?? []))
    const places = new Map(found.filter(({ reach }) => reach >= 0).map((place) => [place.unit * 4 + place.side, place]))
    const lookBack = Math.max(0, ...found.map(({ unit }) => all[unit]?.numbers.dx_days ?? 0))
    const concern = places.size === 0 && lookBack === 0 ? UNCONCERNED : { units: [...places.values()], lookBack }
    if (known.size >= KEPT) known.clear()
    known.set(code, concern)
    return concern
  }
}
const UNCONCERNED: Concern = { units: [], lookBack: 0 }

export function addToIndex({ release, bySide }: HistoryIndex, stored: StoredEncounter): void {
  const concernOf = concernsOf(release)
  const add = (text: string, entry: Entry) => {
    for (const { unit, side } of concernOf(text).units) {
      const entries = bySide.get(unit * 4 + side)
      if (entries) entries.push(entry)
      else bySide.set(unit * 4 + side, [entry])
    }
  }
  const visit = { stored, line: null, day: stored.admDay }
  for (const text of visitTexts(stored.encounter)) add(text, visit)
  for (const line of stored.lines.values())
    if (concernOf(line[1]).units.length > 0) add(line[1], { stored, line, day: dayNumberOf(line[3].slice(0, 10)) })
}

const RELEASES = 2

function indexOf(state: PersonState, release: CompiledRelease): HistoryIndex {
  const known = state.indexes.find((index) => index.release === release)
  if (known) return known
  const index: HistoryIndex = { release, bySide: new Map() }
  for (const stored of state.encounters.values()) addToIndex(index, stored)
  state.indexes = [index, ...state.indexes].slice(0, RELEASES)
  return index
}

function visitTexts({ mode, dx, ops }: Encounter): string[] {
  return [`visit:${mode ?? '?'}`, ...dx.map((code) => `dx:${code}`), ...ops.map((code) => `op:${code}`)]
}

export interface Related {
  readonly encounters: readonly Encounter[]
  readonly lines: readonly Line[]
  /** In-scope fen of the lines left out, by visit. */
  readonly unseen: ReadonlyMap<string, number>
}

export interface Now {
  readonly current: Encounter
  /** Lines of the request. */
  readonly lines: readonly Line[]
  /** Encounters that the request shows itself. */
  readonly sent: ReadonlySet<string>
  /** First day that counts. */
  readonly since: number
}

/**
 * Of a person's history the lines that some unit looks at together with what is judged now, their visits, and the visits whose
 * diagnoses count. The others could only give judges that are not answered.
 */
export function relatedHistory(state: PersonState, release: CompiledRelease, now: Now): Related {
  const concernOf = concernsOf(release)
  const { bySide } = indexOf(state, release)
  /** Sides to look at, with their reach. */
  const wanted = new Map<number, number>()
  let lookBack = 0
  const take = (text: string) => {
    const concern = concernOf(text)
    for (const { unit, seen, reach } of concern.units) {
      if ((seen & OWN) !== 0) wanted.set(unit * 4 + OWN, reach)
      if ((seen & PARTNER) !== 0) wanted.set(unit * 4 + PARTNER, reach)
    }
    lookBack = Math.max(lookBack, concern.lookBack)
  }
  for (const { code } of now.lines) take(code)
  for (const text of visitTexts(now.current)) take(text)
  const counts = ({ encounter, admDay, settledAs }: StoredEncounter) =>
    admDay >= now.since && !now.sent.has(encounter.mdtrtId) && !settledAs?.some((id) => now.sent.has(id))
  const encounters = new Set<StoredEncounter>()
  const lines = new Map<PackedLine, StoredEncounter>()
  const { first, last } = daysOf(now)
  for (const [side, reach] of wanted)
    for (const { stored, line, day } of bySide.get(side) ?? []) {
      if (day < first - reach || day > last + reach || !counts(stored)) continue
      encounters.add(stored)
      if (line) lines.set(line, stored)
    }
  if (lookBack > 0) {
    let from = first
    for (const { admDay } of encounters) from = Math.min(from, admDay)
    for (const stored of state.encounters.values()) if (stored.admDay >= from - lookBack && counts(stored)) encounters.add(stored) // prettier-ignore
  }
  const unseen = new Map(Array.from(encounters, ({ encounter, inscp }) => [encounter.mdtrtId, inscp]))
  const seen: Line[] = []
  for (const [line, { encounter }] of lines) {
    seen.push(unpackLine(line, encounter.mdtrtId))
    unseen.set(encounter.mdtrtId, unseen.get(encounter.mdtrtId)! - (inscpOf(line) ?? 0))
  }
  return { encounters: Array.from(encounters, ({ encounter }) => encounter), lines: seen, unseen }
}

/** First and last day of what is judged now. */
function daysOf({ current, lines }: Now): { first: number; last: number } {
  let first: string = current.adm
  let last: string = current.adm
  for (const { time } of lines) {
    if (time < first) first = time
    else if (time > last) last = time
  }
  return { first: dayNumberOf(first.slice(0, 10)), last: dayNumberOf(last.slice(0, 10)) }
}
