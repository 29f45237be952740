import { VISIT_MODES } from '../context.ts'
import type { ParamName, Params } from '../params.ts'

/** An attribute a T1 point may limit, as the range or the words it allows. */
interface Bounds {
  readonly min: ParamName | null
  readonly max: ParamName | null
  readonly label: string
}
const RANGES: readonly Bounds[] = [
  { min: 'min_age_m', max: 'max_age_m', label: '年龄（月）' },
  { min: 'min_age_d', max: 'max_age_d', label: '日龄' },
  { min: 'min_tier', max: null, label: '机构级别' },
  { min: 'min_title', max: null, label: '职称' },
]
const WORDS: readonly { readonly name: ParamName; readonly label: string }[] = [
  { name: 'modes', label: '就医方式' },
  { name: 'insutypes', label: '险种' },
  { name: 'depts', label: '科室' },
  { name: 'hosp_types', label: '机构类型' },
]

/** A value of an attribute that one point allows and the other does not. */
export interface Apart {
  readonly label: string
  readonly param: ParamName
  /** Allowed by the first, refused by the second (number in the parameter's unit, or a word). */
  readonly onlyFirst: number | string
  readonly onlySecond: number | string
}

type Members = (name: ParamName, params: Params) => readonly string[]
const has = (params: Params, ...names: readonly (ParamName | null)[]) => names.some((name) => name !== null && params[name] !== undefined) // prettier-ignore
const lowOf = (params: Params, { min }: Bounds) => Number((min && params[min]) ?? 0)
const highOf = (params: Params, { max }: Bounds) => Number((max && params[max]) ?? Infinity)

/** The attribute on which no value satisfies both; undefined when every attribute leaves one. */
export function findDisjoint(first: Params, second: Params, members: Members): Apart | undefined {
  if (has(first, 'gend') && has(second, 'gend') && first.gend !== second.gend)
    return { label: '性别', param: 'gend', onlyFirst: Number(first.gend), onlySecond: Number(second.gend) }
  for (const range of ageInMonths(first, second)) {
    const { label, a, b } = range
    if (a.low > b.high || b.low > a.high)
      return { label, param: 'min_age_m', onlyFirst: inside(a), onlySecond: inside(b) }
  }
  for (const { name, label } of WORDS) {
    if (!has(first, name) || !has(second, name)) continue
    const [x, y] = [members(name, first), members(name, second)]
    if (!x.some((word) => y.includes(word)))
      return { label, param: name, onlyFirst: x[0] ?? '', onlySecond: y[0] ?? '' }
  }
  return undefined
}

interface Span {
  readonly low: number
  readonly high: number
}

/** Months for all: a bound in days is the month it lies in (28 days: under one month). */
function ageInMonths(first: Params, second: Params): { label: string; a: Span; b: Span }[] {
  const span = (params: Params): Span => ({
    low: Math.max(lowOf(params, RANGES[0]!), has(params, 'min_age_d') ? Math.floor(Number(params.min_age_d) / 31) : 0),
    high: Math.min(highOf(params, RANGES[0]!), has(params, 'max_age_d') ? Math.floor(Number(params.max_age_d) / 28) : Infinity), // prettier-ignore
  })
  const limited = (params: Params) => has(params, 'min_age_m', 'max_age_m', 'min_age_d', 'max_age_d')
  return limited(first) && limited(second) ? [{ label: '年龄', a: span(first), b: span(second) }] : []
}

function inside({ low, high }: Span): number {
  return high === Infinity ? low : Math.max(low, Math.min(high, low + 1))
}

/** Lower bound above the upper one: nobody fits. */
export function findEmptyRange(params: Params): string | undefined {
  return RANGES.find((range) => lowOf(params, range) > highOf(params, range))?.label
}

/** A value the local limit lets pass and the national one does not: the local one is weaker there. */
export function findWeaker(
  national: Params,
  local: Params,
  members: Members,
): { param: ParamName; value: number | string; label: string } | undefined {
  // prettier-ignore
  for (const range of RANGES) {
    if (has(national, range.min) && has(local, range.min) && lowOf(local, range) < lowOf(national, range))
      return { param: range.min!, value: lowOf(national, range) - 1, label: range.label }
    if (has(national, range.max) && has(local, range.max) && highOf(local, range) > highOf(national, range))
      return { param: range.max!, value: highOf(national, range) + 1, label: range.label }
  }
  for (const { name, label } of WORDS) {
    if (!has(national, name) || !has(local, name)) continue
    const strict = members(name, national)
    const extra = members(name, local).find((word) => !strict.includes(word))
    if (extra !== undefined) return { param: name, value: extra, label }
  }
  return undefined
}

/** A word the list does not hold. */
export function wordOutside(name: ParamName, words: readonly string[]): string {
  const choices = name === 'modes' ? VISIT_MODES : name === 'insutypes' ? ['310', '390', '340'] : ['名单以外', '其他']
  return choices.find((word) => !words.includes(word)) ?? '名单以外'
}
