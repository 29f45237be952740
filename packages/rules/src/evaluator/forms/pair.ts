import { assertNever } from '@yijian/kernel'
import type { PairPlan } from '../../plan.ts'
import type { TestContext } from '../read.ts'
import { perOf, scopeKey, scopeOf, subjectOf, windowKey, windowText } from '../windows.ts'
import { isBeside, isWanted, type Finish, type Work } from '../work.ts'
import { amountOf, windowNumber, windowOf } from './each.ts'

type Related = (work: Work, row: number, partner: number) => boolean

/** Rows with (or without) a partner in the relation. */
export function compilePair(plan: PairPlan, _context: TestContext): Finish {
  if (plan.relation === 'window') return (work) => windowPairs(work, plan)
  const related = relationOf(plan.relation)
  const own = plan.relation === 'class'
  return (work) => {
    const hits: { readonly row: number; readonly point: number; readonly partners: number[] }[] = []
    for (let i = 0; i < work.n; i++) {
      const row = work.rows[i]!
      // Without partners a judge is of one visit.
      if (plan.wanted === 'absent' && !isBeside(work, row)) continue
      const partners = partnersOf({ work, row, own, related, all: plan.wanted === 'present' })
      if (partners.length > 0 !== (plan.wanted === 'present')) continue
      if (work.truths[i] === 2) work.open(1)
      else hits.push({ row, point: work.points[i]!, partners })
    }
    if (hits.length > 0) emitByWindow(work, plan, hits)
  }
}

interface Search {
  readonly work: Work
  readonly row: number
  /** Partners are the rule's own rows. */
  readonly own: boolean
  readonly related: Related
  /** All partners, or is one enough. */
  readonly all: boolean
}

const NONE: number[] = []

function partnersOf({ work, row, own, related, all }: Search): number[] {
  const rows = own ? work.rows : work.partners
  const count = own ? work.n : work.m
  let found = NONE
  for (let i = 0; i < count; i++) {
    const partner = rows[i]!
    if (partner === row || (own && work.truths[i] !== 1) || !related(work, row, partner)) continue
    if (found === NONE) found = []
    found.push(partner)
    if (!all) return found
  }
  return found
}

function relationOf(relation: Exclude<PairPlan['relation'], 'window'>): Related {
  switch (relation) {
    case 'nearby':
      return ({ scene, context, unit }, row, partner) => {
        const { table } = scene
        if (table.visit[row] === table.visit[partner]) return true
        const reach = context.numbers.window_days[unit] ?? NaN
        return Math.abs(table.row.day[row]! - table.row.day[partner]!) <= reach
      }
    case 'before':
      return ({ scene, context, unit }, row, partner) =>
        partner < row && scene.table.row.day[row]! - scene.table.row.day[partner]! <= context.numbers.window_days[unit]!
    case 'active':
      return (work, row, partner) => overlap(work, row, partner) >= 1
    case 'class':
      return (work, row, partner) => {
        const { generic } = work.scene.table
        const least = work.context.numbers.min_overlap[work.unit] ?? NaN
        return partner < row && generic[row] !== generic[partner] && overlap(work, row, partner) >= (least || 1)
      }
    case 'readmission':
      return ({ scene, context, unit }, row, partner) => {
        const { visit, visitNumber, visitCode } = scene.table
        const a = visit[partner]!
        const b = visit[row]!
        const gap = visitNumber.adm[b]! - visitNumber.dsc[a]!
        return partner < row && visitCode.inst[a] === visitCode.inst[b] && gap >= 0 && gap <= context.numbers.gap_days[unit]! // prettier-ignore
      }
    case 'inside':
      return ({ scene, context, unit }, row, partner) => {
        const { visit, visitNumber, row: columns } = scene.table
        const grace = context.numbers.grace_days[unit]!
        const stay = visit[partner]!
        const day = columns.day[row]!
        return day >= visitNumber.adm[stay]! + grace && day <= visitNumber.dsc[stay]! - grace
      }
    default:
      return assertNever(relation)
  }
}

/** Days on which both are in use; days supplied not known count as one. */
function overlap({ scene }: Work, a: number, b: number): number {
  const { day, days } = scene.table.row
  const end = (row: number) => day[row]! + Math.max(1, Number.isNaN(days[row]!) ? 1 : days[row]!) - 1
  return Math.min(end(a), end(b)) - Math.max(day[a]!, day[b]!) + 1
}

interface PairHit {
  readonly row: number
  readonly point: number
  readonly partners: readonly number[]
}

function emitByWindow(work: Work, plan: PairPlan, hits: readonly PairHit[]): void {
  const groups = hits.length === 1 ? [hits] : Map.groupBy(hits, ({ row }) => windowNumber(work, row, plan.window)).values() // prettier-ignore
  for (const group of groups) {
    const violating = group.map((hit) => hit.row)
    const point = Math.min(...group.map((hit) => hit.point))
    emit({ work, plan, violating, point, involved: group.flatMap((hit) => hit.partners), at: windowOf(work, violating[0]!, plan.window) }) // prettier-ignore
  }
}

interface Emission {
  readonly work: Work
  readonly plan: PairPlan
  readonly violating: readonly number[]
  readonly point: number
  readonly involved: readonly number[]
  readonly at: { readonly visit: number; readonly window: string }
}

function emit({ work, plan, violating, point, involved, at }: Emission): void {
  const others = involved.length < 2 ? involved : [...new Set(involved)].sort((a, b) => a - b)
  const { amount, shares } = amountOf(plan.amount, violating, work)
  const { visit, window } = at
  const rest = others.filter((row) => !violating.includes(row))
  work.emit({ point, visit, window, violating, shares, involved: rest, amount, actual: null, limit: null })
}

/** T6: both sides charged in one window of the point. */
function windowPairs(work: Work, plan: PairPlan): void {
  const per = perOf(work)
  if (work.m === 0 && per !== 'rx') return
  const scope = scopeOf(work)
  const { table } = work.scene
  const sides = new Map<number, { own: number[]; partners: number[]; point: number }>()
  for (let i = 0; i < work.n; i++) {
    const row = work.rows[i]!
    const window = windowKey(table, row, per)
    if (window < 0 || work.truths[i] === 2) {
      work.open(1)
      continue
    }
    const key = sideKey(row)
    const side = sides.get(key)
    if (side) {
      side.own.push(row)
      side.point = Math.min(side.point, work.points[i]!)
    } else sides.set(key, { own: [row], partners: [], point: work.points[i]! })
  }
  for (let i = 0; i < work.m; i++) {
    const partner = work.partners[i]!
    if (windowKey(table, partner, per) >= 0) sides.get(sideKey(partner))?.partners.push(partner)
  }
  const wanted = (row: number) => isWanted(work, row)
  for (const side of sides.values()) {
    const { own, partners } = side
    if (partners.length > 0 && (own.some(wanted) || partners.some(wanted))) judgeSides({ work, plan, ...side })
  }

  function sideKey(row: number): number {
    return scopeKey(table, row, scope) * 2 ** 26 + (per === 'hours' ? 0 : windowKey(table, row, per))
  }
}

interface Sides {
  readonly work: Work
  readonly plan: PairPlan
  readonly own: readonly number[]
  readonly partners: readonly number[]
  readonly point: number
}

function judgeSides({ work, plan, own, partners, point }: Sides): void {
  const { table } = work.scene
  const per = perOf(work)
  const near = nearness(work, per === 'hours')
  const money = (rows: readonly number[]) => rows.reduce((sum, row) => sum + (table.row.inscp[row]! || 0), 0)
  const swap = per !== 'hours' && work.context.numbers.symmetric[work.unit] === 1 && money(partners) < money(own)
  const [left, right] = swap ? [partners, own] : [own, partners]
  const hit = left.filter((a) => right.some((b) => a !== b && near(a, b)))
  if (hit.length === 0) return
  const groups = per === 'hours' ? Map.groupBy(hit, (row) => table.row.day[row]!) : new Map([[0, hit]])
  for (const violating of groups.values()) {
    const involved = right.filter((b) => violating.some((a) => a !== b && near(a, b)))
    const { visit, suffix, inst } = subjectOf(table, violating[0]!, scopeOf(work))
    const window = windowText(table, violating[0]!, per) + (suffix && suffix + work.context.vocabulary.words.textOf(inst)) // prettier-ignore
    emit({ work, plan, violating, point, involved, at: { visit, window } })
  }
}

function nearness({ scene, context, unit }: Work, sliding: boolean): (a: number, b: number) => boolean {
  if (!sliding) return () => true
  const { time } = scene.table.row
  const reach = context.numbers.hours[unit]! * 3600
  return (a, b) => Math.abs(time[a]! - time[b]!) < reach
}
