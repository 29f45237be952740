import {
  CASE_FILTER,
  COST_PARTS,
  ONE,
  parseRatio,
  type CaseFilter,
  type Ratio,
  type WeightParameters,
} from '@yijian/drg'
import { z } from 'zod'
import { checked, DayText, RatioText, Text, YuanText } from './settings-text.ts'

const Fewest = z.int().min(1).default(5)
const Trim = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('none') }),
  z.strictObject({ method: z.literal('iqr'), on: z.enum(['cost', 'log']).default('log'), factor: z.number().positive().default(1.5), fewest: Fewest }), // prettier-ignore
  z.strictObject({ method: z.literal('log-sd'), factor: z.number().positive().default(3), fewest: Fewest }),
  z.strictObject({ method: z.literal('percentile'), low: z.number().min(0).max(1), high: z.number().min(0).max(1), fewest: Fewest }), // prettier-ignore
  z.strictObject({ method: z.literal('multiple'), low: z.number().positive().default(0.3), high: z.number().positive().default(3), fewest: Fewest }), // prettier-ignore
])

const Structure = z.strictObject({ medical: RatioText, nursing: RatioText, technology: RatioText, supplies: RatioText, management: RatioText }) // prettier-ignore

const Schema = z.strictObject({
  /** Days of discharge, both included. */
  from: DayText.nullable().default(null),
  to: DayText.nullable().default(null),
  /** Cases paid by the day, cases paid apart: not in the weights. */
  bed_day: z.strictObject({ med_types: z.array(Text).default([]), clr_ways: z.array(Text).default([]) }).default({ med_types: ['2105'], clr_ways: ['50'] }), // prettier-ignore
  paid_apart: z.strictObject({ med_types: z.array(Text).default([]), clr_ways: z.array(Text).default([]) }).default({ med_types: ['2114'], clr_ways: [] }), // prettier-ignore
  filter: z
    .strictObject({ max_los: z.int().positive(), min_los: z.int().min(0), min_cost: YuanText })
    .partial()
    .default({}),
  trim: Trim.default({ method: 'iqr', on: 'log', factor: 1.5, fewest: 5 }),
  structure: Structure.nullable().default(null).refine((parts) => parts === null || COST_PARTS.reduce((sum, part) => sum + parts[part], 0n) === ONE, { error: '五项占比之和应为 1' }), // prettier-ignore
  small: z
    .strictObject({
      fewest: z.int().min(1).default(30),
      method: z.enum(['reference', 'shrink']).default('shrink'),
      k: z.int().min(0).default(30),
    })
    .default({ fewest: 30, method: 'shrink', k: 30 }),
  order: z.boolean().default(true),
  cap: RatioText.nullable().default(null),
  places: z.int().min(0).max(4).default(4),
  /** Whether the weights of the scheme are the reference of small groups and of the yearly cap. */
  reference: z.enum(['scheme', 'none']).default('scheme'),
})

export type WeightSettings = z.infer<typeof Schema>

/** Options of a weight calculation; what is not given has the default. */
export function parseWeightSettings(given: unknown, file: string): WeightSettings {
  return checked(Schema, given, file)
}

export function weightParameters(settings: WeightSettings, reference: ReadonlyMap<string, Ratio>): WeightParameters {
  const { filter, trim, structure, small, order, cap, places } = settings
  const own: CaseFilter = {
    maxLos: filter.max_los ?? CASE_FILTER.maxLos,
    minLos: filter.min_los ?? CASE_FILTER.minLos,
    minCost: filter.min_cost ?? CASE_FILTER.minCost,
  }
  return { filter: own, trim, structure, small, order, cap, places, reference: settings.reference === 'scheme' ? reference : new Map() } // prettier-ignore
}

/** Weights of a scheme (whole ten-thousandths) as exact ratios. */
export function weightRatios(units: ReadonlyMap<string, number>): Map<string, Ratio> {
  const unit = parseRatio('0.0001')
  return new Map([...units].map(([drg, n]) => [drg, (BigInt(n) * unit) as Ratio]))
}
