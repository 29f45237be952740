import type { Test } from './rule.ts'
import { minutesOf, momentAt, parseNumber, resolve, sumAt, type Scope } from './scope.ts'
import { parseDuration, parseMoment } from './settlement-list.ts'

/** true: passed, false: failed, null: cannot tell. */
export type Verdict = boolean | null

const DAY = 1440

type TestOf<F extends Test['form']> = Extract<Test, { form: F }>
/** Forms judged on one filled-in value; the others look at blanks or at all rows. */
type ValueForm = Exclude<Test['form'], 'required' | 'absent' | 'exactly-one' | 'no-repeat'>

const VALUE_TESTS: { readonly [F in ValueForm]: (text: string, test: TestOf<F>, scope: Scope) => Verdict } = {
  type: (text, test) => isOfType(text, test),
  length: (text, { most }) => [...text].length <= most,
  dictionary: (text, { dictionary }, { context }) => context.dictionaries.get(dictionary)?.has(text) ?? null,
  pattern: (text, { pattern }) => pattern.test(text),
  prefix: (text, { forbidden }) => !forbidden.some((prefix) => text.startsWith(prefix)),
  range: (text, { least, most }) => orNull(parseNumber(text), (number) => number >= least && number <= most),
  known: (text, { codes }, { context }) => context[codes]?.has(text) ?? null,
  'not-in': (text, { codes }, { context }) => orNull(context[codes] ?? null, (grey) => !grey.has(text)),
  'not-before': (text, { other, slackDays = 0 }, scope) =>
    compare(parseMoment(text), momentAt(scope, other), (own, limit) => own >= limit - slackDays * DAY),
  'not-after': (text, { other, slackDays = 0 }, scope) =>
    compare(parseMoment(text), momentAt(scope, other), (own, limit) => own <= limit + slackDays * DAY),
  timely: (text, { since, limit }, scope) =>
    compare(parseMoment(text), momentAt(scope, since), (own, from) => dayOf(own) - dayOf(from) <= scope.context[limit]),
  'days-between': (text, { from, to }, scope) => {
    const days = between(momentAt(scope, from), momentAt(scope, to), (a, b) => Math.max(dayOf(b) - dayOf(a), 1))
    return compare(parseNumber(text), days, (own, expected) => own === expected)
  },
  'within-stay': (_, { fields }, scope) => withinStay(fields, scope),
  'duration-between': (text, { from, to }, scope) => {
    const minutes = between(momentAt(scope, from), momentAt(scope, to), (a, b) => b - a)
    return compare(parseDuration(text), minutes, (own, expected) => Math.abs(own - expected) <= 60)
  },
  'age-between': (text, { from, to }, scope) => {
    const years = between(momentAt(scope, from), momentAt(scope, to), (a, b) => (dayOf(b) - dayOf(a)) / 365.25)
    return compare(parseNumber(text), years, (own, expected) => own > expected - 2 && own < expected + 1)
  },
  'row-count': (text, { node }, { list }) => compare(parseNumber(text), list.nodes[node]?.length ?? null, (own, rows) => own === rows), // prettier-ignore
  sums: (_, { left, right }, scope) => {
    const [a, b] = [sumAt(scope, left), sumAt(scope, right)]
    return a === null || b === null ? null : a === b
  },
  'multiple-of': (text, { unit }) => orNull(parseNumber(text), (number) => number % unit === 0),
}

/** Judges one filled-in value. */
export function judgeValue(text: string, test: Extract<Test, { form: ValueForm }>, scope: Scope): Verdict {
  const judge = VALUE_TESTS[test.form] as (text: string, test: Test, scope: Scope) => Verdict
  return judge(text, test, scope)
}

function isOfType(text: string, { type, digits, decimals = 0 }: TestOf<'type'>): boolean {
  if (type === 'duration') return parseDuration(text) !== null
  if (type !== 'number') return parseMoment(text) !== null
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return false
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  return digits === undefined || (fraction.length <= decimals && match[1]!.length <= digits - decimals)
}

/** At most the days of the stay + 1: both ends count. */
function withinStay(fields: readonly string[], scope: Scope): Verdict {
  const stay = between(momentAt(scope, 'setlinfo.adm_time'), momentAt(scope, 'setlinfo.dscg_time'), (a, b) => (dayOf(b) - dayOf(a) + 1) * DAY) // prettier-ignore
  let sum: number | null = 0
  for (const field of fields) {
    const [value] = resolve(scope, `row.${field}`)
    if (value?.kind === 'unknown') return null
    const minutes = value?.kind === 'text' ? minutesOf(value.text) : 0
    sum = sum === null || minutes === null ? null : sum + minutes
  }
  return compare(sum, stay, (own, limit) => own <= limit)
}

function dayOf(minutes: number): number {
  return Math.floor(minutes / DAY)
}

function orNull<T>(value: T | null, judge: (value: T) => boolean): Verdict {
  return value === null ? null : judge(value)
}

function compare(a: number | null, b: number | null, judge: (a: number, b: number) => boolean): Verdict {
  return a === null || b === null ? null : judge(a, b)
}

function between(a: number | null, b: number | null, measure: (a: number, b: number) => number): number | null {
  return a === null || b === null ? null : measure(a, b)
}
