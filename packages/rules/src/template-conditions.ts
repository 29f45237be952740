import * as c from './condition.ts'
import type { Condition } from './condition.ts'
import { CHECKS, type Check, type ParamName } from './params.ts'

/** The fund pays for the row: in-scope money, no signed self-pay consent, restricted payment not declined. Only lines carry money. */
export const PAYABLE: Condition = c.all(
  c.any(c.compare(c.field('src'), '<>', c.constant(0)), c.compare(c.field('inscp'), '>', c.constant(0))),
  c.compare(c.field('consent'), '<>', c.constant(1)),
  c.compare(c.field('approval'), '<>', c.constant(2)),
)

const limited = (of: ParamName, broken: Condition): Condition => c.all(c.given(of), broken)
const maternityVisit = c.all(c.given('maternity_visit_ok'), c.oneOf('medType', '51', '52', '5101', '5102', '5201', '5202')) // prettier-ignore

/** An attribute of the person, visit, institution or doctor that the point limits is not as it says. */
export const attributeBroken: Condition = c.any(
  limited('min_age_m', c.compare(c.field('ageMonths'), '<', c.param('min_age_m'))),
  limited('max_age_m', c.compare(c.field('ageMonths'), '>', c.param('max_age_m'))),
  limited('min_age_d', c.compare(c.field('ageDays'), '<', c.param('min_age_d'))),
  limited('max_age_d', c.compare(c.field('ageDays'), '>', c.param('max_age_d'))),
  limited('max_gest_weeks', c.compare(c.field('gestWeeks'), '>=', c.param('max_gest_weeks'))),
  limited('gend', c.compare(c.field('gend'), '<>', c.param('gend'))),
  limited('insutypes', c.all(c.not(c.member('insutype', 'insutypes')), c.not(maternityVisit))),
  limited('min_tier', c.compare(c.field('tier'), '<', c.param('min_tier'))),
  limited('modes', c.not(c.member('mode', 'modes'))),
  limited('depts', c.not(c.member('dept', 'depts'))),
  limited('hosp_types', c.not(c.member('hospType', 'hosp_types'))),
  limited('min_title', c.compare(c.field('title'), '<', c.param('min_title'))),
  limited('deny_internet', c.compare(c.field('internet'), '=', c.constant(1))),
  c.all(c.given('drug_list'), c.member('diseaseNo', 'diseases'), c.not(c.member('code', 'drug_list'))),
)

const gap = c.minus(c.times(c.field('price'), c.field('qty')), c.times(c.field('amt'), c.constant(10_000)))
const TOLERATED = 5 * 10_000

/** What each check of T15 and T20 finds wrong. */
const WRONG = {
  'receiving-institution': c.all(c.oneOf('dscgWay', '2', '3'), c.absent('receivingInst')),
  'birth-weight': c.all(c.compare(c.field('ageDays'), '<=', c.constant(28)), c.absent('birthWeight')),
  'reported-days': c.compare(c.field('reportedDays'), '<>', c.minus(c.field('dsc'), c.field('adm'))),
  'doctor': c.compare(c.field('hasDoctor'), '=', c.constant(0)),
  'amount': c.any(c.compare(gap, '>', c.constant(TOLERATED)), c.compare(gap, '<', c.constant(-TOLERATED))),
  'price': c.all(c.compare(c.field('price'), '=', c.constant(0)), c.compare(c.field('amt'), '>', c.constant(0))),
  'undesignated': c.compare(c.field('instDesignated'), '=', c.constant(0)),
  'unbacked': c.compare(c.field('executed'), '=', c.constant(0)),
  'delay': c.compare(c.field('delayHours'), '>', c.param('max_delay_hours')),
  'batch': c.compare(c.field('batchShare'), '>', c.param('ratio_max')),
  'outside-stay': c.any(
    c.compare(c.field('time'), '<', c.minus(c.times(c.field('adm'), c.constant(86_400)), c.times(c.param('pre_adm_hours'), c.constant(3_600)))), // prettier-ignore
    c.compare(c.field('day'), '>', c.field('dsc')),
    c.all(c.not(c.given('allow_dsc_day')), c.compare(c.field('day'), '=', c.field('dsc')), c.compare(c.field('dsc'), '>', c.field('adm'))), // prettier-ignore
  ),
  'after-death': c.compare(c.field('day'), '>', c.plus(c.field('dieDate'), c.param('grace_days'))),
} as const satisfies Readonly<Record<Check, Condition>> // prettier-ignore

export const CHECK_CONDITIONS: Condition = c.any(
  ...CHECKS.map((check, number) => c.all(c.compare(c.param('check'), '=', c.constant(number)), WRONG[check])),
)
