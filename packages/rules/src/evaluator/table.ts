import { NUMBER_FIELDS, CODE_FIELDS } from '../fields.ts'

type Where<T, W extends string> = { [K in keyof T]: T[K] extends W ? K : never }[keyof T]
export type RowNumber = Where<typeof NUMBER_FIELDS, 'row'>
export type VisitNumber = Where<typeof NUMBER_FIELDS, 'encounter'>
export type PersonNumber = Where<typeof NUMBER_FIELDS, 'person'>
export type VisitCode = Where<typeof CODE_FIELDS, 'encounter'>

type Columns<K extends string> = Record<K, Float64Array>

/**
 * Claims as columns: rows of a person are neighbours, in order of time and number. NaN and −1 are missing. Rows of one table may
 * belong to many persons; `visit` is −1 for aggregates.
 */
export interface ClaimTable {
  readonly rows: number
  readonly persons: number
  /** Rows of person p are [personStart[p], personStart[p + 1]). */
  readonly personStart: Int32Array
  readonly psnNo: readonly string[]
  readonly sn: readonly string[]
  readonly name: readonly string[]
  readonly row: Columns<RowNumber>
  readonly code: Int32Array
  codeText(row: number): string
  readonly generic: Int32Array
  readonly herb: Uint8Array
  readonly rx: Int32Array
  readonly rxText: readonly string[]
  readonly dept: Int32Array
  readonly visit: Int32Array
  readonly visits: number
  readonly mdtrtId: readonly string[]
  readonly visitPerson: Int32Array
  readonly visitNumber: Columns<VisitNumber>
  readonly visitCode: Record<VisitCode, Int32Array>
  readonly dxStart: Int32Array
  readonly dx: Int32Array
  readonly opStart: Int32Array
  readonly op: Int32Array
  /** Visits of person p are `personVisits[personVisitStart[p]…)`. */
  readonly personVisitStart: Int32Array
  readonly personVisits: Int32Array
  readonly person: Columns<PersonNumber>
}

export const ROW_NUMBERS = fieldsAt<RowNumber>(NUMBER_FIELDS, 'row')
export const VISIT_NUMBERS = fieldsAt<VisitNumber>(NUMBER_FIELDS, 'encounter')
export const PERSON_NUMBERS = fieldsAt<PersonNumber>(NUMBER_FIELDS, 'person')
export const VISIT_CODES = fieldsAt<VisitCode>(CODE_FIELDS, 'encounter')

function fieldsAt<K extends string>(fields: Readonly<Record<string, string>>, where: string): readonly K[] {
  return Object.keys(fields).filter((name) => fields[name] === where) as K[]
}

/** All columns lie in one stretch of memory: one allocation, however many they are. */
export function columns<K extends string>(names: readonly K[], size: number): Columns<K> {
  const all = new Float64Array(names.length * size).fill(NaN)
  const made = {} as Columns<K>
  for (let i = 0; i < names.length; i++) made[names[i]!] = new Float64Array(all.buffer, i * size * 8, size)
  return made
}
