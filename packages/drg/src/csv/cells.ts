import { codeOfKey, findBytes, findCode, findKey, findPrefix, packCode, placeOf, UNKNOWN_CODE, type ByteSource, type CodeTable } from '../code-table.ts' // prettier-ignore
import { BLANK_CODE } from '../coded-case.ts'
import { normaliseCode } from '../record.ts'
import { mapCode } from '../scheme-plan.ts'

const PIPE = 124
const DASH = 45
const POINT = 46
/** Result of reading a number that is there and is none. */
export const UNREADABLE = -Infinity

/** How codes of a file become ids: first the map of its code version, if it needs one, then the scheme's own table. */
export interface CodeLookup {
  readonly map: CodeTable | null
  readonly table: CodeTable
}

/** Codes of one list of a case on their way from bytes to ids. */
export interface CodeList {
  readonly ids: Int32Array
  readonly kinds: Int32Array
  /** Packed codes, 0 where the id is known already, and what stands where the search for each begins. */
  readonly keys: Int32Array
  readonly first: Int32Array
}

/** Reads bytes [from, to) as codes joined by `|` and answers how many. A blank first code stays, as BLANK_CODE. Ids are known after `findCodes`. */
// eslint-disable-next-line max-params -- a range of bytes read into a list, millions of times
export function readCodes(lookup: CodeLookup, list: CodeList, source: ByteSource, from: number, to: number): number {
  let count = 0
  const { bytes, view } = source
  const { form } = lookup.table
  const { ids, keys } = list
  for (let at = from; at < to && count < ids.length;) {
    // Nearly all codes are seven or eleven bytes. A guess that takes in a separator packs to nothing.
    const length = at + 7 === to || bytes[at + 7] === PIPE ? 7 : 11
    const ends = at + length === to || (at + length < to && bytes[at + length] === PIPE)
    const key = ends && lookup.map === null ? packCode(form, view, at, length) : 0
    if (key !== 0) {
      keys[count++] = key
      at += length + 1
      continue
    }
    let end = at
    while (end < to && bytes[end] !== PIPE) end++
    const id = end === at ? BLANK_CODE : codeId(lookup, source, at, end)
    keys[count] = 0
    if (id !== BLANK_CODE || count === 0) ids[count++] = id
    at = end + 1
  }
  return count
}

/**
 * Asks memory for all codes of a list at once: a look-up that waits takes a hundred times as long as one that does not, and in this
 * loop, which does nothing else, they wait together.
 */
export function touchCodes({ table: { pairs, size } }: CodeLookup, { keys, first }: CodeList, count: number): void {
  for (let i = 0; i < count; i++) first[i] = pairs[placeOf(size, keys[i]!) * 2]!
}

/** Finds the ids and kinds of the codes that `readCodes` has read. */
export function findCodes({ table }: CodeLookup, { ids, kinds, keys, first }: CodeList, count: number): void {
  const { pairs, size } = table
  for (let i = 0; i < count; i++) {
    const key = keys[i]!
    if (key !== 0) ids[i] = first[i] === key ? placeOf(size, key) : findRest(table, key)
    const id = ids[i]!
    kinds[i] = id < 0 ? 0 : pairs[id * 2 + 1]!
  }
}

function findRest(table: CodeTable, key: number): number {
  const id = findKey(table, key)
  return id === UNKNOWN_CODE && table.longestPrefix > 0 ? findPrefix(table, codeOfKey(table.form, key)) : id
}

// eslint-disable-next-line max-params -- a range of bytes
function codeId(lookup: CodeLookup, source: ByteSource, from: number, to: number): number {
  const id = lookup.map === null ? findBytes(lookup.table, source, from, to) : UNKNOWN_CODE
  return id === UNKNOWN_CODE ? slowCodeId(lookup, decode(source.bytes, from, to)) : id
}

/** A 国临版 code is converted once: what it maps on is never mapped again. */
function slowCodeId({ map, table }: CodeLookup, text: string): number {
  const code = normaliseCode(text)
  if (code === '') return BLANK_CODE
  const mapped = map === null ? UNKNOWN_CODE : mapCode(map, code)
  return mapped === UNKNOWN_CODE ? findCode(table, code) : mapped
}

const decoder = new TextDecoder()

/** The text of a cell. */
export function decode(bytes: Uint8Array, from: number, to: number): string {
  for (let i = from; i < to; i++) if (bytes[i]! > 127) return decoder.decode(bytes.subarray(from, to))
  let text = ''
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!)
  return text
}

/** A number of at least 0 written in digits, perhaps with a fraction; NaN when the cell is blank, UNREADABLE for anything else. */
export function readNumber(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return NaN
  if (to - from > 9) return slowNumber(bytes, from, to)
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = bytes[i]! - 48
    if (digit < 0 || digit > 9) return slowNumber(bytes, from, to)
    value = value * 10 + digit
  }
  return value
}

/** Yuan as `parseFen` reads them, straight from bytes when written plainly. */
export function readFen(bytes: Uint8Array, from: number, to: number): number {
  let fen = 0
  let point = to
  if (to - from > 12 || from === to) return parseFen(decode(bytes, from, to))
  for (let i = from; i < to; i++) {
    const digit = bytes[i]! - 48
    if (digit >= 0 && digit <= 9) fen = fen * 10 + digit
    else if (bytes[i] === POINT && point === to && i > from) point = i
    else return parseFen(decode(bytes, from, to))
  }
  const decimals = Math.max(0, to - point - 1)
  if (decimals > 2 || point === to - 1) return parseFen(decode(bytes, from, to))
  return decimals === 2 ? fen : decimals === 1 ? fen * 10 : fen * 100
}

/** A day as `parseDay` reads it, straight from bytes when written `2025-03-01`. */
export function readDay(bytes: Uint8Array, from: number, to: number): number {
  const year = to - from === 10 ? readNumber(bytes, from, from + 4) : NaN
  if (!(year > 0)) return parseDay(decode(bytes, from, to))
  const month = readNumber(bytes, from + 5, from + 7)
  const day = readNumber(bytes, from + 8, to)
  const plain = bytes[from + 4] === DASH && bytes[from + 7] === DASH && month > 0 && month <= 12 && day > 0 && day <= 28 // prettier-ignore
  return plain ? year * 10_000 + month * 100 + day : parseDay(decode(bytes, from, to))
}

function slowNumber(bytes: Uint8Array, from: number, to: number): number {
  return parseNumber(decode(bytes, from, to))
}

/** Full-width digits and blanks around are forgiven, signs and letters are not. */
export function parseNumber(text: string): number {
  const plain = text.normalize('NFKC').trim()
  if (plain === '') return NaN
  return /^\d{1,12}(\.\d+)?$/.test(plain) ? Number(plain) : UNREADABLE
}

/** Yuan with up to two decimals as whole fen; negative allowed, so that it can be refused by name. */
export function parseFen(text: string): number {
  const plain = text.normalize('NFKC').trim()
  if (plain === '') return NaN
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(plain)
  if (!match) return UNREADABLE
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  return match[1] === '-' && fen !== 0 ? -fen : fen
}

/** A calendar day written YYYY-MM-DD or YYYYMMDD, perhaps with a time behind, as yyyymmdd. */
export function parseDay(text: string): number {
  const plain = text.normalize('NFKC').trim()
  if (plain === '') return NaN
  const match = /^(\d{4})([-/]?)(\d{2})\2(\d{2})(?:[T ].*)?$/.exec(plain)
  if (!match) return UNREADABLE
  const [year, month, day] = [Number(match[1]), Number(match[3]), Number(match[4])]
  const real = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
  return real ? year * 10_000 + month * 100 + day : UNREADABLE
}

const SEX: Readonly<Record<string, number>> = { '1': 1, '2': 2, 男: 1, 女: 2, M: 1, F: 2 }

export function parseSex(text: string): number {
  return SEX[text.normalize('NFKC').trim().toUpperCase()] ?? NaN
}
