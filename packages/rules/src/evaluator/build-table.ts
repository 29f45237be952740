import type { Aggregate, ClaimSet, Encounter, Line, Person } from '../context.ts'
import type { Source } from '../fields.ts'
import { byCode } from '../release.ts'
import { dayNumberOf, secondsOf } from './calendar.ts'
import { columns, PERSON_NUMBERS, ROW_NUMBERS, VISIT_CODES, VISIT_NUMBERS, type ClaimTable } from './table.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What is known beside the claims that are laid out as rows. */
export interface Beside {
  /** In-scope fen of lines that the claims leave out, by visit: what its own row is worth. */
  readonly unseen?: ReadonlyMap<string, number>
  /** Visits without rows: only their diagnoses count. */
  readonly background?: readonly Encounter[]
}

export interface TableOptions extends Beside {
  readonly vocabulary: Vocabulary
  /** Rows of sources no rule names are not made. */
  readonly sources: ReadonlySet<Source>
}

/** Rows side by side before they are put in order. */
interface Drafts {
  rows: number
  readonly person: Int32Array
  readonly visit: Int32Array
  readonly src: Uint8Array
  readonly time: Float64Array
  readonly code: Int32Array
  readonly inscp: Float64Array
  readonly sn: string[]
  readonly name: string[]
  /** The line or aggregate of the row. */
  readonly of: (Line | Aggregate | null)[]
}

/** Lays net claims (see `netClaims`) out in columns. */
export function buildTable(claims: ClaimSet, options: TableOptions): ClaimTable {
  const { vocabulary } = options
  const people = new Map<string, number>()
  const personAt = (psnNo: string) => {
    const known = people.get(psnNo)
    if (known !== undefined) return known
    people.set(psnNo, people.size)
    return people.size - 1
  }
  const visits = options.background ? [...claims.encounters, ...options.background] : claims.encounters
  const visitPerson = Int32Array.from(visits, (visit) => personAt(visit.psnNo))
  for (const aggregate of claims.aggregates) personAt(`inst:${aggregate.inst}`)
  const drafts = draftRows(claims, { personAt, visitPerson, options })
  const known = new Map(claims.persons.map((person) => [person.psnNo, person]))
  const psnNo = [...people.keys()]
  return {
    ...rowColumns(drafts, inOrder(drafts), vocabulary),
    ...visitColumns(visits, vocabulary),
    visitPerson,
    persons: psnNo.length,
    psnNo,
    personStart: starts(drafts.person.subarray(0, drafts.rows), psnNo.length),
    ...personVisits(visitPerson, psnNo.length),
    person: personColumns(psnNo.map((id) => known.get(id))),
  }
}

interface DraftOptions {
  readonly personAt: (psnNo: string) => number
  readonly visitPerson: Int32Array
  readonly options: TableOptions
}

const LINE = 0
const VISIT = 1
const DIAGNOSIS = 2
const OPERATION = 3
const AGGREGATE = 4

function draftRows(claims: ClaimSet, { personAt, visitPerson, options }: DraftOptions): Drafts {
  const { encounters, lines, aggregates } = claims
  const { vocabulary, sources, unseen } = options
  const hasVisits = sources.has('visit') || sources.has('dx') || sources.has('op')
  const drafts = emptyDrafts(lines.length + aggregates.length + (hasVisits ? rowsOfVisits(encounters) : 0))
  const visitNumbers = new Map<string, number>()
  for (let visit = 0; visit < encounters.length; visit++) visitNumbers.set(encounters[visit]!.mdtrtId, visit)
  const money = Float64Array.from(encounters, ({ mdtrtId }) => unseen?.get(mdtrtId) ?? 0)
  for (const line of lines) {
    const visit = visitNumbers.get(line.mdtrtId)
    if (visit === undefined) continue
    const inscp = line.inscp === null ? NaN : Number(line.inscp)
    money[visit]! += line.inscp === null ? 0 : inscp
    const at = add(drafts, { person: visitPerson[visit]!, visit, src: LINE, time: secondsOf(line.time), code: vocabulary.codeOf(line.code), inscp }) // prettier-ignore
    drafts.sn[at] = line.sn
    drafts.name[at] = line.name
    drafts.of[at] = line
  }
  if (hasVisits) {
    const codes = visitRowCodes(vocabulary)
    for (let visit = 0; visit < encounters.length; visit++) addVisit(drafts, encounters[visit]!, { visit, person: visitPerson[visit]!, money: money[visit]!, sources, codes }) // prettier-ignore
  }
  for (const aggregate of aggregates) {
    const { id, inst, code, day } = aggregate
    const at = add(drafts, { person: personAt(`inst:${inst}`), visit: -1, src: AGGREGATE, time: dayNumberOf(day) * 86_400, code: vocabulary.codeOf(code), inscp: NaN }) // prettier-ignore
    drafts.sn[at] = `agg:${id}`
    drafts.name[at] = code
    drafts.of[at] = aggregate
  }
  return drafts
}

/** At most. */
function rowsOfVisits(encounters: readonly Encounter[]): number {
  let rows = 0
  for (const { dx, ops } of encounters) rows += 1 + dx.length + ops.length
  return rows
}

function emptyDrafts(most: number): Drafts {
  const blocks = new Float64Array(most * 2)
  const numbers = new Int32Array(most * 3)
  return {
    rows: 0,
    time: blocks.subarray(0, most),
    inscp: blocks.subarray(most),
    person: numbers.subarray(0, most),
    visit: numbers.subarray(most, most * 2),
    code: numbers.subarray(most * 2),
    src: new Uint8Array(most),
    sn: [],
    name: [],
    of: [],
  }
}

interface VisitOptions {
  readonly visit: number
  readonly person: number
  /** In-scope money of its lines. */
  readonly money: number
  readonly sources: ReadonlySet<Source>
  readonly codes: VisitRowCodes
}

/** Rows of the visit itself, its diagnoses and operations. */
function addVisit(drafts: Drafts, encounter: Encounter, { visit, person, money, sources, codes }: VisitOptions): void {
  const { mdtrtId, mode, dx, ops } = encounter
  const time = dayNumberOf(encounter.adm) * 86_400
  const addRow = (src: number, code: number, { sn, name }: { sn: string; name: string }) => {
    const at = add(drafts, { person, visit, src, time, code, inscp: src === VISIT ? money : NaN })
    drafts.sn[at] = sn
    drafts.name[at] = name
    drafts.of[at] = null
  }
  if (sources.has('visit')) addRow(VISIT, codes.visit(mode ?? '?'), { sn: `visit:${mdtrtId}`, name: '就诊' })
  if (sources.has('dx'))
    for (const name of unique(dx)) addRow(DIAGNOSIS, codes.dx(name), { sn: `dx:${mdtrtId}:${name}`, name })
  if (sources.has('op'))
    for (const name of unique(ops)) addRow(OPERATION, codes.op(name), { sn: `op:${mdtrtId}:${name}`, name })
}

type Draft = { readonly [K in 'person' | 'visit' | 'src' | 'time' | 'code' | 'inscp']: number }

function add(drafts: Drafts, { person, visit, src, time, code, inscp }: Draft): number {
  const at = drafts.rows++
  drafts.person[at] = person
  drafts.visit[at] = visit
  drafts.src[at] = src
  drafts.time[at] = time
  drafts.code[at] = code
  drafts.inscp[at] = inscp
  return at
}

type CodeOf = (text: string) => number

/** Numbers of the codes that rows of visits have. */
interface VisitRowCodes {
  readonly visit: CodeOf
  readonly dx: CodeOf
  readonly op: CodeOf
}

const rowCodes = new WeakMap<Vocabulary, VisitRowCodes>()

/** Every visit has such rows: their texts (`visit:IPT`, `dx:I10`, `op:…`) are put together once. */
function visitRowCodes(vocabulary: Vocabulary): VisitRowCodes {
  const known = rowCodes.get(vocabulary)
  if (known) return known
  const under = (prefix: string): CodeOf => {
    const numbers = new Map<string, number>()
    return (text) => {
      const number = numbers.get(text)
      if (number !== undefined) return number
      const given = vocabulary.codeOf(`${prefix}:${text}`)
      numbers.set(text, given)
      return given
    }
  }
  const made = { visit: under('visit'), dx: under('dx'), op: under('op') }
  rowCodes.set(vocabulary, made)
  return made
}

function unique(codes: readonly string[]): readonly string[] {
  return codes.length < 2 ? codes : [...new Set(codes)]
}

/** Numbers of the rows by person, time and number. */
function inOrder({ rows, person, time, sn }: Drafts): readonly number[] {
  const compare = (a: number, b: number) => person[a]! - person[b]! || time[a]! - time[b]! || byCode(sn[a]!, sn[b]!)
  const order: number[] = []
  let isSorted = true
  for (let r = 0; r < rows; r++) {
    order.push(r)
    if (isSorted && r > 0 && compare(r - 1, r) > 0) isSorted = false
  }
  return isSorted ? order : order.sort(compare)
}

function rowColumns(drafts: Drafts, order: readonly number[], vocabulary: Vocabulary) {
  const size = drafts.rows
  const row = columns(ROW_NUMBERS, size)
  const numbers = new Int32Array(size * 5)
  const codes = { code: numbers.subarray(0, size), generic: numbers.subarray(size, size * 2), rx: numbers.subarray(size * 2, size * 3).fill(-1), dept: numbers.subarray(size * 3, size * 4).fill(-1), visit: numbers.subarray(size * 4), herb: new Uint8Array(size) } // prettier-ignore
  const { code, generic, herb, rx, dept, visit } = codes
  const { src, day, time, inscp, consent, approval } = row
  const rxIds = new Map<string, number>()
  const rxOf = (text: string) => {
    const known = rxIds.get(text)
    if (known === undefined) rxIds.set(text, rxIds.size)
    return known ?? rxIds.size - 1
  }
  const sn: string[] = []
  const name: string[] = []
  for (let r = 0; r < size; r++) {
    const d = order[r]!
    const number = drafts.code[d]!
    code[r] = number
    generic[r] = vocabulary.genericOf(number)
    herb[r] = vocabulary.isHerb(number) ? 1 : 0
    visit[r] = drafts.visit[d]!
    src[r] = drafts.src[d]!
    day[r] = Math.floor(drafts.time[d]! / 86_400)
    time[r] = drafts.time[d]!
    inscp[r] = drafts.inscp[d]!
    consent[r] = 0
    approval[r] = 0
    sn.push(drafts.sn[d]!)
    name.push(drafts.name[d]!)
    const of = drafts.of[d]
    if (!of) continue
    if (drafts.src[d] === LINE) {
      const line = of as Line
      fillLine(row, r, line)
      if (line.dept !== null) dept[r] = vocabulary.words.idOf(line.dept)
      if (line.rx !== null) rx[r] = rxOf(line.rx)
    } else fillAggregate(row, r, of as Aggregate)
  }
  return {
    rows: size,
    sn,
    name,
    row,
    ...codes,
    codeText: (r: number) => vocabulary.items.textOf(code[r]!),
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

function fillAggregate(row: ClaimTable['row'], r: number, { num, den, volume }: Aggregate): void {
  row.num[r] = num ?? NaN
  row.den[r] = den ?? NaN
  row.volume[r] = volume ?? NaN
}

function visitColumns(visits: readonly Encounter[], vocabulary: Vocabulary) {
  const size = visits.length
  const numbers = columns(VISIT_NUMBERS, size)
  const all = new Int32Array(VISIT_CODES.length * size).fill(-1)
  const codes = {} as ClaimTable['visitCode']
  for (const [i, name] of VISIT_CODES.entries()) codes[name] = all.subarray(i * size, (i + 1) * size)
  const word = (text: string | null) => (text === null ? -1 : vocabulary.words.idOf(text))
  for (let v = 0; v < size; v++) {
    const visit = visits[v]!
    numbers.adm[v] = dayNumberOf(visit.adm)
    numbers.dsc[v] = dayOrMissing(visit.dsc)
    numbers.tier[v] = visit.tier ?? NaN
    numbers.internet[v] = visit.internet ? 1 : 0
    numbers.birthWeight[v] = visit.birthWeight ?? NaN
    numbers.gestWeeks[v] = visit.gestWeeks ?? NaN
    numbers.reportedDays[v] = visit.reportedDays ?? NaN
    numbers.instDesignated[v] = flag(visit.instDesignated)
    numbers.batchShare[v] = visit.batchShare ?? NaN
    codes.mode[v] = word(visit.mode)
    codes.medType[v] = word(visit.medType)
    codes.insutype[v] = word(visit.insutype)
    codes.inst[v] = word(visit.inst)
    codes.hospType[v] = word(visit.hospType)
    codes.diseaseNo[v] = word(visit.diseaseNo)
    codes.dscgWay[v] = word(visit.dscgWay)
    codes.receivingInst[v] = word(visit.receivingInst)
    codes.cert[v] = word(visit.cert)
  }
  const dx = flat(visits, (visit) => unique(visit.dx), vocabulary.dx)
  const op = flat(visits, (visit) => unique(visit.ops), vocabulary.op)
  return {
    visits: size,
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
  for (let v = 0; v < visits.length; v++) {
    for (const code of codesOf(visits[v]!)) items.push(domain.idOf(code))
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
