import { isDay, type Day, type Fen } from '@yijian/kernel'

/** What a client may have sent for one value. Everything unreadable is null: a rule that needs it cannot tell. */
export type Raw = unknown
export type Node = Readonly<Record<string, unknown>>

/** `""`, `"-"`, `"null"` and blanks are “not there”. */
export function text(raw: Raw, max = 50): string | null {
  if (typeof raw === 'number') return Number.isFinite(raw) ? String(raw) : null
  if (typeof raw !== 'string') return null
  if (raw.length <= max && TIDY.test(raw)) return EMPTY.has(raw) ? null : raw
  const cleaned = (hasControl.test(raw) ? raw.replace(controls, '') : raw).trim()
  if (EMPTY.has(cleaned)) return null
  return (cleaned.length > max ? cleaned.slice(0, max) : cleaned).toWellFormed()
}
/** Letters, digits and Chinese with single signs between: nothing to clean. */
const TIDY = /^[\w\u4e00-\u9fff](?:[\w.\-/ :\u4e00-\u9fff]*[\w\u4e00-\u9fff])?$/
const EMPTY = new Set(['', '-', '--', 'null', 'NULL', 'undefined'])

const controls = /[\u0000-\u001f\u007f]/g
const hasControl = new RegExp(controls.source)

const PLAIN = /^\d{1,12}(\.\d{1,4})?$/
const NUMBER = /^[+-]?(\d{1,15}(\.\d{0,10})?|\.\d{1,10})$/

export function number(raw: Raw): number | null {
  if (typeof raw === 'number') return Number.isFinite(raw) && Math.abs(raw) < 1e13 ? raw : null
  if (typeof raw !== 'string' || raw === '' || raw.length > 30) return null
  if (PLAIN.test(raw)) return Number(raw)
  const cleaned = raw.replaceAll(',', '').trim()
  return NUMBER.test(cleaned) && Math.abs(Number(cleaned)) < 1e13 ? Number(cleaned) : null
}

/** Yuan to fen, 四舍五入. */
export function money(raw: Raw): Fen | null {
  const plain = typeof raw === 'string' ? plainFen(raw) : -1
  if (plain >= 0) return BigInt(plain) as Fen
  const yuan = number(raw)
  return yuan === null ? null : (BigInt(wholeOf(yuan * 100)) as Fen)
}

/** Fen of the plainest form, up to nine digits with none to two decimals; −1 for any other. */
function plainFen(raw: string): number {
  const { length } = raw
  if (length === 0 || length > 12) return -1
  let whole = 0
  let decimals = -1
  for (let i = 0; i < length; i++) {
    const digit = raw.charCodeAt(i) - 48
    if (digit >= 0 && digit <= 9) {
      if (decimals === 2) return -1
      whole = whole * 10 + digit
      if (decimals >= 0) decimals++
    } else if (digit === -2 && decimals < 0 && i > 0 && i < length - 1) decimals = 0
    else return -1
  }
  return decimals === 2 ? whole : decimals === 1 ? whole * 10 : whole * 100
}

/** Pieces to ten-thousandths. */
export function quantity(raw: Raw): number | null {
  const pieces = number(raw)
  return pieces === null ? null : wholeOf(pieces * 10_000)
}

/** Fifteen digits first, so that 1.005 is what it looks like. */
function wholeOf(value: number): number {
  const near = Math.round(value)
  if (Math.abs(value - near) < 1e-6) return near
  const exact = Number(value.toPrecision(15))
  return exact < 0 ? -Math.round(-exact) : Math.round(exact)
}

const MOMENT = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[ T]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?/

/** `YYYY-MM-DD HH:mm:ss` from the forms that clients send, also `yyyyMMddHHmmss`; a day alone is its midnight. */
export function moment(raw: Raw): string | null {
  if (typeof raw !== 'string') return typeof raw === 'number' ? momentOf(String(raw)) : null
  const known = moments.get(raw)
  if (known !== undefined) return known
  const read = momentOf(raw)
  if (raw.length > 40) return read
  if (moments.size >= 10_000) moments.clear()
  moments.set(raw, read)
  return read
}

/** Orders of one request, and of one minute, begin at the same few moments. */
const moments = new Map<string, string | null>()

function momentOf(raw: string): string | null {
  const match = MOMENT.exec(raw.slice(0, 40))
  if (!match) return null
  const [, year, month, dayOfMonth, hour = '00', minute = '00', second = '00'] = match
  const day = `${year}-${month}-${dayOfMonth}`
  if (year === undefined || year < '1880' || !isKnownDay(day)) return null
  if (hour > '23' || minute > '59' || second > '59') return `${day} 00:00:00`
  return `${day} ${hour}:${minute}:${second}`
}

/** Most requests speak of few days. */
const days = new Map<string, boolean>()

function isKnownDay(text: string): boolean {
  const known = days.get(text)
  if (known !== undefined) return known
  if (days.size > 50_000) days.clear()
  const is = isDay(text)
  days.set(text, is)
  return is
}

export function day(raw: Raw): Day | null {
  const at = moment(raw)
  return at === null ? null : (at.slice(0, 10) as Day)
}

/** Array or object, `""`, null or absent: always a list of objects. */
export function nodes(raw: Raw): readonly Node[] {
  if (Array.isArray(raw)) return raw.every(isNode) ? raw : raw.filter(isNode)
  return isNode(raw) ? [raw] : []
}

export function isNode(raw: Raw): raw is Node {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}

/** A field by its national name, or as camelCase, with the names given besides. */
export function field(node: Node, name: string, ...others: readonly string[]): unknown {
  const own = node[name]
  if (own !== undefined || Object.hasOwn(node, name)) return own
  const camel = camelOf(name)
  if (Object.hasOwn(node, camel)) return node[camel]
  for (const other of others) if (Object.hasOwn(node, other)) return node[other]
  return undefined
}

const camels = new Map<string, string>()

function camelOf(name: string): string {
  const known = camels.get(name)
  if (known !== undefined) return known
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  camels.set(name, camel)
  return camel
}
