import { kindOf } from './code-index.ts'
import { findCode } from './code-table.ts'
import { OUTCOME } from './outcome.ts'
import { normaliseCode, type CaseRecord } from './record.ts'
import { FIELD } from './rule-tests.ts'
import type { SchemePlan } from './scheme-plan.ts'

/** A case whose codes are already ids of the scheme (−1 = not in it), main one first. */
export interface CodedCase {
  /** By FIELD, up to `regions`; what is not known is NaN. */
  readonly numbers: Float64Array
  dept: string
  readonly dx: Int32Array
  readonly op: Int32Array
  /** The kinds of the codes, which is all that a case is grouped by. */
  dxKinds: Int32Array
  dxCount: number
  opKinds: Int32Array
  opCount: number
  /** Number of the reason for which it cannot be grouped, −1 when it can. Set by `completeCase`. */
  refused: number
}

/** Id of a code that was left blank. */
export const BLANK_CODE = -2

const NUMBERS = FIELD.regions

/** A case with room for so many codes, all side by side in memory: cases held by the million are read from there. */
export function createCase(diagnoses: number, operations: number): CodedCase {
  const start = NUMBERS * Float64Array.BYTES_PER_ELEMENT
  const codes = 2 * (diagnoses + operations)
  const memory = new ArrayBuffer(start + codes * Int32Array.BYTES_PER_ELEMENT)
  const words = (from: number, count: number) => new Int32Array(memory, start + from * 4, count)
  return {
    numbers: new Float64Array(memory, 0, NUMBERS).fill(NaN),
    dept: '',
    dx: words(diagnoses + operations, diagnoses),
    op: words(2 * diagnoses + operations, operations),
    dxKinds: words(0, diagnoses),
    dxCount: 0,
    opKinds: words(diagnoses, operations),
    opCount: 0,
    refused: -1,
  }
}

export function codeCase(plan: SchemePlan, record: CaseRecord): CodedCase {
  const coded = createCase(record.dx.length, record.op.length)
  for (const [i, code] of record.dx.entries()) coded.dx[i] = code.trim() === '' ? BLANK_CODE : findCode(plan.dx.table, normaliseCode(code)) // prettier-ignore
  for (const [i, code] of record.op.entries()) coded.op[i] = findCode(plan.op.table, normaliseCode(code))
  for (const [i, id] of coded.dx.entries()) coded.dxKinds[i] = kindOf(plan.dx, id)
  for (const [i, id] of coded.op.entries()) coded.opKinds[i] = kindOf(plan.op, id)
  coded.dxCount = record.dx.length
  coded.opCount = record.op.length
  coded.dept = record.dept ?? ''
  const { numbers } = coded
  const flag = (value: boolean | undefined) => (value === undefined ? NaN : Number(value))
  numbers[FIELD.sex] = record.sex ?? NaN
  numbers[FIELD.age] = record.age ?? NaN
  numbers[FIELD.age_days] = record.ageDays ?? NaN
  numbers[FIELD.weight] = record.birthWeight ?? NaN
  numbers[FIELD.los] = record.los ?? NaN
  numbers[FIELD.leave] = record.leaveType ?? NaN
  numbers[FIELD.icu_hours] = record.icuHours ?? NaN
  numbers[FIELD.vent_hours] = record.ventHours ?? NaN
  numbers[FIELD.nursing_days] = record.nursingDays ?? NaN
  numbers[FIELD.day_surgery] = flag(record.daySurgery)
  numbers[FIELD.new_tech] = flag(record.newTech)
  completeCase(coded)
  return coded
}

/** Checks that what must be known before any rule can be believed is known, and fills in what follows from it. */
export function completeCase(record: CodedCase): void {
  const { numbers } = record
  const age = numbers[FIELD.age]!
  const days = numbers[FIELD.age_days]!
  record.refused = missingFact(record, age, days)
  if (age !== age) numbers[FIELD.age] = Math.floor(days / 365.25)
  // A day-age over 28 follows from an age of a year or more.
  if (days !== days) numbers[FIELD.age_days] = Infinity
}

function missingFact({ dx, dxCount, numbers }: CodedCase, age: number, days: number): number {
  if (dxCount === 0 || dx[0] === BLANK_CODE) return OUTCOME['missing-main']
  const sex = numbers[FIELD.sex]
  if (sex !== 1 && sex !== 2) return OUTCOME['missing-sex']
  const noDays = days !== days
  if (age !== age) return noDays ? OUTCOME['missing-age'] : -1
  if (noDays) return age === 0 ? OUTCOME['missing-day-age'] : -1
  return Math.abs(Math.floor(days / 365.25) - age) > 1 ? OUTCOME['age-conflict'] : -1
}
