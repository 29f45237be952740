import { AppError, assertNever } from '@yijian/kernel'
import { parseRule, type NumberField, type Rule } from './rule-parser.ts'
import type { SchemeTables, Split } from './scheme.ts'

/** What a rule is tested on: list hits are stamped per slot, numbers are read. NaN = not known. */
export interface Facts {
  /** hit[slot] === stamp when the slot's list is hit by the present case. */
  readonly hit: Int32Array
  stamp: number
  readonly numbers: Record<NumberField, number>
  popValid: boolean
  anyValidOp: boolean
}

export type Test = (facts: Facts) => boolean

export interface CompiledAdrg {
  readonly ruleId: string
  readonly adrg: string
  readonly name: string
  readonly test: Test
  readonly drgs: readonly { readonly drg: string; readonly name: string; readonly split: Split }[]
}
export interface CompiledMdc {
  readonly mdc: string
  readonly name: string
  readonly test: Test
  readonly adrgs: readonly CompiledAdrg[]
}
/** What one diagnosis code sets off. */
export interface DxEntry {
  readonly mainSlots: Int32Array
  readonly anySlots: Int32Array
  readonly region: number
  readonly level: 0 | 1 | 2
  /** Exclusion table of the code as CC/MCC; −1 = never excluded. */
  readonly table: number
  /** Exclusion table that applies when the code is the main diagnosis; −2 = none. */
  readonly mainTable: number
}
export interface OpEntry {
  readonly mainSlots: Int32Array
  readonly anySlots: Int32Array
  readonly valid: boolean
}
export interface CompiledScheme {
  readonly mdcs: readonly CompiledMdc[]
  readonly dx: ReadonlyMap<string, DxEntry>
  readonly op: ReadonlyMap<string, OpEntry>
  readonly slots: number
}

/** Compiles a scheme: every list term becomes a slot, every code the slots it sets. */
export function compileScheme(tables: SchemeTables): CompiledScheme {
  const slots = new SlotTable(tables)
  const mdcs = tables.mdc.map((row) => ({
    mdc: row.mdc,
    name: row.name,
    test: compileRule(parseRule(row.rule), (term, set) => slots.of(`mdc:${row.mdc}`, term, set)),
    adrgs: tables.adrg
      .filter((adrg) => adrg.mdc === row.mdc)
      .map((adrg) => ({
        ruleId: adrg.ruleId,
        adrg: adrg.adrg,
        name: adrg.name,
        test: compileRule(parseRule(adrg.rule), (term, set) => slots.of(adrg.ruleId, term, set)),
        drgs: tables.drg.filter((drg) => drg.ruleId === adrg.ruleId),
      })),
  }))
  for (const adrg of tables.adrg)
    if (!tables.mdc.some((row) => row.mdc === adrg.mdc))
      throw new AppError('invalid', 'drg.scheme.mdc', `adrg.csv：${adrg.ruleId} 属于不存在的 ${adrg.mdc}`)
  return { mdcs, ...slots.codes(), slots: slots.count }
}

/** Numbers the list terms of all rules, and turns the lists round: code → slots. */
class SlotTable {
  count = 0
  private readonly numbers = new Map<string, number>()
  private readonly tables: SchemeTables

  constructor(tables: SchemeTables) {
    this.tables = tables
  }

  of(owner: string, term: string, set: number): number {
    const key = `${owner}|${term}|${set}`
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    this.numbers.set(key, this.count)
    return this.count++
  }

  codes(): { dx: Map<string, DxEntry>; op: Map<string, OpEntry> } {
    const dx = new Map<string, Draft>()
    const op = new Map<string, Draft>()
    for (const row of this.tables.mdcDx) {
      this.add(dx, row.dx, `mdc:${row.mdc}`, ['pdx', 'anydx'], 0)
      if (row.region !== '') draftOf(dx, row.dx).region = Number.parseInt(row.region, 10) || hashRegion(row.region)
    }
    for (const row of this.tables.adrgDx) this.add(dx, row.dx, row.ruleId, ['pdx', 'anydx'], row.set)
    for (const row of this.tables.adrgOp) this.add(op, row.op, row.ruleId, ['pop', 'anyop'], row.set)
    for (const row of this.tables.cc) {
      const draft = draftOf(dx, row.dx)
      draft.level = row.level === 'MCC' ? 2 : 1
      draft.table = row.exclusionTable === '999' ? -1 : Number(row.exclusionTable)
    }
    for (const row of this.tables.ccExclusion) draftOf(dx, row.pdx).mainTable = Number(row.exclusionTable)
    for (const code of this.tables.opValid) draftOf(op, code).valid = true
    return { dx: freeze(dx), op: freeze(op) }
  }

  // eslint-disable-next-line max-params -- one row of a list
  private add(
    map: Map<string, Draft>,
    code: string,
    owner: string,
    terms: readonly [string, string],
    set: number,
  ): void {
    const main = this.numbers.get(`${owner}|${terms[0]}|${set}`)
    const any = this.numbers.get(`${owner}|${terms[1]}|${set}`)
    if (main === undefined && any === undefined) return
    const draft = draftOf(map, code)
    if (main !== undefined) draft.main.add(main)
    if (any !== undefined) draft.any.add(any)
  }
}

interface Draft {
  readonly main: Set<number>
  readonly any: Set<number>
  region: number
  level: 0 | 1 | 2
  table: number
  mainTable: number
  valid: boolean
}

function draftOf(map: Map<string, Draft>, code: string): Draft {
  let draft = map.get(code)
  if (!draft) {
    draft = { main: new Set(), any: new Set(), region: 0, level: 0, table: -1, mainTable: -2, valid: false }
    map.set(code, draft)
  }
  return draft
}

function freeze(drafts: ReadonlyMap<string, Draft>): Map<string, DxEntry & OpEntry> {
  const entries = new Map<string, DxEntry & OpEntry>()
  for (const [code, { main, any, ...rest }] of drafts)
    entries.set(code, { mainSlots: Int32Array.from(main), anySlots: Int32Array.from(any), ...rest })
  return entries
}

function hashRegion(text: string): number {
  let hash = 1000
  for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) | 0
  return Math.abs(hash)
}

function compileRule(rule: Rule, slotOf: (term: string, set: number) => number): Test {
  switch (rule.kind) {
    case 'true':
      return () => true
    case 'and':
    case 'or': {
      const tests = rule.parts.map((part) => compileRule(part, slotOf))
      return rule.kind === 'and'
        ? (facts) => tests.every((test) => test(facts))
        : (facts) => tests.some((test) => test(facts))
    }
    case 'list': {
      const slot = slotOf(rule.term, rule.set)
      return (facts) => facts.hit[slot] === facts.stamp
    }
    case 'flag':
      return rule.term === 'pop_valid' ? (facts) => facts.popValid : (facts) => !facts.anyValidOp
    case 'compare':
      return compare(rule)
    default:
      return assertNever(rule)
  }
}

/** A number that is not known is NaN, and no comparison with it holds. */
function compare({ field, op, value }: Extract<Rule, { kind: 'compare' }>): Test {
  switch (op) {
    case '=':
      return (facts) => facts.numbers[field] === value
    case '<':
      return (facts) => facts.numbers[field] < value
    case '<=':
      return (facts) => facts.numbers[field] <= value
    case '>':
      return (facts) => facts.numbers[field] > value
    case '>=':
      return (facts) => facts.numbers[field] >= value
    default:
      return assertNever(op)
  }
}
