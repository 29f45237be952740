import { AppError } from '@yijian/kernel'
import { completeCase, createCase, type CodedCase } from '../coded-case.ts'
import type { Grouper } from '../group.ts'
import { OUTCOME } from '../outcome.ts'
import type { CaseRecord } from '../record.ts'
import { FIELD } from '../rule-tests.ts'
import { decode, findCodes, parseSex, readCodes, readDay, readFen, readNumber, touchCodes, UNREADABLE, type CodeList, type CodeLookup } from './cells.ts' // prettier-ignore
import { IdSet } from './id-set.ts'
import { createRowCells, scanRow, type FilledBytes, type RowCells } from './rows.ts'

/** Columns that a case file must have. Codes are joined by `|`, the main one first. */
export const CASE_COLUMNS = ['id', 'sex', 'age', 'age_days', 'birth_weight', 'dx', 'op'] as const
/** Columns that are used when they are there; any other is passed over. */
export const OPTIONAL_CASE_COLUMNS = [
  'los',
  'leave_type',
  'icu_hours',
  'vent_hours',
  'nursing_days',
  'day_surgery',
  'new_tech',
  'dept',
  'cost',
  'dscg_date',
  'code_system',
] as const
type Column = (typeof CASE_COLUMNS)[number] | (typeof OPTIONAL_CASE_COLUMNS)[number]
const COLUMNS: readonly Column[] = [...CASE_COLUMNS, ...OPTIONAL_CASE_COLUMNS]

export const CODE_SYSTEMS = ['医保版', '国临版'] as const
export type CodeSystem = (typeof CODE_SYSTEMS)[number]

export interface CaseOptions {
  /** Version of the codes of the whole file; a column `code_system` says it for each case. */
  readonly codeSystem?: CodeSystem
}

export const PIECE = 1 << 14
/** Room behind the input: a line end, and for words read beyond it. */
const PAD = 16
const NEWLINE = 10
const MAX_CODES = 512
const ROW_END = 1 << 30
// Columns from `los` stand in the order of the numbers from `los`. Constants of this file: see group.ts.
const { sex: SEX, age: AGE, age_days: AGE_DAYS, weight: WEIGHT, los: FIRST_FURTHER, leave: LEAVE } = FIELD

/**
 * Reads a case file from bytes that come in pieces. `next` fills `record` with the next case, always the same object; `rejected`
 * is the number of the reason when the case cannot be grouped, else −1.
 */
export class CaseReader implements FilledBytes {
  readonly record: CodedCase = createCase(MAX_CODES, MAX_CODES)
  rejected = -1
  /** Cost of the case in fen, NaN when not delivered. */
  fen = NaN
  /** Input stands at [0, end). */
  bytes: Uint8Array = new Uint8Array(PAD)
  view = new DataView(this.bytes.buffer)
  end = 0
  rowFrom = 0
  header = ''
  readonly cells: RowCells = createRowCells()
  /** By column of COLUMNS: index of its cell, −1 when the file does not have it. */
  private places = new Int32Array(COLUMNS.length).fill(-1)
  private width = 0
  private at = 0
  private readonly ids = new IdSet()
  private readonly dxList = listOf(this.record.dx, this.record.dxKinds)
  private readonly opList = listOf(this.record.op, this.record.opKinds)
  private readonly grouper: Grouper
  private readonly plain: { readonly dx: CodeLookup; readonly op: CodeLookup }
  private readonly mapped: { readonly dx: CodeLookup; readonly op: CodeLookup }
  private readonly codeSystem: CodeSystem

  constructor(grouper: Grouper, { codeSystem = '医保版' }: CaseOptions = {}) {
    const { plan } = grouper.scheme
    this.grouper = grouper
    this.codeSystem = codeSystem
    this.plain = { dx: { map: null, table: plan.dx.table }, op: { map: null, table: plan.op.table } }
    this.mapped = { dx: { map: plan.dxMap, table: plan.dx.table }, op: { map: plan.opMap, table: plan.op.table } }
    if (codeSystem === '国临版') this.needMap()
  }

  /** Takes more bytes; what was left of the last piece comes first. Pieces of up to PIECE bytes keep everything near the processor. */
  feed(piece: Uint8Array): void {
    const { bytes, at, end } = this
    const rest = end - at
    if (rest + piece.length + PAD > bytes.length) {
      this.bytes = new Uint8Array(Math.max(2 * PIECE, 2 * (rest + piece.length + PAD)))
      this.view = new DataView(this.bytes.buffer)
      this.bytes.set(bytes.subarray(at, end))
    } else bytes.copyWithin(0, at, end)
    this.bytes.set(piece, rest)
    this.at = 0
    this.end = rest + piece.length
    this.bytes[this.end] = NEWLINE
  }

  /** False when no complete row is left. With `last`, what is left is a complete row. */
  next(last: boolean): boolean {
    if (this.width === 0 && !this.readHeader(last)) return false
    for (;;) {
      this.rowFrom = this.at
      if (this.at >= this.end) return false
      const next = scanRow(this.cells, this, this.at, last)
      if (next < 0) return false
      this.at = next
      if (this.cells.end > this.rowFrom) break
    }
    this.rejected = this.read()
    return true
  }

  /** Text of a cell of the present row, empty when the file does not have the column. */
  text(column: Column): string {
    const place = this.places[COLUMNS.indexOf(column)]!
    if (place < 0 || place >= this.cells.count) return ''
    return this.cellText(place)
  }

  codeSystemOfRow(): CodeSystem {
    return this.text('code_system').trim() === '国临版' || this.codeSystem === '国临版' ? '国临版' : '医保版'
  }

  /** The present row as a record with its codes as written. */
  caseRecord(): CaseRecord {
    const { numbers } = this.record
    const number = (field: number) => (Number.isFinite(numbers[field]) ? numbers[field] : undefined)
    const flag = (field: number) => (Number.isFinite(numbers[field]) ? numbers[field] === 1 : undefined)
    const codes = (column: Column) => this.text(column).split('|').filter((code, i) => code !== '' || i === 0) // prettier-ignore
    return {
      sex: number(FIELD.sex) as 1 | 2 | undefined,
      age: number(FIELD.age),
      ageDays: number(FIELD.age_days),
      birthWeight: number(FIELD.weight),
      dx: codes('dx'),
      op: this.text('op') === '' ? [] : codes('op'),
      los: number(FIELD.los),
      leaveType: number(FIELD.leave),
      icuHours: number(FIELD.icu_hours),
      ventHours: number(FIELD.vent_hours),
      nursingDays: number(FIELD.nursing_days),
      daySurgery: flag(FIELD.day_surgery),
      newTech: flag(FIELD.new_tech),
      dept: this.record.dept,
    }
  }

  private readHeader(last: boolean): boolean {
    const bom = this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf ? 3 : 0
    const next = this.end === 0 ? -1 : scanRow(this.cells, this, bom, last)
    if (next < 0) return false
    this.header = decode(this.bytes, bom, this.cells.end)
    const names = Array.from({ length: this.cells.count }, (_, i) => this.cellText(i).trim())
    const missing = CASE_COLUMNS.find((column) => !names.includes(column))
    if (missing) throw new AppError('invalid', 'drg.cases.column', `病例文件缺少列 ${missing}`)
    this.places = Int32Array.from(COLUMNS, (column) => names.indexOf(column))
    if (this.places[COLUMNS.indexOf('code_system')]! >= 0) this.needMap()
    this.width = names.length
    this.at = next
    return true
  }

  private needMap(): void {
    const { dxMap } = this.grouper.scheme.plan
    if (dxMap.pairs.every((word) => word === 0) && this.codeSystem === '国临版')
      throw new AppError('invalid', 'drg.cases.map', '分组方案没有国临版到医保版的对照表（map_dx、map_op）')
  }

  /** Number of the reason for which the case is refused, −1 when it is not. */
  private read(): number {
    if (this.cells.count !== this.width) return OUTCOME['malformed-line']
    const { cells, places, record } = this
    let worst = ROW_END
    const idFrom = cells.starts[places[0]!]!
    const idTo = cells.ends[places[0]!]!
    if (idFrom === idTo) return OUTCOME['missing-id']
    const { numbers } = record
    numbers[SEX] = this.sex()
    const age = this.number(2)
    const days = this.number(3)
    const weight = this.number(4)
    numbers[AGE] = age
    numbers[AGE_DAYS] = days
    numbers[WEIGHT] = weight === 0 ? NaN : weight
    if (age === UNREADABLE || days === UNREADABLE || weight === UNREADABLE) worst = OUTCOME['unreadable-number']
    else if (weight > 0 && weight < 100) worst = OUTCOME['weight-unit']
    if (this.width > CASE_COLUMNS.length) worst = Math.min(worst, this.readFurther())
    if (!this.readCodeCells(idFrom, idTo)) worst = OUTCOME['malformed-line']
    if (!this.ids.add(this, idFrom, idTo)) return OUTCOME['duplicate-case']
    completeCase(record)
    return worst === ROW_END ? record.refused : worst
  }

  private sex(): number {
    const place = this.places[1]!
    const from = this.cells.starts[place]!
    const to = this.cells.ends[place]!
    const byte = this.bytes[from]! - 48
    return to - from === 1 && (byte === 1 || byte === 2) ? byte : parseSex(decode(this.bytes, from, to))
  }

  private number(column: number): number {
    const place = this.places[column]!
    return readNumber(this.bytes, this.cells.starts[place]!, this.cells.ends[place]!)
  }

  private cellText(place: number): string {
    return decode(this.bytes, this.cells.starts[place]!, this.cells.ends[place]!)
  }

  /** The columns that may be missing. */
  private readFurther(): number {
    const { record } = this
    const { numbers } = record
    let unreadable = false
    for (let column = 7; column <= 13; column++) {
      if (this.places[column]! < 0) continue
      const value = this.number(column)
      numbers[FIRST_FURTHER + column - 7] = value
      // 离院方式 may be a letter somewhere: then it is not known.
      if (value === UNREADABLE && column === 8) numbers[LEAVE] = NaN
      else if (value === UNREADABLE) unreadable = true
    }
    record.dept = this.places[14]! < 0 || !this.grouper.scheme.readsDept ? '' : this.text('dept').trim()
    return Math.min(unreadable ? OUTCOME['unreadable-number'] : ROW_END, this.readCost(), this.readDay())
  }

  private readCost(): number {
    const place = this.places[15]!
    if (place < 0) return ROW_END
    this.fen = readFen(this.bytes, this.cells.starts[place]!, this.cells.ends[place]!)
    if (this.fen === UNREADABLE) return OUTCOME['unreadable-number']
    return this.fen < 0 ? OUTCOME['negative-cost'] : ROW_END
  }

  private readDay(): number {
    const { validFrom, validTo } = this.grouper.scheme
    const place = this.places[16]!
    if (place < 0 || (validFrom === 0 && validTo === 99_999_999)) return ROW_END
    const day = readDay(this.bytes, this.cells.starts[place]!, this.cells.ends[place]!)
    if (Number.isNaN(day)) return OUTCOME['missing-discharge-date']
    if (day === UNREADABLE) return OUTCOME['unreadable-date']
    return day < validFrom || day > validTo ? OUTCOME['outside-scheme-dates'] : ROW_END
  }

  /** The codes; what memory is to be asked for is asked at once, the place of the id too. False when there are more than there is room for. */
  private readCodeCells(idFrom: number, idTo: number): boolean {
    const { record, places } = this
    const mapped = this.codeSystem === '国临版' || (places[17]! >= 0 && this.codeSystemOfRow() === '国临版')
    const lookup = mapped ? this.mapped : this.plain
    const { starts, ends } = this.cells
    const [dx, op] = [places[5]!, places[6]!]
    record.dxCount = readCodes(lookup.dx, this.dxList, this, starts[dx]!, ends[dx]!)
    record.opCount = readCodes(lookup.op, this.opList, this, starts[op]!, ends[op]!)
    this.ids.touch(this, idFrom, idTo)
    touchCodes(lookup.dx, this.dxList, record.dxCount)
    touchCodes(lookup.op, this.opList, record.opCount)
    findCodes(lookup.dx, this.dxList, record.dxCount)
    findCodes(lookup.op, this.opList, record.opCount)
    return record.dxCount < MAX_CODES && record.opCount < MAX_CODES
  }
}

function listOf(ids: Int32Array, kinds: Int32Array): CodeList {
  return { ids, kinds, keys: new Int32Array(ids.length), first: new Int32Array(ids.length) }
}
