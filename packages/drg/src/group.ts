import { codeCase, type CodedCase } from './coded-case.ts'
import { LEVEL_SHIFT, mainTableOfBits, REGION_MASK, tableOfBits, VALID, type CodeIndex } from './code-index.ts'
import { WORD, WORDS_SHIFT } from './code-table.ts'
import { linkScheme, type CompiledRule, type CompiledScheme } from './compile.ts'
import { OUTCOME, type Grouping } from './outcome.ts'
import type { CaseRecord } from './record.ts'
import { NUMBER_FIELDS } from './rule-parser.ts'
import { FIELD, type Facts } from './rule-tests.ts'
import { planScheme, type SchemePlan } from './scheme-plan.ts'
import type { SchemeTables } from './scheme.ts'

export interface Grouper {
  readonly scheme: CompiledScheme
  /** The same record gives the same result, whatever was grouped before. */
  readonly group: (record: CaseRecord) => Grouping
  readonly groupCoded: (record: CodedCase) => Grouping
  /** Number of the result in `scheme.results`. */
  readonly groupNumber: (record: CodedCase) => number
  /** The record in ids; codes are normalised, never converted. */
  readonly code: (record: CaseRecord) => CodedCase
  /** What the rules of the last case were tested on, for the trace. */
  readonly facts: Facts
}

/** Compiles a scheme once; a case then takes under a microsecond. One grouper serves one thread. */
export function createGrouper(tables: SchemeTables): Grouper {
  return grouperOf(planScheme(tables))
}

export function grouperOf(plan: SchemePlan): Grouper {
  const scheme = linkScheme(plan)
  const run = new Run(scheme)
  const code = (record: CaseRecord) => codeCase(plan, record)
  return {
    scheme,
    code,
    group: (record) => scheme.results[run.group(code(record))]!,
    groupCoded: (record) => scheme.results[run.group(record)]!,
    groupNumber: (record) => run.group(record),
    facts: run.facts,
  }
}

/** Working memory of a grouper: list hits and candidate rules of the present case, told apart by a stamp and cleared, never shared. */
class Run {
  readonly facts: Facts
  private readonly scheme: CompiledScheme
  private readonly candidates: Int32Array
  private readonly others: boolean
  private mdcs = 0

  constructor(scheme: CompiledScheme) {
    this.scheme = scheme
    this.others = scheme.plan.dx.otherSlots.length + scheme.plan.op.otherSlots.length > 0
    this.candidates = new Int32Array(scheme.baseCandidates.length)
    const numbers = new Float64Array(NUMBER_FIELDS.length)
    this.facts = { hit: new Int32Array(scheme.slotRule.length), stamp: 0, numbers, dept: '' }
  }

  /** Number of the result. */
  group(record: CodedCase): number {
    if (record.refused >= 0) return record.refused
    this.begin(record)
    this.stampDiagnoses(record)
    this.stampOperations(record)
    const { scheme, facts } = this
    for (let bits = this.mdcs; bits !== 0; bits &= bits - 1) {
      const mdc = scheme.mdcs[31 - Math.clz32(bits & -bits)]!
      if (!mdc.test(facts)) continue
      const rule = this.firstRule(mdc.first, mdc.end)
      if (rule >= 0) return splitOf(scheme.rules[rule]!, facts)
    }
    return ungrouped(scheme, record.dx[0]!)
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
    facts.dept = record.dept
    facts.numbers = record.numbers
  }

  /** List hits, body regions, and the highest complication that the main diagnosis does not exclude. */
  private stampDiagnoses({ dx, dxCount, numbers }: CodedCase): void {
    const { plan } = this.scheme
    const { words } = plan.dx.table
    const { slots } = plan.dx
    const main = dx[0]!
    const excluding = main < 0 ? 0 : mainTableOfBits(words[(main << WORDS_SHIFT) + WORD.bits]!)
    let regions = 0
    let severity = 0
    for (let i = 0; i < dxCount; i++) {
      const id = dx[i]!
      if (id < 0) continue
      const at = id << WORDS_SHIFT
      const bits = words[at + WORD.bits]!
      this.stamp(slots, words[at + WORD.anyFrom]!, words[at + WORD.anyTo]!)
      regions |= (1 << (bits & REGION_MASK)) & ~1
      if (i === 0) this.stamp(slots, words[at + WORD.mainFrom]!, words[at + WORD.mainTo]!)
      else {
        const level = (bits >> LEVEL_SHIFT) & 3
        if (level > severity && !isExcluded(bits, excluding)) severity = level
        if (this.others) this.stampOther(plan.dx, id)
      }
    }
    numbers[FIELD.regions] = regions === 0 ? 0 : bitCount(regions)
    numbers[FIELD.severity] = numbers[FIELD.day_surgery] === 1 && plan.meta.daySurgeryWithoutCc ? 0 : severity
  }

  private stampOperations({ op, opCount, numbers }: CodedCase): void {
    const { plan } = this.scheme
    const { words } = plan.op.table
    const { slots } = plan.op
    let valid = 0
    numbers[FIELD.pop_valid] = 0
    for (let i = 0; i < opCount; i++) {
      const id = op[i]!
      if (id < 0) continue
      const at = id << WORDS_SHIFT
      this.stamp(slots, words[at + WORD.anyFrom]!, words[at + WORD.anyTo]!)
      const isValid = (words[at + WORD.bits]! & VALID) !== 0
      if (isValid) valid++
      if (i === 0) {
        this.stamp(slots, words[at + WORD.mainFrom]!, words[at + WORD.mainTo]!)
        if (isValid) numbers[FIELD.pop_valid] = 1
      } else if (this.others) this.stampOther(plan.op, id)
    }
    numbers[FIELD.ops] = opCount
    numbers[FIELD.valid_ops] = valid
  }

  private stampOther({ otherSlots, otherOffset }: CodeIndex, id: number): void {
    if (otherSlots.length > 0) this.stamp(otherSlots, otherOffset[id]!, otherOffset[id + 1]!)
  }

  private stamp(slots: Int32Array, from: number, to: number): void {
    const { facts, candidates } = this
    const { slotRule, slotMdc } = this.scheme
    for (let at = from; at < to; at++) {
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

function splitOf(rule: CompiledRule, facts: Facts): number {
  const severity = facts.numbers[FIELD.severity]!
  if (rule.bySeverity !== null) return rule.bySeverity[severity]!
  const split = rule.splits.find(({ test, holds }) => (test === null ? holds[severity] : test(facts)))
  return split?.result ?? rule.noSplit
}

function ungrouped({ plan, slots }: CompiledScheme, main: number): number {
  if (main < 0) return OUTCOME['unknown-main']
  const { words } = plan.dx.table
  const at = main << WORDS_SHIFT
  const own = plan.dx.slots.subarray(words[at + WORD.anyFrom], words[at + WORD.mainTo])
  return own.some((slot) => slots[slot]!.owner < 0) ? OUTCOME['no-rule'] : OUTCOME['main-not-listed']
}

/** Whether a complication with these bits does not count beside a main diagnosis of that exclusion table (0 = none). */
export function isExcluded(bits: number, mainTable: number): boolean {
  return mainTable !== 0 && tableOfBits(bits) === mainTable
}

function bitCount(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}
