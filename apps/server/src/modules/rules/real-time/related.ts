import { dayNumberOf, outlookOf, OWN, PARTNER, type CompiledRelease, type Encounter, type Line } from '@yijian/rules'
import { inscpOf, unpackLine } from './pack.ts'
import type { HistoryIndex, PersonState, Place, StoredEncounter } from './person-state.ts'

/** What a release has to do with a code text. */
interface Concern {
  /** Units that name it and look beyond a visit. */
  readonly places: readonly Place[]
  /** Days back that diagnoses of earlier visits count. */
  readonly lookBack: number
}
type ConcernOf = (code: string) => Concern

/** The concerns of one release by code, and which sides of its units the call under way wants, in buffers that calls share. */
interface Concerns {
  readonly ofItem: ConcernOf
  readonly ofVisit: ConcernOf
  readonly ofDiagnosis: ConcernOf
  readonly ofOperation: ConcernOf
  /** By unit × 4 + side: the number of the call that wants it, and its reach in days. */
  readonly wanted: Float64Array
  readonly reach: Float64Array
  call: number
}

const KEPT = 100_000
const made = new WeakMap<CompiledRelease, Concerns>()

function concernsOf(release: CompiledRelease): Concerns {
  const known = made.get(release)
  if (known) return known
  const concernOf = indexKeys(release)
  const sides = release.units.length * 4
  const concerns: Concerns = {
    ofItem: remembering(concernOf),
    ofVisit: remembering((mode) => concernOf(`visit:${mode}`)),
    ofDiagnosis: remembering((code) => concernOf(`dx:${code}`)),
    ofOperation: remembering((code) => concernOf(`op:${code}`)),
    wanted: new Float64Array(sides),
    reach: new Float64Array(sides),
    call: 0,
  }
  made.set(release, concerns)
  return concerns
}

function remembering(concernOf: ConcernOf): ConcernOf {
  const known = new Map<string, Concern>()
  return (code) => {
    const before = known.get(code)
    if (before) return before
    if (known.size >= KEPT) known.clear()
    const concern = concernOf(code)
    known.set(code, concern)
    return concern
  }
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
  return (code) => {
    const found = [...(exact.get(code) ?? [])]
    for (const length of lengths) if (length <= code.length) found.push(...(prefix.get(code.slice(0, length)) ?? []))
    const places = new Map(found.filter(({ reach }) => reach >= 0).map((place) => [place.unit * 4 + place.side, place]))
    const lookBack = Math.max(0, ...found.map(({ unit }) => all[unit]?.numbers.dx_days ?? 0))
    return places.size === 0 && lookBack === 0 ? UNCONCERNED : { places: [...places.values()], lookBack }
  }
}
const UNCONCERNED: Concern = { places: [], lookBack: 0 }

const RELEASES = 2

function indexOf(state: PersonState, release: CompiledRelease): HistoryIndex {
  const known = state.indexes.find((index) => index.release === release)
  if (known) return known
  const index: HistoryIndex = { release, entries: [] }
  for (const stored of state.encounters.values()) addToIndex(index, stored)
  state.indexes = [index, ...state.indexes].slice(0, RELEASES)
  return index
}

export function addToIndex({ release, entries }: HistoryIndex, stored: StoredEncounter): void {
  const concerns = concernsOf(release)
  forVisit(stored.encounter, concerns, ({ places }) => {
    if (places.length > 0) entries.push({ stored, line: null, day: stored.admDay, places })
  })
  for (const line of stored.lines) {
    const { places } = concerns.ofItem(line[1])
    if (places.length > 0) entries.push({ stored, line, day: dayNumberOf(line[3].slice(0, 10)), places })
  }
}

export function takeFromIndex(index: HistoryIndex, gone: StoredEncounter): void {
  index.entries = index.entries.filter(({ stored }) => stored !== gone)
}

function forVisit(
  { mode, dx, ops }: Encounter,
  { ofVisit, ofDiagnosis, ofOperation }: Concerns,
  take: (concern: Concern) => void,
): void {
  take(ofVisit(mode ?? '?'))
  for (const code of dx) take(ofDiagnosis(code))
  for (const code of ops) take(ofOperation(code))
}

export interface Related {
  readonly encounters: readonly Encounter[]
  /** Further visits whose diagnoses count, and nothing else. */
  readonly background: readonly Encounter[]
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
  const concerns = concernsOf(release)
  const lookBack = want(concerns, now)
  const { first, last } = daysOf(now)
  const encounters = new Set<StoredEncounter>()
  const lines: Line[] = []
  const unseen = new Map<string, number>()
  for (const { stored, line, day, places } of indexOf(state, release).entries) {
    if (!isWanted(concerns, places, { from: day - last, to: first - day }) || !counts(stored, now)) continue
    const { encounter } = stored
    if (!encounters.has(stored)) {
      encounters.add(stored)
      unseen.set(encounter.mdtrtId, stored.inscp)
    }
    if (!line) continue
    lines.push(unpackLine(line, encounter.mdtrtId))
    unseen.set(encounter.mdtrtId, unseen.get(encounter.mdtrtId)! - (inscpOf(line) ?? 0))
  }
  return { encounters: Array.from(encounters, ({ encounter }) => encounter), background: backgroundOf(state, encounters, { now, first, lookBack }), lines, unseen } // prettier-ignore
}

/** Marks the sides of units that what is judged now looks at; answers how many days back diagnoses count for it. */
function want(concerns: Concerns, { current, lines }: Now): number {
  const { wanted, reach, ofItem } = concerns
  const call = ++concerns.call
  let lookBack = 0
  const take = (concern: Concern) => {
    for (const place of concern.places) {
      for (const side of SIDES) {
        if ((place.seen & side) === 0) continue
        wanted[place.unit * 4 + side] = call
        reach[place.unit * 4 + side] = place.reach
      }
    }
    lookBack = Math.max(lookBack, concern.lookBack)
  }
  for (const { code } of lines) take(ofItem(code))
  forVisit(current, concerns, take)
  return lookBack
}
const SIDES = [OWN, PARTNER] as const

/** `from`, `to`: days that the row lies behind the last and before the first day of now. */
function isWanted(
  { wanted, reach, call }: Concerns,
  places: readonly Place[],
  { from, to }: { from: number; to: number },
): boolean {
  for (const { unit, side } of places) {
    const at = unit * 4 + side
    if (wanted[at] === call && from <= reach[at]! && to <= reach[at]!) return true
  }
  return false
}

function counts({ encounter, admDay, settledAs }: StoredEncounter, { since, sent }: Now): boolean {
  return admDay >= since && !sent.has(encounter.mdtrtId) && !settledAs?.some((id) => sent.has(id))
}

interface BackgroundOptions {
  readonly now: Now
  readonly first: number
  readonly lookBack: number
}

/** Visits of which nothing but the diagnoses counts: within `lookBack` days of the earliest that is looked at. */
function backgroundOf(
  state: PersonState,
  looked: ReadonlySet<StoredEncounter>,
  { now, first, lookBack }: BackgroundOptions,
): Encounter[] {
  const background: Encounter[] = []
  if (lookBack === 0) return background
  let from = first
  for (const { admDay } of looked) from = Math.min(from, admDay)
  for (const stored of state.encounters.values())
    if (stored.admDay >= from - lookBack && !looked.has(stored) && counts(stored, now))
      background.push(stored.encounter)
  return background
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
