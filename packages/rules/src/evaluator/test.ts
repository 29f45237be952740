import { assertNever } from '@yijian/kernel'
import type { Comparison, Condition, Value } from '../condition.ts'
import type { CompiledRelease, Unit } from '../compiled.ts'
import { CODE_FIELDS, NUMBER_FIELDS, type CodeField, type NumberField } from '../fields.ts'
import { PARAMS, type ParamName } from '../params.ts'
import { monthsBetween } from './calendar.ts'
import { PERSON_NUMBERS, ROW_NUMBERS, VISIT_NUMBERS, type ClaimTable } from './table.ts'
import type { Vocabulary } from './vocabulary.ts'

/** 0 false, 1 true, 2 unknown. */
export type Truth = 0 | 1 | 2
export type Test = (row: number, unit: number) => Truth
export type Read = (row: number, unit: number) => number

/** What tests read: the table in hand and the person under way. */
export interface Scene {
  table: ClaimTable
  person: number
  /** Number columns of the table in the order of `NUMBER_NAMES`: read by place, so that all readers are of one kind to the host. */
  columns: readonly Float64Array[]
}

const NUMBER_NAMES = [...ROW_NUMBERS, ...VISIT_NUMBERS, ...PERSON_NUMBERS] as const

export function numberColumns({ row, visitNumber, person }: ClaimTable): readonly Float64Array[] {
  return [...ROW_NUMBERS.map((name) => row[name]), ...VISIT_NUMBERS.map((name) => visitNumber[name]), ...PERSON_NUMBERS.map((name) => person[name])] // prettier-ignore
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

/** Parts of a condition that the unit's own parameters decide are folded away, so units of one signature share a test. */
export function signatureOf(unit: Unit): string {
  return `${unit.shapeId}|${Object.keys(unit.numbers).join()}|${Object.keys(unit.setParams).join()}|${unit.numbers.check ?? ''}`
}

/** A condition for units like `unit`. A constant result comes back as such. */
export function compileTest(condition: Condition, unit: Unit, context: TestContext): Test | Truth {
  const part = (inner: Condition) => compileTest(inner, unit, context)
  switch (condition.is) {
    case 'all':
      return junction(condition.of.map(part), 0)
    case 'any':
      return junction(condition.of.map(part), 1)
    case 'not':
      return negated(part(condition.of))
    case 'given':
      return unit.numbers[condition.param] !== undefined || unit.setParams[condition.param] !== undefined ? 1 : 0
    case 'compare':
      if (condition.left.v === 'param' && condition.left.of === 'check' && condition.right.v === 'const')
        return unit.numbers.check === condition.right.is ? 1 : 0
      if (condition.left.v === 'field' && NUMBER_FIELDS[condition.left.of] === 'row' && condition.right.v === 'const')
        return columnTest(condition.left.of, { by: condition.by, than: condition.right.is }, context.scene)
      return comparison(condition.by, compileValue(condition.left, context), compileValue(condition.right, context))
    case 'member':
      return membership(condition.field, condition.set, context)
    case 'one-of': {
      const ids = new Set(condition.values.map((value) => context.vocabulary.words.idOf(value)))
      const code = codeReader(condition.field, context.scene)
      return (row) => truthOf(code(row), (id) => ids.has(id))
    }
    case 'absent':
      return absence(condition.field, context)
    case 'meets':
      return meeting(condition, context)
    case 'share':
      return shareTest(condition, context)
    default:
      return assertNever(condition)
  }
}

/** `stop` = 0: all must hold; 1: any. */
function junction(parts: readonly (Test | Truth)[], stop: 0 | 1): Test | Truth {
  const open = parts.filter((part) => part !== 1 - stop)
  if (open.includes(stop)) return stop
  if (open.length === 0) return (1 - stop) as Truth
  const tests = open.map((part) => (typeof part === 'number' ? () => part : part))
  const [first, second] = tests
  if (tests.length === 1) return first!
  if (tests.length === 2)
    return (row, unit) => {
      const a = first!(row, unit)
      if (a === stop) return stop
      const b = second!(row, unit)
      return b === stop ? stop : a === 2 ? 2 : b
    }
  return (row, unit) => {
    let result = (1 - stop) as Truth
    for (let i = 0; i < tests.length; i++) {
      const truth = tests[i]!(row, unit)
      if (truth === stop) return stop
      if (truth === 2) result = 2
    }
    return result
  }
}

function negated(part: Test | Truth): Test | Truth {
  if (typeof part === 'number') return part === 2 ? 2 : ((1 - part) as Truth)
  return (row, unit) => {
    const truth = part(row, unit)
    return truth === 2 ? 2 : ((1 - truth) as Truth)
  }
}

function comparison(by: Comparison, left: Read, right: Read): Test {
  const holds = HOLDS[by]
  return (row, unit) => {
    const a = left(row, unit)
    const b = right(row, unit)
    if (a !== a || b !== b) return 2
    return ((holds >> (a > b ? 2 : a === b ? 1 : 0)) & 1) as Truth
  }
}

/** Bit 0: holds when less, bit 1: when equal, bit 2: when greater. */
const HOLDS: Readonly<Record<Comparison, number>> = { '<': 1, '<=': 3, '=': 2, '<>': 5, '>=': 6, '>': 4 }

/** The same for a column of the rows against a constant, which is most of what tests do: one closure instead of three. */
function columnTest(name: NumberField, { by, than }: { by: Comparison; than: number }, scene: Scene): Test {
  const holds = HOLDS[by]
  const place = placeOf(name)
  return (row) => {
    const a = scene.columns[place]![row]!
    return a !== a ? 2 : (((holds >> (a > than ? 2 : a === than ? 1 : 0)) & 1) as Truth)
  }
}

function placeOf(name: NumberField): number {
  return (NUMBER_NAMES as readonly NumberField[]).indexOf(name)
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

function fieldReader(name: NumberField, scene: Scene): Read {
  if (name === 'ageDays') return (row) => scene.table.row.day[row]! - scene.table.person.brdy[scene.person]!
  if (name === 'ageMonths')
    return (row) => monthsBetween(scene.table.person.brdy[scene.person]!, scene.table.row.day[row]!)
  const place = placeOf(name)
  if (NUMBER_FIELDS[name] === 'row') return (row) => scene.columns[place]![row]!
  if (NUMBER_FIELDS[name] === 'person') return () => scene.columns[place]![scene.person]!
  return (row) => scene.columns[place]![scene.table.visit[row]!] ?? NaN
}

export function codeReader(name: CodeField, scene: Scene): (row: number) => number {
  if (name === 'code') return (row) => scene.table.code[row]!
  if (name === 'dept') return (row) => scene.table.dept[row]!
  return (row) => scene.table.visitCode[name][scene.table.visit[row]!] ?? -1
}

function membership(name: CodeField, set: ParamName, { scene, vocabulary, sets }: TestContext): Test {
  const code = codeReader(name, scene)
  const domain = name === 'code' ? vocabulary.items : vocabulary.words
  return (row, unit) => {
    const id = code(row)
    const number = sets[set][unit] ?? -1
    if (id < 0 || number < 0) return 2
    return domain.has(id, number) ? 1 : 0
  }
}

function absence(name: NumberField | CodeField, { scene }: TestContext): Test {
  if (name in CODE_FIELDS) {
    const code = codeReader(name as CodeField, scene)
    return (row) => (code(row) < 0 ? 1 : 0)
  }
  const read = fieldReader(name as NumberField, scene)
  return (row) => (Number.isNaN(read(row, 0)) ? 1 : 0)
}

function meeting(condition: Extract<Condition, { is: 'meets' }>, context: TestContext): Test {
  const { scene, vocabulary, sets, numbers } = context
  const domain = condition.bag === 'dx' ? vocabulary.dx : vocabulary.op
  const found = (visit: number, set: number): boolean => {
    const { table } = scene
    const start = condition.bag === 'dx' ? table.dxStart : table.opStart
    const items = condition.bag === 'dx' ? table.dx : table.op
    for (let i = start[visit]!; i < start[visit + 1]!; i++) if (domain.has(items[i]!, set)) return true
    return false
  }
  const recorded = (visit: number): boolean => {
    const start = condition.bag === 'dx' ? scene.table.dxStart : scene.table.opStart
    return start[visit + 1]! > start[visit]!
  }
  return (row, unit) => {
    const { table, person } = scene
    const visit = table.visit[row]!
    if (visit < 0) return 2
    const set = sets[condition.set][unit]!
    if (found(visit, set)) return 1
    const back = condition.days === undefined ? NaN : (numbers[condition.days][unit] ?? NaN)
    if (!Number.isNaN(back)) {
      const { adm } = table.visitNumber
      for (let i = table.personVisitStart[person]!; i < table.personVisitStart[person + 1]!; i++) {
        const other = table.personVisits[i]!
        const since = adm[visit]! - adm[other]!
        if (since >= 0 && since <= back && found(other, set)) return 1
      }
    }
    return recorded(visit) ? 0 : 2
  }
}

function shareTest(condition: Extract<Condition, { is: 'share' }>, { scene, numbers }: TestContext): Test {
  const num = fieldReader(condition.num, scene)
  const den = fieldReader(condition.den, scene)
  return (row, unit) => {
    const n = num(row, unit)
    const d = den(row, unit)
    const ppm = numbers[condition.ppm][unit] ?? NaN
    if (Number.isNaN(n) || Number.isNaN(d) || Number.isNaN(ppm)) return 2
    const left = BigInt(n) * 1_000_000n
    const right = BigInt(d) * BigInt(ppm)
    return (condition.by === '>' ? left > right : left < right) ? 1 : 0
  }
}

function truthOf(id: number, holds: (id: number) => boolean): Truth {
  if (id < 0) return 2
  return holds(id) ? 1 : 0
}
