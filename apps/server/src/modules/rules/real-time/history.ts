import { dayNumberOf, type Encounter } from '@yijian/rules'
import { inscpOf, type PackedCall, type PackedLine } from './pack.ts'
import type { PersonState, StoredEncounter } from './person-state.ts'
import { addToIndex, takeFromIndex } from './related.ts'
import { addSettled, type PackedVisit } from './settled-history.ts'

export interface ShownReminder {
  readonly mdtrtId: string
  readonly jrId: string
  readonly taskId: string | null
}

export interface StoredHistory {
  /** Oldest first. */
  readonly calls: readonly PackedCall[]
  readonly shown: readonly ShownReminder[]
  readonly settled?: readonly PackedVisit[]
}

export interface Histories {
  of(psnNo: string): Promise<PersonState>
  /** The state if it is in memory. */
  peek(psnNo: string): PersonState | undefined
  /** Takes in what was just committed. */
  add(psnNo: string, call: PackedCall): void
  /** Forgets what is in memory, to read it again. */
  forget(psnNo: string): void
  /** Forgets everybody: what they are read from was replaced. */
  clear(): void
}

export interface HistoriesOptions {
  readonly read: (persons: readonly string[]) => Promise<ReadonlyMap<string, StoredHistory>>
  /** Lines kept in memory over all persons. */
  readonly keepLines: number
}

const MAX_LINES = 3000
const BASE = 20

/** Persons by last use; who is not in memory is read from the log, all that are asked for in one turn together. */
export function createHistories({ read, keepLines }: HistoriesOptions): Histories {
  const known = new Map<string, PersonState>()
  const loading = new Map<string, Promise<PersonState>>()
  const readOne = together(read)
  let kept = 0
  let clearings = 0

  function keep(psnNo: string, state: PersonState): void {
    known.delete(psnNo)
    known.set(psnNo, state)
    for (const [oldest, { lines }] of known) {
      if (kept <= keepLines || oldest === psnNo) break
      known.delete(oldest)
      kept -= lines + BASE
    }
  }
  async function load(psnNo: string): Promise<PersonState> {
    const begun = clearings
    const state = stateOf(await readOne(psnNo), psnNo)
    // What was read before a clearing is good for this request, not for the next.
    if (begun !== clearings) return state
    kept += state.lines + BASE
    keep(psnNo, state)
    return state
  }
  return {
    peek: (psnNo) => known.get(psnNo),
    of(psnNo) {
      const state = known.get(psnNo)
      if (state) {
        keep(psnNo, state)
        return Promise.resolve(state)
      }
      const running = loading.get(psnNo)
      if (running) return running
      const begun = load(psnNo).finally(() => loading.delete(psnNo))
      loading.set(psnNo, begun)
      return begun
    },
    add(psnNo, call) {
      const state = known.get(psnNo)
      if (!state) return
      const before = state.lines
      take(state, call)
      kept += state.lines - before
      keep(psnNo, state)
    },
    forget(psnNo) {
      const state = known.get(psnNo)
      if (state && known.delete(psnNo)) kept -= state.lines + BASE
    },
    clear() {
      known.clear()
      loading.clear()
      kept = 0
      clearings++
    },
  }
}

/** Reads all who are asked for in one turn at once. */
function together(read: HistoriesOptions['read']): (psnNo: string) => Promise<StoredHistory | undefined> {
  let asked: string[] = []
  let turn: Promise<ReadonlyMap<string, StoredHistory>> | undefined
  return async (psnNo) => {
    asked.push(psnNo)
    turn ??= new Promise((resume) => setImmediate(resume)).then(() => {
      const persons = asked
      asked = []
      turn = undefined
      return read(persons)
    })
    return (await turn).get(psnNo)
  }
}

function stateOf(stored: StoredHistory | undefined, psnNo: string): PersonState {
  const state: PersonState = { encounters: new Map(), shown: new Map(), lines: 0, indexes: [] }
  for (const call of stored?.calls ?? []) take(state, call)
  if (stored?.settled) addSettled(state, stored.settled, psnNo)
  for (const { mdtrtId, jrId, taskId } of stored?.shown ?? []) state.shown.set(`${mdtrtId}|${jrId}`, taskId ?? '')
  return state
}

export function storedEncounter(encounter: Encounter, lines: readonly PackedLine[]): StoredEncounter {
  let inscp = 0
  for (const line of lines) inscp += inscpOf(line) ?? 0
  return { encounter, admDay: dayNumberOf(encounter.adm), lines, inscp }
}

/** A request that shows the whole encounter replaces what was known of it; another one adds to it. */
function take(state: PersonState, { encounter, lines, full }: PackedCall): void {
  const { mdtrtId } = encounter
  const old = state.encounters.get(mdtrtId)
  const stored = storedEncounter(encounter, merged(full || !old || old.settledAs ? [] : old.lines, lines))
  if (old) leave(state, old)
  state.encounters.set(mdtrtId, stored)
  state.lines += stored.lines.length
  for (const index of state.indexes) addToIndex(index, stored)
  for (const oldest of state.encounters.values()) {
    if (state.lines <= MAX_LINES || oldest === stored) break
    leave(state, oldest)
  }
}

function leave(state: PersonState, gone: StoredEncounter): void {
  state.encounters.delete(gone.encounter.mdtrtId)
  state.lines -= gone.lines.length
  for (const index of state.indexes) takeFromIndex(index, gone)
}

/** Of lines with one number the last counts. */
function merged(before: readonly PackedLine[], lines: readonly PackedLine[]): readonly PackedLine[] {
  const byNumber = new Map<string, PackedLine>()
  for (const line of before) byNumber.set(line[0], line)
  for (const line of lines) byNumber.set(line[0], line)
  return before.length === 0 && byNumber.size === lines.length ? lines : [...byNumber.values()]
}
