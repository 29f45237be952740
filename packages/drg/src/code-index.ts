import { AppError } from '@yijian/kernel'
import { CODE_FORMS, createCodeTable, findCode, findPrefix, setValue, valueOf, type CodeForm, type CodeTable } from './code-table.ts' // prettier-ignore
import type { ListTerm } from './rule-parser.ts'
import type { SchemeTables } from './scheme.ts'
import type { NumberedRules } from './slots.ts'

/**
 * Diagnoses or operations and what they set off. Most codes set off the same as some others, so what is known is kept by kind:
 * 33,000 diagnoses are of 2,700 kinds, which stay near the processor. The kind is the value of a code in the table.
 */
export interface CodeIndex {
  readonly table: CodeTable
  /** Body region, severity, flags and exclusion tables by kind. */
  readonly bits: Int32Array
  /** Three words a kind, in the order of RANGE; the slots of a kind end where those of the next begin. */
  readonly ranges: Int32Array
  /** Slots that a kind sets anywhere, then those as the main code, then those as any other. */
  readonly slots: Int32Array
}

export const RANGE = { any: 0, main: 1, other: 2, end: 3 } as const
export const RANGE_WORDS = 3
/** Kind of what is in no table: sets nothing. */
export const UNKNOWN_KIND = 0

/** Kind of a code by its id, −1 and less included. */
export function kindOf({ table }: CodeIndex, id: number): number {
  return id < 0 ? UNKNOWN_KIND : valueOf(table, id)
}

/** Slots that a kind sets when it is the main code. */
export function slotsAsMain({ ranges, slots }: CodeIndex, kind: number): Int32Array {
  const at = kind * RANGE_WORDS
  return slots.subarray(ranges[at + RANGE.any], ranges[at + RANGE.other])
}

/** Slots that a kind sets in one place. */
export function slotsOf({ ranges, slots }: CodeIndex, kind: number, place: Place): Int32Array {
  const at = kind * RANGE_WORDS + RANGE[place]
  return slots.subarray(ranges[at], ranges[at + 1])
}

/** Layout of `bits`: body region, severity, flags, exclusion table + 1 (0 = never excluded), table as main diagnosis + 1, a flag. */
export const REGION_MASK = 31
export const LEVEL_SHIFT = 5
export const KNOWN = 1 << 7
export const VALID = 1 << 8
const TABLE_SHIFT = 9
const MAIN_TABLE_SHIFT = 19
const TABLE_MASK = 1023
/** The code sets slots though it is not the main one. Few do, and this spares looking. */
export const SETS_BESIDE = 1 << 29

/** Exclusion table of a complication, 0 when it is never excluded; else index in `exclusionTables` + 1. */
export const tableOfBits = (bits: number): number => (bits >> TABLE_SHIFT) & TABLE_MASK
/** Exclusion table in force for a main diagnosis, 0 = none. */
export const mainTableOfBits = (bits: number): number => (bits >> MAIN_TABLE_SHIFT) & TABLE_MASK
const NEVER_EXCLUDED = '999'

export function indexCodes(tables: SchemeTables, numbered: NumberedRules) {
  const slots = slotsByList(numbered)
  const dx = new CodeDraft(CODE_FORMS.dx)
  const op = new CodeDraft(CODE_FORMS.op)
  for (const row of tables.mdcDx) dx.add(row.dx, slots.get(`dx|@${row.mdc}`))
  for (const row of tables.adrgDx) dx.add(row.dx, slots.get(`dx|${row.ruleId}.${row.set}`))
  for (const row of tables.adrgOp) op.add(row.op, slots.get(`op|${row.ruleId}.${row.set}`))
  const exclusionTables = diagnosisBits(tables, dx)
  for (const code of tables.opValid) op.mark(code, VALID)
  for (const row of tables.icdOp) op.mark(row.code, KNOWN)
  for (const row of tables.mapDx) dx.mark(row.to, 0)
  for (const row of tables.mapOp) op.mark(row.to, 0)
  return { dx: dx.index(), op: op.index(), exclusionTables }
}

const PLACES = ['any', 'main', 'other'] as const
export type Place = (typeof PLACES)[number]

interface SlotUse {
  readonly slot: number
  readonly place: Place
}

const PLACE: Readonly<Record<ListTerm, Place>> = {
  pdx: 'main',
  odx: 'other',
  anydx: 'any',
  pop: 'main',
  oop: 'other',
  anyop: 'any',
}

function slotsByList({ slots }: NumberedRules): ReadonlyMap<string, readonly SlotUse[]> {
  const uses = new Map<string, SlotUse[]>()
  for (const [slot, { list }] of slots.entries()) {
    const key = `${list.term.endsWith('dx') ? 'dx' : 'op'}|${list.set}`
    const use = { slot, place: PLACE[list.term] }
    const known = uses.get(key)
    if (known) known.push(use)
    else uses.set(key, [use])
  }
  return uses
}

/** Writes regions, severities and exclusion tables; answers the names of the tables. */
function diagnosisBits(tables: SchemeTables, dx: CodeDraft): string[] {
  const numbers = new Map<string, number>()
  const tableNumber = (name: string): number => {
    const number = numbers.get(name) ?? numbers.size + 1
    if (number > TABLE_MASK)
      throw new AppError('invalid', 'drg.scheme.exclusion', `cc_exclusion.csv：排除表多于 ${TABLE_MASK} 个`)
    numbers.set(name, number)
    return number
  }
  const regions = [...new Set(tables.mdcDx.map((row) => row.region))].filter((region) => region !== '')
  if (regions.length >= REGION_MASK) throw new AppError('invalid', 'drg.scheme.region', 'mdc_dx.csv：最多 30 个部位')
  for (const row of tables.mdcDx) if (row.region !== '') dx.mark(row.dx, regions.indexOf(row.region) + 1)
  for (const row of tables.cc) {
    const table = row.exclusionTable === NEVER_EXCLUDED ? 0 : tableNumber(row.exclusionTable)
    dx.mark(row.dx, ((row.level === 'MCC' ? 2 : 1) << LEVEL_SHIFT) | (table << TABLE_SHIFT))
  }
  for (const row of tables.ccExclusion) dx.mark(row.pdx, tableNumber(row.exclusionTable) << MAIN_TABLE_SHIFT)
  for (const row of tables.icdDx) dx.mark(row.code, KNOWN)
  return [...numbers.keys()]
}

/** Collects the slots and bits of each code, then gathers codes into kinds. */
class CodeDraft {
  private readonly form: CodeForm
  private readonly numbers = new Map<string, number>()
  private readonly bits: number[] = []
  private readonly slots = { main: [] as number[][], other: [] as number[][], any: [] as number[][] }

  constructor(form: CodeForm) {
    this.form = form
  }

  private number(code: string): number {
    const known = this.numbers.get(code)
    if (known !== undefined) return known
    this.numbers.set(code, this.bits.length)
    return this.bits.push(0) - 1
  }

  mark(code: string, bits: number): void {
    this.bits[this.number(code)]! |= bits
  }

  add(code: string, uses: readonly SlotUse[] = []): void {
    const number = this.number(code)
    for (const { slot, place } of uses) {
      const list = (this.slots[place][number] ??= [])
      if (!list.includes(slot)) list.push(slot)
    }
  }

  index(): CodeIndex {
    const table = createCodeTable(this.form, [...this.numbers.keys()])
    this.spreadPrefixes(table)
    const numbers = new Map<string, number>([['', UNKNOWN_KIND]])
    const kinds: number[] = [0]
    const ranges: number[] = [0, 0, 0]
    const slots: number[] = []
    for (const [code, number] of this.numbers) {
      const lists = PLACES.map((place) => (this.slots[place][number] ?? []).toSorted((a, b) => a - b))
      const beside = lists[0]!.length + lists[2]!.length > 0
      const bits = this.bits[number]! | (beside ? SETS_BESIDE : 0)
      const key = `${bits}|${lists.join('|')}`
      const kind = numbers.get(key) ?? numbers.size
      setValue(table, idOf(table, code), kind)
      if (kind < numbers.size) continue
      numbers.set(key, kind)
      kinds.push(bits)
      for (const list of lists) {
        ranges.push(slots.length)
        slots.push(...list)
      }
    }
    ranges.push(slots.length)
    return { table, bits: Int32Array.from(kinds), ranges: Int32Array.from(ranges), slots: Int32Array.from(slots) }
  }

  /** What a prefix sets, every code that begins so sets too; severity and the like only when the code has none of its own. */
  private spreadPrefixes(table: CodeTable): void {
    for (const prefix of table.prefixes.keys()) {
      const from = this.number(`${prefix}%`)
      for (const [code, number] of this.numbers) {
        if (number === from || !code.startsWith(prefix)) continue
        for (const place of ['main', 'other', 'any'] as const) {
          const list = (this.slots[place][number] ??= [])
          list.push(...(this.slots[place][from] ?? []).filter((slot) => !list.includes(slot)))
        }
        const nearest = findPrefix(table, code.endsWith('%') ? code.slice(0, -2) : code)
        if (nearest === findPrefix(table, prefix) && (this.bits[number]! & ~KNOWN) === 0)
          this.bits[number]! |= this.bits[from]! & ~KNOWN
      }
    }
  }
}

function idOf(table: CodeTable, code: string): number {
  return code.endsWith('%') ? findPrefix(table, code.slice(0, -1)) : findCode(table, code)
}
