import type { Aggregate, ClaimSet, Encounter, Line, Person } from '../context.ts'
import type { Source } from '../fields.ts'
import { byCode } from '../release.ts'
import { dayNumberOf, secondsOf } from './calendar.ts'
import { columns, PERSON_NUMBERS, ROW_NUMBERS, VISIT_CODES, VISIT_NUMBERS, type ClaimTable } from './table.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface TableOptions {
  readonly vocabulary: Vocabulary
  /** Rows of sources no rule names are not made. */
  readonly sources: ReadonlySet<Source>
  /** In-scope fen of lines that the claims leave out, by visit: what its own row is worth. */
  readonly unseen?: ReadonlyMap<string, number> | undefined
}

/** Rows side by side before they are put in order. */
interface Drafts {
  readonly person: number[]
  readonly visit: number[]
  readonly src: number[]
  readonly time: number[]
  readonly sn: string[]
  readonly code: string[]
  readonly name: string[]
  readonly inscp: number[]
  /** The line or aggregate of the row. */
  readonly of: (Line | Aggregate | null)[]
}

/** Lays net claims (see `netClaims`) out in columns. */
export function buildTable(claims: ClaimSet, options: TableOptions): ClaimTable {
  const people = new Map<string, number>()
  const personAt = (psnNo: string) => {
    const known = people.get(psnNo)
    if (known !== undefined) return known
    people.set(psnNo, people.size)
    return people.size - 1
  }
  const visitPerson = Int32Array.from(claims.encounters, (visit) => personAt(visit.psnNo))
  for (const aggregate of claims.aggregates) personAt(`inst:${aggregate.inst}`)
  const drafts = draftRows(claims, { personAt, visitPerson, sources: options.sources, unseen: options.unseen })
  const known = new Map(claims.persons.map((person) => [person.psnNo, person]))
  const psnNo = [...people.keys()]
  return {
    ...rowColumns(drafts, inOrder(drafts), options.vocabulary),
    ...visitColumns(claims.encounters, options.vocabulary),
    visitPerson,
    persons: psnNo.length,
    psnNo,
    personStart: starts(drafts.person, psnNo.length),
    ...personVisits(visitPerson, psnNo.length),
    person: personColumns(psnNo.map((id) => known.get(id))),
  }
}

interface DraftOptions {
  readonly personAt: (psnNo: string) => number
  readonly visitPerson: Int32Array
  readonly sources: ReadonlySet<Source>
  readonly unseen: TableOptions['unseen']
}

function draftRows(claims: ClaimSet, { personAt, visitPerson, sources, unseen }: DraftOptions): Drafts {
  const { encounters } = claims
  const drafts: Drafts = { person: [], visit: [], src: [], time: [], sn: [], code: [], name: [], inscp: [], of: [] }
  const visitNumbers = new Map(encounters.map((visit, number) => [visit.mdtrtId, number]))
  const money = Float64Array.from(encounters, ({ mdtrtId }) => unseen?.get(mdtrtId) ?? 0)
  for (const line of claims.lines) {
    const visit = visitNumbers.get(line.mdtrtId)
    if (visit === undefined) continue
    const inscp = line.inscp === null ? NaN : Number(line.inscp)
    money[visit]! += line.inscp === null ? 0 : inscp
    add(drafts, { person: visitPerson[visit]!, visit, src: 0, time: secondsOf(line.time), sn: line.sn, code: line.code, name: line.name, inscp, of: line }) // prettier-ignore
  }
  if (sources.has('visit') || sources.has('dx') || sources.has('op'))
    for (let visit = 0; visit < encounters.length; visit++) addVisit(drafts, encounters[visit]!, { visit, person: visitPerson[visit]!, money: money[visit]!, sources }) // prettier-ignore
  for (const aggregate of claims.aggregates) {
    const { id, inst, code, day } = aggregate
    add(drafts, { person: personAt(`inst:${inst}`), visit: -1, src: 4, time: dayNumberOf(day) * 86_400, sn: `agg:${id}`, code, name: code, inscp: NaN, of: aggregate }) // prettier-ignore
  }
  return drafts
}

interface VisitOptions {
  readonly visit: number
  readonly person: number
  /** In-scope money of its lines. */
  readonly money: number
  readonly sources: ReadonlySet<Source>
}

/** Rows of the visit itself, its diagnoses and operations. */
function addVisit(drafts: Drafts, encounter: Encounter, { visit, person, money, sources }: VisitOptions): void {
  const { mdtrtId, mode, dx, ops } = encounter
  const time = dayNumberOf(encounter.adm) * 86_400
  if (sources.has('visit'))
    add(drafts, { person, visit, src: 1, time, sn: `visit:${mdtrtId}`, code: `visit:${mode ?? '?'}`, name: '就诊', inscp: money, of: null }) // prettier-ignore
  if (sources.has('dx'))
    for (const code of unique(dx)) add(drafts, { person, visit, src: 2, time, sn: `dx:${mdtrtId}:${code}`, code: `dx:${code}`, name: code, inscp: NaN, of: null }) // prettier-ignore
  if (sources.has('op'))
    for (const code of unique(ops)) add(drafts, { person, visit, src: 3, time, sn: `op:${mdtrtId}:${code}`, code: `op:${code}`, name: code, inscp: NaN, of: null }) // prettier-ignore
}

type Draft = { readonly [K in keyof Drafts]: Drafts[K][number] }

function add(drafts: Drafts, row: Draft): void {
  drafts.person.push(row.person)
  drafts.visit.push(row.visit)
  drafts.src.push(row.src)
  drafts.time.push(row.time)
  drafts.sn.push(row.sn)
  drafts.code.push(row.code)
  drafts.name.push(row.name)
  drafts.inscp.push(row.inscp)
  drafts.of.push(row.of)
}

function unique(codes: readonly string[]): readonly string[] {
  return codes.length < 2 ? codes : [...new Set(codes)]
}

/** Numbers of the rows by person, time and number. */
function inOrder({ person, time, sn }: Drafts): Uint32Array {
  const order = new Uint32Array(person.length)
  let isSorted = true
  const compare = (a: number, b: number) => person[a]! - person[b]! || time[a]! - time[b]! || byCode(sn[a]!, sn[b]!)
  for (let r = 0; r < order.length; r++) {
    order[r] = r
    if (isSorted && r > 0 && compare(r - 1, r) > 0) isSorted = false
  }
  return isSorted ? order : Uint32Array.from(Array.from(order).sort(compare))
}

function rowColumns(drafts: Drafts, order: Uint32Array, vocabulary: Vocabulary) {
  const size = order.length
  const row = columns(ROW_NUMBERS, size)
  const codes = { code: new Int32Array(size), generic: new Int32Array(size), herb: new Uint8Array(size), rx: new Int32Array(size).fill(-1), dept: new Int32Array(size).fill(-1), visit: new Int32Array(size) } // prettier-ignore
  const { code, generic, herb, rx, dept, visit } = codes
  const rxIds = new Map<string, number>()
  const rxOf = (text: string) => {
    const known = rxIds.get(text)
    if (known === undefined) rxIds.set(text, rxIds.size)
    return known ?? rxIds.size - 1
  }
  for (let r = 0; r < size; r++) {
    const d = order[r]!
    const number = vocabulary.codeOf(drafts.code[d]!)
    code[r] = number
    generic[r] = vocabulary.genericOf(number)
    herb[r] = vocabulary.isHerb(number) ? 1 : 0
    visit[r] = drafts.visit[d]!
    row.src[r] = drafts.src[d]!
    row.day[r] = Math.floor(drafts.time[d]! / 86_400)
    row.time[r] = drafts.time[d]!
    row.inscp[r] = drafts.inscp[d]!
    row.consent[r] = 0
    row.approval[r] = 0
    const of = drafts.of[d]
    if (!of) continue
    if ('mdtrtId' in of) {
      fillLine(row, r, of)
      if (of.dept !== null) dept[r] = vocabulary.words.idOf(of.dept)
      if (of.rx !== null) rx[r] = rxOf(of.rx)
    } else {
      row.num[r] = of.num ?? NaN
      row.den[r] = of.den ?? NaN
      row.volume[r] = of.volume ?? NaN
    }
  }
  const isSorted = order.every((d, r) => d === r)
  const inTurn = (texts: readonly string[]) => (isSorted ? texts : Array.from(order, (d) => texts[d]!))
  return {
    rows: size,
    sn: inTurn(drafts.sn),
    name: inTurn(drafts.name),
    row,
    ...codes,
    codeText: (r: number) => drafts.code[order[r]!]!,
    rxText: [...rxIds.keys()],
  }
}

function fillLine(row: ClaimTable['row'], r: number, line: Line): void {
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

function visitColumns(visits: readonly Encounter[], vocabulary: Vocabulary) {
  const numbers = columns(VISIT_NUMBERS, visits.length)
  const codes = {} as ClaimTable['visitCode']
  for (const name of VISIT_CODES) codes[name] = new Int32Array(visits.length)
  for (const [v, visit] of visits.entries()) {
    numbers.adm[v] = dayNumberOf(visit.adm)
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
  const dx = flat(visits, (visit) => unique(visit.dx), vocabulary.dx)
  const op = flat(visits, (visit) => unique(visit.ops), vocabulary.op)
  return {
    visits: visits.length,
    mdtrtId: visits.map((visit) => visit.mdtrtId),
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

/** Visits of each person, in the order they came. */
function personVisits(visitPerson: Int32Array, persons: number) {
  const personVisitStart = starts(visitPerson, persons)
  const next = personVisitStart.slice()
  const items = new Int32Array(visitPerson.length)
  for (let v = 0; v < visitPerson.length; v++) items[next[visitPerson[v]!]!++] = v
  return { personVisitStart, personVisits: items }
}

function starts(groupOf: ArrayLike<number>, groups: number): Int32Array {
  const start = new Int32Array(groups + 1)
  for (let i = 0; i < groupOf.length; i++) start[groupOf[i]! + 1]!++
  for (let g = 0; g < groups; g++) start[g + 1]! += start[g]!
  return start
}

function flat(
  visits: readonly Encounter[],
  codesOf: (visit: Encounter) => readonly string[],
  domain: Vocabulary['dx'],
) {
  const start = new Int32Array(visits.length + 1)
  const items: number[] = []
  for (const [v, visit] of visits.entries()) {
    for (const code of codesOf(visit)) items.push(domain.idOf(code))
    start[v + 1] = items.length
  }
  return { start, items: Int32Array.from(items) }
}

function dayOrMissing(day: string | null): number {
  return day === null ? NaN : dayNumberOf(day)
}

function money(value: bigint | null): number {
  return value === null ? NaN : Number(value)
}

function flag(value: boolean | null): number {
  return value === null ? NaN : value ? 1 : 0
}
