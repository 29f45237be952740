import type { CodedCase } from '../coded-case.ts'
import { LEVEL_SHIFT, mainTableOfBits, REGION_MASK, type CodeIndex } from '../code-index.ts'
import { idsOf, WORD, WORDS_SHIFT } from '../code-table.ts'
import { isExcluded, type Grouper } from '../group.ts'
import { FIELD } from '../rule-tests.ts'

/** What is tried on a case. */
export const SWEEPS = ['main-diagnosis', 'main-operation', 'drop-complication'] as const
export type SweepKind = (typeof SWEEPS)[number]

/** Changes of the last case swept: `count` entries of kind (index in SWEEPS), position of the code and number of the new result. */
export interface SweepChanges {
  count: number
  /** Result of the case as it is. */
  base: number
  readonly kind: Uint8Array
  readonly position: Int32Array
  readonly result: Int32Array
  /** What-ifs answered and how many of them needed a grouping. */
  tried: number
  grouped: number
}

export type Sweeper = (record: CodedCase) => SweepChanges

const MAX_CHANGES = 4096

/**
 * Sweeps a case: each other diagnosis as the main one, each other operation as the main one, each complication dropped; notes only
 * what changes the result. Codes that set off the same are tried once, and a complication that cannot matter not at all.
 */
export function createSweeper(grouper: Grouper): Sweeper {
  const { dx, op } = grouper.scheme.plan
  const run = new Sweep(grouper, classesOf(dx), classesOf(op))
  return (record) => run.sweep(record)
}

/** Number of each code's kind: codes of one kind set off the same, as main code and as any other. */
function classesOf(index: CodeIndex): Int32Array {
  const { words } = index.table
  const numbers = new Map<string, number>()
  const classes = new Int32Array(words.length >> WORDS_SHIFT).fill(-1)
  for (const id of idsOf(index.table)) {
    const at = id << WORDS_SHIFT
    const slots = index.slots.subarray(words[at + WORD.anyFrom], words[at + WORD.mainTo]).join(',')
    const other = index.otherSlots.subarray(index.otherOffset[id], index.otherOffset[id + 1]).join(',')
    const any = words[at + WORD.anyTo]! - words[at + WORD.anyFrom]!
    const key = `${words[at + WORD.bits]}|${any}|${slots}|${other}`
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    classes[id] = number
  }
  return classes
}

class Sweep {
  private readonly grouper: Grouper
  private readonly dxClasses: Int32Array
  private readonly opClasses: Int32Array
  private readonly changes: SweepChanges = {
    count: 0,
    base: 0,
    kind: new Uint8Array(MAX_CHANGES),
    position: new Int32Array(MAX_CHANGES),
    result: new Int32Array(MAX_CHANGES),
    tried: 0,
    grouped: 0,
  }
  /** Classes tried as main code in the present list, and what came of it. */
  private readonly triedClass = new Int32Array(MAX_CHANGES)
  private readonly triedResult = new Int32Array(MAX_CHANGES)
  private readonly withoutOne = new Int32Array(MAX_CHANGES)

  constructor(grouper: Grouper, dxClasses: Int32Array, opClasses: Int32Array) {
    this.grouper = grouper
    this.dxClasses = dxClasses
    this.opClasses = opClasses
  }

  sweep(record: CodedCase): SweepChanges {
    const { changes } = this
    changes.count = 0
    changes.base = this.grouper.groupNumber(record)
    if (record.refused >= 0) return changes
    const severity = record.numbers[FIELD.severity]!
    this.asMain(record, 0, record.dx, record.dxCount)
    this.asMain(record, 1, record.op, record.opCount)
    this.dropComplications(record, severity)
    return changes
  }

  // eslint-disable-next-line max-params -- a case and which of its lists
  private asMain(record: CodedCase, kind: 0 | 1, codes: Int32Array, count: number): void {
    const classes = kind === 0 ? this.dxClasses : this.opClasses
    const main = codes[0]!
    let tried = 0
    for (let i = 1; i < count; i++) {
      const code = codes[i]!
      if (code < 0) continue
      this.changes.tried++
      const own = classes[code]!
      if (main >= 0 && own === classes[main]) continue
      let before = 0
      while (before < tried && this.triedClass[before] !== own) before++
      if (before === tried) {
        codes[0] = code
        codes[i] = main
        this.triedClass[tried] = own
        this.triedResult[tried++] = this.group(record)
        codes[0] = main
        codes[i] = code
      }
      this.note(kind, i, this.triedResult[before]!)
    }
  }

  private dropComplications(record: CodedCase, severity: number): void {
    const { words } = this.grouper.scheme.plan.dx.table
    const main = record.dx[0]!
    const mainTable = main < 0 ? 0 : mainTableOfBits(words[(main << WORDS_SHIFT) + WORD.bits]!)
    let atTop = 0
    for (let i = 1; i < record.dxCount; i++) if (this.counts(record.dx[i]!, mainTable) === severity) atTop++
    for (let i = 1; i < record.dxCount; i++) {
      const id = record.dx[i]!
      const bits = id < 0 ? 0 : words[(id << WORDS_SHIFT) + WORD.bits]!
      if (((bits >> LEVEL_SHIFT) & 3) === 0) continue
      this.changes.tried++
      const sole = severity > 0 && atTop === 1 && this.counts(id, mainTable) === severity
      if (!sole && !this.setsOff(id, bits)) continue
      this.note(2, i, this.groupWithout(record, i))
    }
  }

  /** Severity that the code brings, 0 when it is excluded. */
  private counts(id: number, mainTable: number): number {
    if (id < 0) return 0
    const bits = this.grouper.scheme.plan.dx.table.words[(id << WORDS_SHIFT) + WORD.bits]!
    return isExcluded(bits, mainTable) ? 0 : (bits >> LEVEL_SHIFT) & 3
  }

  /** Whether the code matters beside its severity: a list that asks for any or other diagnoses, or a body region. */
  private setsOff(id: number, bits: number): boolean {
    const { table, otherOffset } = this.grouper.scheme.plan.dx
    const at = id << WORDS_SHIFT
    const any = table.words[at + WORD.anyTo]! > table.words[at + WORD.anyFrom]!
    return any || (bits & REGION_MASK) !== 0 || (otherOffset.length > 0 && otherOffset[id + 1]! > otherOffset[id]!)
  }

  private groupWithout(record: CodedCase, position: number): number {
    const { dx, dxCount } = record
    this.withoutOne.set(dx.subarray(0, position))
    this.withoutOne.set(dx.subarray(position + 1, dxCount), position)
    record.dx = this.withoutOne
    record.dxCount = dxCount - 1
    const result = this.group(record)
    record.dx = dx
    record.dxCount = dxCount
    return result
  }

  private group(record: CodedCase): number {
    this.changes.grouped++
    return this.grouper.groupNumber(record)
  }

  private note(kind: number, position: number, result: number): void {
    const { changes } = this
    if (result === changes.base || changes.count === MAX_CHANGES) return
    changes.kind[changes.count] = kind
    changes.position[changes.count] = position
    changes.result[changes.count++] = result
  }
}
