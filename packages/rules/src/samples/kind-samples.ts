import type { Day } from '@yijian/kernel'
import type { Encounter, Person } from '../context.ts'
import type { RuleKind } from '../kind.ts'
import type { KnowledgePoint } from '../knowledge.ts'
import { RULE_KINDS } from '../kinds/catalogue.ts'
import type { Params } from '../params.ts'
import type { ShapeId } from '../templates.ts'
import type { ClaimWords, LineWords } from './claims.ts'
import { pointOf } from './point.ts'

/** For every rule kind one point, a claim that hits it and one that only just does not. */
export interface KindSample {
  readonly kind: RuleKind
  readonly point: KnowledgePoint
  readonly hit: ClaimWords
  readonly miss: ClaimWords
}

type Words = Pick<KindSample, 'hit' | 'miss'> & Partial<Pick<KnowledgePoint, 'keys' | 'partners' | 'params'>>

const CODE = 'C0样例0001'
const day = (text: string) => text as Day
const line = (over: Partial<LineWords> = {}): LineWords => ({ code: CODE, at: '2025-03-02', inscp: '100.00', ...over })
const one = (
  over: { person?: Partial<Person>; visit?: Partial<Encounter>; line?: Partial<LineWords> } = {},
): ClaimWords => ({
  ...(over.person ? { person: over.person } : {}),
  visits: [over.visit ?? {}],
  lines: [line(over.line)],
})
const lines = (...each: readonly Partial<LineWords>[]): ClaimWords => ({ lines: each.map((over) => line(over)) })
const born = (brdy: string) => one({ person: { brdy: day(brdy) } })
const visits = (...each: readonly Partial<Encounter>[]): ClaimWords => ({ visits: each })
const aggregate = (code: string, num: number, den: number): ClaimWords => ({
  aggregates: [{ code, num, den, volume: 1_000 }],
})

/** What a sample of a shape is when the kind says nothing of its own. */
const BY_SHAPE: Readonly<Partial<Record<ShapeId, Words>>> = {
  'T2': { params: { dx_allow: 'E11' }, hit: one(), miss: one({ visit: { dx: ['E11.900'] } }) },
  'T2.evidence': { params: { dx_allow: 'E11' }, partners: ['00证据*'], hit: one(), miss: lines({}, { code: '00证据1' }) },
  'T3': { params: { dx_deny: 'I21' }, hit: one({ visit: { dx: ['I21.000'] } }), miss: one() },
  'T4': { params: { max: 1 }, hit: lines({}, {}), miss: lines({}) },
  'T4.dose': { params: { max: 30 }, hit: lines({ dose: 20 }, { dose: 10.5 }), miss: lines({ dose: 20 }, { dose: 10 }) },
  'T4.days': { params: { max_days: 7 }, hit: lines({ rx: 'R1', days: 8 }), miss: lines({ rx: 'R1', days: 7 }) },
  'T4.rolling': { params: { window_days: 60 }, hit: lines({}, { at: '2025-04-30' }), miss: lines({}, { at: '2025-05-01' }) },
  'T4.stay': { hit: lines({ qty: 9.5 }), miss: lines({ qty: 9 }) },
  'T5': { params: { max_days: 2 }, hit: lines({}, { at: '2025-03-03' }, { at: '2025-03-05' }), miss: lines({}, { at: '2025-03-03' }) },
  'T6': { partners: ['00主项'], hit: lines({}, { code: '00主项' }), miss: lines({}, { code: '00别项' }) },
  'T6.parts': { keys: ['00分项*'], params: { bundle_price: '150' }, hit: lines({ code: '00分项1' }, { code: '00分项2' }), miss: lines({ code: '00分项1' }, { code: '00分项2', inscp: '50' }) },
  'T7': { partners: ['00配套*'], hit: one(), miss: lines({}, { code: '00配套1' }) },
  'T8': { params: { price_max: '99.99' }, hit: one(), miss: one({ line: { price: '99.99' } }) },
  'T8.cash': { hit: one({ line: { cashPrice: '80' } }), miss: one({ line: { cashPrice: '100' } }) },
  'T9': { keys: ['0033*'], params: { group: '胃肠手术组' }, hit: lines({ code: '00331' }, { code: '00332', inscp: '80' }), miss: lines({ code: '00331' }, { code: '00332', price: '80', amt: '40', inscp: '40' }) },
  'T10': { params: { cap: '150' }, hit: lines({}, { inscp: '50.01' }), miss: lines({}, { inscp: '50' }) },
  'T11': { hit: one(), miss: one({ line: { inscp: '0' } }) },
  'T12.any': { keys: ['T001700233'], hit: one({ line: { code: 'T001700233', rx: 'R1' } }), miss: one({ line: { code: 'T001700234', rx: 'R1' } }) },
  'T12.only': { keys: ['T000700200'], hit: lines({ code: 'T000700200', rx: 'R1' }), miss: lines({ code: 'T000700200', rx: 'R1' }, { code: 'T001700999', rx: 'R1' }) },
  'T13': { keys: ['XA02BC*'], hit: lines({ code: 'XA02BC01000001', days: 3 }, { code: 'XA02BC02000001', at: '2025-03-04' }), miss: lines({ code: 'XA02BC01000001', days: 3 }, { code: 'XA02BC02000001', at: '2025-03-05' }) },
  'T14': { partners: ['XC10AA*'], hit: lines({}, { code: 'XC10AA07', at: '2025-03-02 20:00:00' }), miss: lines({}, { code: 'XC10AA07', at: '2025-03-03' }) },
  'T14.rx': { keys: ['T0白附片'], partners: ['T0白及', 'T0半夏*'], hit: lines({ code: 'T0白附片', rx: 'R1' }, { code: 'T0半夏1', rx: 'R1' }), miss: lines({ code: 'T0白附片', rx: 'R1' }, { code: 'T0半夏1', rx: 'R2' }) },
  'T17': { keys: ['ratio:x'], params: { ratio_max: 0.5 }, hit: aggregate('ratio:x', 501, 1000), miss: aggregate('ratio:x', 500, 1000) },
  'T18': { keys: ['stock:x'], hit: aggregate('stock:x', 1_060_000, 1_000_000), miss: aggregate('stock:x', 1_000_000, 1_000_000) },
  'T19': { partners: ['00一线*'], hit: one(), miss: lines({}, { code: '00一线1', at: '2025-03-01' }) },
} // prettier-ignore

const SEX: Words = { params: { gend: 2 }, hit: one(), miss: one({ person: { gend: 2 } }) }
const CHILD: Words = { params: { max_age_m: 167 }, hit: born('2011-03-01'), miss: born('2011-03-03') }
const NEONATE: Words = { hit: born('2025-02-01'), miss: born('2025-02-02') }
const TIER: Words = { params: { min_tier: 2 }, hit: one({ visit: { tier: 1 } }), miss: one() }
const MODE: Words = { params: { modes: 'IPT|EMERG' }, hit: one({ visit: { mode: 'OPT' } }), miss: one() }
const DEPT: Words = { params: { depts: '重症医学科' }, hit: one(), miss: one({ line: { dept: '重症医学科' } }) }
const INJURY: Words = { hit: one(), miss: one({ line: { inscp: '0', amt: '100' } }) }
const MATERNITY: Words = { hit: one(), miss: one({ visit: { medType: '52' } }) }
const stay = (adm: string, dsc: string, over: Partial<Encounter> = {}): Partial<Encounter> => ({ adm: day(adm), dsc: day(dsc), ...over }) // prettier-ignore
const many = (count: number, mode: Encounter['mode']): ClaimWords => visits(...Array.from({ length: count }, (_, i) => stay(`2025-03-${String(i + 1).padStart(2, '0')}`, `2025-03-${String(i + 1).padStart(2, '0')}`, { mode }))) // prettier-ignore

/** Kinds whose sample is their own. */
const BY_KIND: Readonly<Partial<Record<RuleKind['id'], Words>>> = {
  R1: INJURY,
  R2: MATERNITY,
  R6: NEONATE,
  R7: { params: { min_age_m: 36, max_age_m: 155 }, hit: born('2022-03-03'), miss: born('2022-03-02') },
  R11: { params: { diseases: 'M03900', drug_list: 'XC0' }, keys: ['X*'], hit: one({ visit: { diseaseNo: 'M03900' }, line: { code: 'XL01XA01' } }), miss: one({ visit: { diseaseNo: 'M03900' }, line: { code: 'XC08CA02' } }) },
  R12: TIER,
  R13: MODE,
  R16: INJURY,
  R17: MATERNITY,
  R18: NEONATE,
  R19: CHILD,
  R21: DEPT,
  R22: MODE,
  R24: TIER,
  R29: { params: { min_age_m: 192, max_age_m: 731 }, hit: born('2009-03-03'), miss: born('2009-03-02') },
  R32: NEONATE,
  R33: CHILD,
  R35: { keys: ['visit:IPT'], params: { check: 'reported-days' }, hit: visits({ reportedDays: 10 }), miss: visits({ reportedDays: 9 }) },
  R36: { params: { check: 'amount' }, hit: one({ line: { qty: 2, price: '50.03', amt: '100.00' } }), miss: one({ line: { qty: 2, price: '50.02', amt: '100.00' } }) },
  R37: { keys: ['dx:J18*'], partners: ['XJ01*', '0021*'], hit: one({ visit: { dx: ['J18.900'] } }), miss: { visits: [{ dx: ['J18.900'] }], lines: [line({ code: 'XJ01DD' })] } },
  R38: { keys: ['op:36.06*'], partners: ['C02支架*'], hit: one({ visit: { ops: ['36.0600'] } }), miss: { visits: [{ ops: ['36.0600'] }], lines: [line({ code: 'C02支架1' })] } },
  R39: { keys: ['op:03.7906'], params: { gend: 2 }, hit: visits({ ops: ['03.7906'] }), miss: { person: { gend: 2 }, visits: [{ ops: ['03.7906'] }] } },
  R40: { keys: ['dx:C16*'], params: { op_deny: '43.4105' }, hit: visits({ dx: ['C16.900'], ops: ['43.4105'] }), miss: visits({ dx: ['C16.900'], ops: ['43.5'] }) },
  R41: { hit: one({ line: { delayHours: 25 } }), miss: one({ line: { delayHours: 24 } }) },
  R42: { hit: lines({ at: '2025-03-11' }), miss: lines({ at: '2025-03-10 23:59:59' }) },
  R45: { params: { min_title: 4 }, hit: one(), miss: one({ line: { title: 4 } }) },
  R46: { keys: ['X*'], params: { max: 2 }, hit: lines({ code: 'X1', rx: 'R1' }, { code: 'X2', rx: 'R1' }, { code: 'X3', rx: 'R1' }), miss: lines({ code: 'X1', rx: 'R1' }, { code: 'X2', rx: 'R1' }, { code: 'X3', rx: 'R2' }) },
  R47: { hit: one({ visit: { internet: true } }), miss: one() },
  R49: { keys: ['visit:IPT'], partners: ['visit:IPT'], hit: visits(stay('2025-03-01', '2025-03-10'), stay('2025-03-17', '2025-03-20')), miss: visits(stay('2025-03-01', '2025-03-10'), stay('2025-03-18', '2025-03-20')) },
  R50: { keys: ['visit:OPT'], hit: many(16, 'OPT'), miss: many(15, 'OPT') },
  R51: { keys: ['visit:PHA'], hit: many(11, 'PHA'), miss: many(10, 'PHA') },
  R52: { keys: ['visit:IPT'], hit: many(4, 'IPT'), miss: many(3, 'IPT') },
  R53: { keys: ['visit:IPT'], params: { dx_allow: 'J18' }, hit: visits({ dx: ['J06.900'] }), miss: visits({ dx: ['J18.900'] }) },
  R54: { keys: ['dx:A54.003'], params: { gend: 2 }, hit: visits({ dx: ['A54.003'] }), miss: { person: { gend: 2 }, visits: [{ dx: ['A54.003'] }] } },
  R55: { keys: ['dx:A09.903'], params: { max_age_m: 11 }, hit: { person: { brdy: day('2024-03-01') }, visits: [{ dx: ['A09.903'] }] }, miss: { person: { brdy: day('2024-03-02') }, visits: [{ dx: ['A09.903'] }] } },
  R65: CHILD,
  R66: { params: { min_age_m: 216 }, hit: born('2007-03-03'), miss: born('2007-03-02') },
  R67: SEX,
  R72: { hit: born('1960-03-02'), miss: born('1960-03-03') },
  R73: { params: { pregnant: true }, hit: one({ person: { gend: 2, pregnant: true } }), miss: one({ person: { gend: 2, pregnant: false } }) },
  R76: { keys: ['T*'], params: { max: 2 }, hit: lines({ code: 'T1', rx: 'R1' }, { code: 'T2', rx: 'R1' }, { code: 'T3', rx: 'R1' }), miss: lines({ code: 'T1', rx: 'R1' }, { code: 'T2', rx: 'R1' }, { code: 'T2', rx: 'R1' }) },
  R80: CHILD,
  R81: SEX,
  R85: DEPT,
  R87: SEX,
  R89: { keys: ['visit:OPT', 'visit:PHA'], partners: ['visit:IPT'], hit: visits({}, stay('2025-03-02', '2025-03-02', { mode: 'OPT' })), miss: visits({}, stay('2025-03-10', '2025-03-10', { mode: 'OPT' })) },
  R90: { keys: ['visit:OPT'], hit: { person: { dieDate: day('2025-02-27') }, visits: [{ mode: 'OPT' }] }, miss: { person: { dieDate: day('2025-02-28') }, visits: [{ mode: 'OPT' }] } },
  R91: { keys: ['visit:PHA'], hit: visits({ mode: 'PHA', instDesignated: false }), miss: visits({ mode: 'PHA' }) },
  R94: { params: { check: 'unbacked' }, hit: one({ line: { executed: false } }), miss: one() },
  R95: { params: { hosp_types: '专科医院' }, hit: one(), miss: one({ visit: { hospType: '专科医院' } }) },
  R98: { keys: ['visit:*'], params: { max: 1 }, hit: visits({}, { cert: 'C2' }), miss: visits({}, {}) },
  R99: { params: { gend: 2, max_age_m: 600 }, hit: one({ person: { gend: 2, brdy: day('1970-01-01') } }), miss: one({ person: { gend: 2, brdy: day('1990-01-01') } }) },
  R100: { keys: ['visit:IPT'], params: { max_days: 8, min_days: 1 }, hit: visits({}), miss: visits(stay('2025-03-02', '2025-03-10')) },
  R101: { keys: ['visit:IPT'], partners: ['visit:IPT'], hit: visits(stay('2025-03-01', '2025-03-10'), stay('2025-03-10', '2025-03-20')), miss: visits(stay('2025-03-01', '2025-03-10'), stay('2025-03-11', '2025-03-20')) },
  R102: { partners: ['visit:OPT', 'visit:IPT'], hit: { visits: [{ mode: 'PHA' }], lines: [line()] }, miss: { visits: [{ mode: 'PHA' }, stay('2025-02-01', '2025-02-01', { mode: 'OPT' })], lines: [line()] } },
} // prettier-ignore

export const KIND_SAMPLES: readonly KindSample[] = RULE_KINDS.map((kind) => {
  const words = BY_KIND[kind.id] ?? BY_SHAPE[kind.shape]
  if (!words) throw new Error(`no sample for ${kind.id}`)
  const { hit, miss, keys = [CODE], partners = [], params = {} } = words
  return { kind, hit, miss, point: pointOf({ kind: kind.id, keys, partners, params: ownParams(params, kind) }) }
})

/** A point says only what the kind does not say already. */
function ownParams(params: Params, kind: RuleKind): Params {
  return Object.fromEntries(
    Object.entries(params).filter(([name, value]) => kind.defaults[name as keyof Params] !== value),
  )
}
