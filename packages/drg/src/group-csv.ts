import { AppError } from '@yijian/kernel'
import { createCodeTable, type CodeTable } from './code-table.ts'
import type { Grouping } from './compile.ts'
import type { CodedCase, Grouper } from './group.ts'

/** Columns that a case file must have; others are passed over. Codes are joined by `|`, the main one first. */
export const CASE_COLUMNS = ['id', 'sex', 'age', 'age_days', 'birth_weight', 'dx', 'op'] as const

export interface CsvCounts {
  read: number
  grouped: number
  ungrouped: number
  /** Not grouped because something that must be known is missing or unreadable. */
  incomplete: number
}

const COMMA = 44
const NEWLINE = 10
const RETURN = 13
const QUOTE = 34
const PIPE = 124
const UNKNOWN = -1
const OUT_HEADER = ',mdc,adrg,drg,status,reason'

/**
 * Groups a CSV of cases held in memory and appends `mdc,adrg,drg,status,reason` to each row: no case vanishes, read = grouped +
 * ungrouped + incomplete. Works on bytes, because making strings costs more than grouping.
 */
export function groupCsv(grouper: Grouper, input: Uint8Array): { output: Uint8Array; counts: CsvCounts } {
  const head = lineEnd(input, bomLength(input))
  const reader = new CaseReader(grouper, new TextDecoder().decode(input.subarray(bomLength(input), head)))
  const writer = new ByteWriter(input.length + (input.length >> 1))
  writer.copy(input, bomLength(input), trimReturn(input, head))
  writer.text(`${OUT_HEADER}\n`)
  const counts: CsvCounts = { read: 0, grouped: 0, ungrouped: 0, incomplete: 0 }
  for (let at = head + 1; at < input.length;) {
    const end = lineEnd(input, at)
    const stop = trimReturn(input, end)
    if (stop > at) {
      const result = reader.group(input, at, stop, counts.read + 2)
      count(counts, result)
      writer.copy(input, at, stop)
      writer.result(result)
    }
    at = end + 1
  }
  return { output: writer.done(), counts }
}

function count(counts: CsvCounts, result: Grouping): void {
  counts.read++
  if (result.status === '分组成功') counts.grouped++
  else if (result.status === '无法入组') counts.ungrouped++
  else counts.incomplete++
}

function bomLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
}

function lineEnd(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(NEWLINE, from)
  return end < 0 ? bytes.length : end
}

function trimReturn(bytes: Uint8Array, end: number): number {
  return end > 0 && bytes[end - 1] === RETURN ? end - 1 : end
}

/** Reads one line into a coded case that it uses again and again. */
class CaseReader {
  private readonly grouper: Grouper
  private readonly dxTable: CodeTable
  private readonly opTable: CodeTable
  /** For each column of the file: index into CASE_COLUMNS, −1 when it does not matter. */
  private readonly roles: Int32Array
  /** By index in CASE_COLUMNS; −1 = not known. */
  private readonly numbers = new Int32Array(CASE_COLUMNS.length)
  private readonly dx: number[] = []
  private readonly op: number[] = []

  constructor(grouper: Grouper, header: string) {
    const names = header.split(',').map((name) => name.trim().replace(/^"|"$/g, ''))
    const missing = CASE_COLUMNS.find((column) => !names.includes(column))
    if (missing) throw new AppError('invalid', 'drg.cases.column', `病例文件缺少列 ${missing}`)
    this.grouper = grouper
    this.dxTable = createCodeTable(grouper.scheme.dx.ids)
    this.opTable = createCodeTable(grouper.scheme.op.ids)
    this.roles = Int32Array.from(names.map((name) => (CASE_COLUMNS as readonly string[]).indexOf(name)))
  }

  // eslint-disable-next-line max-params -- a range of bytes and where it stands
  group(bytes: Uint8Array, from: number, to: number, line: number): Grouping {
    for (let i = 0; i < CASE_COLUMNS.length; i++) this.numbers[i] = UNKNOWN
    this.dx.length = 0
    this.op.length = 0
    let column = 0
    for (let at = from; at <= to; column++) {
      if (bytes[at] === QUOTE)
        throw new AppError('invalid', 'drg.cases.quote', `病例文件第 ${line} 行有引号，本文件不应含引号`)
      let end = at
      while (end < to && bytes[end] !== COMMA) end++
      this.cell(this.roles[column] ?? -1, bytes, at, end)
      at = end + 1
    }
    if (column !== this.roles.length)
      throw new AppError(
        'invalid',
        'drg.cases.columns',
        `病例文件第 ${line} 行应有 ${this.roles.length} 列，实有 ${column} 列`,
      )
    return this.grouper.groupCoded(this.record())
  }

  // eslint-disable-next-line max-params -- a range of bytes and what it is
  private cell(role: number, bytes: Uint8Array, from: number, to: number): void {
    if (role === 5) codes(this.dxTable, this.dx, bytes, from, to)
    else if (role === 6) codes(this.opTable, this.op, bytes, from, to)
    else if (role > 0) this.numbers[role] = wholeNumber(bytes, from, to)
  }

  private record(): CodedCase {
    const { numbers } = this
    const sex = numbers[1]
    return {
      sex: sex === 1 || sex === 2 ? sex : undefined,
      age: known(numbers[2]!),
      ageDays: known(numbers[3]!),
      birthWeight: numbers[4] === 0 ? undefined : known(numbers[4]!),
      dx: this.dx,
      op: this.op,
    }
  }
}

function known(value: number): number | undefined {
  return value === UNKNOWN ? undefined : value
}

/** A non-negative whole number; anything else, a sign too, is "not known". */
function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  if (from === to || to - from > 9) return UNKNOWN
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = bytes[i]! - 48
    if (digit < 0 || digit > 9) return UNKNOWN
    value = value * 10 + digit
  }
  return value
}

// eslint-disable-next-line max-params -- a range of bytes read into a list
function codes(table: CodeTable, into: number[], bytes: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to;) {
    let end = at
    while (end < to && bytes[end] !== PIPE) end++
    into.push(table.find(bytes, at, end))
    at = end + 1
  }
}

class ByteWriter {
  private bytes: Uint8Array
  private length = 0
  private readonly encoder = new TextEncoder()
  private readonly tails = new Map<Grouping, Uint8Array>()

  constructor(capacity: number) {
    this.bytes = new Uint8Array(Math.max(capacity, 1024))
  }

  copy(source: Uint8Array, from: number, to: number): void {
    this.room(to - from)
    const { bytes } = this
    let at = this.length
    // Rows are short: a loop beats making a view of the source for each.
    for (let i = from; i < to; i++) bytes[at++] = source[i]!
    this.length = at
  }

  text(text: string): void {
    const encoded = this.encoder.encode(text)
    this.copy(encoded, 0, encoded.length)
  }

  /** Groups share their result object, so the text of a result is made once a group. */
  result(result: Grouping): void {
    let tail = this.tails.get(result)
    if (!tail) {
      tail = this.encoder.encode(
        `,${result.mdc},${result.adrg},${result.drg},${result.status},${result.reason ?? ''}\n`,
      )
      if (result.status === '分组成功') this.tails.set(result, tail)
    }
    this.copy(tail, 0, tail.length)
  }

  done(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }

  private room(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }
}
