import * as c from './condition.ts'
import type { Condition } from './condition.ts'
import type { Source } from './fields.ts'
import type { ParamName } from './params.ts'
import { attributeBroken, CHECK_CONDITIONS, PAYABLE } from './template-conditions.ts'
import type { Plan } from './plan.ts'

/** The twenty evaluation templates (评估模板), by their Chinese label. */
export const TEMPLATES = {
  T1: '属性限定',
  T2: '需诊断支持',
  T3: '禁忌',
  T4: '频次/数量',
  T5: '疗程',
  T6: '同时收费互斥',
  T7: '配套要求',
  T8: '单价',
  T9: '折价',
  T10: '报销总额',
  T11: '不予支付',
  T12: '饮片组方',
  T13: '同类重复',
  T14: '相互作用/配伍',
  T15: '完整性',
  T16: '频次行为',
  T17: '占比',
  T18: '进销存',
  T19: '二线',
  T20: '时间不符',
} as const
export type TemplateId = keyof typeof TEMPLATES

/** One form of a template: the unit both readings are made for. History is scanned once per shape, whatever the number of points. */
export interface Shape {
  readonly template: TemplateId
  readonly plan: Plan
  /** What the keys of a point may name. */
  readonly sources: readonly Source[]
  readonly needs: readonly ParamName[]
  readonly takes: readonly ParamName[]
  /** Whether a point names partner codes. */
  readonly partners: 'none' | 'some' | 'optional'
  /** Points evaluated together: each alone, those of one `group`, or all of the rule. */
  readonly unit: 'point' | 'group' | 'rule'
}

const LINE: readonly Source[] = ['line']
const ANY_ROW: readonly Source[] = ['line', 'visit', 'dx', 'op']
const ATTRIBUTES: readonly ParamName[] = [
  'min_age_m', 'max_age_m', 'min_age_d', 'max_age_d', 'max_gest_weeks', 'gend', 'insutypes', 'maternity_visit_ok', 'min_tier',
  'modes', 'depts', 'hosp_types', 'min_title', 'deny_internet', 'diseases', 'drug_list',
] // prettier-ignore

const each = (where: Condition, rest: Partial<Plan> = {}) =>
  ({ form: 'each', where, window: 'encounter', amount: 'A1', ...rest }) as Plan
const pair = (relation: string, rest: Partial<Plan> = {}) =>
  ({ form: 'pair', where: c.ALWAYS, relation, wanted: 'present', window: 'day', amount: 'A1', ...rest }) as Plan
const limit = (value: string, rest: Partial<Plan> = {}) =>
  ({ form: 'limit', where: c.ALWAYS, value, max: c.param('max'), byGeneric: false, amount: 'A2', parts: false, ...rest }) as Plan // prettier-ignore
const shape = (template: TemplateId, plan: Plan, rest: Partial<Shape> = {}): Shape => ({
  template,
  plan,
  sources: LINE,
  needs: [],
  takes: [],
  partners: 'none',
  unit: 'point',
  ...rest,
})

const DIAGNOSED = c.not({ is: 'meets', bag: 'dx', set: 'dx_allow', days: 'dx_days' })
const DENIED = c.any(
  c.all(c.given('dx_deny'), { is: 'meets', bag: 'dx', set: 'dx_deny' }),
  c.all(c.given('op_deny'), { is: 'meets', bag: 'op', set: 'op_deny' }),
  c.all(c.given('pregnant'), c.compare(c.field('pregnant'), '=', c.constant(1))),
  c.all(c.given('lactating'), c.compare(c.field('lactating'), '=', c.constant(1))),
  c.all(c.given('elderly_from'), c.compare(c.field('ageMonths'), '>=', c.times(c.param('elderly_from'), c.constant(12)))), // prettier-ignore
)
const NOT_EXEMPT = c.not(c.all(c.given('dx_exempt'), { is: 'meets', bag: 'dx', set: 'dx_exempt' }))
const INSIDE_TIER = c.not(c.all(c.given('tier'), c.compare(c.field('tier'), '<>', c.param('tier'))))
/** Only in these ways of being treated, when the point names some. */
const IN_MODES = c.not(c.all(c.given('modes'), c.not(c.member('mode', 'modes'))))
const DEAR = c.compare(c.field('price'), '>', c.param('price_max'))

export const SHAPES = {
  'T1': shape('T1', each(c.all(PAYABLE, attributeBroken)), { sources: ANY_ROW, takes: ATTRIBUTES }),
  'T2': shape('T2', each(c.all(PAYABLE, DIAGNOSED)), { sources: ['line', 'visit', 'dx', 'op'], needs: ['dx_allow'], takes: ['dx_days'] }),
  /** With other evidence of the encounter that stands in for the diagnosis. */
  'T2.evidence': shape('T2', pair('nearby', { where: c.all(PAYABLE, DIAGNOSED), wanted: 'absent', window: 'encounter' }), { needs: ['dx_allow'], takes: ['dx_days', 'window_days'], partners: 'some' }),
  'T3': shape('T3', each(DENIED), { sources: ANY_ROW, takes: ['dx_deny', 'op_deny', 'pregnant', 'lactating', 'elderly_from'] }),
  'T4': shape('T4', limit('qty'), { needs: ['max', 'per'], takes: ['scope'] }),
  'T4.dose': shape('T4', limit('dose', { byGeneric: true }), { needs: ['max', 'per'], takes: ['scope'] }),
  'T4.days': shape('T4', limit('days', { byGeneric: true, max: c.times(c.param('max_days'), c.constant(10_000)), where: IN_MODES }), { needs: ['max_days', 'per'], takes: ['modes', 'scope'] }),
  'T4.kinds': shape('T4', limit('kinds', { where: IN_MODES }), { needs: ['max', 'per'], takes: ['modes', 'scope'] }),
  'T4.rolling': shape('T4', { form: 'rolling', where: c.ALWAYS, amount: 'A1' }, { needs: ['max', 'window_days'], takes: ['scope'] }),
  /** Against the days of the stay. */
  'T4.stay': shape('T4', limit('qty', { where: c.all(c.not(c.absent('dsc')), c.compare(c.field('dsc'), '>=', c.field('adm'))), max: c.times(c.plus(c.minus(c.field('dsc'), c.field('adm')), c.param('grace_days')), c.constant(10_000)) }), { needs: ['grace_days'] }),
  'T5': shape('T5', { form: 'course', where: c.ALWAYS }, { needs: ['max_days'], takes: ['gap_days', 'per_stay'] }),
  'T6': shape('T6', pair('window', { window: 'point' }), { needs: ['per'], takes: ['scope', 'hours', 'symmetric'], partners: 'some' }),
  /** Parts of a bundle charged one by one. */
  'T6.parts': shape('T6', limit('inscp', { max: c.param('bundle_price'), amount: 'shared', parts: true }), { needs: ['bundle_price', 'per', 'min_parts'], takes: ['scope'] }),
  'T7': shape('T7', pair('nearby', { wanted: 'absent', window: 'encounter' }), { sources: ANY_ROW, takes: ['window_days'], partners: 'some' }),
  'T8': shape('T8', each(c.all(INSIDE_TIER, DEAR), { amount: 'A4', actual: c.field('price'), limit: c.param('price_max') }), { needs: ['price_max'], takes: ['tier'] }),
  'T8.cash': shape('T8', each(c.compare(c.field('price'), '>', c.field('cashPrice')), { amount: 'cash', actual: c.field('price'), limit: c.field('cashPrice') })),
  'T9': shape('T9', { form: 'rank', where: c.ALWAYS }, { needs: ['ratio', 'group'], unit: 'group' }),
  'T10': shape('T10', limit('inscp', { max: c.param('cap'), amount: 'excess' }), { needs: ['cap', 'per'], takes: ['scope'] }),
  'T11': shape('T11', each(PAYABLE)),
  'T12.any': shape('T12', each(PAYABLE)),
  'T12.only': shape('T12', { form: 'whole', where: PAYABLE }, { unit: 'rule' }),
  'T13': shape('T13', pair('class', {}), { takes: ['min_overlap', 'group'], unit: 'group' }),
  'T14': shape('T14', pair('active', { amount: 'none' }), { partners: 'some' }),
  'T14.rx': shape('T14', pair('window', { window: 'point', amount: 'none' }), { needs: ['per'], partners: 'some' }),
  'T15': shape('T15', each(CHECK_CONDITIONS, { amount: 'none' }), { sources: ['line', 'visit'], needs: ['check'] }),
  /** The same checks where the money of the rows is at stake. */
  'T15.paid': shape('T15', each(CHECK_CONDITIONS), { sources: ['line', 'visit'], needs: ['check'] }),
  'T16': shape('T16', { form: 'rolling', where: c.all(NOT_EXEMPT, c.not(c.all(c.given('tier'), c.compare(c.field('tier'), '>', c.param('tier'))))), amount: 'A1' }, { sources: ['visit'], needs: ['max', 'window_days'], takes: ['scope', 'dx_exempt', 'tier'] }),
  'T16.readmission': shape('T16', pair('readmission', { where: NOT_EXEMPT }), { sources: ['visit'], needs: ['gap_days'], takes: ['dx_exempt'], partners: 'some' }),
  'T16.certs': shape('T16', limit('certs', { amount: 'none' }), { sources: ['visit'], needs: ['max', 'per'], takes: ['scope'] }),
  'T16.length': shape('T16', each(c.any(c.all(c.given('max_days'), c.compare(c.minus(c.field('dsc'), c.field('adm')), '>', c.param('max_days'))), c.all(c.given('min_days'), c.compare(c.minus(c.field('dsc'), c.field('adm')), '<', c.param('min_days')))), { amount: 'none', actual: c.minus(c.field('dsc'), c.field('adm')) }), { sources: ['visit'], takes: ['max_days', 'min_days'] }),
  'T17': shape('T17', each(c.any(c.all(c.given('ratio_max'), { is: 'share', num: 'num', den: 'den', by: '>', ppm: 'ratio_max' }), c.all(c.given('ratio_min'), { is: 'share', num: 'num', den: 'den', by: '<', ppm: 'ratio_min' })), { amount: 'ratio', window: 'row' }), { sources: ['aggregate'], takes: ['ratio_max', 'ratio_min'] }),
  'T18': shape('T18', each({ is: 'share', num: 'num', den: 'den', by: '>', ppm: 'ratio_max' }, { amount: 'stock', window: 'row' }), { sources: ['aggregate'], needs: ['ratio_max'] }),
  'T19': shape('T19', pair('before', { where: c.all(PAYABLE, NOT_EXEMPT), wanted: 'absent', window: 'encounter' }), { needs: ['window_days'], takes: ['dx_exempt'], partners: 'some' }),
  'T20': shape('T20', each(CHECK_CONDITIONS), { sources: ['line', 'visit'], needs: ['check'], takes: ['max_delay_hours', 'ratio_max', 'allow_dsc_day', 'pre_adm_hours', 'grace_days'] }),
  'T20.inside': shape('T20', pair('inside', {}), { sources: ['visit'], needs: ['grace_days'], partners: 'some' }),
} as const satisfies Readonly<Record<string, Shape>> // prettier-ignore
export type ShapeId = keyof typeof SHAPES
