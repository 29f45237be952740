import { parse } from 'yaml'
import { checkPerformance, parseRatio, PERFORMANCE_MEASURES, type PerformanceMeasure } from '@yijian/drg'
import { AppError } from '@yijian/kernel'
import { z } from 'zod'
import { checked, DayText, RatioText, Text, YuanText } from './settings-text.ts'
import { YearEnd } from './year-end-settings.ts'

const Fund = z.enum(['employee', 'resident'])
const Level = Text.default('')
const Named = z.strictObject({ med_types: z.array(Text).default([]), clr_ways: z.array(Text).default([]) })

const Rates = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('fixed'),
    rates: z.array(z.strictObject({ fund: Fund, level: Level, rate: YuanText })).min(1),
  }),
  z.strictObject({
    method: z.literal('budget'),
    budgets: z.array(z.strictObject({ fund: Fund, level: Level, budget: YuanText, other_parts: YuanText, expected_weight: RatioText })).min(1), // prettier-ignore
  }),
])

const Tiers = z
  .array(z.strictObject({ up_to: RatioText.nullable(), multiple: RatioText }))
  .refine((tiers) => tiers.at(-1)?.up_to === null && ascending(tiers.slice(0, -1).map(({ up_to }) => up_to)), { error: '分档应递增，最后一档 up_to 为 null' }) // prettier-ignore

const High = z.strictObject({
  multiples: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('weight'), tiers: Tiers }),
    z.strictObject({ by: z.literal('level'), levels: z.record(z.string(), RatioText) }),
  ]),
  mode: z.enum(['pay', 'review']),
  share: RatioText,
  limit: RatioText.nullable().default(null),
})

const Unweighted = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('discount'), discount: RatioText }),
  z.strictObject({ method: z.literal('similar'), discount: RatioText }),
  z.strictObject({ method: z.literal('review') }),
])

const Bands = z
  .array(z.strictObject({ up_to: z.int().positive().nullable(), rate: YuanText }))
  .refine((bands) => bands.at(-1)?.up_to === null && ascending(bands.slice(0, -1).map(({ up_to }) => up_to)), { error: '床日分段应递增，最后一段 up_to 为 null' }) // prettier-ignore

const BedDay = Named.extend({
  /** A longer stay is paid by the day as 长期住院; null: never. */
  longer_than: z.int().positive().nullable().default(null),
  method: z.enum(['marginal', 'whole']).default('marginal'),
  /** Beginnings of main diagnoses paid as 精神; other bed-day cases are paid as 康复. */
  psychiatric_main: z.array(Text).default(['F']),
  rates: z.array(z.strictObject({ category: z.enum(['psychiatric', 'rehabilitation', 'long-stay']), level: Level, bands: Bands })), // prettier-ignore
})

const Technology = z
  .strictObject({
    code: Text,
    name: z.string(),
    operations: z.array(Text).default([]),
    items: z.array(Text).default([]),
    from: DayText,
    to: DayText,
    pay: z.discriminatedUnion('method', [
      z.strictObject({ method: z.literal('case-actual') }),
      z.strictObject({ method: z.literal('item-actual'), share: RatioText }),
      z.strictObject({ method: z.literal('extra-weight'), weight: RatioText }),
    ]),
  })
  .refine(({ operations, items }) => operations.length + items.length > 0, { error: '新技术应给出手术编码或项目编码' })
  .refine(({ pay, items }) => pay.method !== 'item-actual' || items.length > 0, { error: '按项目支付的新技术应给出项目编码' }) // prettier-ignore

const Tcm = z.strictObject({
  code: Text,
  name: z.string(),
  main: z.array(Text).min(1),
  /** Only these hospitals; empty: all. */
  hospitals: z.array(Text).default([]),
  pay: z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('coefficient'), coefficient: RatioText }),
    z.strictObject({ method: z.literal('same-price'), drg: Text }),
  ]),
})

const Decision = z.discriminatedUnion('effect', [
  z.strictObject({ effect: z.literal('weight'), weight: RatioText }),
  z.strictObject({ effect: z.literal('actual'), share: RatioText }),
  z.strictObject({ effect: z.literal('standard') }),
])

const SpecialCase = z.strictObject({
  limit: RatioText.default(parseRatio('0.05')),
  within_days: z.int().positive().default(60),
  long_stay_days: z.int().positive().default(60),
  high_cost_multiple: RatioText.default(parseRatio('2')),
  icu_hours: z.int().positive().default(72),
  panel_size: z.int().min(2).default(2),
  majority: z.int().min(2).default(2),
})

const Measure = z.enum(Object.keys(PERFORMANCE_MEASURES) as [PerformanceMeasure, ...PerformanceMeasure[]])
/** 绩效评价: what hospitals are scored on; the scores enter the year end where it has tiers for them. */
const Performance = z.strictObject({
  title: z.string(),
  basis: z.string().default(''),
  /** Hospitals with fewer cases are not scored. */
  fewest: z.int().min(1).default(30),
  indicators: z.array(z.strictObject({ measure: Measure, points: z.number(), full: z.number(), zero: z.number(), warn: z.number().nullable().default(null) })).min(1), // prettier-ignore
})

const Schema = z.strictObject({
  title: z.string(),
  basis: z.enum(['total-cost', 'fund']),
  funds: z.strictObject({ employee: z.array(Text).min(1), resident: z.array(Text).min(1) }),
  levels: z.record(z.string(), Text).default({}),
  rates: Rates,
  coefficients: z
    .strictObject({
      by_level: z.record(z.string(), RatioText).default({}),
      by_hospital: z.record(z.string(), RatioText).default({}),
    }) // prettier-ignore
    .default({ by_level: {}, by_hospital: {} }),
  same_price_groups: z.array(Text).default([]),
  low: RatioText.nullable(),
  high: High.nullable(),
  unweighted: Unweighted,
  bed_day: BedDay,
  paid_apart: Named.default({ med_types: [], clr_ways: [] }),
  technologies: z.array(Technology).default([]),
  tcm: z.array(Tcm).default([]),
  decisions: z.record(z.string(), Decision).default({}),
  below_zero: z.enum(['keep', 'zero']),
  prepay: z.strictObject({
    share: RatioText,
    /** Budget of one month by fund; null: no cap. */
    caps: z.strictObject({ employee: YuanText.nullable(), resident: YuanText.nullable() }).default({ employee: null, resident: null }), // prettier-ignore
  }),
  year_end: YearEnd.optional(),
  performance: Performance.nullable().default(null),
  /** 特病单议: limits of applications and the panel. */
  special_case: SpecialCase.default({ limit: parseRatio('0.05'), within_days: 60, long_stay_days: 60, high_cost_multiple: parseRatio('2'), icu_hours: 72, panel_size: 2, majority: 2 }), // prettier-ignore
  /** 结算清单: days after discharge by which a list is to be declared. */
  list_upload_days: z.int().positive().default(10),
})

/** 支付参数 of a city, as its YAML file says. */
export type PaymentSettings = z.infer<typeof Schema>

export function parsePaymentSettings(text: string, file: string): PaymentSettings {
  const settings = checked(Schema, yamlOf(text, file), file)
  if (settings.performance !== null) checkPerformance(settings.performance.indicators)
  return settings
}

function yamlOf(text: string, file: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    throw new AppError('invalid', 'drg.settings.yaml', `${file} 不是有效的 YAML：${reason}`)
  }
}

function ascending(bounds: readonly (bigint | number | null)[]): boolean {
  return bounds.every((bound, i) => bound !== null && (i === 0 || bound > bounds[i - 1]!))
}
