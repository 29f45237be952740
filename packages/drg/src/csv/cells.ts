import {
  findBytes,
  findCode,
  findWords,
  latin,
  UNKNOWN_CODE,
  WORD,
  WORDS_SHIFT,
  type CodeTable,
} from '../code-table.ts'
import { BLANK_CODE } from '../coded-case.ts'
import { normaliseCode } from '../record.ts'

const PIPE = 124
const UPPER_X = 88
/** Result of reading a number that is there and is none. */
export const UNREADABLE = -Infinity

/** Bytes that a normalised code is made of; anything else sends a code that is not found through `normaliseCode`. */
const CLEAN = new Uint8Array(256)
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWYZ0123456789.+*x') CLEAN[char.charCodeAt(0)] = 1

/** How codes of a file become ids: first the map of its code version, if it needs one, then the scheme's own table. */
export interface CodeLookup {
  readonly map: CodeTable | null
  readonly table: CodeTable
}

/** Bytes and the same bytes by words, with at least four bytes behind the last that is read. */
export interface ByteSource {
  bytes: Uint8Array
  view: DataView
}

/** Reads bytes [from, to) as codes joined by `|` into `ids` and answers how many. A blank first code stays, as BLANK_CODE. */
// eslint-disable-next-line max-params -- a range of bytes read into a list, millions of times
export function readCodes(lookup: CodeLookup, ids: Int32Array, source: ByteSource, from: number, to: number): number {
  let count = 0
  const { bytes, view } = source
  const { words } = lookup.table
  for (let at = from; at < to && count < ids.length;) {
    // Most codes are seven or eleven bytes. Guessing is safe: a key with a separator in it is in no table.
    if (lookup.map === null) {
      const seven = at + 7 === to || bytes[at + 7] === PIPE
      if (seven || at + 11 === to || bytes[at + 11] === PIPE) {
        const w1 = seven ? view.getUint32(at + 4) >>> 8 : view.getInt32(at + 4)
        const id = findWords(words, view.getInt32(at), w1, seven ? 0 : view.getUint32(at + 8) >>> 8)
        if (id !== UNKNOWN_CODE) {
          ids[count++] = id
          at += seven ? 8 : 12
          continue
        }
      }
    }
    let end = at
    while (end < to && bytes[end] !== PIPE) end++
    const id = end === at ? BLANK_CODE : codeId(lookup, bytes, at, end)
    if (id !== BLANK_CODE || count === 0) ids[count++] = id
    at = end + 1
  }
  return count
}

// eslint-disable-next-line max-params -- a range of bytes
function codeId({ map, table }: CodeLookup, bytes: Uint8Array, from: number, to: number): number {
  const id = map === null ? findBytes(table, bytes, from, to) : UNKNOWN_CODE
  if (id !== UNKNOWN_CODE) return id
  if (map === null && table.longestPrefix === 0 && isClean(bytes, from, to)) return UNKNOWN_CODE
  return slowCodeId({ map, table }, decode(bytes, from, to))
}

/** A 国临版 code is converted once: what it maps on is never mapped again. */
export function slowCodeId({ map, table }: CodeLookup, text: string): number {
  const code = normaliseCode(text)
  if (code === '') return BLANK_CODE
  const mapped = map === null ? UNKNOWN_CODE : findCode(map, code)
  if (map === null || mapped === UNKNOWN_CODE) return findCode(table, code)
  return map.words[(mapped << WORDS_SHIFT) + WORD.anyFrom]!
}

function isClean(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (CLEAN[bytes[i]!] !== 1 && (bytes[i] !== UPPER_X || i > from)) return false
  return true
}

const decoder = new TextDecoder()

/** The text of a cell. */
export function decode(bytes: Uint8Array, from: number, to: number): string {
  for (let i = from; i < to; i++) if (bytes[i]! > 127) return decoder.decode(bytes.subarray(from, to))
  return latin(bytes, from, to)
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
