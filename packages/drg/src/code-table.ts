import { AppError } from '@yijian/kernel'

/**
 * Codes of a scheme with all that is known of each, found straight from the bytes of a file: open addressing, eight words a
 * code, so that looking a code up and reading what it sets off touch one cache line and make no string. The id of a code is its
 * place. A key of up to twelve bytes is in the first three words; longer ones (dagger and asterisk pairs) are few and kept apart.
 */
export interface CodeTable {
  /** 1 << WORDS_SHIFT words a place. */
  readonly words: Int32Array
  readonly long: ReadonlyMap<string, number>
  /** Every prefix that a list names (`C34%`), with the id that stands for codes that are not listed themselves. */
  readonly prefixes: ReadonlyMap<string, number>
  readonly longestPrefix: number
}

/** Words behind the three of the key. */
export const WORD = { bits: 3, anyFrom: 4, anyTo: 5, mainFrom: 6, mainTo: 7 } as const
export const WORDS_SHIFT = 3
/** In `bits` of every place that is taken. */
const TAKEN = 1 << 30
const KEY_BYTES = 12
export const UNKNOWN_CODE = -1

/** Makes room for codes (ASCII, each once); their words are filled in by the caller. */
export function createCodeTable(codes: readonly string[]): CodeTable {
  const size = 1 << Math.max(4, 32 - Math.clz32(Math.ceil(codes.length / 0.6)))
  const words = new Int32Array(size << WORDS_SHIFT)
  const long: [string, number][] = []
  const prefixes: [string, number][] = []
  const encoder = new TextEncoder()
  for (const code of codes) {
    if (!/^[\x21-\x7e]*$/.test(code)) throw new AppError('invalid', 'drg.scheme.code', `编码含有不该有的字符：${code}`)
    const bytes = encoder.encode(code)
    const apart = code.endsWith('%') || code.length > KEY_BYTES
    // What is kept apart takes a place that no key of text can have.
    const id = apart ? insert(words, [-1, long.length + prefixes.length, 0]) : insert(words, [0, 4, 8].map((at) => pack(bytes, at))) // prettier-ignore
    if (code.endsWith('%')) prefixes.push([code.slice(0, -1), id])
    else if (apart) long.push([code, id])
  }
  return tableOf(words, { long, prefixes })
}

export interface TableRest {
  readonly long: readonly (readonly [string, number])[]
  readonly prefixes: readonly (readonly [string, number])[]
}

export function tableOf(words: Int32Array, { long, prefixes }: TableRest): CodeTable {
  const longestPrefix = prefixes.reduce((max, [prefix]) => Math.max(max, prefix.length), 0)
  return { words, long: new Map(long), prefixes: new Map(prefixes), longestPrefix }
}

function insert(words: Int32Array, key: readonly number[]): number {
  const [w0 = 0, w1 = 0, w2 = 0] = key
  const mask = (words.length >> WORDS_SHIFT) - 1
  let id = hashOf(w0, w1, w2) & mask
  while (words[(id << WORDS_SHIFT) + WORD.bits] !== 0) id = (id + 1) & mask
  words.set([w0, w1, w2, TAKEN], id << WORDS_SHIFT)
  return id
}

function pack(bytes: Uint8Array, from: number): number {
  let word = 0
  for (let i = from; i < from + 4 && i < bytes.length; i++) word = (word << 8) | bytes[i]!
  return word
}

function hashOf(w0: number, w1: number, w2: number): number {
  let hash = Math.imul(w0, 0x9e3779b1) ^ Math.imul(w1, 0x85ebca6b) ^ Math.imul(w2, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}

/** Id of the code in `bytes[from, to)` exactly as written, −1 when the table does not have it. */
// eslint-disable-next-line max-params -- a table and a range of bytes
export function findBytes(table: CodeTable, bytes: Uint8Array, from: number, to: number): number {
  if (to - from > KEY_BYTES) return table.long.get(latin(bytes, from, to)) ?? UNKNOWN_CODE
  let w0 = 0
  let w1 = 0
  let w2 = 0
  let i = from
  for (const stop = Math.min(to, from + 4); i < stop; i++) w0 = (w0 << 8) | bytes[i]!
  for (const stop = Math.min(to, from + 8); i < stop; i++) w1 = (w1 << 8) | bytes[i]!
  for (; i < to; i++) w2 = (w2 << 8) | bytes[i]!
  return findWords(table.words, w0, w1, w2)
}

/** Id of the code whose bytes are packed in three words, −1 when the table does not have it. */
// eslint-disable-next-line max-params -- the innermost look-up of all
export function findWords(words: Int32Array, w0: number, w1: number, w2: number): number {
  const mask = (words.length >> WORDS_SHIFT) - 1
  for (let id = hashOf(w0, w1, w2) & mask; ; id = (id + 1) & mask) {
    const at = id << WORDS_SHIFT
    if (words[at] === w0 && words[at + 1] === w1 && words[at + 2] === w2 && words[at + WORD.bits] !== 0) return id
    if (words[at + WORD.bits] === 0) return UNKNOWN_CODE
  }
}

/** Id of a normalised code; a code that is not listed itself may have one through a prefix. */
export function findCode(table: CodeTable, code: string): number {
  const id = findExact(table, code)
  return id === UNKNOWN_CODE && table.longestPrefix > 0 ? findPrefix(table, code) : id
}

function findExact(table: CodeTable, code: string): number {
  if (code.length > KEY_BYTES) return table.long.get(code) ?? UNKNOWN_CODE
  const key = [0, 0, 0]
  for (let i = 0; i < code.length; i++) {
    const char = code.charCodeAt(i)
    if (char > 126) return UNKNOWN_CODE
    key[i >> 2] = (key[i >> 2]! << 8) | char
  }
  return findWords(table.words, key[0]!, key[1]!, key[2]!)
}

/** Id of the longest listed prefix that the code begins with. */
export function findPrefix(table: CodeTable, code: string): number {
  for (let length = Math.min(code.length, table.longestPrefix); length > 0; length--) {
    const id = table.prefixes.get(code.slice(0, length))
    if (id !== undefined) return id
  }
  return UNKNOWN_CODE
}

/** Bytes as characters 0–255. */
export function latin(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!)
  return text
}

/** The code of an id, a prefix with its `%`. */
export function codeOf(table: CodeTable, id: number): string {
  const at = id << WORDS_SHIFT
  if (table.words[at] !== -1) return [0, 1, 2].map((word) => unpack(table.words[at + word]!)).join('')
  for (const [code, long] of table.long) if (long === id) return code
  for (const [prefix, short] of table.prefixes) if (short === id) return `${prefix}%`
  return ''
}

/** Ids that are taken. */
export function idsOf(table: CodeTable): number[] {
  return Array.from({ length: table.words.length >> WORDS_SHIFT }, (_, id) => id).filter(
    (id) => table.words[(id << WORDS_SHIFT) + WORD.bits] !== 0,
  )
}

function unpack(word: number): string {
  let text = ''
  for (let shift = 24; shift >= 0; shift -= 8) {
    const byte = (word >>> shift) & 255
    if (byte !== 0) text += String.fromCharCode(byte)
  }
  return text
}
