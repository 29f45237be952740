import { assertNever } from '@yijian/kernel'
import type { Value } from '../condition.ts'
import type { CompiledRelease } from '../compiled.ts'
import { CODE_FIELDS, NUMBER_FIELDS, type CodeField, type NumberField } from '../fields.ts'
import { PARAMS, type ParamName } from '../params.ts'
import { monthsBetween } from './calendar.ts'
import { PERSON_NUMBERS, ROW_NUMBERS, VISIT_CODES, VISIT_NUMBERS, type ClaimTable } from './table.ts'
import type { Vocabulary } from './vocabulary.ts'

export type Read = (row: number, unit: number) => number

/** What tests read: the table in hand and the person under way. */
export interface Scene {
  table: ClaimTable
  person: number
  /** Columns of the table in the order of `NUMBER_NAMES` and `CODE_NAMES`: read by place, so that all readers are of one kind to the host. */
  readonly columns: Float64Array[]
  readonly codes: Int32Array[]
}

const NUMBER_NAMES: readonly NumberField[] = [...ROW_NUMBERS, ...VISIT_NUMBERS, ...PERSON_NUMBERS]
const CODE_NAMES: readonly CodeField[] = ['code', 'dept', ...VISIT_CODES]

export function createScene(): Scene {
  return { table: undefined as unknown as ClaimTable, person: 0, columns: [], codes: [] }
}

export function setScene(scene: Scene, table: ClaimTable): void {
  const { row, visitNumber, person, visitCode } = table
  scene.table = table
  let at = 0
  for (const name of ROW_NUMBERS) scene.columns[at++] = row[name]
  for (const name of VISIT_NUMBERS) scene.columns[at++] = visitNumber[name]
  for (const name of PERSON_NUMBERS) scene.columns[at++] = person[name]
  at = 0
  scene.codes[at++] = table.code
  scene.codes[at++] = table.dept
  for (const name of VISIT_CODES) scene.codes[at++] = visitCode[name]
}

export interface TestContext {
  readonly scene: Scene
  readonly vocabulary: Vocabulary
  readonly numbers: Readonly<Record<ParamName, Float64Array>>
  readonly sets: Readonly<Record<ParamName, Int32Array>>
}

export function parameterColumns(release: CompiledRelease): Pick<TestContext, 'numbers' | 'sets'> {
  const names = Object.keys(PARAMS) as ParamName[]
  const size = release.units.length
  const numbers = {} as Record<ParamName, Float64Array>
  const sets = {} as Record<ParamName, Int32Array>
  for (const name of names) {
    numbers[name] = new Float64Array(release.units.some((unit) => unit.numbers[name] !== undefined) ? size : 0).fill(
      NaN,
    )
    sets[name] = new Int32Array(release.units.some((unit) => unit.setParams[name] !== undefined) ? size : 0).fill(-1)
  }
  for (const [u, unit] of release.units.entries()) {
    for (const [name, value] of Object.entries(unit.numbers)) numbers[name as ParamName][u] = value
    for (const [name, value] of Object.entries(unit.setParams)) sets[name as ParamName][u] = value
  }
  return { numbers, sets }
}

/** Where a number stands: in which column, and whether that is one of rows, visits or persons. */
export function placeOf(name: NumberField): { place: number; of: (typeof NUMBER_FIELDS)[NumberField] } {
  return { place: NUMBER_NAMES.indexOf(name), of: NUMBER_FIELDS[name] }
}

export function compileValue(value: Value, context: TestContext): Read {
  switch (value.v) {
    case 'const': {
      const { is } = value
      return () => is
    }
    case 'param': {
      const column = context.numbers[value.of]
      return (_row, unit) => column[unit] ?? NaN
    }
    case 'field':
      return fieldReader(value.of, context.scene)
    case 'add':
    case 'sub':
    case 'mul': {
      const a = compileValue(value.a, context)
      const b = compileValue(value.b, context)
      if (value.v === 'add') return (row, unit) => a(row, unit) + b(row, unit)
      if (value.v === 'sub') return (row, unit) => a(row, unit) - b(row, unit)
      return (row, unit) => a(row, unit) * b(row, unit)
    }
    default:
      return assertNever(value)
  }
}

export function fieldReader(name: NumberField, scene: Scene): Read {
  if (name === 'ageDays') return (row) => scene.table.row.day[row]! - scene.table.person.brdy[scene.person]!
  if (name === 'ageMonths') return (row) => ageMonths(scene, row)
  const { place, of } = placeOf(name)
  if (of === 'row') return (row) => scene.columns[place]![row]!
  if (of === 'person') return () => scene.columns[place]![scene.person]!
  return (row) => scene.columns[place]![scene.table.visit[row]!] ?? NaN
}

export function ageMonths({ table, person }: Scene, row: number): number {
  return monthsBetween(table.person.brdy[person]!, table.row.day[row]!)
}

export function codeReader(name: CodeField, scene: Scene): (row: number) => number {
  const place = CODE_NAMES.indexOf(name)
  if (CODE_FIELDS[name] === 'row') return (row) => scene.codes[place]![row]!
  return (row) => scene.codes[place]![scene.table.visit[row]!] ?? -1
}
