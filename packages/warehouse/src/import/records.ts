import { parseCsv } from '../tables/csv-text.ts'
import { refused } from './refused.ts'

const NEWLINE = 0x0a
const RETURN = 0x0d
const QUOTE = 0x22
const SEGMENT = 32 * 1024 * 1024
/** A record longer than this is a fault (an unclosed quote swallowing the file). */
const LONGEST_RECORD = 1024 * 1024
const STRAY_RETURN = '行中有多余的回车符'
const DELIMITERS = [',', '\t', '|', ';']

/** A record that cannot be told apart from its neighbours. */
interface BrokenRecord {
  readonly line: number
  readonly raw: string
  readonly reason: string
}

/**
 * A run of whole records, each with its line number put before it as a first field, so that the engine may read them in any
 * order and every row still knows its line.
 */
export interface Segment {
  /** Overwritten when the next segment is asked for. */
  readonly bytes: Buffer
  readonly rows: number
  /** Line of the file each record begins on. */
  readonly lines: Uint32Array
  /** Offset of each record in `bytes`. */
  readonly starts: Uint32Array
  /** Some record spans lines. */
  readonly multiline: boolean
  readonly broken: readonly BrokenRecord[]
}

export interface Records {
  readonly header: readonly string[]
  readonly delimiter: string
  segments(): AsyncGenerator<Segment>
}

/** The raw text of the n-th record of a segment, without its line number. */
export function rawRecord(segment: Omit<Segment, 'broken'>, index: number): string {
  const start = segment.starts[index] ?? 0
  const end = (segment.starts[index + 1] ?? segment.bytes.length) - 1
  const text = segment.bytes.toString('utf8', start, end)
  return text.slice(String(segment.lines[index]).length + 1)
}

/** Index of the record that begins on a line, or -1. */
export function recordAt(segment: Pick<Segment, 'lines' | 'rows'>, line: number): number {
  let low = 0
  let high = segment.rows - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = segment.lines[middle] ?? 0
    if (found === line) return middle
    if (found < line) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** Reads the header of UTF-8 text and returns the records after it. */
export async function openRecords(chunks: AsyncGenerator<Buffer>): Promise<Records> {
  let data: Buffer = Buffer.alloc(0)
  let end = -1
  while (end < 0) {
    const next = await chunks.next()
    if (next.done) end = data.length
    else {
      data = data.length > 0 ? Buffer.concat([data, next.value]) : next.value
      end = data.indexOf(NEWLINE)
      if (end < 0 && data.length > LONGEST_RECORD) throw refused('第一行过长，没有找到表头')
    }
  }
  const line = data.toString('utf8', 0, end).replace(/\r$/, '')
  if (line.trim() === '') throw refused(data.length === 0 ? '文件是空的' : '第一行是空行，没有找到表头')
  const delimiter = DELIMITERS.reduce((best, next) => (line.split(next).length > line.split(best).length ? next : best))
  const header = (parseCsv(line, delimiter)[0] ?? []).map((name) => name.trim())
  const rest = data.subarray(Math.min(end + 1, data.length))
  return {
    header,
    delimiter,
    segments: () => splitRecords(chunks, { first: rest, delimiter: delimiter.charCodeAt(0) }),
  }
}

interface SplitOptions {
  readonly first: Buffer
  readonly delimiter: number
}

async function* splitRecords(chunks: AsyncGenerator<Buffer>, options: SplitOptions): AsyncGenerator<Segment> {
  let data = options.first
  let line = 2
  let ended = false
  const bytes = Buffer.allocUnsafeSlow(SEGMENT)
  let segment = newSegment(bytes, options.delimiter)
  while (!ended || data.length > 0) {
    let at = 0
    let quote = -1
    let carriage = -1
    while (at < data.length) {
      if (quote < at) quote = indexOrEnd(data, QUOTE, at)
      if (carriage < at) carriage = indexOrEnd(data, RETURN, at)
      const record = nextRecord(data, at, { ended, delimiter: options.delimiter, quote, carriage })
      if (!record) break
      if (record.broken) segment.addBroken({ line, raw: data.toString('utf8', at, record.end), reason: record.broken })
      else if (record.end > at) {
        if (!segment.fits(record.end - at)) {
          yield segment.finish()
          segment = newSegment(bytes, options.delimiter)
        }
        segment.add(data, { start: at, end: record.end, line, multiline: record.newlines > 1 })
      }
      at = record.next
      line += record.newlines
    }
    data = data.subarray(at)
    if (ended) break
    const next = await chunks.next()
    if (next.done) ended = true
    else data = data.length > 0 ? Buffer.concat([data, next.value]) : next.value
  }
  yield segment.finish()
}

interface Found {
  /** End of the record without its line break. */
  readonly end: number
  /** Start of the next record. */
  readonly next: number
  readonly newlines: number
  readonly broken?: string
}

interface Scan {
  readonly ended: boolean
  readonly delimiter: number
  /** Position of the next quotation mark, the end of the data when there is none. */
  readonly quote: number
  /** Position of the next carriage return, the end of the data when there is none. */
  readonly carriage: number
}

function indexOrEnd(data: Buffer, byte: number, from: number): number {
  const at = data.indexOf(byte, from)
  return at < 0 ? data.length : at
}

/** The record that begins at `start`, or undefined when more data is needed. */
function nextRecord(data: Buffer, start: number, scan: Scan): Found | undefined {
  let lineEnd = data.indexOf(NEWLINE, start)
  if (lineEnd < 0) {
    if (!scan.ended && data.length - start <= LONGEST_RECORD) return undefined
    lineEnd = data.length
  }
  const simple = found(data, start, lineEnd)
  if (scan.quote >= lineEnd) {
    if (simple.end - start > LONGEST_RECORD) return { ...simple, broken: '行过长' }
    return scan.carriage < simple.end ? { ...simple, broken: STRAY_RETURN } : simple
  }
  const closed = quotedEnd(data, start, scan.delimiter)
  if (closed) {
    const record = { ...found(data, start, closed.end), newlines: closed.newlines }
    return closed.strayReturn ? { ...record, broken: STRAY_RETURN } : record
  }
  if (!scan.ended && data.length - start <= LONGEST_RECORD) return undefined
  return { ...simple, broken: '引号没有闭合' }
}

function found(data: Buffer, start: number, lineEnd: number): Found {
  const end = lineEnd > start && data[lineEnd - 1] === RETURN ? lineEnd - 1 : lineEnd
  return { end, next: Math.min(lineEnd + 1, data.length), newlines: 1 }
}

/** Where a record with quotes ends; undefined when the data ends or the record grows too long inside a quote. */
function quotedEnd(data: Buffer, start: number, delimiter: number): QuotedEnd | undefined {
  let quoted = false
  let strayReturn = false
  let fieldStart = true
  let newlines = 1
  const limit = Math.min(data.length, start + LONGEST_RECORD)
  for (let at = start; at < limit; at++) {
    const byte = data[at]
    if (quoted) {
      if (byte === NEWLINE) newlines++
      if (byte !== QUOTE) continue
      if (data[at + 1] === QUOTE) at++
      else quoted = false
    } else if (byte === NEWLINE) return { end: at, newlines, strayReturn }
    else if (byte === QUOTE && fieldStart) {
      quoted = true
      fieldStart = false
    } else {
      fieldStart = byte === delimiter
      strayReturn ||= byte === RETURN && at + 1 < data.length && data[at + 1] !== NEWLINE
    }
  }
  return !quoted && limit === data.length ? { end: data.length, newlines, strayReturn } : undefined
}

interface QuotedEnd {
  readonly end: number
  readonly newlines: number
  readonly strayReturn: boolean
}

interface Span {
  readonly start: number
  readonly end: number
  readonly line: number
  readonly multiline: boolean
}

function newSegment(bytes: Buffer, delimiter: number) {
  let lines = new Uint32Array(65_536)
  let starts = new Uint32Array(65_536)
  const broken: BrokenRecord[] = []
  let rows = 0
  let at = 0
  let multiline = false
  return {
    fits: (length: number) => at + length + 16 <= SEGMENT,
    addBroken: (record: BrokenRecord) => void broken.push(record),
    add: (data: Buffer, span: Span) => {
      if (rows === lines.length) {
        lines = doubled(lines)
        starts = doubled(starts)
      }
      lines[rows] = span.line
      starts[rows++] = at
      multiline ||= span.multiline
      at = writeNumber(bytes, at, span.line)
      bytes[at++] = delimiter
      at += data.copy(bytes, at, span.start, span.end)
      bytes[at++] = NEWLINE
    },
    finish: (): Segment => ({
      bytes: bytes.subarray(0, at),
      rows,
      lines: lines.subarray(0, rows),
      starts: starts.subarray(0, rows),
      multiline,
      broken,
    }),
  }
}

function doubled(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}

function writeNumber(bytes: Buffer, at: number, value: number): number {
  let digits = 1
  for (let limit = 10; value >= limit; limit *= 10) digits++
  for (let rest = value, to = at + digits - 1; to >= at; to--) {
    bytes[to] = 48 + (rest % 10)
    rest = Math.floor(rest / 10)
  }
  return at + digits
}
