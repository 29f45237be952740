import { AppError } from '@yijian/kernel'
import { createCodeTable, findCode, findPrefix, WORD, WORDS_SHIFT, type CodeTable } from './code-table.ts'
import type { ListTerm } from './rule-parser.ts'
import type { SchemeTables } from './scheme.ts'
import type { NumberedRules } from './slots.ts'

/** Codes of one kind and the slots they set: as main code `slots[mainFrom, mainTo)`, anywhere `slots[anyFrom, anyTo)`. */
export interface CodeIndex {
  readonly table: CodeTable
  readonly slots: Int32Array
  /** Slots set by a code that is not the main one, by id; empty when no rule asks for that. */
  readonly otherOffset: Int32Array
  readonly otherSlots: Int32Array
}

/** Layout of `bits`: body region, severity, flags, exclusion table + 1 (0 = never excluded), table as main diagnosis + 1. */
export const REGION_MASK = 31
export const LEVEL_SHIFT = 5
export const KNOWN = 1 << 7
export const VALID = 1 << 8
const TABLE_SHIFT = 9
const MAIN_TABLE_SHIFT = 19
const TABLE_MASK = 1023

/** Exclusion table of a complication, 0 when it is never excluded; else index in `exclusionTables` + 1. */
export const tableOfBits = (bits: number): number => (bits >> TABLE_SHIFT) & TABLE_MASK
/** Exclusion table in force for a main diagnosis, 0 = none. */
export const mainTableOfBits = (bits: number): number => (bits >> MAIN_TABLE_SHIFT) & TABLE_MASK
const NEVER_EXCLUDED = '999'

export function indexCodes(tables: SchemeTables, numbered: NumberedRules) {
  const slots = slotsByList(numbered)
  const dx = new CodeDraft()
  const op = new CodeDraft()
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

interface SlotUse {
  readonly slot: number
  readonly place: 'main' | 'other' | 'any'
}

const PLACE: Readonly<Record<ListTerm, SlotUse['place']>> = {
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

/** Collects the slots and bits of each code, then lays them flat. */
class CodeDraft {
  private readonly numbers = new Map<string, number>()
  private readonly bits: number[] = []
  private readonly slots = { main: [] as number[][], other: [] as number[][], any: [] as number[][] }

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
    const codes = [...this.numbers.keys()]
    const table = createCodeTable(codes)
    this.spreadPrefixes(table)
    const slots: number[] = []
    const ids = idsInOrder(table, codes)
    for (const [number, id] of ids.entries()) {
      const at = id << WORDS_SHIFT
      table.words[at + WORD.bits]! |= this.bits[number]!
      table.words[at + WORD.anyFrom] = slots.length
      slots.push(...(this.slots.any[number] ?? []))
      table.words[at + WORD.anyTo] = slots.length
      table.words[at + WORD.mainFrom] = slots.length
      slots.push(...(this.slots.main[number] ?? []))
      table.words[at + WORD.mainTo] = slots.length
    }
    return { table, slots: Int32Array.from(slots), ...this.others(table, ids) }
  }

  private others(table: CodeTable, ids: readonly number[]): Pick<CodeIndex, 'otherOffset' | 'otherSlots'> {
    if (this.slots.other.length === 0) return { otherOffset: new Int32Array(0), otherSlots: new Int32Array(0) }
    const byId: (readonly number[] | undefined)[] = []
    for (const [number, id] of ids.entries()) byId[id] = this.slots.other[number]
    const { offset, slots } = flatten(byId, table.words.length >> WORDS_SHIFT)
    return { otherOffset: offset, otherSlots: slots }
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

function idsInOrder(table: CodeTable, codes: readonly string[]): number[] {
  return codes.map((code) => (code.endsWith('%') ? findPrefix(table, code.slice(0, -1)) : findCode(table, code)))
}

function flatten(lists: readonly (readonly number[] | undefined)[], size: number) {
  const offset = new Int32Array(size + 1)
  for (let id = 0; id < size; id++) offset[id + 1] = offset[id]! + (lists[id]?.length ?? 0)
  const slots = new Int32Array(offset[size]!)
  for (let id = 0; id < size; id++) slots.set(lists[id] ?? [], offset[id])
  return { offset, slots }
}
