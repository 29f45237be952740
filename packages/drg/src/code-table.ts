import { AppError } from '@yijian/kernel'

/**
 * Codes of a scheme, found straight from the bytes of a file. Nearly every diagnosis is written `J18.900` or `J18.900x002` and nearly
 * every operation `45.1300` or `45.1300x006`. These pack into 32 bits without loss: a code is found without making a string, and what
 * is known of it stands beside it, in the same cache line. Waiting for memory is most of the time of a case, so that counts. Codes of
 * any other form (dagger and asterisk pairs, prefixes) are few and kept apart. The id of a code is its place.
 */
export interface CodeTable {
  readonly form: CodeForm
  /** Packed code, 0 where the place is free, and value by place; then, with no key, those of the codes of another form. */
  readonly pairs: Int32Array
  /** Number of places, a power of two. */
  readonly size: number
  /** Codes of another form; the id of the first is `size`. */
  readonly others: readonly string[]
  readonly otherCodes: OtherCodes
  /** Every prefix that a list names (`C34%`), with the id that stands for codes that are not listed themselves. */
  readonly prefixes: ReadonlyMap<string, number>
  readonly longestPrefix: number
}

/** Bytes and the same bytes by words, with at least four bytes behind the last that is read. */
export interface ByteSource {
  bytes: Uint8Array
  view: DataView
}

/** How codes of a kind begin: the first character and how many there are, and where third digit and point stand in a little-endian word. */
export interface CodeForm {
  readonly first: number
  readonly firsts: number
  readonly digit: number
  readonly point: number
}

export const CODE_FORMS: Readonly<Record<'dx' | 'op', CodeForm>> = {
  dx: { first: 65, firsts: 26, digit: 16, point: 24 },
  op: { first: 48, firsts: 10, digit: 24, point: 16 },
}

const SHORT = 7
const LONG = 11
const POINT = 46
const ZERO = 48
const LOCAL = 120
export const UNKNOWN_CODE = -1

/** Makes room for codes (ASCII, each once); their values are set afterwards. */
export function createCodeTable(form: CodeForm, codes: readonly string[]): CodeTable {
  const size = 1 << Math.max(4, 32 - Math.clz32(Math.ceil(codes.length / 0.6)))
  const keys = new Map(codes.map((code) => [code, keyOfText(form, code)]))
  const others = codes.filter((code) => keys.get(code) === 0)
  const strange = others.find((code) => !/^[\x21-\x7e]*$/.test(code))
  if (strange !== undefined) throw new AppError('invalid', 'drg.scheme.code', `编码含有不该有的字符：${strange}`)
  const table = tableOf(form, new Int32Array(2 * (size + others.length)), others)
  for (const key of keys.values()) if (key !== 0) insert(table, key)
  return table
}

export function tableOf(form: CodeForm, pairs: Int32Array, others: readonly string[]): CodeTable {
  const size = (pairs.length >> 1) - others.length
  const ids = others.map((code, i) => [code, size + i] as const)
  const prefixes = new Map(ids.filter(([code]) => code.endsWith('%')).map(([code, id]) => [code.slice(0, -1), id]))
  const longestPrefix = Math.max(0, ...[...prefixes.keys()].map((prefix) => prefix.length))
  return { form, pairs, size, others, otherCodes: otherCodesOf(others), prefixes, longestPrefix }
}

/** What is kept of a code: of codes of a scheme the number of their kind, of codes of a map the id of the code they become. */
export function valueOf({ pairs }: CodeTable, id: number): number {
  return pairs[id * 2 + 1]!
}

export function setValue({ pairs }: CodeTable, id: number, value: number): void {
  pairs[id * 2 + 1] = value
}

function insert({ pairs, size }: CodeTable, key: number): void {
  let id = placeOf(size, key)
  while (pairs[id * 2] !== 0) id = (id + 1) & (size - 1)
  pairs[id * 2] = key
}

/** Where the search for a key begins. */
export function placeOf(size: number, key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (Math.clz32(size) + 1)
}

/** The code of seven or eleven bytes at `at` as a number, 0 when it has another form. The third digit may be an `x`. */
// eslint-disable-next-line max-params -- the innermost of reading a file
export function packCode(
  { first, firsts, digit, point }: CodeForm,
  view: DataView,
  at: number,
  length: number,
): number {
  const head = view.getInt32(at, true)
  const tail = view.getInt32(at + 4, true)
  const a = (head & 255) - first
  const b = ((head >>> 8) & 255) - ZERO
  const c = ((head >>> digit) & 255) - ZERO
  const d = (tail & 255) === LOCAL ? 10 : (tail & 255) - ZERO
  const e = ((tail >>> 8) & 255) - ZERO
  const f = ((tail >>> 16) & 255) - ZERO
  if (((head >>> point) & 255) !== POINT || a >>> 0 >= firsts || b >>> 0 > 9 || c >>> 0 > 9) return 0
  if (d >>> 0 > 10 || e >>> 0 > 9 || f >>> 0 > 9) return 0
  const short = ((a * 10 + b) * 10 + c) * 1100 + d * 100 + e * 10 + f
  if (length === SHORT) return (Math.imul(short, 1001) + 1) | 0
  const local = view.getInt32(at + SHORT, true)
  const g = ((local >>> 8) & 255) - ZERO
  const h = ((local >>> 16) & 255) - ZERO
  const i = (local >>> 24) - ZERO
  if ((local & 255) !== LOCAL || g >>> 0 > 9 || h >>> 0 > 9 || i >>> 0 > 9) return 0
  return (Math.imul(short, 1001) + g * 100 + h * 10 + i + 2) | 0
}

/** Id of a packed code, −1 when the table does not have it. */
export function findKey({ pairs, size }: CodeTable, key: number): number {
  for (let id = placeOf(size, key); ; id = (id + 1) & (size - 1)) {
    const found = pairs[id * 2]
    if (found === key) return id
    if (found === 0) return UNKNOWN_CODE
  }
}

/** Id of the code in bytes [from, to) exactly as written, −1 when the table does not have it. */
// eslint-disable-next-line max-params -- a table and a range of bytes
export function findBytes(table: CodeTable, source: ByteSource, from: number, to: number): number {
  const length = to - from
  const key = length === SHORT || length === LONG ? packCode(table.form, source.view, from, length) : 0
  if (key !== 0) return findKey(table, key)
  const other = findOther(table.otherCodes, source.bytes, from, to)
  return other === UNKNOWN_CODE ? UNKNOWN_CODE : table.size + other
}

const scratch = new Uint8Array(64)
const scratchSource: ByteSource = { bytes: scratch, view: new DataView(scratch.buffer) }
const LONGEST_CODE = scratch.length - 4

/** Id of a normalised code; a code that is not listed itself may have one through a prefix. */
export function findCode(table: CodeTable, code: string): number {
  const id = write(code) ? findBytes(table, scratchSource, 0, code.length) : UNKNOWN_CODE
  return id === UNKNOWN_CODE && table.longestPrefix > 0 ? findPrefix(table, code) : id
}

function write(code: string): boolean {
  if (code.length > LONGEST_CODE) return false
  for (let i = 0; i < code.length; i++) {
    const char = code.charCodeAt(i)
    if (char > 126) return false
    scratch[i] = char
  }
  return true
}

function keyOfText(form: CodeForm, code: string): number {
  const fits = (code.length === SHORT || code.length === LONG) && write(code)
  return fits ? packCode(form, scratchSource.view, 0, code.length) : 0
}

/** Id of the longest listed prefix that the code begins with. */
export function findPrefix(table: CodeTable, code: string): number {
  for (let length = Math.min(code.length, table.longestPrefix); length > 0; length--) {
    const id = table.prefixes.get(code.slice(0, length))
    if (id !== undefined) return id
  }
  return UNKNOWN_CODE
}

/** The code of an id, a prefix with its `%`. */
export function codeOf({ form, pairs, size, others }: CodeTable, id: number): string {
  return id >= size ? others[id - size]! : codeOfKey(form, pairs[id * 2]!)
}

/** The code that was packed. */
export function codeOfKey(form: CodeForm, key: number): string {
  const number = (key >>> 0) - 1
  const short = Math.floor(number / 1001)
  const local = number % 1001
  const [last, third, digits] = [short % 100, Math.floor(short / 100) % 11, Math.floor(short / 1100)]
  const start = String.fromCharCode(form.first + Math.floor(digits / 100))
  const [b, c] = String(digits % 100).padStart(2, '0')
  const end = `${third === 10 ? 'x' : third}${String(last).padStart(2, '0')}`
  const suffix = local === 0 ? '' : `x${String(local - 1).padStart(3, '0')}`
  return form.point === 24 ? `${start}${b}${c}.${end}${suffix}` : `${start}${b}.${c}${end}${suffix}`
}

/** Codes of another form by their bytes: flat, as an object for each would be waited for four times over. */
interface OtherCodes {
  /** Hash and number + 1 of a code by place, 0 where the place is free. */
  readonly slots: Int32Array
  /** The codes one behind the other, and where each begins. */
  readonly text: Uint8Array
  readonly starts: Int32Array
}

function otherCodesOf(others: readonly string[]): OtherCodes {
  const encoder = new TextEncoder()
  const texts = others.map((code) => encoder.encode(code))
  const size = 1 << (32 - Math.clz32(2 * others.length))
  const slots = new Int32Array(2 * size)
  const starts = new Int32Array(others.length + 1)
  for (const [i, text] of texts.entries()) starts[i + 1] = starts[i]! + text.length
  const all = new Uint8Array(starts[others.length]!)
  for (const [i, text] of texts.entries()) {
    all.set(text, starts[i])
    // A prefix is not a code: who writes one in a case does not mean all codes that begin so.
    if (others[i]!.endsWith('%')) continue
    const hash = hashOf(text, 0, text.length)
    let place = hash & (size - 1)
    while (slots[place * 2 + 1] !== 0) place = (place + 1) & (size - 1)
    slots.set([hash, i + 1], place * 2)
  }
  return { slots, text: all, starts }
}

/** Number of a code of another form, −1 when there is none. */
// eslint-disable-next-line max-params -- a range of bytes
function findOther({ slots, text, starts }: OtherCodes, bytes: Uint8Array, from: number, to: number): number {
  const mask = (slots.length >> 1) - 1
  const hash = hashOf(bytes, from, to)
  for (let place = hash & mask; slots[place * 2 + 1] !== 0; place = (place + 1) & mask) {
    if (slots[place * 2] !== hash) continue
    const number = slots[place * 2 + 1]! - 1
    let at = starts[number]!
    let i = from
    if (starts[number + 1]! - at !== to - from) continue
    while (i < to && text[at] === bytes[i]) {
      at++
      i++
    }
    if (i === to) return number
  }
  return UNKNOWN_CODE
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  return hash ^ (hash >>> 15)
}
