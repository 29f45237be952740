import type { CompiledRelease, Encounter } from '@yijian/rules'
import type { PackedLine } from './pack.ts'

/** What the module itself knows of a person: encounters of earlier requests, and the reminders already shown. */
export interface PersonState {
  readonly encounters: Map<string, StoredEncounter>
  /** `mdtrt|jr` → task that it was shown to first. */
  readonly shown: Map<string, string>
  lines: number
  /** What of it which rules look at, for the release that judges and for one in trial; emptied by a change that cannot simply be added. */
  indexes: readonly HistoryIndex[]
}

export interface StoredEncounter {
  readonly encounter: Encounter
  /** Days since 1970-01-01. */
  readonly admDay: number
  /** By `sn`, as small as the log has them. */
  readonly lines: ReadonlyMap<string, PackedLine>
  /** In-scope fen of all lines. */
  readonly inscp: number
  /** Of a visit that settled data tell of: every number it goes by. */
  readonly settledAs?: readonly string[]
}

/** A line of the history, or (null) a visit itself, its diagnoses and operations. */
export interface Entry {
  readonly stored: StoredEncounter
  readonly line: PackedLine | null
  /** Days since 1970-01-01. */
  readonly day: number
}

/** The history of a person by the units of a release that look at it. Made when first asked for, kept until the history changes. */
export interface HistoryIndex {
  readonly release: CompiledRelease
  /** By unit × 4 + side. */
  readonly bySide: Map<number, Entry[]>
}
