import { AppError, type Day, type Fen } from '@yijian/kernel'
import type { Line } from '@yijian/rules'
import { day, field, isNode, moment, money, nodes, number, quantity, text, type Node } from './values.ts'

export interface LineRow {
  readonly line: Line
  readonly info: LineInfo
  readonly isCurrent: boolean
  readonly marked: boolean
  readonly doctor: string | null
}

export interface LineInfo {
  readonly rxId: string
  readonly mdtrtId: string
  readonly name: string
  /** The in-scope amount was not given and is taken from the total. */
  readonly estimated: boolean
}

export interface LinesReader {
  readonly today: Day
  readonly notes: Set<string>
  readonly most: number
  lines: number
}

/** One order as sent, by the national names; what is not there by that name is looked for by its other names. */
interface Order {
  readonly hilist_code?: unknown
  readonly rx_id?: unknown
  readonly curr_drord_flag?: unknown
  readonly cnt?: unknown
  readonly pric?: unknown
  readonly sumamt?: unknown
  readonly ownpay_amt?: unknown
  readonly hilist_lv?: unknown
  readonly chrgitm_lv?: unknown
  readonly drord_begn_date?: unknown
  readonly drord_stop_date?: unknown
  readonly hilist_name?: unknown
  readonly hosplist_name?: unknown
  readonly drord_dr_codg?: unknown
  readonly drord_dr_profttl?: unknown
  readonly drord_dept_name?: unknown
  readonly rxno?: unknown
  readonly hosp_appr_flag?: unknown
}
const NAMES = [
  'hilist_code', 'rx_id', 'curr_drord_flag', 'cnt', 'pric', 'sumamt', 'ownpay_amt', 'hilist_lv', 'chrgitm_lv', 'drord_begn_date',
  'drord_stop_date', 'hilist_name', 'hosplist_name', 'drord_dr_codg', 'drord_dr_profttl', 'drord_dept_name', 'rxno', 'hosp_appr_flag',
] as const satisfies readonly (keyof Order)[] // prettier-ignore

/** Orders as they are when they carry the national names; others under those names. */
function orderOf(node: Node, isPlain: boolean): Order {
  const order = node as Order
  if (isPlain && order.hilist_code !== undefined && order.cnt !== undefined && order.drord_begn_date !== undefined) return order // prettier-ignore
  return Object.fromEntries(NAMES.map((name) => [name, field(node, name)]))
}

/** Nothing at all (null, `""`, `"-"`) is no orders; anything else that is no order would pass as judged. */
function isList(sent: unknown, orders: number): boolean {
  if (!Array.isArray(sent)) return isNode(sent) || isNothing(sent)
  return orders === sent.length || sent.every((one) => isNode(one) || isNothing(one))
}

function isNothing(sent: unknown): boolean {
  return sent === undefined || sent === null || (typeof sent === 'string' && text(sent) === null)
}

const CAPITAL = /[A-Z]/

export function linesOf(
  encounter: Node,
  { mdtrtId, isCurrent }: { mdtrtId: string; isCurrent: boolean },
  reader: LinesReader,
): LineRow[] {
  const sent = field(encounter, 'fsi_order_dtos', 'order_dtos', 'orderDtos')
  const orders = nodes(sent)
  if (!isList(sent, orders.length)) throw new AppError('invalid', 'rules.request', 'fsi_order_dtos 应为处方（医嘱）对象或其数组', { field: 'fsi_order_dtos' }) // prettier-ignore
  reader.lines += orders.length
  if (reader.lines > reader.most) throw new AppError('invalid', 'rules.request', `处方（医嘱）明细超过 ${reader.most} 行`, { field: 'fsi_order_dtos' }) // prettier-ignore
  const start = moment(field(encounter, 'adm_date')) ?? `${reader.today} 00:00:00`
  const isPlain = orders[0] !== undefined && !Object.keys(orders[0]).some((key) => CAPITAL.test(key))
  const seen = new Set<string>()
  const rows: LineRow[] = []
  for (let at = 0; at < orders.length; at++) {
    const order = orderOf(orders[at]!, isPlain)
    const code = text(order.hilist_code, 50)
    if (code === null) {
      reader.notes.add('部分明细没有医保目录编码，未参与判定')
      continue
    }
    const rxId = text(order.rx_id) ?? String(at + 1)
    const sn = seen.has(rxId) ? `${mdtrtId}/${rxId}#${at}` : `${mdtrtId}/${rxId}`
    seen.add(rxId)
    rows.push(rowOf(order, { sn, rxId, mdtrtId, code, start, isCurrent }))
  }
  return rows
}

interface LineKeys {
  readonly sn: string
  readonly rxId: string
  readonly mdtrtId: string
  readonly code: string
  readonly start: string
  readonly isCurrent: boolean
}

function rowOf(order: Order, { sn, rxId, mdtrtId, code, start, isCurrent }: LineKeys): LineRow {
  const qty = quantity(order.cnt)
  const price = money(order.pric)
  const amt = money(order.sumamt) ?? (qty !== null && price !== null ? times(price, qty) : null)
  const own = money(order.ownpay_amt)
  const begin = moment(order.drord_begn_date) ?? start
  const name = text(order.hilist_name, 100) ?? text(order.hosplist_name, 100) ?? code
  const doctor = text(order.drord_dr_codg, 30)
  const title = number(order.drord_dr_profttl)
  const approval = number(order.hosp_appr_flag)
  const line: Line = {
    sn,
    rev: 0,
    initSn: null,
    mdtrtId,
    code,
    name,
    time: begin,
    qty,
    price,
    amt,
    inscp: inScope(order, amt, own),
    dept: chinese(text(order.drord_dept_name)),
    title: title !== null && title >= 1 && title <= 5 ? title : null,
    hasDoctor: doctor !== null,
    days: daysOf(begin, order.drord_stop_date),
    dose: null,
    rx: text(order.rxno),
    consent: false,
    approval: approval === 1 || approval === 2 ? approval : 0,
    delayHours: null,
    executed: null,
    cashPrice: null,
  }
  return { line, doctor, info: { rxId, mdtrtId, name, estimated: own === null }, isCurrent, marked: isOne(order.curr_drord_flag) } // prettier-ignore
}

function isOne(flag: unknown): boolean {
  return flag === '1' || text(flag) === '1'
}

/** 符合范围 = 总费用 − 自费. Not given: a 丙类 line is self-paid, of any other the whole is in scope (and the amount is an estimate). */
function inScope(order: Order, amt: Fen | null, own: Fen | null): Fen | null {
  if (amt === null) return null
  if (own !== null) return (own > amt ? 0n : amt - own) as Fen
  const level = text(order.hilist_lv === undefined ? order.chrgitm_lv : order.hilist_lv)
  return (level === '03' || level === '3' ? 0n : amt) as Fen
}

function times(price: Fen, qty: number): Fen {
  return ((price * BigInt(qty) + 5000n) / 10_000n) as Fen
}

/** Days supplied, both ends included; null when no end (or one before the beginning) is given. */
function daysOf(begin: string, raw: unknown): number | null {
  const stop = raw === undefined ? null : day(raw)
  if (stop === null || stop < begin.slice(0, 10)) return null
  return Math.round((Date.parse(`${stop}T00:00:00Z`) - Date.parse(`${begin.slice(0, 10)}T00:00:00Z`)) / 86_400_000) + 1
}

/** Knowledge points name departments and institution types; a site's own code says nothing to them. */
export function chinese(word: string | null): string | null {
  return word !== null && CHINESE.test(word) ? word : null
}
const CHINESE = /[\u4e00-\u9fff]/
