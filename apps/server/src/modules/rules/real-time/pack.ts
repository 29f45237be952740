import type { Day, Fen } from '@yijian/kernel'
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

/** As JSON, of the encounter what is known. Times and numbers need no care; texts do. */
export function packedText({ full, encounter, lines }: PackedCall): string {
  let text = ''
  for (const [rxId, code, name, time, qty, price, amt, inscp, dept, title, hasDoctor, days, rx, approval] of lines) {
    const separator = text === '' ? '' : ','
    text += `${separator}[${quoted(rxId)},${quoted(code)},${quoted(name)},"${time}",${qty},${price},${amt},${inscp},${quoted(dept)},${title},${hasDoctor},${days},${quoted(rx)},${approval}]` // prettier-ignore
  }
  return `{"v":1,"full":${full},"encounter":${JSON.stringify(knownOf(encounter))},"lines":[${text}]}`
}

const NOTHING_KNOWN: Encounter = { mdtrtId: '', psnNo: '', rev: 0, void: false, mode: null, medType: null, insutype: null, adm: '' as Day, dsc: null, inst: '', tier: null, hospType: null, dept: null, diseaseNo: null, internet: false, dx: [], ops: [], dscgWay: null, receivingInst: null, birthWeight: null, gestWeeks: null, reportedDays: null, cert: null, instDesignated: null, batchShare: null } // prettier-ignore

function knownOf(encounter: Encounter): Partial<Encounter> {
  const known: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(encounter))
    if (value !== NOTHING_KNOWN[name as keyof Encounter]) known[name] = value
  return known
}

/** Reads a JSON list of calls as `packedText` writes them. */
export function unpackCalls(text: string): PackedCall[] {
  const calls = JSON.parse(text) as (Omit<PackedCall, 'encounter'> & { encounter: Partial<Encounter> })[]
  return calls.map((call) => ({ ...call, encounter: { ...NOTHING_KNOWN, ...call.encounter } }))
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
