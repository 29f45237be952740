import { assertNever, type Day } from '@yijian/kernel'
import type { Encounter, VisitMode } from '../context.ts'
import { VISIT_MODES } from '../context.ts'
import type { ParamName, Params } from '../params.ts'
import type { LineWords } from '../samples/claims.ts'
import type { ShapeId } from '../templates.ts'
import { wordOutside } from './attributes.ts'
import { checkAct } from './check-act.ts'
import { at, bornBefore, codeOf, codesOf, EMPTY, later, modeOf, type Facts, type Scene } from './scene.ts'
import { numberOf, type View } from './view.ts'

/** What an act is made for: a day both points are in force, the code they meet on, sets resolved. */
export interface ActOptions {
  readonly day: Day
  readonly code: string | null
  readonly members: (name: ParamName, params: Params) => readonly string[]
}

type Act = (view: View, options: ActOptions) => Scene | undefined

const limitOf = (view: View, name: ParamName) => numberOf(view, name) ?? 0
/** A row with facts that follow from the point's parameters. */
const withFacts = (factsOf: (view: View, options: ActOptions) => Facts): Act => (view, options) => row(view, options, factsOf(view, options)) // prettier-ignore
const outside = withFacts(({ params }, { members }) => ({ visit: { dx: dxOutside(members('dx_allow', params)) } }))
const inPrescription = withFacts(() => ({ line: { rx: 'R1' } }))
const withoutPartner = withFacts((view) => ({ visit: { mode: modeApart(view) } }))
const checked = withFacts((view, { day }) => checkAct(view, day))
const together: Act = (view, options) => withPartner(view, options)

/** What to do against each shape; the parameters say how much. */
const ACTS: Readonly<Record<ShapeId, Act>> = {
  'T1': withFacts(({ params }, options) => breakOf(params, options)),
  'T2': outside,
  'T2.evidence': outside,
  'T3': withFacts(({ params }, options) => denied(params, options)),
  'T4': withFacts((view) => ({ line: { qty: limitOf(view, 'max') + 1, rx: 'R1' } })),
  'T4.dose': withFacts((view) => ({ line: { dose: limitOf(view, 'max') + 1, rx: 'R1' } })),
  'T4.days': withFacts((view, options) => ({ visit: modeFact(view.params, options), line: { days: limitOf(view, 'max_days') + 1, rx: 'R1' } })),
  'T4.kinds': (view, options) => many(view, options, { count: Math.floor(limitOf(view, 'max')) + 1 }),
  'T4.rolling': (view, options) => repeated(view, options, { count: Math.floor(limitOf(view, 'max')) + 1, apart: 0 }),
  'T4.stay': withFacts((view, { day }) => ({ visit: { dsc: later(day, 1) }, line: { qty: 2 + limitOf(view, 'grace_days') } })),
  'T5': (view, options) => repeated(view, options, { count: limitOf(view, 'max_days') + 1, apart: 1 }),
  'T6': together,
  'T6.parts': (view, options) => many(view, options, { count: limitOf(view, 'min_parts'), inscp: String(view.params.bundle_price) }),
  'T7': withoutPartner,
  'T8': (view, options) => priced(view, options),
  'T8.cash': withFacts(() => ({ line: { price: '20.00', inscp: '20.00', cashPrice: '10.00' } })),
  'T9': (view, options) => ranked(view, options),
  'T10': withFacts(({ params }) => ({ line: { inscp: (Number(params.cap) + 1).toFixed(2), rx: 'R1' } })),
  'T11': inPrescription,
  'T12.any': inPrescription,
  'T12.only': inPrescription,
  'T13': (view, options) => many(view, options, { count: 2 }),
  'T14': together,
  'T14.rx': together,
  'T15': checked,
  'T15.paid': checked,
  'T16': (view, options) => stays(view, options, { count: Math.floor(limitOf(view, 'max')) + 1, apart: 0 }),
  'T16.readmission': (view, options) => stays(view, options, { count: 2, apart: 2 }),
  'T16.certs': (view, options) => stays(view, options, { count: Math.floor(limitOf(view, 'max')) + 1, apart: 0 }),
  'T16.length': withFacts((view, { day }) => ({ visit: { dsc: later(day, view.params.max_days === undefined ? limitOf(view, 'min_days') - 1 : limitOf(view, 'max_days') + 1) } })),
  'T17': (view, options) => aggregate(view, options),
  'T18': (view, options) => aggregate(view, options),
  'T19': withoutPartner,
  'T20': checked,
  'T20.inside': (view, options) => insideStay(view, options),
} // prettier-ignore

/** Claims that should trigger the point. Undefined: none can be made. */
export function actOf(view: View, options: ActOptions): Scene | undefined {
  return ACTS[view.kind.shape](view, options)
}

/** One row of the point's source, with facts. */
export function row(view: View, { code, day }: ActOptions, facts: Facts = {}): Scene | undefined {
  const [first] = view.keys
  if (!first) return undefined
  const text = code ?? codeOf(first)
  const visit: Partial<Encounter> = { adm: day, dsc: later(day, 9), ...facts.visit }
  const line: LineWords = { code: text, at: at(day, 9), inscp: '100.00', rx: 'R1', ...facts.line }
  const scene = { ...EMPTY, person: facts.person ?? {} }
  switch (first.source) {
    case 'visit':
      return { ...scene, visits: [{ ...visit, mode: modeOf(text, 'IPT') }], lines: [{ ...line, code: '00见证' }] }
    case 'dx':
      return { ...scene, visits: [{ ...visit, dx: [text.slice(3), ...(facts.visit?.dx ?? [])] }] }
    case 'op':
      return { ...scene, visits: [{ ...visit, ops: [text.slice(3), ...(facts.visit?.ops ?? [])] }] }
    case 'line':
      return { ...scene, visits: [visit], lines: [line] }
    case 'aggregate':
      return undefined
    default:
      return assertNever(first.source)
  }
}

/** Breaks the first attribute that the point limits. */
export function breakOf(params: Params, { day, members }: ActOptions): Facts {
  const aged = (months: number): Facts => ({ person: { brdy: bornBefore(day, months) } })
  if (params.gend !== undefined) return { person: { gend: params.gend === 1 ? 2 : 1 } }
  if (params.max_age_m !== undefined) return aged(Number(params.max_age_m) + 2)
  if (params.max_age_d !== undefined) return aged(Math.ceil((Number(params.max_age_d) + 1) / 28) + 1)
  if (params.min_age_m !== undefined) return aged(Math.max(0, Number(params.min_age_m) - 2))
  if (params.min_age_d !== undefined) return { person: { brdy: day } }
  if (params.max_gest_weeks !== undefined) return { visit: { gestWeeks: Number(params.max_gest_weeks) + 1 } }
  if (params.min_tier !== undefined) return { visit: { tier: Number(params.min_tier) - 1 } }
  if (params.min_title !== undefined) return { line: { title: Number(params.min_title) - 1 } }
  if (params.modes !== undefined)
    return { visit: { mode: wordOutside('modes', members('modes', params)) as VisitMode } }
  if (params.depts !== undefined) return { line: { dept: wordOutside('depts', members('depts', params)) } }
  if (params.hosp_types !== undefined) return { visit: { hospType: wordOutside('hosp_types', members('hosp_types', params)) } } // prettier-ignore
  if (params.insutypes !== undefined) return { visit: { insutype: wordOutside('insutypes', members('insutypes', params)), medType: '11' } } // prettier-ignore
  if (params.deny_internet === true) return { visit: { internet: true } }
  return { visit: { diseaseNo: members('diseases', params)[0] ?? null } }
}

function denied(params: Params, { day, members }: ActOptions): Facts {
  if (params.dx_deny !== undefined) return { visit: { dx: members('dx_deny', params).slice(0, 1) } }
  if (params.op_deny !== undefined) return { visit: { ops: members('op_deny', params).slice(0, 1) } }
  if (params.pregnant === true) return { person: { gend: 2, pregnant: true } }
  if (params.lactating === true) return { person: { gend: 2, lactating: true } }
  return { person: { brdy: bornBefore(day, Number(params.elderly_from ?? 65) * 12 + 6) } }
}

export function dxOutside(allowed: readonly string[]): string[] {
  const choices = ['I10.x00', 'Z00.000', 'S00.900', 'A01.000', 'M54.500', 'Y99.x00', 'U99.x00']
  return [choices.find((code) => !allowed.some((prefix) => code.startsWith(prefix))) ?? 'Q99.900']
}

function modeFact(params: Params, { members }: ActOptions): Partial<Encounter> {
  const [mode] = members('modes', params)
  return mode === undefined ? {} : { mode: mode as VisitMode }
}

/** The visit itself must not be what the partner keys look for. */
function modeApart(view: View): VisitMode {
  const looked = view.partners.filter((key) => key.source === 'visit')
  return looked.length === 0 ? 'IPT' : (VISIT_MODES.find((mode) => mode !== 'IPT' && !looked.some((key) => `visit:${mode}`.startsWith(key.text))) ?? 'OTH') // prettier-ignore
}

interface Several {
  readonly count: number
  readonly inscp?: string
}

function many(view: View, options: ActOptions, { count, inscp = '100.00' }: Several): Scene | undefined {
  const first = row(view, options, { visit: modeFact(view.params, options) })
  const codes = codesOf(view.keys, count)
  if (!first || !codes) return undefined
  return { ...first, lines: codes.map((code) => ({ code, at: at(options.day, 9), inscp, rx: 'R1', days: 1 })) }
}

interface Repeat {
  readonly count: number
  /** Days between one and the next. */
  readonly apart: number
}

export function repeated(view: View, options: ActOptions, { count, apart }: Repeat): Scene | undefined {
  const first = row(view, options, { visit: { dsc: later(options.day, Math.max(9, count * apart + 1)) } })
  const line = first?.lines[0]
  if (!first || !line) return undefined
  const lines = Array.from({ length: count }, (_, i) => ({ ...line, at: at(later(options.day, i * apart), 9, apart === 0 ? i % 60 : 0) })) // prettier-ignore
  return { ...first, lines }
}

function withPartner(view: View, options: ActOptions): Scene | undefined {
  const [partner] = view.partners
  const first = row(view, options)
  if (!first || partner?.source !== 'line') return undefined
  return {
    ...first,
    lines: [...first.lines, { code: codeOf(partner), at: at(options.day, 9), inscp: '100.00', rx: 'R1' }],
  }
}

function priced(view: View, options: ActOptions): Scene | undefined {
  const price = (Number(view.params.price_max) + 1).toFixed(2)
  const tier = numberOf(view, 'tier')
  return row(view, options, { visit: tier === null ? {} : { tier }, line: { price, amt: price, inscp: price } })
}

function ranked(view: View, options: ActOptions): Scene | undefined {
  const first = row(view, options)
  const line = first?.lines[0]
  if (!first || !line) return undefined
  const full = (price: string) => ({ ...line, price, amt: price, inscp: price })
  return { ...first, lines: [full('2000.00'), full('1500.00')] }
}

function stays(view: View, options: ActOptions, { count, apart }: Repeat): Scene | undefined {
  const mode = modeOf(options.code ?? view.keys[0]?.text ?? '', 'IPT')
  const tier = numberOf(view, 'tier')
  const visits = Array.from({ length: count }, (_, i): Partial<Encounter> => {
    const adm = later(options.day, i * apart)
    return { adm, dsc: later(adm, apart), mode, cert: `C${i}`, dx: ['Y99.x00'], ...(tier === null ? {} : { tier }) }
  })
  return { ...EMPTY, visits }
}

function aggregate(view: View, { code, day }: ActOptions): Scene | undefined {
  const max = numberOf(view, 'ratio_max')
  const text = code ?? (view.keys[0] && codeOf(view.keys[0]))
  if (text === undefined) return undefined
  const num = max === null ? 0 : Math.ceil((max + 0.1) * 1_000_000)
  return { ...EMPTY, aggregates: [{ code: text, day, num, den: 1_000_000, volume: 1_000 }] }
}

function insideStay(view: View, { day, code }: ActOptions): Scene | undefined {
  const [stay] = view.partners
  const grace = numberOf(view, 'grace_days') ?? 0
  if (!stay) return undefined
  const mode = modeOf(code ?? view.keys[0]?.text ?? '', 'OPT')
  const middle = later(day, grace + 1)
  return {
    ...EMPTY,
    visits: [
      { adm: day, dsc: later(day, 2 * grace + 2), mode: modeOf(stay.text, 'IPT') },
      { adm: middle, dsc: middle, mode },
    ],
  }
}
