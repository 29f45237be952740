import type { Fen } from '@yijian/kernel'
import type { Encounter, Line } from '@yijian/rules'
import type { Patient } from './normalise.ts'

/** What the log keeps of a request, small enough to keep three years of it: the encounter and its lines as arrays. */
export interface PackedCall {
  readonly v: 1
  readonly full: boolean
  readonly encounter: Encounter
  readonly lines: readonly PackedLine[]
}
export type PackedLine = readonly [rxId: string, code: string, name: string, time: string, qty: number | null, price: number | null, amt: number | null, inscp: number | null, dept: string | null, title: number | null, hasDoctor: 0 | 1, days: number | null, rx: string | null, approval: 0 | 1 | 2] // prettier-ignore

export function packCall({ current, lines, lineInfo, full }: Patient): PackedCall {
  const packed: PackedLine[] = []
  for (const line of lines) if (line.mdtrtId === current.mdtrtId) packed.push(pack(line, lineInfo.get(line.sn)!.rxId))
  return { v: 1, full, encounter: current, lines: packed }
}

function pack(line: Line, rxId: string): PackedLine {
  const { code, name, time, qty, dept, title, hasDoctor, days, rx, approval } = line
  return [rxId, code, name, time, qty, fen(line.price), fen(line.amt), fen(line.inscp), dept, title, hasDoctor ? 1 : 0, days, rx, approval] // prettier-ignore
}

/** As JSON. Times and numbers need no care; texts do. */
export function packedText({ full, encounter, lines }: PackedCall): string {
  let text = ''
  for (const [rxId, code, name, time, qty, price, amt, inscp, dept, title, hasDoctor, days, rx, approval] of lines) {
    const separator = text === '' ? '' : ','
    text += `${separator}[${quoted(rxId)},${quoted(code)},${quoted(name)},"${time}",${qty},${price},${amt},${inscp},${quoted(dept)},${title},${hasDoctor},${days},${quoted(rx)},${approval}]` // prettier-ignore
  }
  return `{"v":1,"full":${full},"encounter":${JSON.stringify(encounter)},"lines":[${text}]}`
}

/** Texts of a request are free of control characters and well formed already (see `text` in values.ts). */
function quoted(text: string | null): string {
  if (text === null) return 'null'
  return text.includes('"') || text.includes('\\') ? JSON.stringify(text) : `"${text}"`
}

function fen(amount: Fen | null): number | null {
  return amount === null ? null : Number(amount)
}

export function snOf(packed: PackedLine, mdtrtId: string): string {
  return `${mdtrtId}/${packed[0]}`
}

export function inscpOf(packed: PackedLine): number | null {
  return packed[7]
}

export function unpackLine(packed: PackedLine, mdtrtId: string): Line {
  const [, code, name, time, qty, price, amt, inscp, dept, title, hasDoctor, days, rx, approval] = packed
  return {
    sn: snOf(packed, mdtrtId),
    rev: 0,
    initSn: null,
    mdtrtId,
    code,
    name,
    time,
    qty,
    price: amount(price),
    amt: amount(amt),
    inscp: amount(inscp),
    dept,
    title,
    hasDoctor: hasDoctor === 1,
    days,
    dose: null,
    rx,
    consent: false,
    approval,
    delayHours: null,
    executed: null,
    cashPrice: null,
  }
}

function amount(value: number | null): Fen | null {
  return value === null ? null : (BigInt(value) as Fen)
}
