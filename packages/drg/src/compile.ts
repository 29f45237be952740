import { AppError, assertNever } from '@yijian/kernel'
import { parseRule, type NumberField, type Rule } from './rule-parser.ts'
import type { AdrgRow, SchemeTables } from './scheme.ts'

/** What rules are tested on. `hit[slot] === stamp` when the list of that slot is hit; a number that is not known is NaN. */
export interface Facts {
  readonly hit: Int32Array
  stamp: number
  readonly numbers: Record<NumberField, number>
  popValid: boolean
  anyValidOp: boolean
}

export type Test = (facts: Facts) => boolean

/** Result of grouping one case; the same object for every case of a group, so never change it. */
export interface Grouping {
  readonly mdc: string
  readonly adrg: string
  readonly drg: string
  readonly status: '分组成功' | '无法入组' | '信息不全'
  /** Chinese, when the case was not grouped. */
  readonly reason: string | null
}

export interface CompiledRule {
  readonly ruleId: string
  readonly adrg: string
  readonly name: string
  /** null: being a candidate is enough (the rule is one list term). */
  readonly test: Test | null
  /** Results by severity 0, 1 (CC), 2 (MCC). */
  readonly results: readonly [Grouping, Grouping, Grouping]
}

export interface CompiledMdc {
  readonly mdc: string
  readonly name: string
  readonly test: Test
  /** Rules [first, end) of the scheme belong to it. */
  readonly first: number
  readonly end: number
}

/** Code lists turned round: code id → what it sets off. Lists are `[offset[id], offset[id + 1])` of `slots`. */
export interface CodeIndex {
  readonly ids: ReadonlyMap<string, number>
  readonly mainOffset: Int32Array
  readonly mainSlots: Int32Array
  readonly anyOffset: Int32Array
  readonly anySlots: Int32Array
}

export interface CompiledScheme {
  readonly mdcs: readonly CompiledMdc[]
  readonly rules: readonly CompiledRule[]
  /** Rule that becomes a candidate when the slot is hit, −1 for a slot of an MDC rule. */
  readonly slotRule: Int32Array
  /** Bit of the MDC that becomes a candidate when the slot is hit, 0 for a slot of an ADRG rule. */
  readonly slotMdc: Int32Array
  /** Candidate bits of the rules that need no list hit (`true`, `pop_valid`, `no_valid_op`). */
  readonly baseCandidates: Int32Array
  readonly baseMdcs: number
  readonly dx: CodeIndex
  readonly op: CodeIndex
  readonly region: Int32Array
  /** 0 none, 1 CC, 2 MCC. */
  readonly level: Uint8Array
  /** Exclusion table of the code as a complication; −1 = never excluded. */
  readonly table: Int32Array
  /** Exclusion table in force when the code is the main diagnosis; −2 = none. */
  readonly mainTable: Int32Array
  readonly opValid: Uint8Array
}

/** Compiles a scheme: every list term of a rule becomes a slot, every code an id with the slots it sets. */
export function compileScheme(tables: SchemeTables): CompiledScheme {
  const slots = new Slots()
  const rows = orderedRules(tables)
  const rules = rows.map((row, index) => compileAdrg({ tables, row, index, slots }))
  if (tables.mdc.length > 31) throw new AppError('invalid', 'drg.scheme.mdc', 'mdc.csv：最多 31 个主要诊断大类')
  const mdcs = tables.mdc.map((row, bit) => {
    const first = rows.findIndex((rule) => rule.mdc === row.mdc)
    const count = rows.filter((rule) => rule.mdc === row.mdc).length
    const test = compileRule(parseRule(row.rule), (term, set) => slots.of(`mdc:${row.mdc}`, term, set, -1 - bit))
    return { mdc: row.mdc, name: row.name, test, first: Math.max(first, 0), end: Math.max(first, 0) + count }
  })
  const baseCandidates = new Int32Array((rules.length + 31) >> 5)
  for (const [index, row] of rows.entries())
    if (!listTerms(parseRule(row.rule)).length) baseCandidates[index >> 5]! |= 1 << (index & 31)
  const baseMdcs = tables.mdc.reduce(
    (bits, row, bit) => (listTerms(parseRule(row.rule)).length ? bits : bits | (1 << bit)),
    0,
  )
  const owner = slots.owned()
  const slotRule = owner.map((index) => Math.max(index, -1))
  const slotMdc = owner.map((index) => (index < 0 ? 1 << (-1 - index) : 0))
  return { mdcs, rules, slotRule, slotMdc, baseCandidates, baseMdcs, ...indexCodes(tables, slots) }
}

/** Rules in the order of their MDCs, then by seq: those of one MDC are neighbours. */
function orderedRules(tables: SchemeTables): AdrgRow[] {
  const known = new Set(tables.mdc.map((row) => row.mdc))
  const orphan = tables.adrg.find((row) => !known.has(row.mdc))
  if (orphan) throw new AppError('invalid', 'drg.scheme.mdc', `adrg.csv：${orphan.ruleId} 属于不存在的 ${orphan.mdc}`)
  return tables.mdc.flatMap((mdc) => tables.adrg.filter((row) => row.mdc === mdc.mdc))
}

interface AdrgContext {
  readonly tables: SchemeTables
  readonly row: AdrgRow
  readonly index: number
  readonly slots: Slots
}

function compileAdrg({ tables, row, index, slots }: AdrgContext): CompiledRule {
  const rule = parseRule(row.rule)
  const test = compileRule(rule, (term, set) => slots.of(row.ruleId, term, set, index))
  const drgs = tables.drg.filter((drg) => drg.ruleId === row.ruleId)
  const resultFor = (severity: number): Grouping => {
    const split = drgs.find(
      (drg) => drg.split === 'else' || severity === 2 || (severity === 1 && drg.split === 'mcc|cc'),
    )
    return split
      ? { mdc: row.mdc, adrg: row.adrg, drg: split.drg, status: '分组成功', reason: null }
      : { mdc: row.mdc, adrg: row.adrg, drg: '0000', status: '无法入组', reason: `${row.adrg} 没有适用的细分组` }
  }
  return {
    ruleId: row.ruleId,
    adrg: row.adrg,
    name: row.name,
    test: rule.kind === 'list' ? null : test,
    results: [resultFor(0), resultFor(1), resultFor(2)],
  }
}

/** Numbers the list terms of all rules. */
class Slots {
  private readonly numbers = new Map<string, number>()
  private readonly owners: number[] = []

  // eslint-disable-next-line max-params -- the four parts of a list term
  of(owner: string, term: string, set: number, rule: number): number {
    const key = `${owner}|${term}|${set}`
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    this.numbers.set(key, this.owners.length)
    return this.owners.push(rule) - 1
  }

  find(owner: string, term: string, set: number): number | undefined {
    return this.numbers.get(`${owner}|${term}|${set}`)
  }

  /** By slot: index of the ADRG rule, or −1 − index of the MDC. */
  owned(): Int32Array {
    return Int32Array.from(this.owners)
  }
}

function indexCodes(tables: SchemeTables, slots: Slots) {
  const dx = new CodeDraft()
  const op = new CodeDraft()
  for (const row of tables.mdcDx)
    dx.add(row.dx, slots.find(`mdc:${row.mdc}`, 'pdx', 0), slots.find(`mdc:${row.mdc}`, 'anydx', 0))
  for (const row of tables.adrgDx)
    dx.add(row.dx, slots.find(row.ruleId, 'pdx', row.set), slots.find(row.ruleId, 'anydx', row.set))
  for (const row of tables.adrgOp)
    op.add(row.op, slots.find(row.ruleId, 'pop', row.set), slots.find(row.ruleId, 'anyop', row.set))
  for (const row of tables.cc) dx.id(row.dx)
  for (const row of tables.ccExclusion) dx.id(row.pdx)
  for (const code of tables.opValid) op.id(code)
  const size = dx.ids.size
  const facts = {
    region: new Int32Array(size),
    level: new Uint8Array(size),
    table: new Int32Array(size).fill(-1),
    mainTable: new Int32Array(size).fill(-2),
    opValid: new Uint8Array(op.ids.size),
  }
  const regions = [...new Set(tables.mdcDx.map((row) => row.region))].filter((region) => region !== '')
  for (const row of tables.mdcDx) if (row.region !== '') facts.region[dx.id(row.dx)] = regions.indexOf(row.region) + 1
  for (const row of tables.cc) {
    facts.level[dx.id(row.dx)] = row.level === 'MCC' ? 2 : 1
    facts.table[dx.id(row.dx)] = row.exclusionTable === '999' ? -1 : Number(row.exclusionTable)
  }
  for (const row of tables.ccExclusion) facts.mainTable[dx.id(row.pdx)] = Number(row.exclusionTable)
  for (const code of tables.opValid) facts.opValid[op.id(code)] = 1
  return { dx: dx.index(), op: op.index(), ...facts }
}

/** Collects the slots of each code, then lays them flat. */
class CodeDraft {
  readonly ids = new Map<string, number>()
  private readonly main: Set<number>[] = []
  private readonly any: Set<number>[] = []

  id(code: string): number {
    const known = this.ids.get(code)
    if (known !== undefined) return known
    this.ids.set(code, this.main.length)
    this.any.push(new Set())
    return this.main.push(new Set()) - 1
  }

  add(code: string, mainSlot: number | undefined, anySlot: number | undefined): void {
    const id = this.id(code)
    if (mainSlot !== undefined) this.main[id]?.add(mainSlot)
    if (anySlot !== undefined) this.any[id]?.add(anySlot)
  }

  index(): CodeIndex {
    const main = flatten(this.main)
    const any = flatten(this.any)
    return { ids: this.ids, mainOffset: main.offset, mainSlots: main.slots, anyOffset: any.offset, anySlots: any.slots }
  }
}

function flatten(sets: readonly ReadonlySet<number>[]): { offset: Int32Array; slots: Int32Array } {
  const offset = new Int32Array(sets.length + 1)
  for (const [id, set] of sets.entries()) offset[id + 1] = (offset[id] ?? 0) + set.size
  const slots = new Int32Array(offset[sets.length] ?? 0)
  for (const [id, set] of sets.entries()) slots.set([...set], offset[id])
  return { offset, slots }
}

function listTerms(rule: Rule): Rule[] {
  if (rule.kind === 'list') return [rule]
  return rule.kind === 'and' || rule.kind === 'or' ? rule.parts.flatMap(listTerms) : []
}

function compileRule(rule: Rule, slotOf: (term: string, set: number) => number): Test {
  switch (rule.kind) {
    case 'true':
      return () => true
    case 'and':
    case 'or':
      return rule.parts
        .map((part) => compileRule(part, slotOf))
        .reduce((a, b) => (rule.kind === 'and' ? (facts) => a(facts) && b(facts) : (facts) => a(facts) || b(facts)))
    case 'list': {
      const slot = slotOf(rule.term, rule.set)
      return (facts) => facts.hit[slot] === facts.stamp
    }
    case 'flag':
      return rule.term === 'pop_valid' ? (facts) => facts.popValid : (facts) => !facts.anyValidOp
    case 'compare':
      return compileComparison(rule)
    default:
      return assertNever(rule)
  }
}

/** No comparison with a number that is not known (NaN) holds. */
function compileComparison({ field, op, value }: Extract<Rule, { kind: 'compare' }>): Test {
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
