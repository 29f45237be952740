import { assertNever } from '@yijian/kernel'
import type { Comparison, Condition } from '../condition.ts'
import type { Unit } from '../compiled.ts'
import { CODE_FIELDS, NUMBER_FIELDS, type CodeField, type NumberField } from '../fields.ts'
import { ageMonths, codeReader, compileValue, fieldReader, placeOf, type TestContext } from './read.ts' // prettier-ignore

/** 0 false, 1 true, 2 unknown. */
export type Truth = 0 | 1 | 2
export type Test = (row: number, unit: number) => Truth
type Of<K extends Condition['is']> = Extract<Condition, { is: K }>

/** A condition for units like `unit`. A constant result comes back as such. */
export function compileTest(condition: Condition, unit: Unit, context: TestContext): Test | Truth {
  const part = (inner: Condition) => compileTest(inner, unit, context)
  switch (condition.is) {
    case 'all':
      return junction([...condition.of].sort((a, b) => Number(isOfRow(a)) - Number(isOfRow(b))).map(part), 0)
    case 'any':
      return junction(condition.of.map(part), 1)
    case 'not':
      if (condition.of.is === 'member' || condition.of.is === 'meets') return setTest(condition.of, 0, context)
      return negated(part(condition.of))
    case 'given':
      return unit.numbers[condition.param] !== undefined || unit.setParams[condition.param] !== undefined ? 1 : 0
    case 'compare':
      if (condition.left.v === 'param' && condition.left.of === 'check' && condition.right.v === 'const')
        return unit.numbers.check === condition.right.is ? 1 : 0
      return compareTest(condition, context)
    case 'member':
    case 'meets':
      return setTest(condition, 1, context)
    case 'one-of': {
      const ids = new Set(condition.values.map((value) => context.vocabulary.words.idOf(value)))
      const code = codeReader(condition.field, context.scene)
      return (row) => truthOf(code(row), (id) => ids.has(id))
    }
    case 'absent':
      return absence(condition.field, context)
    case 'share':
      return shareTest(condition, context)
    default:
      return assertNever(condition)
  }
}

/** Whether nothing but the row's own columns and constants decide: such conditions hold of most rows, so the others are asked first. */
function isOfRow(condition: Condition): boolean {
  switch (condition.is) {
    case 'all':
    case 'any':
      return condition.of.every(isOfRow)
    case 'compare':
      return condition.left.v === 'field' && NUMBER_FIELDS[condition.left.of] === 'row' && condition.right.v === 'const'
    default:
      return false
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

/** A field against a parameter or a constant is most of what tests ask: one closure then instead of three. */
function compareTest({ by, left, right }: Of<'compare'>, context: TestContext): Test {
  const { scene, numbers } = context
  const holds = HOLDS[by]
  if (left.v === 'field' && right.v === 'param') {
    const column = numbers[right.of]
    const { place, of } = placeOf(left.of)
    if (of === 'row') return (row, unit) => compared(holds, scene.columns[place]![row]!, column[unit] ?? NaN)
    if (of === 'person') return (_row, unit) => compared(holds, scene.columns[place]![scene.person]!, column[unit] ?? NaN) // prettier-ignore
    if (of === 'encounter') return (row, unit) => compared(holds, scene.columns[place]![scene.table.visit[row]!] ?? NaN, column[unit] ?? NaN) // prettier-ignore
    if (left.of === 'ageMonths') return (row, unit) => compared(holds, ageMonths(scene, row), column[unit] ?? NaN)
  }
  if (left.v === 'field' && NUMBER_FIELDS[left.of] === 'row' && right.v === 'const') {
    const { place } = placeOf(left.of)
    const { is } = right
    return (row) => compared(holds, scene.columns[place]![row]!, is)
  }
  const a = compileValue(left, context)
  const b = compileValue(right, context)
  return (row, unit) => compared(holds, a(row, unit), b(row, unit))
}

/** Bit 0: holds when less, bit 1: when equal, bit 2: when greater. */
const HOLDS: Readonly<Record<Comparison, number>> = { '<': 1, '<=': 3, '=': 2, '<>': 5, '>=': 6, '>': 4 }

function compared(holds: number, a: number, b: number): Truth {
  if (a < b) return (holds & 1) as Truth
  if (a > b) return (holds >> 2) as Truth
  return a === b ? (((holds >> 1) & 1) as Truth) : 2
}

/** `when` = 0: the negation. */
function setTest(condition: Of<'member' | 'meets'>, when: 0 | 1, context: TestContext): Test {
  return condition.is === 'member' ? membership(condition, when, context) : meeting(condition, when, context)
}

function membership({ field, set }: Of<'member'>, when: 0 | 1, { scene, vocabulary, sets }: TestContext): Test {
  const code = codeReader(field, scene)
  const domain = field === 'code' ? vocabulary.items : vocabulary.words
  const setOf = sets[set]
  return (row, unit) => {
    const id = code(row)
    const number = setOf[unit] ?? -1
    if (id < 0 || number < 0) return 2
    return domain.has(id, number) ? when : otherwise(when)
  }
}

function otherwise(when: 0 | 1): Truth {
  return (1 - when) as Truth
}

function absence(name: NumberField | CodeField, { scene }: TestContext): Test {
  if (name in CODE_FIELDS) {
    const code = codeReader(name as CodeField, scene)
    return (row) => (code(row) < 0 ? 1 : 0)
  }
  const read = fieldReader(name as NumberField, scene)
  return (row) => (Number.isNaN(read(row, 0)) ? 1 : 0)
}

function meeting(condition: Of<'meets'>, when: 0 | 1, context: TestContext): Test {
  const { scene, sets, numbers } = context
  const met = meetingOf(condition.bag, context)
  const setOf = sets[condition.set]
  const daysOf = condition.days === undefined ? undefined : numbers[condition.days]
  return (row, unit) => {
    const visit = scene.table.visit[row]!
    if (visit < 0) return 2
    const set = setOf[unit]!
    const truth = met(visit, set)
    if (truth === 1) return when
    const back = daysOf?.[unit] ?? NaN
    if (back === back && metBefore(visit, set, back)) return when
    return truth === 2 ? 2 : otherwise(when)
  }

  function metBefore(visit: number, set: number, back: number): boolean {
    const { personVisitStart, personVisits, visitNumber } = scene.table
    const { adm } = visitNumber
    for (let i = personVisitStart[scene.person]!; i < personVisitStart[scene.person + 1]!; i++) {
      const other = personVisits[i]!
      const since = adm[visit]! - adm[other]!
      if (since >= 0 && since <= back && met(other, set) === 1) return true
    }
    return false
  }
}

/** Whether a diagnosis (operation) of the visit is in the set; unknown when none is recorded. */
function meetingOf(bag: 'dx' | 'op', { scene, vocabulary }: TestContext): (visit: number, set: number) => Truth {
  const domain = vocabulary[bag]
  const ofDiagnoses = bag === 'dx'
  return (visit, set) => {
    const { table } = scene
    const start = ofDiagnoses ? table.dxStart : table.opStart
    const items = ofDiagnoses ? table.dx : table.op
    const from = start[visit]!
    const to = start[visit + 1]!
    for (let i = from; i < to; i++) if (domain.has(items[i]!, set)) return 1
    return to > from ? 0 : 2
  }
}

function shareTest(condition: Of<'share'>, { scene, numbers }: TestContext): Test {
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
