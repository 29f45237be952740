import { findCode } from './code-table.ts'
import { OUTCOME } from './outcome.ts'
import { normaliseCode, type CaseRecord } from './record.ts'
import { NUMBER_FIELDS } from './rule-parser.ts'
import { FIELD } from './rule-tests.ts'
import type { SchemePlan } from './scheme-plan.ts'

/** A case whose codes are already ids of the scheme (−1 = not in it), main one first. */
export interface CodedCase {
  /** By FIELD; what is not known is NaN. What follows from the codes is written here when the case is grouped. */
  readonly numbers: Float64Array
  dept: string
  dx: Int32Array
  dxCount: number
  op: Int32Array
  opCount: number
  /** Number of the reason for which it cannot be grouped, −1 when it can. Set by `completeCase`. */
  refused: number
}

/** Id of a code that was left blank. */
export const BLANK_CODE = -2

export function createCase(codes: number): CodedCase {
  const numbers = new Float64Array(NUMBER_FIELDS.length).fill(NaN)
  return {
    numbers,
    dept: '',
    dx: new Int32Array(codes),
    dxCount: 0,
    op: new Int32Array(codes),
    opCount: 0,
    refused: -1,
  }
}

export function codeCase(plan: SchemePlan, record: CaseRecord): CodedCase {
  const coded = createCase(0)
  coded.dx = Int32Array.from(record.dx, (code) => (code.trim() === '' ? BLANK_CODE : findCode(plan.dx.table, normaliseCode(code)))) // prettier-ignore
  coded.op = Int32Array.from(record.op, (code) => findCode(plan.op.table, normaliseCode(code)))
  coded.dxCount = coded.dx.length
  coded.opCount = coded.op.length
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
