import type { PointRow, RuleKindDetail } from '@yijian/contract'
import { addDays, emptyLine, plainClaim, TRIAL_MODES, type TrialClaim, type TrialLine } from './claim.ts'

export type Wanted = 'hit' | 'near-miss'
interface Source {
  readonly point: Pick<PointRow, 'name' | 'keys' | 'partners' | 'params' | 'effBegin' | 'effEnd'>
  readonly kind: Pick<RuleKindDetail, 'template' | 'parameters' | 'slug'>
  readonly today: string
}
type Params = Readonly<Record<string, string | number | boolean>>

/**
 * A claim to begin with: one that the point should catch, or the same claim as it would be lawful. Null when a single claim
 * cannot show the rule (rules about visits, institutions or stock). The form stays editable: the server judges, not this.
 */
export function exampleOf(source: Source, wanted: Wanted): TrialClaim | null {
  const code = source.point.keys.find((key) => !key.startsWith('@') && !/^(visit|ratio|stock):/.test(key))
  if (code === undefined) return null
  const params = paramsOf(source)
  const day = dayOf(source)
  const claim = { ...plainClaim(day), ...attributes(params, wanted) }
  const prefixed = /^(dx|op):(.*)$/.exec(code)
  if (prefixed) {
    const whole = wholeCode(prefixed[2] ?? '')
    return prefixed[1] === 'dx' ? { ...claim, dx: [whole] } : { ...claim, ops: [whole] }
  }
  return { ...claim, lines: linesOf({ ...source, day, code: wholeCode(code), params }, wanted) }
}

function paramsOf({ kind, point }: Source): Params {
  const defaults = kind.parameters.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value]]))
  return { ...(Object.fromEntries(defaults) as Params), ...point.params }
}

/** A day on which the point is law: today when it can be. */
function dayOf({ point, today }: Source): string {
  if (today < point.effBegin) return point.effBegin
  return point.effEnd !== null && today > point.effEnd ? point.effEnd : today
}

/** A prefix such as `XB01*` as one of the codes it covers. */
const wholeCode = (key: string): string => (key.endsWith('*') ? key.slice(0, -1) : key)
const numberOf = (params: Params, name: string): number | undefined =>
  params[name] === undefined ? undefined : Number(params[name])
const wordsOf = (value: Params[string] | undefined): string[] =>
  value === undefined || String(value).startsWith('@') ? [] : String(value).split('|').filter(Boolean)

/** Attributes of person and visit that the parameters speak of, on the wrong side of them or on the right one. */
function attributes(params: Params, wanted: Wanted): Partial<TrialClaim> {
  const hit = wanted === 'hit'
  return {
    ...age(params, hit),
    ...sex(params, hit),
    ...mode(params, hit),
    ...tier(params, hit),
    ...insurance(params, hit),
    ...department(params, hit),
    ...diagnoses(params, hit),
  }
}

function age(params: Params, hit: boolean): Partial<TrialClaim> {
  const days = numberOf(params, 'max_age_d')
  if (days !== undefined) return { age: hit ? days + 10 : Math.min(days, 7), ageUnit: 'day' }
  const elderly = numberOf(params, 'elderly_from')
  if (elderly !== undefined) return { age: hit ? elderly + 1 : 45, ageUnit: 'year' }
  const min = numberOf(params, 'min_age_m')
  const max = numberOf(params, 'max_age_m')
  if (max !== undefined) return { age: hit ? max + 12 : Math.floor(((min ?? 0) + max) / 2), ageUnit: 'month' }
  if (min !== undefined) return { age: hit ? Math.max(0, min - 12) : min + 12, ageUnit: 'month' }
  return {}
}

function sex(params: Params, hit: boolean): Partial<TrialClaim> {
  if (params['pregnant'] === true) return { gend: '2', ...(hit ? { maternity: '1', age: 30 } : { age: 30 }) }
  if (params['lactating'] === true) return { gend: '2', ...(hit ? { maternity: '2', age: 30 } : { age: 30 }) }
  const gend = numberOf(params, 'gend')
  if (gend === undefined) return {}
  return { gend: (gend === 1) === hit ? '2' : '1' }
}

function mode(params: Params, hit: boolean): Partial<TrialClaim> {
  const allowed = wordsOf(params['modes'])
  if (allowed.length === 0) return {}
  // With a maximum, modes say where the point applies, not what is lawful.
  const limits = params['max_days'] !== undefined || params['max'] !== undefined
  const wrong = TRIAL_MODES.find((known) => !allowed.includes(known))
  const right = TRIAL_MODES.find((known) => allowed.includes(known))
  const chosen = hit && !limits ? wrong : right
  return chosen === undefined ? {} : { mode: chosen }
}

function tier(params: Params, hit: boolean): Partial<TrialClaim> {
  const least = numberOf(params, 'min_tier')
  if (least === undefined) return {}
  return { tier: !hit || least <= 1 ? '3' : least === 2 ? '1' : '2' }
}

function insurance(params: Params, hit: boolean): Partial<TrialClaim> {
  const allowed = wordsOf(params['insutypes'])
  const right = (['310', '390', '510'] as const).find((known) => allowed.includes(known))
  return hit || right === undefined ? {} : { insutype: right }
}

function department(params: Params, hit: boolean): Partial<TrialClaim> {
  const [allowed] = wordsOf(params['depts'])
  return hit || allowed === undefined ? {} : { dept: allowed }
}

function diagnoses(params: Params, hit: boolean): Partial<TrialClaim> {
  const [allowed] = wordsOf(params['dx_allow'])
  if (allowed !== undefined) return { dx: [hit ? 'Z00.000' : allowed] }
  const [denied] = wordsOf(params['dx_deny'])
  return denied === undefined ? {} : { dx: [hit ? denied : 'Z00.000'] }
}

interface LineSource extends Source {
  readonly day: string
  readonly code: string
  readonly params: Params
}

function linesOf(source: LineSource, wanted: Wanted): TrialLine[] {
  const hit = wanted === 'hit'
  const { day, code, params, point } = source
  const line = { ...emptyLine('1', day), code, name: point.name }
  const partner = partnerOf(source)
  switch (source.kind.template) {
    case 'T4':
      return params['window_days'] !== undefined
        ? [line, { ...line, id: '2', at: `${addDays(day, hit ? 7 : Number(params['window_days']) + 1)} 09:00` }]
        : params['max'] === undefined && params['max_days'] !== undefined
          ? [{ ...line, ...supply(params, hit) }]
          : [{ ...line, qty: (numberOf(params, 'max') ?? 1) + (hit ? 1 : 0) }]
    case 'T9':
      return sessionOf(line, source, hit)
    case 'T5':
      return courseOf(line, (numberOf(params, 'max_days') ?? 1) + (hit ? 2 : 0))
    case 'T6':
    case 'T14':
      if (params['bundle_price'] !== undefined) return partsOf(line, source, hit)
      return hit && partner ? [line, partner] : [line]
    case 'T7':
      return !hit && partner ? [partner, line] : [line]
    case 'T19':
      return !hit && partner ? [{ ...partner, at: `${addDays(day, -30)} 09:00` }, line] : [line]
    case 'T8':
      return [{ ...line, price: Number(params['price_max'] ?? 100) + (hit ? 50 : 0) }]
    case 'T10':
      return [{ ...line, price: Number(params['cap'] ?? 1000) + (hit ? 200 : -100) }]
    case 'T12':
      return hit || isAlwaysUnpaid(source) ? [{ ...line, ownPaid: !hit }] : [line, { ...line, id: '2', code: 'T000000000', name: '其他饮片' }] // prettier-ignore
    case 'T13':
      return [
        { ...line, code: `${code}A1`, days: 7 },
        { ...line, id: '2', code: `${code}B2`, days: 7, at: `${addDays(day, hit ? 3 : 7)} 09:00` },
      ]
    default:
      return [{ ...line, ownPaid: !hit && !isAvoidable(params), ...supply(params, hit) }]
  }
}

/** 单复方均不予支付: another piece beside it does not help, only paying oneself does. */
const isAlwaysUnpaid = ({ kind }: Source): boolean => kind.slug === 'tcm-piece-never-payable'

/** Whether the other side of the parameters is another person or visit; otherwise it is lawful only when paid by the patient. */
const isAvoidable = (params: Params): boolean =>
  JSON.stringify(attributes(params, 'hit')) !== JSON.stringify(attributes(params, 'near-miss')) ||
  params['max_days'] !== undefined

/** Two operations of one incision group, both at full price; or one alone. */
function sessionOf(line: TrialLine, { point }: LineSource, hit: boolean): TrialLine[] {
  const first = { ...line, price: 2000 }
  return hit ? [first, { ...line, id: '2', code: wholeCode(point.keys[1] ?? line.code), price: 1500 }] : [first]
}

/** Parts of a bundle charged one by one, dearer than the bundle; or one part alone. */
function partsOf(line: TrialLine, { point, params }: LineSource, hit: boolean): TrialLine[] {
  const price = Number(params['bundle_price'])
  const parts = point.keys.filter((key) => /^[0-9A-Z]+\*?$/.test(key)).slice(0, hit ? 6 : 1)
  return parts.map((key, index) => ({
    ...line,
    id: String(index + 1),
    code: wholeCode(key),
    price: hit ? price : price / 2,
  }))
}

/** Days of supply, for limits of one prescription. */
function supply(params: Params, hit: boolean): Partial<TrialLine> {
  const max = numberOf(params, 'max_days')
  return max === undefined ? {} : { days: max + (hit ? 7 : 0) }
}

function partnerOf({ point, day }: LineSource): TrialLine | null {
  const code = point.partners.find((key) => !key.startsWith('@') && !/^(visit|dx|op|ratio|stock):/.test(key))
  return code === undefined ? null : { ...emptyLine('2', day), code: wholeCode(code), name: '对应项目' }
}

/** One line a day, for as many days of use; at most 120 are drawn up. */
function courseOf(line: TrialLine, days: number): TrialLine[] {
  return Array.from({ length: Math.min(days, 120) }, (_, index) => ({
    ...line,
    id: String(index + 1),
    at: `${addDays(line.at.slice(0, 10), index)} 09:00`,
  }))
}
