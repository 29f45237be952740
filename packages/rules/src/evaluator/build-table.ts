import type { Day } from '@yijian/kernel'
import { dayNumber } from '../compiled.ts'
import type { Aggregate, ClaimSet, Encounter, Line, Person } from '../context.ts'
import type { Source } from '../fields.ts'
import { byCode } from '../release.ts'
import { columns, PERSON_NUMBERS, ROW_NUMBERS, VISIT_CODES, VISIT_NUMBERS, type ClaimTable } from './table.ts'
import type { Vocabulary } from './vocabulary.ts'

/** One row before it is laid out in columns. */
interface DraftRow {
  readonly person: number
  readonly visit: number
  readonly src: number
  readonly sn: string
  readonly code: string
  readonly name: string
  readonly time: number
  readonly line: Line | null
  readonly aggregate: Aggregate | null
  readonly inscp: number
}

export interface TableOptions {
  readonly vocabulary: Vocabulary
  /** Rows of sources no rule names are not made. */
  readonly sources: ReadonlySet<Source>
}

/** Lays net claims (see `netClaims`) out in columns. */
export function buildTable(claims: ClaimSet, options: TableOptions): ClaimTable {
  const people = new Map<string, number>()
  const personAt = (psnNo: string) => people.get(psnNo) ?? (people.set(psnNo, people.size), people.size - 1)
  for (const visit of claims.encounters) personAt(visit.psnNo)
  for (const aggregate of claims.aggregates) personAt(`inst:${aggregate.inst}`)
  const drafts = draftRows(claims, { personAt, sources: options.sources })
  const known = new Map(claims.persons.map((person) => [person.psnNo, person]))
  const psnNo = [...people.keys()]
  return {
    ...rowColumns(drafts, options.vocabulary),
    ...visitColumns(claims.encounters, personAt, options.vocabulary),
    persons: psnNo.length,
    psnNo,
    personStart: starts(drafts, psnNo.length, (row) => row.person),
    ...personVisits(claims.encounters, personAt, psnNo.length),
    person: personColumns(psnNo.map((id) => known.get(id))),
  }
}

interface DraftOptions {
  readonly personAt: (psnNo: string) => number
  readonly sources: ReadonlySet<Source>
}

function draftRows(claims: ClaimSet, { personAt, sources }: DraftOptions): DraftRow[] {
  const visitNumbers = new Map(claims.encounters.map((visit, number) => [visit.mdtrtId, number]))
  const money = new Float64Array(claims.encounters.length)
  const rows: DraftRow[] = []
  for (const line of claims.lines) {
    const visit = visitNumbers.get(line.mdtrtId)
    if (visit === undefined) continue
    const inscp = line.inscp === null ? NaN : Number(line.inscp)
    money[visit]! += line.inscp === null ? 0 : inscp
    const person = personAt(claims.encounters[visit]!.psnNo)
    rows.push({ person, visit, src: 0, sn: line.sn, code: line.code, name: line.name, time: secondsOf(line.time), line, aggregate: null, inscp }) // prettier-ignore
  }
  const extra = { line: null, aggregate: null, inscp: NaN }
  for (const [visit, { psnNo, mdtrtId, mode, adm, dx, ops }] of claims.encounters.entries()) {
    const base = { ...extra, person: personAt(psnNo), visit, time: dayNumber(adm) * 86_400 }
    if (sources.has('visit'))
      rows.push({ ...base, src: 1, sn: `visit:${mdtrtId}`, code: `visit:${mode ?? '?'}`, name: '就诊', inscp: money[visit]! }) // prettier-ignore
    if (sources.has('dx'))
      for (const code of new Set(dx)) rows.push({ ...base, src: 2, sn: `dx:${mdtrtId}:${code}`, code: `dx:${code}`, name: code }) // prettier-ignore
    if (sources.has('op'))
      for (const code of new Set(ops)) rows.push({ ...base, src: 3, sn: `op:${mdtrtId}:${code}`, code: `op:${code}`, name: code }) // prettier-ignore
  }
  for (const aggregate of claims.aggregates) {
    const { id, inst, code, day } = aggregate
    rows.push({ ...extra, person: personAt(`inst:${inst}`), visit: -1, src: 4, sn: `agg:${id}`, code, name: code, time: dayNumber(day) * 86_400, aggregate }) // prettier-ignore
  }
  return rows.sort((a, b) => a.person - b.person || a.time - b.time || byCode(a.sn, b.sn))
}

function rowColumns(rows: readonly DraftRow[], vocabulary: Vocabulary) {
  const size = rows.length
  const row = columns(ROW_NUMBERS, size)
  const code = new Int32Array(size)
  const generic = new Int32Array(size)
  const herb = new Uint8Array(size)
  const rx = new Int32Array(size).fill(-1)
  const dept = new Int32Array(size).fill(-1)
  const visit = new Int32Array(size)
  const rxIds = new Map<string, number>()
  for (let r = 0; r < size; r++) {
    const draft = rows[r]!
    const { line, aggregate } = draft
    code[r] = vocabulary.codeOf(draft.code)
    generic[r] = vocabulary.genericOf(code[r]!)
    herb[r] = vocabulary.isHerb(code[r]!) ? 1 : 0
    visit[r] = draft.visit
    row.src[r] = draft.src
    row.day[r] = Math.floor(draft.time / 86_400)
    row.time[r] = draft.time
    row.inscp[r] = draft.inscp
    row.consent[r] = 0
    row.approval[r] = 0
    if (line) {
      fillLine(row, r, line)
      if (line.dept !== null) dept[r] = vocabulary.words.idOf(line.dept)
      if (line.rx !== null) rx[r] = rxIds.get(line.rx) ?? (rxIds.set(line.rx, rxIds.size), rxIds.size - 1)
    }
    if (aggregate) {
      row.num[r] = aggregate.num ?? NaN
      row.den[r] = aggregate.den ?? NaN
      row.volume[r] = aggregate.volume ?? NaN
    }
  }
  const sn = rows.map((draft) => draft.sn)
  const name = rows.map((draft) => draft.name)
  return {
    rows: size,
    sn,
    name,
    row,
    code,
    codeText: (r: number) => rows[r]!.code,
    generic,
    herb,
    rx,
    rxText: [...rxIds.keys()],
    dept,
    visit,
  }
}

function fillLine(row: ClaimTable['row'], r: number, line: Line): void {
  const money = (value: bigint | null) => (value === null ? NaN : Number(value))
  row.qty[r] = line.qty ?? NaN
  row.price[r] = money(line.price)
  row.amt[r] = money(line.amt)
  row.cashPrice[r] = money(line.cashPrice)
  row.title[r] = line.title ?? NaN
  row.hasDoctor[r] = line.hasDoctor ? 1 : 0
  row.days[r] = line.days ?? NaN
  row.dose[r] = line.dose ?? NaN
  row.consent[r] = line.consent ? 1 : 0
  row.approval[r] = line.approval
  row.delayHours[r] = line.delayHours ?? NaN
  row.executed[r] = flag(line.executed)
}

function visitColumns(visits: readonly Encounter[], personAt: (psnNo: string) => number, vocabulary: Vocabulary) {
  const numbers = columns(VISIT_NUMBERS, visits.length)
  const codes = Object.fromEntries(VISIT_CODES.map((name) => [name, new Int32Array(visits.length)])) as ClaimTable['visitCode'] // prettier-ignore
  for (const [v, visit] of visits.entries()) {
    numbers.adm[v] = dayNumber(visit.adm)
    numbers.dsc[v] = dayOrMissing(visit.dsc)
    numbers.tier[v] = visit.tier ?? NaN
    numbers.internet[v] = visit.internet ? 1 : 0
    numbers.birthWeight[v] = visit.birthWeight ?? NaN
    numbers.gestWeeks[v] = visit.gestWeeks ?? NaN
    numbers.reportedDays[v] = visit.reportedDays ?? NaN
    numbers.instDesignated[v] = flag(visit.instDesignated)
    numbers.batchShare[v] = visit.batchShare ?? NaN
    for (const name of VISIT_CODES) {
      const text = visit[name]
      codes[name][v] = text === null ? -1 : vocabulary.words.idOf(text)
    }
  }
  const dx = flat(visits.map((visit) => [...new Set(visit.dx)].map((code) => vocabulary.dx.idOf(code))))
  const op = flat(visits.map((visit) => [...new Set(visit.ops)].map((code) => vocabulary.op.idOf(code))))
  return {
    visits: visits.length,
    mdtrtId: visits.map((visit) => visit.mdtrtId),
    visitPerson: Int32Array.from(visits, (visit) => personAt(visit.psnNo)),
    visitNumber: numbers,
    visitCode: codes,
    dxStart: dx.start,
    dx: dx.items,
    opStart: op.start,
    op: op.items,
  }
}

function personColumns(persons: readonly (Person | undefined)[]): ClaimTable['person'] {
  const person = columns(PERSON_NUMBERS, persons.length)
  for (const [p, known] of persons.entries()) {
    if (!known) continue
    person.brdy[p] = dayOrMissing(known.brdy)
    person.dieDate[p] = dayOrMissing(known.dieDate)
    person.gend[p] = known.gend ?? NaN
    person.pregnant[p] = flag(known.pregnant)
    person.lactating[p] = flag(known.lactating)
  }
  return person
}

function personVisits(visits: readonly Encounter[], personAt: (psnNo: string) => number, persons: number) {
  const lists: number[][] = Array.from({ length: persons }, () => [])
  for (const [v, visit] of visits.entries()) lists[personAt(visit.psnNo)]!.push(v)
  const { start, items } = flat(lists)
  return { personVisitStart: start, personVisits: items }
}

function starts<T>(items: readonly T[], groups: number, groupOf: (item: T) => number): Int32Array {
  const start = new Int32Array(groups + 1)
  for (const item of items) start[groupOf(item) + 1]!++
  for (let g = 0; g < groups; g++) start[g + 1]! += start[g]!
  return start
}

function flat(lists: readonly (readonly number[])[]): { start: Int32Array; items: Int32Array } {
  const start = new Int32Array(lists.length + 1)
  for (const [g, list] of lists.entries()) start[g + 1] = start[g]! + list.length
  return { start, items: Int32Array.from(lists.flat()) }
}

function dayOrMissing(day: Day | null): number {
  return day === null ? NaN : dayNumber(day)
}

function flag(value: boolean | null): number {
  return value === null ? NaN : value ? 1 : 0
}

/** `YYYY-MM-DD HH:mm:ss` → seconds since 1970, as if UTC. */
export function secondsOf(time: string): number {
  return Date.parse(`${time.replace(' ', 'T')}Z`) / 1000
}
