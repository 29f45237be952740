import type { CompiledRelease, Encounter } from '@yijian/rules'
import type { PackedLine } from './pack.ts'

/** What the module itself knows of a person: encounters of earlier requests, and the reminders already shown. */
export interface PersonState {
  readonly encounters: Map<string, StoredEncounter>
  /** `mdtrt|jr` → task that it was shown to first. */
  readonly shown: Map<string, string>
  lines: number
  /** What of it rules look at, for the release that judges and for one in trial. */
  indexes: readonly HistoryIndex[]
}

export interface StoredEncounter {
  readonly encounter: Encounter
  /** Days since 1970-01-01. */
  readonly admDay: number
  /** Each number once, as small as the log has them. */
  readonly lines: readonly PackedLine[]
  /** In-scope fen of all lines. */
  readonly inscp: number
  /** Of a visit that settled data tell of: every number it goes by. */
  readonly settledAs?: readonly string[]
}

/** A side of a unit that a code stands on. */
export interface Place {
  readonly unit: number
  readonly side: number
  /** Sides whose rows of other visits count for this one, and how many days off. */
  readonly seen: number
  readonly reach: number
}

/** A line of the history, or (null) a visit itself, its diagnoses and operations, and the units that look at it from other visits. */
export interface Entry {
  readonly stored: StoredEncounter
  readonly line: PackedLine | null
  /** Days since 1970-01-01. */
  readonly day: number
  readonly places: readonly Place[]
}

/** What of a person's history some unit of a release looks at. Made when first asked for, kept up with the history. */
export interface HistoryIndex {
  readonly release: CompiledRelease
  entries: Entry[]
}
