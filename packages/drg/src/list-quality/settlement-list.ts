import { LIST_FIELDS, type Form, type Node } from './fields.ts'

/** A row as it came over the wire: every scalar a string, most often; empty as "", null, "-" or absent. */
export type WireRow = Readonly<Record<string, unknown>>

/** One uploaded 结算清单. A node that was not delivered is absent; one delivered without rows is empty. */
export interface SettlementList {
  readonly id: string
  readonly hospital: string
  readonly form: Form
  readonly nodes: Readonly<Partial<Record<Node, readonly WireRow[]>>>
}

/** A value that is `unknown` was not delivered with this form; `empty` was delivered and left blank. */
export type Value =
  { readonly kind: 'unknown' } | { readonly kind: 'empty' } | { readonly kind: 'text'; readonly text: string }

const UNKNOWN: Value = { kind: 'unknown' }
const EMPTY: Value = { kind: 'empty' }
const BLANK: Readonly<Record<Form, ReadonlyMap<Node, ReadonlySet<string>>>> = {
  '4101': carriedBy('4101'),
  '4101A': carriedBy('4101A'),
}

/** Fields that the form carries, by node. */
function carriedBy(form: Form): Map<Node, Set<string>> {
  const carried = LIST_FIELDS.filter(({ forms }) => forms === 'both' || forms === form)
  return new Map(
    [...Map.groupBy(carried, ({ node }) => node)].map(([node, fields]) => [
      node,
      new Set(fields.map(({ field }) => field)),
    ]),
  )
}

/** Reads a field of a row. A field that the form does not carry is unknown unless it was sent all the same. */
export function valueOf(row: WireRow, { node, field, form }: { node: Node; field: string; form: Form }): Value {
  const raw = row[field]
  const text = typeof raw === 'string' ? raw.trim() : typeof raw === 'number' ? String(raw) : ''
  if (text !== '' && text !== '-') return { kind: 'text', text }
  return BLANK[form].get(node)?.has(field) ? EMPTY : UNKNOWN
}

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/

/** `yyyy-MM-dd[ HH:mm[:ss]]` → minutes since 1970 (a day is its midnight); null when it is no real moment. */
export function parseMoment(text: string): number | null {
  const match = MOMENT.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as Six
  const stamp = Date.UTC(year, month - 1, day, hour, minute, second)
  const found = new Date(stamp)
  const isReal =
    found.getUTCMonth() === month - 1 && found.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return isReal ? Math.floor(stamp / 60_000) : null
}

type Six = [number, number, number, number, number, number]

/** 天/小时/分钟, e.g. `1/13/24` → minutes; null when it is not of that form. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,4})\/(\d{1,2})\/(\d{1,2})$/.exec(text)
  if (!match || Number(match[2]) > 23 || Number(match[3]) > 59) return null
  return Number(match[1]) * 1440 + Number(match[2]) * 60 + Number(match[3])
}

/** A plain decimal → whole hundredths (fen for money); null otherwise. */
export function parseHundredths(text: string): bigint | null {
  const match = /^(-?)(\d{1,14})(?:\.(\d{1,2})0*)?$/.exec(text)
  if (!match) return null
  const value = BigInt(match[2]!) * 100n + BigInt((match[3] ?? '').padEnd(2, '0'))
  return match[1] === '-' ? -value : value
}
