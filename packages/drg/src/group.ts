import { compileScheme, type CodeIndex, type CompiledScheme, type Facts, type Grouping } from './compile.ts'
import type { CaseRecord } from './record.ts'
import type { SchemeTables } from './scheme.ts'

/** A case whose codes are already ids of the scheme (−1 = not in it); main one first. */
export interface CodedCase {
  readonly sex: 1 | 2 | undefined
  readonly age: number | undefined
  readonly ageDays: number | undefined
  readonly birthWeight: number | undefined
  readonly dx: ArrayLike<number>
  readonly op: ArrayLike<number>
}

export interface Grouper {
  readonly scheme: CompiledScheme
  /** The same record gives the same result, whatever was grouped before. */
  readonly group: (record: CaseRecord) => Grouping
  readonly groupCoded: (record: CodedCase) => Grouping
  readonly code: (record: CaseRecord) => CodedCase
}

const UNGROUPED: Grouping = {
  mdc: '0000',
  adrg: '00',
  drg: '0000',
  status: '无法入组',
  reason: '不符合任何病组的入组条件',
}

/** Compiles a scheme once; a case then takes about a microsecond. One grouper serves one thread. */
export function createGrouper(tables: SchemeTables): Grouper {
  const scheme = compileScheme(tables)
  const run = new Run(scheme)
  const code = (record: CaseRecord): CodedCase => ({
    ...record,
    dx: idsOf(scheme.dx, record.dx),
    op: idsOf(scheme.op, record.op),
  })
  return { scheme, code, group: (record) => run.group(code(record)), groupCoded: (record) => run.group(record) }
}

function idsOf(index: CodeIndex, codes: readonly string[]): number[] {
  return codes.map((code) => index.ids.get(code) ?? -1)
}

/** Working memory of a grouper: list hits and candidate rules of the present case, told apart by a stamp and cleared, never shared. */
class Run {
  private readonly scheme: CompiledScheme
  private readonly facts: Facts
  private readonly candidates: Int32Array
  private mdcs = 0

  constructor(scheme: CompiledScheme) {
    this.scheme = scheme
    this.candidates = new Int32Array(scheme.baseCandidates.length)
    this.facts = {
      hit: new Int32Array(scheme.slotRule.length),
      stamp: 0,
      numbers: { sex: NaN, age: NaN, age_days: NaN, weight: NaN, regions: 0 },
      popValid: false,
      anyValidOp: false,
    }
  }

  group(record: CodedCase): Grouping {
    const missing = missingFact(record)
    if (missing !== null) return { ...UNGROUPED, status: '信息不全', reason: missing }
    this.begin(record)
    this.stampDiagnoses(record.dx)
    this.stampOperations(record.op)
    const { scheme, facts } = this
    for (let bits = this.mdcs; bits !== 0; bits &= bits - 1) {
      const mdc = scheme.mdcs[31 - Math.clz32(bits & -bits)]!
      if (!mdc.test(facts)) continue
      const rule = this.firstRule(mdc.first, mdc.end)
      if (rule >= 0) return scheme.rules[rule]!.results[severityOf(scheme, record.dx)]
    }
    return UNGROUPED
  }

  private begin(record: CodedCase): void {
    const { facts, scheme } = this
    if (facts.stamp === 0x7fffffff) {
      facts.hit.fill(0)
      facts.stamp = 0
    }
    facts.stamp++
    for (let i = 0; i < this.candidates.length; i++) this.candidates[i] = scheme.baseCandidates[i]!
    this.mdcs = scheme.baseMdcs
    facts.numbers.sex = record.sex ?? NaN
    facts.numbers.age = record.age ?? Math.floor((record.ageDays ?? NaN) / 365.25)
    facts.numbers.age_days = record.ageDays ?? Infinity
    facts.numbers.weight = record.birthWeight ?? NaN
    facts.popValid = false
    facts.anyValidOp = false
  }

  private stampDiagnoses(dx: ArrayLike<number>): void {
    const { scheme, facts } = this
    let regions = 0
    for (let i = 0; i < dx.length; i++) {
      const id = dx[i]!
      if (id < 0) continue
      this.stamp(scheme.dx.anySlots, scheme.dx.anyOffset, id)
      if (i === 0) this.stamp(scheme.dx.mainSlots, scheme.dx.mainOffset, id)
      regions |= (1 << scheme.region[id]!) & ~1
    }
    facts.numbers.regions = bitCount(regions)
  }

  private stampOperations(op: ArrayLike<number>): void {
    const { scheme, facts } = this
    for (let i = 0; i < op.length; i++) {
      const id = op[i]!
      if (id < 0) continue
      this.stamp(scheme.op.anySlots, scheme.op.anyOffset, id)
      if (i === 0) this.stamp(scheme.op.mainSlots, scheme.op.mainOffset, id)
      if (scheme.opValid[id] !== 1) continue
      facts.anyValidOp = true
      if (i === 0) facts.popValid = true
    }
  }

  private stamp(slots: Int32Array, offset: Int32Array, id: number): void {
    const { facts, candidates } = this
    const { slotRule, slotMdc } = this.scheme
    for (let at = offset[id]!, end = offset[id + 1]!; at < end; at++) {
      const slot = slots[at]!
      facts.hit[slot] = facts.stamp
      const rule = slotRule[slot]!
      if (rule >= 0) candidates[rule >> 5]! |= 1 << (rule & 31)
      else this.mdcs |= slotMdc[slot]!
    }
  }

  /** First candidate rule in [first, end) whose test holds, −1 when there is none. */
  private firstRule(first: number, end: number): number {
    const { candidates, facts } = this
    const { rules } = this.scheme
    for (let word = first >> 5; word << 5 < end; word++) {
      let bits = candidates[word]!
      if (word === first >> 5) bits &= -1 << (first & 31)
      while (bits !== 0) {
        const rule = (word << 5) + 31 - Math.clz32(bits & -bits)
        if (rule >= end) return -1
        const { test } = rules[rule]!
        if (test === null || test(facts)) return rule
        bits &= bits - 1
      }
    }
    return -1
  }
}

/** What must be known before any rule can be believed. A day-age over 28 follows from an age of a year or more. */
function missingFact(record: CodedCase): string | null {
  if (record.dx.length === 0) return '缺少主要诊断'
  if (record.sex === undefined) return '缺少性别'
  if (record.age === undefined && record.ageDays === undefined) return '缺少年龄'
  if (record.age === 0 && record.ageDays === undefined) return '不足一岁而缺少日龄'
  return null
}

/** 0 none, 1 CC, 2 MCC: the highest among the other diagnoses that the main one does not exclude. */
function severityOf(scheme: CompiledScheme, dx: ArrayLike<number>): 0 | 1 | 2 {
  const main = dx[0]!
  const mainTable = main < 0 ? -2 : scheme.mainTable[main]!
  let severity = 0
  for (let i = 1; i < dx.length; i++) {
    const id = dx[i]!
    if (id >= 0 && scheme.level[id]! > severity && scheme.table[id] !== mainTable) severity = scheme.level[id]!
  }
  return severity as 0 | 1 | 2
}

function bitCount(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}
