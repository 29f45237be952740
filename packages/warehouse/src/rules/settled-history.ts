import { addDays, type Day } from '@yijian/kernel'
import { compileRelease, makeRelease, outlookOf, OWN, PARTNER, RULE_KINDS, type CompiledRelease, type Encounter, type Release, type VisitMode } from '@yijian/rules' // prettier-ignore
import { type Session, throwIfCancelled } from '../engine/public.ts'
import { dayNumber, dayOf } from './days.ts'
import type { HistoryOptions } from './history.ts'
import { openHistory, type OpenHistory } from './open-history.ts'
import { prepareBucket } from './read-bucket.ts'
import { readColumns } from './read-columns.ts'

/** A settled visit with those of its lines that rules look at from other visits. */
export interface SettledVisit {
  readonly encounter: Encounter
  /** Every number the visit goes by, when it is an episode of several. */
  readonly mdtrtIds: readonly string[]
  /** In-scope fen of all its lines, also of those not listed. */
  readonly inscp: number
  readonly lines: readonly SettledLine[]
}

export interface SettledLine {
  readonly sn: string
  readonly code: string
  readonly name: string
  /** `YYYY-MM-DD HH:mm:ss`. */
  readonly time: string
  /** Ten-thousandths; money in fen. */
  readonly qty: number | null
  readonly price: number | null
  readonly amt: number | null
  readonly inscp: number | null
  readonly dept: string | null
  readonly hasDoctor: boolean
  readonly rx: string | null
}

export interface SettledPerson {
  /** Every number the person goes by. */
  readonly psnNos: readonly string[]
  /** Oldest first. */
  readonly visits: readonly SettledVisit[]
}

export interface SettledHistory {
  readonly snapshot: string
  /** Last settlement day of the snapshot, and the first day kept. */
  readonly until: Day | null
  readonly from: Day | null
  readonly persons: number
  readonly visits: number
  readonly lines: number
}

export interface SettledOptions extends Omit<HistoryOptions, 'from' | 'to'> {
  /** What judges, and what runs beside it in trial. */
  readonly releases: readonly Release[]
  /** Called person range by person range; the next is read when it has returned. */
  readonly onPersons: (persons: readonly SettledPerson[]) => Promise<void>
}

const YEARS_3 = 3 * 366
/** What is judged next is up to so many days older than the last settlement: a stay that began before it and is not over. */
const OPEN_STAY = 92
const LINES_A_PERSON = 1500
/** A quarter of a scan's range: here every row becomes an object. */
const SIZES = { rowsPerRange: 300_000, linesInMemory: 3_000_000 } as const

/**
 * What a reminder has to know of the past: settled visits of three years with the lines that some unit counts across visits, and the
 * diagnoses that units look back for. One range of persons is in memory at a time.
 */
export async function readSettled({ releases, onPersons, ...history }: SettledOptions): Promise<SettledHistory> {
  const { across, lookBack } = acrossVisits(releases)
  const open = await openHistory({ sizes: SIZES, ...history, everyVisit: lookBack > 0 }, across)
  const total = { persons: 0, visits: 0, lines: 0 }
  const asOf = open.prepared.as_of as Day | null
  const from = asOf === null ? null : addDays(asOf, -YEARS_3)
  const session = await open.engine.openSession()
  try {
    if (asOf !== null) await defineSince(open, across, dayNumber(asOf))
    const { ranges } = open.lines
    for (let range = 0; range < ranges.length && from !== null && asOf !== null; range++) {
      throwIfCancelled(history.signal)
      history.onProgress?.({ label: `整理参保人历史 ${range + 1}/${ranges.length}`, done: 0.3 + (0.7 * range) / ranges.length }) // prettier-ignore
      await prepareBucket(session, { lines: open.lines, range, linesOnly: open.linesOnly, signal: history.signal })
      const persons = await readPersons({
        session,
        open,
        from,
        recent: addDays(asOf, -(lookBack + OPEN_STAY)),
        lookBack,
      })
      for (const { visits } of persons) {
        total.visits += visits.length
        for (const { lines } of visits) total.lines += lines.length
      }
      total.persons += persons.length
      await onPersons(persons)
    }
    return { snapshot: open.prepared.snapshot, until: asOf, from, ...total }
  } finally {
    session.close()
    open.close()
  }
}

/** Of releases what looks beyond one visit: the keys whose rows of other visits count, and the days that diagnoses count back. */
function acrossVisits(releases: readonly Release[]): { across: CompiledRelease[]; lookBack: number } {
  let lookBack = 0
  const across = releases.map((release) => {
    const whole = compileRelease(release, RULE_KINDS)
    for (const { numbers } of whole.units) lookBack = Math.max(lookBack, numbers.dx_days ?? 0)
    const far = whole.units.map((unit) => outlookOf(unit).reach >= 0)
    const kept = new Set(whole.points.filter(({ unit }) => far[unit]).map(({ point }) => point))
    const points = release.points.filter((point) => kept.has(point))
    const compiled = compileRelease(makeRelease({ ...release, points }), RULE_KINDS)
    const seen = compiled.units.map((unit) => outlookOf(unit)).map(({ fromOwn, fromPartner }) => fromOwn | fromPartner)
    return { ...compiled, keys: compiled.keys.filter(({ unit, point }) => (seen[unit]! & (point < 0 ? PARTNER : OWN)) !== 0) } // prettier-ignore
  })
  return { across, lookBack }
}

/** From which day on rows of a code count: nothing looks back further. */
async function defineSince(open: OpenHistory, releases: readonly CompiledRelease[], asOf: number): Promise<void> {
  const reaches = releases.flatMap(({ keys, units }) => keys.map(({ text, exact, unit }) => ({ text, exact, reach: outlookOf(units[unit]!).reach }))) // prettier-ignore
  const longest = (list: typeof reaches) => {
    const found = new Map<string, number>()
    for (const { text, reach } of list) found.set(text, Math.max(reach, found.get(text) ?? -1))
    return found
  }
  const exact = longest(reaches.filter((key) => key.exact))
  const prefix = longest(reaches.filter((key) => !key.exact))
  const lengths = [...new Set([...prefix.keys()].map(({ length }) => length))]
  const rows: string[] = []
  for (const [code, { text }] of open.codes.entries()) {
    if (text === '') continue
    const reach = Math.max(exact.get(text) ?? -1, ...lengths.map((length) => prefix.get(text.slice(0, length)) ?? -1))
    if (reach >= 0) rows.push(`${code}:${asOf - Math.min(reach + OPEN_STAY, YEARS_3)}`)
  }
  await open.engine.run(`CREATE TABLE rule_since AS SELECT CAST(split_part(n, ':', 1) AS INTEGER) AS code, CAST(split_part(n, ':', 2) AS INTEGER) AS day FROM (SELECT unnest(string_split('${rows.join()}', ',')) AS n) WHERE ${rows.length > 0}`) // prettier-ignore
}

interface Reading {
  readonly session: Session
  readonly open: OpenHistory
  readonly from: Day
  /** Since when every visit is kept for its diagnoses. */
  readonly recent: Day
  readonly lookBack: number
}

const NUMBER = (value: string) => `COALESCE(CAST(${value} AS DOUBLE), CAST('nan' AS DOUBLE))`
const known = (value: number) => (Number.isNaN(value) ? null : value)
const word = (value: string) => (value === '' ? null : value)

async function readPersons(reading: Reading): Promise<SettledPerson[]> {
  const linesOf = await readLines(reading)
  const { dx, ops, named } = await readBags(reading)
  const { session, from, recent, lookBack } = reading
  const read = await readColumns(session, {
    sql: `SELECT v.v, v.psn, v.mdtrt_id, COALESCE(array_to_string(s.mdtrt_ids, '|'), ''), ${['mode', 'medType', 'v.insutype', 'inst', 'hospType', 'v.dept', 'diseaseNo'].map((name) => `COALESCE(${name}, '')`).join(', ')}, CAST(v.adm AS DOUBLE), ${NUMBER('v.dsc')}, ${NUMBER('v.tier')}, ${NUMBER('v.batchShare')}, ${NUMBER('v.inscp')}, p.psn_no, COALESCE(array_to_string(p.all_psn_nos, '|'), '')
FROM rule_visit v JOIN person p ON p.pid = v.psn LEFT JOIN scoped_stay s ON s.stay_id = v.visit WHERE v.adm IS NOT NULL ORDER BY v.psn, v.adm, v.v`,
    shape: { v: 'int', psn: 'int', mdtrtId: 'text', mdtrtIds: 'text', mode: 'text', medType: 'text', insutype: 'text', inst: 'text', hospType: 'text', dept: 'text', diseaseNo: 'text', adm: 'double', dsc: 'double', tier: 'double', batchShare: 'double', inscp: 'double', psnNo: 'text', psnNos: 'text' } as const,
  }) // prettier-ignore
  const persons: { psn: number; psnNos: string[]; visits: SettledVisit[] }[] = []
  for (let i = 0; i < read.length; i++) {
    const v = read.v[i]!
    const lines = linesOf.get(v) ?? []
    const adm = dayOf(read.adm[i]!)
    if (adm < from) continue
    if (lines.length === 0 && !named.has(v) && (lookBack === 0 || adm < recent)) continue
    const mdtrtId = read.mdtrtId[i]!
    const encounter: Encounter = {
      ...NOTHING_SAID,
      ...{ mdtrtId, psnNo: read.psnNo[i]!, mode: word(read.mode[i]!) as VisitMode | null },
      ...{ medType: word(read.medType[i]!), insutype: word(read.insutype[i]!), adm },
      ...{ dsc: Number.isNaN(read.dsc[i]!) ? null : dayOf(read.dsc[i]!), inst: read.inst[i]!, tier: known(read.tier[i]!) }, // prettier-ignore
      ...{ hospType: word(read.hospType[i]!), dept: word(read.dept[i]!), diseaseNo: word(read.diseaseNo[i]!) },
      ...{ dx: dx.get(v) ?? [], ops: ops.get(v) ?? [], batchShare: known(read.batchShare[i]!) },
    }
    const visit = { encounter, mdtrtIds: numbersOf(mdtrtId, read.mdtrtIds[i]!), inscp: known(read.inscp[i]!) ?? 0, lines } // prettier-ignore
    const last = persons.at(-1)
    if (last && last.psn === read.psn[i]) last.visits.push(visit)
    else persons.push({ psn: read.psn[i]!, psnNos: numbersOf(read.psnNo[i]!, read.psnNos[i]!), visits: [visit] })
  }
  return persons.map(({ psnNos, visits }) => ({ psnNos, visits: newest(visits) }))
}

const NOTHING_SAID = { rev: 0, void: false, internet: false, dscgWay: null, receivingInst: null, birthWeight: null, gestWeeks: null, reportedDays: null, cert: null, instDesignated: null } as const // prettier-ignore

/** All of a list with the first among them, each once. */
function numbersOf(first: string, all: string): string[] {
  return [...new Set([first, ...all.split('|').filter((number) => number !== '')])]
}

/** Who has very many lines keeps the latest visits: as many as the interface keeps of a person in memory, and not more. */
function newest(visits: readonly SettledVisit[]): readonly SettledVisit[] {
  let lines = 0
  const at = visits.findLastIndex((visit) => (lines += visit.lines.length) > LINES_A_PERSON)
  return at < 0 ? visits : visits.slice(Math.min(at + 1, visits.length - 1))
}

async function readLines({ session }: Reading): Promise<ReadonlyMap<number, SettledLine[]>> {
  const read = await readColumns(session, {
    sql: `SELECT r.v, r.sn, c.text, c.name, strftime(make_timestamp(CAST(r.time AS BIGINT) * 1000000), '%Y-%m-%d %H:%M:%S'), ${['qty', 'price', 'amt', 'inscp'].map((name) => NUMBER(`r.${name}`)).join(', ')}, COALESCE(r.dept, ''), CAST(r.hasDoctor AS INTEGER), COALESCE(r.rx, '')
FROM rule_row r JOIN rule_since w ON w.code = r.code AND r.day >= w.day JOIN rule_code c ON c.code = r.code
WHERE r.src = 0 ORDER BY r.v, r.time, r.sn`,
    shape: { v: 'int', sn: 'text', code: 'text', name: 'text', time: 'text', qty: 'double', price: 'double', amt: 'double', inscp: 'double', dept: 'text', hasDoctor: 'int', rx: 'text' } as const,
  }) // prettier-ignore
  const byVisit = new Map<number, SettledLine[]>()
  for (let i = 0; i < read.length; i++) {
    const line: SettledLine = {
      ...{ sn: read.sn[i]!, code: read.code[i]!, name: read.name[i]!, time: read.time[i]! },
      ...{ qty: known(read.qty[i]!), price: known(read.price[i]!), amt: known(read.amt[i]!), inscp: known(read.inscp[i]!) }, // prettier-ignore
      ...{ dept: word(read.dept[i]!), hasDoctor: read.hasDoctor[i] === 1, rx: word(read.rx[i]!) },
    }
    const lines = byVisit.get(read.v[i]!)
    if (lines) lines.push(line)
    else byVisit.set(read.v[i]!, [line])
  }
  return byVisit
}

/** Diagnoses and operations by visit; and the visits that rules name by themselves. */
async function readBags({ session }: Reading) {
  const bag = async (name: 'dx' | 'op') => {
    const read = await readColumns(session, {
      sql: `SELECT v.v, b.code FROM rule_${name} b JOIN rule_visit v ON v.visit = b.visit ORDER BY v.v, b.code`,
      shape: { v: 'int', code: 'text' } as const,
    })
    const byVisit = new Map<number, string[]>()
    for (let i = 0; i < read.length; i++) {
      const codes = byVisit.get(read.v[i]!)
      if (codes) codes.push(read.code[i]!)
      else byVisit.set(read.v[i]!, [read.code[i]!])
    }
    return byVisit
  }
  const { v } = await readColumns(session, {
    sql: 'SELECT DISTINCT r.v FROM rule_row r JOIN rule_since w ON w.code = r.code AND r.day >= w.day WHERE r.src <> 0',
    shape: { v: 'int' } as const,
  })
  return { dx: await bag('dx'), ops: await bag('op'), named: new Set(v) }
}
