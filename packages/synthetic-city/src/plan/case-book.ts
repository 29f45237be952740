import { createHash } from 'node:crypto'
import { type NumberedDisease, deptNo, getDisease } from '../knowledge/world.ts'
import { type Period } from '../options.ts'
import { type Institution } from '../places/institutions.ts'
import { createRandom, type Random } from '../random.ts'
import { EVENTS } from '../sql/events.ts'
import { numberOf } from '../sql/macros.ts'
import { SECOND_NUMBER_FROM } from '../sql/people.ts'
import {
  type Actor,
  type Boost,
  type CityPlan,
  type PlannedOrder,
  type PlannedStay,
  type PlannedVisit,
  type Registration,
  type StockGap,
  type Truth,
} from './plan.ts'

export interface Person {
  readonly pid: number
  readonly psnNo: string
  /** The second number, used from `renumbered` on. */
  readonly secondNo: string
}

export interface StayRef {
  readonly ev: number
  readonly pid: number
  /** Visit number of the stay: its key in findings. */
  readonly key: string
  readonly adm: number
  readonly dsc: number
  readonly iid: number
}

export type StayWish = {
  readonly disease: string
  readonly at: Institution
  readonly adm: number
  readonly los?: number
  readonly surgical?: boolean
} & Partial<Omit<PlannedStay, 'ev' | 'pid' | 'iid' | 'tier' | 'did' | 'adm' | 'los_days' | 'planned'>>

export type VisitWish = { readonly at: Institution; readonly day: number; readonly extra: readonly string[] } & Partial<
  Omit<PlannedVisit, 'ev' | 'pid' | 'iid' | 'tier' | 'day' | 'extra' | 'planned'>
>

/** What a case is written with; everything of it is kept or, when one event falls outside the period, none. */
export interface Draft {
  readonly random: Random
  person(traits?: Omit<Actor, 'pid'>): Person
  stay(person: Person, wish: StayWish): StayRef
  visit(person: Person, wish: VisitWish): PlannedVisit
  order(stay: StayRef, kind: PlannedOrder['kind'], days: readonly [number, number]): void
  register(person: Person, code: string, name: string): void
  boost(boost: Boost): void
  stockGap(gap: StockGap): void
  /** Leaves an institution with too few therapists for what it will bill. */
  therapists(iid: number, wish: 'short'): void
  truth(row: Omit<Truth, 'label'>): void
}

export interface CaseBook {
  readonly period: Period
  readonly institutions: readonly Institution[]
  readonly pools: Pools
  /** Stays a year of the whole city, about. */
  readonly yearlyStays: number
  /** How many cases of a kind, for a base count at 30,000 persons. */
  count(base: number): number
  /** Writes `count(base)` cases, `most` at the most however large the city. */
  cases(
    request: { model: string; label: Truth['label']; kind: string; base: number; most?: number },
    write: (draft: Draft, index: number) => void,
  ): void
  finish(): CityPlan
}

export interface Pools {
  readonly third: readonly Institution[]
  readonly second: readonly Institution[]
  readonly first: readonly Institution[]
  readonly pharmacies: readonly Institution[]
  readonly oncology: readonly Institution[]
  readonly psychiatry: readonly Institution[]
  readonly rehabilitation: readonly Institution[]
  readonly internet: readonly Institution[]
}

interface Store {
  actors: Actor[]
  stays: PlannedStay[]
  visits: PlannedVisit[]
  orders: PlannedOrder[]
  registrations: Registration[]
  boosts: Boost[]
  stockGaps: StockGap[]
  truth: Truth[]
  short: number[]
}

export interface BookRequest {
  readonly persons: number
  readonly seed: number
  readonly fraud: boolean
  readonly period: Period
  readonly institutions: readonly Institution[]
}

/** Stays per person and year of the background, as the renewal process of `sql/events.ts` gives them. */
const STAYS_PER_PERSON = 0.3

const emptyStore = (): Store => ({
  actors: [],
  stays: [],
  visits: [],
  orders: [],
  registrations: [],
  boosts: [],
  stockGaps: [],
  truth: [],
  short: [],
})

export function openCaseBook(request: BookRequest): CaseBook {
  const all = emptyStore()
  let nextPid = request.persons
  const taken = new Map<number, number>()
  const scale =
    request.persons > 30_000 ? (request.persons / 30_000) ** 0.8 : Math.max(0.34, (request.persons / 30_000) ** 0.5)
  const count = (base: number) => Math.max(1, Math.round(base * scale))
  return {
    yearlyStays: request.persons * STAYS_PER_PERSON,
    ...{ period: request.period, institutions: request.institutions, pools: poolsOf(request.institutions), count },
    cases: ({ model, label, kind, base, most = Infinity }, write) => {
      for (let index = 0; index < Math.min(most, count(base)); index++) {
        const store = emptyStore()
        const allot = () => --nextPid
        write(draftOn({ request, store, allot, taken, label, name: `${model}/${label}/${kind}/${index}` }), index)
        keep({ request, all, store, label })
      }
    },
    finish: () => {
      const { short, ...rest } = all
      const staffed = request.institutions.map((one) =>
        short.includes(one.iid) ? { ...one, therapists: Math.max(1, Math.round(one.therapists * 0.45)) } : one,
      )
      return { institutions: staffed, ...rest }
    },
  }
}

/** Frauds left out keep their people, so that the city without them is otherwise the same. */
function keep({
  request,
  all,
  store,
  label,
}: {
  request: BookRequest
  all: Store
  store: Store
  label: Truth['label']
}): void {
  const last = request.period.days - 1
  const inside =
    store.stays.every((stay) => stay.adm >= 0 && stay.adm + stay.los_days <= last) &&
    store.visits.every((visit) => visit.day >= 0 && visit.day + visit.settled_late <= last)
  all.actors.push(...store.actors)
  if (!inside || (label === 'fraud' && !request.fraud)) return
  all.stays.push(...store.stays)
  all.visits.push(...store.visits)
  all.orders.push(...store.orders)
  all.registrations.push(...store.registrations)
  all.boosts.push(...store.boosts)
  all.stockGaps.push(...store.stockGaps)
  all.truth.push(...store.truth)
  all.short.push(...store.short)
}

function poolsOf(institutions: readonly Institution[]): Pools {
  const general = institutions.filter((one) => one.specialty === 'general' || one.specialty === 'tcm')
  const special = (specialty: Institution['specialty']) => institutions.filter((one) => one.specialty === specialty)
  return {
    ...{
      third: general.filter((one) => one.tier === '3'),
      second: general.filter((one) => one.tier === '2'),
      first: general.filter((one) => one.tier === '1'),
    },
    ...{
      pharmacies: special('pharmacy'),
      oncology: special('oncology'),
      psychiatry: special('psychiatry'),
      rehabilitation: special('rehabilitation'),
      internet: special('internet'),
    },
  }
}

interface DraftRequest {
  readonly request: BookRequest
  readonly store: Store
  readonly allot: () => number
  readonly taken: Map<number, number>
  readonly label: Truth['label']
  readonly name: string
}

function draftOn({ request, store, allot, taken, label, name }: DraftRequest): Draft {
  const random = createRandom(request.seed, name)
  const nextEvent = (pid: number) => {
    const number = (taken.get(pid) ?? EVENTS.planned - 1) + 1
    taken.set(pid, number)
    return pid * EVENTS.perPerson + number
  }
  return {
    random,
    person: (traits = {}) => {
      const pid = allot()
      store.actors.push({ pid, household: `A${pid}`, age: random.int(46, 74), district: random.int(0, 6), ...traits })
      return {
        pid,
        psnNo: `9901${numberOf(pid, request.seed)}`,
        secondNo: `9901${numberOf(pid + SECOND_NUMBER_FROM, request.seed)}`,
      }
    },
    stay: (person, wish) => {
      const stay = planStay({ ev: nextEvent(person.pid), pid: person.pid, wish, random })
      store.stays.push(stay)
      return {
        ev: stay.ev,
        pid: stay.pid,
        key: visitNumber(person, stay.ev),
        adm: stay.adm,
        dsc: stay.adm + stay.los_days,
        iid: stay.iid,
      }
    },
    visit: (person, wish) => {
      const visit = planVisit({ ev: nextEvent(person.pid), pid: person.pid, wish, random })
      store.visits.push(visit)
      return visit
    },
    order: (stay, kind, [from, to]) => store.orders.push({ ev: stay.ev, pid: stay.pid, kind, from, to }),
    register: (person, code, disease) => store.registrations.push({ pid: person.pid, code, name: disease }),
    boost: (boost) => store.boosts.push(boost),
    stockGap: (gap) => store.stockGaps.push(gap),
    therapists: (iid) => store.short.push(iid),
    truth: (row) => store.truth.push({ ...row, label }),
  }
}

/** Visit number as the SQL makes it. */
export function visitNumber(person: Person, ev: number): string {
  return `99${person.psnNo.slice(4)}${String(ev % EVENTS.perPerson).padStart(4, '0')}`
}

/** Visit number of the second part of a split stay. */
export function secondPartNumber(stay: StayRef): string {
  return `${stay.key.slice(0, -4)}${String((stay.ev % EVENTS.perPerson) + EVENTS.secondPart).padStart(4, '0')}`
}

/** Median length of stay of a disease in a hospital of that grade. */
export function usualLos(disease: NumberedDisease, at: Institution): number {
  return disease.los[at.tier === '3' ? 0 : at.tier === '2' ? 1 : 2]
}

function planStay({ ev, pid, wish, random }: { ev: number; pid: number; wish: StayWish; random: Random }): PlannedStay {
  const { disease: id, at, adm, los, surgical, ...given } = wish
  const disease = getDisease(id)
  const operation = disease.operation
  const operated =
    surgical ?? (operation !== undefined && operation.share >= 0.8 && (operation.tiers ?? '0123').includes(at.tier))
  return {
    ...{
      ev,
      pid,
      iid: at.iid,
      tier: at.tier,
      did: disease.did,
      adm,
      los_days: los ?? Math.max(1, Math.round(usualLos(disease, at) * (0.92 + 0.2 * random.unit()))),
    },
    ...{
      code: null,
      adm_way: '2',
      dscg_way: '1',
      med_type: id === 'I69' ? '2105' : id === 'O80' || id === 'O34' ? '52' : '21',
      clr_way: ['F20', 'I69'].includes(id) ? '50' : at.tier === '1' ? '10' : '40',
    },
    ...{
      op_day: operated ? (operation?.day ?? 1) : null,
      tkey: ev,
      typical: 0,
      f_drug: 1,
      f_exam: 1,
      f_mat: 1,
      f_treat: 1,
      more: 1,
      idle: [],
      batch: false,
      split_at: null,
      split_mode: 0,
    },
    ...{ rinp_flag: '1', rinp_purpose: null, light: false, secondary: null, refund: '', operations: [], extra: [] },
    ...given,
    planned: true,
  }
}

function planVisit({
  ev,
  pid,
  wish,
  random,
}: {
  ev: number
  pid: number
  wish: VisitWish
  random: Random
}): PlannedVisit {
  const { at, day, extra, ...given } = wish
  const shop = at.tier === 'P'
  return {
    ...{
      ev,
      pid,
      iid: at.iid,
      tier: at.tier,
      day,
      extra,
      minute: random.int(520, 980),
      med_type: shop ? '41' : '11',
      pack: null,
      code: shop ? null : 'I10.x00',
      dept_no: shop ? 0 : deptNo('全科医学科'),
    },
    ...{ dise_no: null, tkey: ev, typical: 0, more: 1, settled_late: 0, refund: '', own: false, sent_out: false },
    ...given,
    planned: true,
  }
}

/** Subject id of a group of persons (`G-`) or stays (`C-`). */
export function groupId(letter: 'G' | 'C', members: readonly string[]): string {
  return `${letter}-${createHash('md5')
    .update([...members].sort().join(','))
    .digest('hex')}`
}
