import { codeCase, type CodedCase } from './coded-case.ts'
import { LEVEL_SHIFT, mainTableOfBits, RANGE, RANGE_WORDS, REGION_MASK, SETS_BESIDE, slotsAsMain, tableOfBits, UNKNOWN_KIND, VALID, type CodeIndex } from './code-index.ts' // prettier-ignore
import { linkScheme, type CompiledRule, type CompiledScheme } from './compile.ts'
import { OUTCOME, type Grouping } from './outcome.ts'
import type { CaseRecord } from './record.ts'
import { NUMBER_FIELDS } from './rule-parser.ts'
import { FIELD, type Facts } from './rule-tests.ts'
import { planScheme, type SchemePlan } from './scheme-plan.ts'
import type { SchemeTables } from './scheme.ts'

// The engine reads an imported constant from memory whenever it is used, but knows one of this file: a tenth of the time of a case.
const [REGION, LEVEL, BESIDE, VALID_OPERATION, WORDS] = [REGION_MASK, LEVEL_SHIFT, SETS_BESIDE, VALID, RANGE_WORDS]
const { any: ANY, main: MAIN, other: OTHER, end: END } = RANGE
const { regions: REGIONS, severity: SEVERITY, day_surgery: DAY_SURGERY, pop_valid: POP_VALID, valid_ops: VALID_OPS, ops: OPS } = FIELD // prettier-ignore

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

  constructor(scheme: CompiledScheme) {
    this.scheme = scheme
    this.candidates = new Int32Array(scheme.baseCandidates.length)
    const numbers = new Float64Array(NUMBER_FIELDS.length)
    this.facts = { hit: new Int32Array(scheme.slotRule.length), stamp: 0, numbers, dept: '' }
  }

  /** Number of the result. */
  group(record: CodedCase): number {
    if (record.refused >= 0) return record.refused
    const { scheme, facts } = this
    this.begin(record)
    const mdcs = scheme.baseMdcs | this.stampDiagnoses(record) | this.stampOperations(record)
    for (let bits = mdcs; bits !== 0; bits &= bits - 1) {
      const mdc = scheme.mdcs[31 - Math.clz32(bits & -bits)]!
      if (mdc.test !== null && !mdc.test(facts)) continue
      const rule = this.firstRule(mdc.first, mdc.end)
      if (rule >= 0) return splitOf(scheme, rule, facts)
    }
    return ungrouped(scheme, record.dxKinds[0]!)
  }

  private begin(record: CodedCase): void {
    const { facts, candidates } = this
    const { baseCandidates } = this.scheme
    if (facts.stamp === 0x7fffffff) {
      facts.hit.fill(0)
      facts.stamp = 0
    }
    facts.stamp++
    for (let i = 0; i < candidates.length; i++) candidates[i] = baseCandidates[i]!
    facts.dept = record.dept
    const from = record.numbers
    const { numbers } = facts
    for (let i = 0; i < from.length; i++) numbers[i] = from[i]!
  }

  /** List hits, body regions, and the highest complication that the main diagnosis does not exclude; answers the MDCs touched. */
  private stampDiagnoses({ dxKinds, dxCount }: CodedCase): number {
    const { plan } = this.scheme
    const bitsOf = plan.dx.bits
    const { numbers } = this.facts
    const mainBits = bitsOf[dxKinds[0]!]!
    const excluding = mainTableOfBits(mainBits)
    let mdcs = this.stampMain(plan.dx, dxKinds[0]!)
    let regions = 1 << (mainBits & REGION)
    let severity = 0
    for (let i = 1; i < dxCount; i++) {
      const kind = dxKinds[i]!
      const bits = bitsOf[kind]!
      regions |= 1 << (bits & REGION)
      const level = (bits >> LEVEL) & 3
      if (level > severity && !isExcluded(bits, excluding)) severity = level
      if ((bits & BESIDE) !== 0) mdcs |= this.stampBeside(plan.dx, kind)
    }
    numbers[REGIONS] = (regions & ~1) === 0 ? 0 : bitCount(regions & ~1)
    numbers[SEVERITY] = numbers[DAY_SURGERY] === 1 && plan.meta.daySurgeryWithoutCc ? 0 : severity
    return mdcs
  }

  private stampOperations({ opKinds, opCount }: CodedCase): number {
    const index = this.scheme.plan.op
    const { numbers } = this.facts
    let mdcs = 0
    let valid = 0
    let mainValid = 0
    for (let i = 0; i < opCount; i++) {
      const kind = opKinds[i]!
      const bits = index.bits[kind]!
      const isValid = (bits & VALID_OPERATION) === 0 ? 0 : 1
      valid += isValid
      if (i === 0) {
        mainValid = isValid
        mdcs |= this.stampMain(index, kind)
      } else if ((bits & BESIDE) !== 0) mdcs |= this.stampBeside(index, kind)
    }
    numbers[POP_VALID] = mainValid
    numbers[VALID_OPS] = valid
    numbers[OPS] = opCount
    return mdcs
  }

  private stampMain({ slots, ranges }: CodeIndex, kind: number): number {
    const at = kind * WORDS
    return this.stamp(slots, ranges[at + ANY]!, ranges[at + OTHER]!)
  }

  /** What a code sets that is not the main one. */
  private stampBeside({ slots, ranges }: CodeIndex, kind: number): number {
    const at = kind * WORDS
    return this.stamp(slots, ranges[at + ANY]!, ranges[at + MAIN]!) | this.stamp(slots, ranges[at + OTHER]!, ranges[at + END]!) // prettier-ignore
  }

  private stamp(slots: Int32Array, from: number, to: number): number {
    const { candidates } = this
    const { hit, stamp } = this.facts
    const { slotRule, slotMdc } = this.scheme
    let mdcs = 0
    for (let at = from; at < to; at++) {
      const slot = slots[at]!
      hit[slot] = stamp
      const rule = slotRule[slot]!
      if (rule >= 0) candidates[rule >> 5]! |= 1 << (rule & 31)
      else mdcs |= slotMdc[slot]!
    }
    return mdcs
  }

  /** First candidate rule in [first, end) whose test holds, −1 when there is none. */
  private firstRule(first: number, end: number): number {
    const { candidates, facts } = this
    const { ruleTests } = this.scheme
    for (let word = first >> 5; word << 5 < end; word++) {
      let bits = candidates[word]!
      if (word === first >> 5) bits &= -1 << (first & 31)
      while (bits !== 0) {
        const rule = (word << 5) + 31 - Math.clz32(bits & -bits)
        if (rule >= end) return -1
        const test = ruleTests[rule]!
        if (test === null || test(facts)) return rule
        bits &= bits - 1
      }
    }
    return -1
  }
}

function splitOf(scheme: CompiledScheme, rule: number, facts: Facts): number {
  const severity = facts.numbers[SEVERITY]!
  const result = scheme.severityResults[rule * 3 + severity]!
  return result >= 0 ? result : splitByTests(scheme.rules[rule]!, facts)
}

function splitByTests({ splits, noSplit }: CompiledRule, facts: Facts): number {
  const severity = facts.numbers[SEVERITY]!
  return splits.find(({ test, holds }) => (test === null ? holds[severity] : test(facts)))?.result ?? noSplit
}

function ungrouped({ plan, slots }: CompiledScheme, main: number): number {
  if (main === UNKNOWN_KIND) return OUTCOME['unknown-main']
  const own = slotsAsMain(plan.dx, main)
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
