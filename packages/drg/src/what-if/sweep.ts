import type { CodedCase } from '../coded-case.ts'
import { LEVEL_SHIFT, mainTableOfBits, REGION_MASK, SETS_BESIDE, UNKNOWN_KIND } from '../code-index.ts'
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
 * what changes the result. Codes of one kind are tried once, and a complication that cannot matter not at all.
 */
export function createSweeper(grouper: Grouper): Sweeper {
  const run = new Sweep(grouper)
  return (record) => run.sweep(record)
}

class Sweep {
  private readonly grouper: Grouper
  private readonly changes: SweepChanges = {
    count: 0,
    base: 0,
    kind: new Uint8Array(MAX_CHANGES),
    position: new Int32Array(MAX_CHANGES),
    result: new Int32Array(MAX_CHANGES),
    tried: 0,
    grouped: 0,
  }
  /** Kinds tried as main code in the present list, and what came of it. */
  private readonly triedKind = new Int32Array(MAX_CHANGES)
  private readonly triedResult = new Int32Array(MAX_CHANGES)
  private readonly withoutOne = new Int32Array(MAX_CHANGES)

  constructor(grouper: Grouper) {
    this.grouper = grouper
  }

  sweep(record: CodedCase): SweepChanges {
    const { changes } = this
    changes.count = 0
    changes.base = this.grouper.groupNumber(record)
    if (record.refused >= 0) return changes
    const severity = this.grouper.facts.numbers[FIELD.severity]!
    this.asMain(record, 0, record.dxKinds, record.dxCount)
    this.asMain(record, 1, record.opKinds, record.opCount)
    this.dropComplications(record, severity)
    return changes
  }

  // eslint-disable-next-line max-params -- a case and which of its lists
  private asMain(record: CodedCase, list: 0 | 1, kinds: Int32Array, count: number): void {
    const main = kinds[0]!
    let tried = 0
    for (let i = 1; i < count; i++) {
      const kind = kinds[i]!
      if (kind === UNKNOWN_KIND) continue
      this.changes.tried++
      if (kind === main) continue
      let before = 0
      while (before < tried && this.triedKind[before] !== kind) before++
      if (before === tried) {
        kinds[0] = kind
        kinds[i] = main
        this.triedKind[tried] = kind
        this.triedResult[tried++] = this.group(record)
        kinds[0] = main
        kinds[i] = kind
      }
      this.note(list, i, this.triedResult[before]!)
    }
  }

  private dropComplications(record: CodedCase, severity: number): void {
    const { bits: bitsOf } = this.grouper.scheme.plan.dx
    const { dxKinds, dxCount } = record
    const mainTable = mainTableOfBits(bitsOf[dxKinds[0]!]!)
    let atTop = 0
    for (let i = 1; i < dxCount; i++) if (severityOf(bitsOf[dxKinds[i]!]!, mainTable) === severity) atTop++
    for (let i = 1; i < dxCount; i++) {
      const bits = bitsOf[dxKinds[i]!]!
      if (((bits >> LEVEL_SHIFT) & 3) === 0) continue
      this.changes.tried++
      const sole = severity > 0 && atTop === 1 && severityOf(bits, mainTable) === severity
      // Beside its severity a code matters when a list asks for any or other diagnoses, or by its body region.
      if (sole || (bits & (SETS_BESIDE | REGION_MASK)) !== 0) this.note(2, i, this.groupWithout(record, i))
    }
  }

  private groupWithout(record: CodedCase, position: number): number {
    const { dxKinds, dxCount } = record
    this.withoutOne.set(dxKinds.subarray(0, position))
    this.withoutOne.set(dxKinds.subarray(position + 1, dxCount), position)
    record.dxKinds = this.withoutOne
    record.dxCount = dxCount - 1
    const result = this.group(record)
    record.dxKinds = dxKinds
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

/** Severity that a code with these bits brings, 0 when it is excluded. */
function severityOf(bits: number, mainTable: number): number {
  return isExcluded(bits, mainTable) ? 0 : (bits >> LEVEL_SHIFT) & 3
}
