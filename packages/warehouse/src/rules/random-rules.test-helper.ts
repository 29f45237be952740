import type { Day, Fen } from '@yijian/kernel'
import {
  claimsOf, compileRelease, KIND_SAMPLES, messagesOf, PARAMS, pointOf, releaseOf, RULE_KINDS, SHAPES,
  type ClaimSet, type Encounter, type KnowledgePoint, type Line, type Message, type ParamName, type Shape,
} from '@yijian/rules' // prettier-ignore
import fc from 'fast-check'

/** A few codes, so that rules, rows and partners meet often. */
const ITEMS = ['X1', 'X2A', 'X2B', 'T1', 'T2', '001', '002', 'C1']
const KEYS: Readonly<Record<string, readonly string[]>> = {
  line: [...ITEMS, 'X*', 'X2*', 'T*', '00*'],
  visit: ['visit:IPT', 'visit:OPT', 'visit:*'],
  dx: ['dx:I10', 'dx:I*', 'dx:E11*'],
  op: ['op:36.06', 'op:36*'],
  aggregate: ['ratio:a', 'stock:b', 'stock:*'],
}
const SETS = { items: ['X1', 'X2', '0'], dx: ['I10', 'E11', 'I|E'], op: ['36.06', '36|45'], words: ['IPT', 'IPT|OPT', '内科', '310|510', 'M1'] } // prettier-ignore

/** A random value of a parameter, small enough to matter. */
function paramOf(name: ParamName, shape: Shape): fc.Arbitrary<string | number | boolean> {
  switch (PARAMS[name].type) {
    case 'flag':
      return fc.constant(true)
    case 'ratio':
      return fc.constantFrom(0.333333, 0.5, 1, 1.05)
    case 'money':
      return fc.constantFrom('0', '33.33', '50', '99.99')
    case 'quantity':
      return fc.constantFrom(0, 0.5, 1, 2, 3)
    case 'per':
      return fc.constantFrom(
        'encounter',
        'day',
        'hour',
        'month',
        'year',
        'rx',
        ...(shape.takes.includes('hours') ? ['hours', 'hours'] : []),
      )
    case 'scope':
      return fc.constantFrom('encounter', 'person', 'institution')
    case 'check':
      return fc.constantFrom('receiving-institution', 'birth-weight', 'reported-days', 'doctor', 'amount', 'price', 'undesignated', 'unbacked', 'delay', 'batch', 'outside-stay', 'after-death') // prettier-ignore
    case 'items':
    case 'dx':
    case 'op':
    case 'words':
      return fc.constantFrom(...SETS[PARAMS[name].type])
    case 'text':
      return fc.constantFrom('甲', '乙')
    case 'integer':
      return name.includes('age') || name === 'elderly_from' ? fc.integer({ min: 0, max: 900 }) : fc.integer({ min: 0, max: 4 }) // prettier-ignore
  }
}

/** A random point of a random kind: own keys, own parameters, own dates. */
function pointArbitrary(kinds: readonly string[] | undefined): fc.Arbitrary<KnowledgePoint> {
  const samples = KIND_SAMPLES.filter((sample) => kinds === undefined || kinds.includes(sample.kind.id))
  return fc.constantFrom(...samples).chain(({ kind, point }) => {
    const shape: Shape = SHAPES[kind.shape]
    const keys = shape.sources.flatMap((source) => KEYS[source] ?? [])
    const partners = kind.shape.startsWith('T16') || kind.shape === 'T20.inside' ? KEYS['visit']! : [...KEYS['line']!, ...KEYS['op']!, ...KEYS['visit']!] // prettier-ignore
    const names = [...shape.needs, ...shape.takes]
    const params = Object.fromEntries(names.map((name) => [name, fc.oneof<fc.MaybeWeightedArbitrary<unknown>[]>(paramOf(name, shape), fc.constant(point.params[name]))])) // prettier-ignore
    return fc.record({
      kpId: fc.integer({ min: 0, max: 10_000 }).map((n) => `KP-${kind.id}-${n}`),
      keys: fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 2 }),
      partners: shape.partners === 'none' ? fc.constant<string[]>([]) : fc.uniqueArray(fc.constantFrom(...partners), { minLength: 1, maxLength: 2 }), // prettier-ignore
      params: fc.record(params).map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as KnowledgePoint['params']), // prettier-ignore
      effBegin: fc.constantFrom('2020-01-01', '2025-01-10').map((day) => day as Day),
      effEnd: fc.constantFrom(null, '2025-01-20', '2024-12-31').map((day) => day as Day | null),
    }).map((words) => pointOf({ ...words, kind: kind.id })) // prettier-ignore
  })
}

const DAYS = ['2024-12-30', '2024-12-31', '2025-01-01', '2025-01-02', '2025-01-03', '2025-01-10', '2025-01-20', '2025-01-31', '2025-02-28', '2025-03-01'] // prettier-ignore
const day = fc.constantFrom(...DAYS).map((text) => text as Day)
const fen = fc.constantFrom(0n, 1n, 1001n, 3333n, 10_000n, 9_999n, null).map((n) => n as Fen | null)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4 })

const visitArbitrary = fc.record<Partial<Encounter>>({
  psnNo: fc.constantFrom('P1', 'P2', 'P3'),
  mode: fc.constantFrom('IPT', 'IPT', 'OPT', 'PHA', null),
  medType: maybe(fc.constantFrom('11', '21', '52')),
  insutype: maybe(fc.constantFrom('310', '510', '390')),
  adm: day,
  dsc: maybe(day),
  inst: fc.constantFrom('H1', 'H2'),
  tier: maybe(fc.integer({ min: 1, max: 3 })),
  hospType: maybe(fc.constantFrom('IPT', '内科')),
  diseaseNo: maybe(fc.constantFrom('M1', 'M2')),
  internet: fc.boolean(),
  dx: fc.array(fc.constantFrom('I10', 'I20', 'E11.9', 'C34'), { maxLength: 2 }),
  ops: fc.array(fc.constantFrom('36.06', '45.1'), { maxLength: 1 }),
  dscgWay: maybe(fc.constantFrom('1', '2')),
  receivingInst: maybe(fc.constant('H9')),
  gestWeeks: maybe(fc.integer({ min: 1, max: 5 })),
  birthWeight: maybe(fc.constant(3000)),
  reportedDays: maybe(fc.integer({ min: 0, max: 5 })),
  cert: maybe(fc.constantFrom('C1', 'C2', 'C3')),
  instDesignated: maybe(fc.boolean()),
  batchShare: maybe(fc.constantFrom(500_000, 900_000)),
})

const lineArbitrary = fc.record({
  mdtrtId: fc.integer({ min: 1, max: 8 }).map((n) => `M${n}`),
  code: fc.constantFrom(...ITEMS),
  time: fc.tuple(day, fc.constantFrom('00:00:00', '08:00:00', '08:59:59', '09:00:00', '23:59:59')).map((parts) => parts.join(' ')), // prettier-ignore
  qty: maybe(fc.constantFrom(5_000, 10_000, 20_000, 30_000)),
  price: fen,
  amt: fen,
  inscp: fen,
  dept: maybe(fc.constantFrom('内科', '外科')),
  title: maybe(fc.integer({ min: 1, max: 5 })),
  hasDoctor: fc.boolean(),
  days: maybe(fc.integer({ min: 1, max: 10 })),
  dose: maybe(fc.constantFrom(5_000, 10_000, 40_000)),
  rx: maybe(fc.constantFrom('R1', 'R2')),
  consent: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  approval: fc.constantFrom<0 | 1 | 2>(0, 0, 0, 1, 2),
  delayHours: maybe(fc.integer({ min: 0, max: 5 })),
  executed: maybe(fc.boolean()),
  cashPrice: fen,
})

/** What becomes of a line after it was first sent. */
const FATES = ['plain', 'plain', 'plain', 'twice', 'corrected', 'taken back', 'half back', 'back first'] as const

export interface RandomCase {
  readonly points: readonly KnowledgePoint[]
  readonly claims: ClaimSet
}

export interface Sizes {
  readonly points: number
  readonly lines: number
  /** At least so many of each (a dense case); 1 lets a failure shrink to one claim. */
  readonly least?: number
  /** Only these rule kinds. */
  readonly kinds?: readonly string[]
}

/** Random rules over random messages: duplicates, corrections, take-backs, void and corrected visits, lines of unknown visits. */
export function randomCase({ points, lines, least = 1, kinds }: Sizes): fc.Arbitrary<RandomCase> {
  return fc.record({
    points: fc.uniqueArray(pointArbitrary(kinds), { minLength: Math.min(least, points), maxLength: points, selector: (point) => point.kpId }),
    visits: fc.array(fc.tuple(visitArbitrary, fc.constantFrom('plain', 'plain', 'plain', 'void', 'corrected')), { minLength: Math.min(least, 8), maxLength: 8 }), // prettier-ignore
    lines: fc.array(fc.tuple(lineArbitrary, fc.constantFrom(...FATES)), { minLength: least - 1, maxLength: lines }),
    persons: fc.array(fc.record({ brdy: maybe(fc.constantFrom('1950-02-28', '2024-12-31', '2010-01-31', '2000-02-29')), gend: maybe(fc.constantFrom<1 | 2>(1, 2)), dieDate: maybe(day), pregnant: maybe(fc.boolean()), lactating: maybe(fc.boolean()) }), { minLength: 3, maxLength: 3 }), // prettier-ignore
    aggregates: fc.array(fc.record({ code: fc.constantFrom('ratio:a', 'stock:b'), inst: fc.constantFrom('H1', 'H2'), day, num: maybe(fc.integer({ min: 0, max: 20 })), den: maybe(fc.integer({ min: 1, max: 20 })), volume: maybe(fc.integer({ min: 0, max: 999 })) }), { maxLength: 3 }), // prettier-ignore
  }).map(({ points: chosen, visits, lines: sent, persons, aggregates }) => {
    const base = claimsOf({ visits: visits.map(([visit]) => visit), aggregates })
    const plainLine = claimsOf({ lines: [{ code: 'X1', at: '2025-01-01' }] }).lines[0]!
    return {
      points: chosen,
      claims: {
        persons: persons.map((person, i) => ({ ...person, psnNo: `P${i + 1}`, brdy: person.brdy as Day | null })),
        encounters: base.encounters.flatMap((visit, i) => visitFate(visit, visits[i]![1])),
        lines: sent.flatMap(([line, fate], i) => lineFate({ ...plainLine, ...line, sn: `L${String(i).padStart(3, '0')}` }, fate)), // prettier-ignore
        aggregates: base.aggregates,
      },
    }
  })
} // prettier-ignore

function visitFate(visit: Encounter, fate: string): Encounter[] {
  if (fate === 'void') return [visit, { ...visit, rev: 1, void: true }]
  return fate === 'corrected' ? [visit, { ...visit, rev: 1, mode: 'OPT', dx: ['E11.9'] }] : [visit]
}

function lineFate(line: Line, fate: (typeof FATES)[number]): Line[] {
  const back = (share: bigint): Line => ({
    ...line,
    sn: `${line.sn}-`,
    initSn: line.sn,
    qty: line.qty === null ? null : -line.qty / Number(share),
    amt: line.amt === null ? null : (-(line.amt / share) as Fen),
    inscp: line.inscp === null ? null : (-(line.inscp / share) as Fen),
  })
  switch (fate) {
    case 'plain':
      return [line]
    case 'twice':
      return [line, line]
    case 'corrected':
      return [line, { ...line, rev: 1, code: 'X2A', inscp: 5_000n as Fen }]
    case 'taken back':
      return [line, back(1n)]
    case 'half back':
      return [line, back(2n)]
    case 'back first':
      return [back(1n), line]
  }
}

export function compiledCase({ points }: Pick<RandomCase, 'points'>) {
  return compileRelease(releaseOf(points), RULE_KINDS)
}

/** The messages of a case in an order of arrival. */
export function arrivals(claims: ClaimSet, order: number): Message[] {
  const messages = messagesOf(claims)
  let state = order * 2_654_435_761 + 1
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0)
  for (let i = messages.length - 1; i > 0; i--) {
    const j = next() % (i + 1)
    ;[messages[i], messages[j]] = [messages[j]!, messages[i]!]
  }
  return messages
}
