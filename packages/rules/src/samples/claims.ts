import { parseYuan, type Day, type Fen } from '@yijian/kernel'
import type { Aggregate, ClaimSet, Encounter, Line, Person } from '../context.ts'

/** A line in a few words: money in yuan, quantity in pieces. What is left out is unremarkable. */
export interface LineWords extends Partial<Omit<Line, 'qty' | 'price' | 'amt' | 'inscp' | 'cashPrice' | 'dose'>> {
  readonly code: string
  readonly at: string
  readonly qty?: number | null
  readonly price?: string | null
  readonly amt?: string | null
  readonly inscp?: string | null
  readonly cashPrice?: string
  readonly dose?: number
}

export interface ClaimWords {
  readonly person?: Partial<Person>
  /** The first visit is the one of lines that name none; its number is M1. */
  readonly visits?: readonly Partial<Encounter>[]
  readonly lines?: readonly LineWords[]
  readonly aggregates?: readonly (Partial<Aggregate> & { readonly code: string })[]
}

const PERSON: Person = {
  psnNo: 'P1',
  brdy: '1970-05-20' as Day,
  gend: 1,
  dieDate: null,
  pregnant: null,
  lactating: null,
}

const VISIT: Encounter = {
  mdtrtId: 'M1',
  psnNo: 'P1',
  rev: 0,
  void: false,
  mode: 'IPT',
  medType: '21',
  insutype: '310',
  adm: '2025-03-01' as Day,
  dsc: '2025-03-10' as Day,
  inst: 'H1',
  tier: 2,
  hospType: '综合医院',
  dept: '内科',
  diseaseNo: null,
  internet: false,
  dx: ['I10.x00'],
  ops: [],
  dscgWay: '1',
  receivingInst: null,
  birthWeight: null,
  gestWeeks: null,
  reportedDays: null,
  cert: 'C1',
  instDesignated: true,
  batchShare: null,
}

/** Claims of one person out of a few words, for samples and tests. */
export function claimsOf({ person, visits = [{}], lines = [], aggregates = [] }: ClaimWords): ClaimSet {
  const psnNo = person?.psnNo ?? PERSON.psnNo
  return {
    persons: [{ ...PERSON, ...person }],
    encounters: visits.map((visit, i) => ({ ...VISIT, mdtrtId: `M${i + 1}`, psnNo, ...visit })),
    lines: lines.map((line, i) => lineOf(line, `L${String(i + 1).padStart(3, '0')}`)),
    aggregates: aggregates.map((words, i) => ({ id: `A${i + 1}`, inst: 'H1', day: '2025-03-31' as Day, num: null, den: null, volume: null, ...words })), // prettier-ignore
  }
}

function lineOf(words: LineWords, sn: string): Line {
  const { at, qty = 1, price, amt, inscp, cashPrice, dose, ...rest } = words
  const money = fen(inscp === undefined ? '0' : inscp)
  return {
    sn,
    rev: 0,
    initSn: null,
    mdtrtId: 'M1',
    name: words.code,
    time: at.length === 10 ? `${at} 08:00:00` : at,
    qty: qty === null ? null : Math.round(qty * 10_000),
    price: price === undefined ? money : fen(price),
    amt: amt === undefined ? money : fen(amt),
    inscp: money,
    dept: '内科',
    title: 3,
    hasDoctor: true,
    days: null,
    dose: dose === undefined ? null : Math.round(dose * 10_000),
    rx: null,
    consent: false,
    approval: 0,
    delayHours: null,
    executed: true,
    cashPrice: fen(cashPrice ?? null),
    ...rest,
  }
}

function fen(yuan: string | null): Fen | null {
  return yuan === null ? null : parseYuan(yuan)
}
