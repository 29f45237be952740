import {
  calculateWeights,
  caseMix,
  complicationRates,
  efficiencyIndexes,
  filterCases,
  groupingQuality,
  groupRates,
  type CaseStatus,
  type EfficiencyIndex,
  type GroupingQuality,
  type GroupRates,
  type Ratio,
  type UsableCase,
  type WeightCase,
  type Weights,
} from '@yijian/drg'
import type { GroupedStay } from './grouped-stay.ts'
import { weightParameters, type WeightSettings } from './weight-settings.ts'

/** Which cases are paid outside the groups. */
export interface OutsideGroups {
  readonly bed_day: { readonly med_types: readonly string[]; readonly clr_ways: readonly string[] }
  readonly paid_apart: { readonly med_types: readonly string[]; readonly clr_ways: readonly string[] }
}

export interface HospitalMix {
  readonly hospital: string
  readonly n: number
  readonly totalWeight: Ratio
  readonly cmi: Ratio
  readonly costIndex: number
  readonly timeIndex: number
  readonly ccRate: number | null
  readonly mccRate: number | null
}

export interface WeighedStays {
  readonly weights: Weights
  /** Before trimming and after. */
  readonly quality: readonly { readonly trimmed: boolean; readonly cost: GroupingQuality; readonly logCost: GroupingQuality; readonly los: GroupingQuality }[] // prettier-ignore
  readonly rates: GroupRates
  /** Ascending by hospital. CMI by the weights just calculated. */
  readonly hospitals: readonly HospitalMix[]
}

/** 权重测算 and 分组评价 of the stays that were not rejected. */
export function weighStays(
  stays: readonly GroupedStay[],
  settings: WeightSettings,
  reference: ReadonlyMap<string, Ratio>,
): WeighedStays {
  // prettier-ignore
  const cases = stays.filter(({ grouping }) => grouping.status !== '拒收').map((stay) => weightCase(stay, settings))
  const parameters = weightParameters(settings, reference)
  const weights = calculateWeights(cases, parameters)
  const { kept } = filterCases(cases, parameters.filter)
  const bounds = new Map(weights.groups.map((group) => [group.drg, group.bounds]))
  const trimmed = kept.filter(({ drg, cost }) => {
    const [low, high] = bounds.get(drg)!
    return Number(cost) >= low && Number(cost) <= high
  })
  return {
    weights,
    quality: [qualityOf(kept, false), qualityOf(trimmed, true)],
    rates: groupRates(cases),
    hospitals: hospitalMixes(kept, new Map(weights.groups.map(({ drg, weight }) => [drg, weight]))),
  }
}

/** How the case is paid: by the day, apart, or as it left the grouper. */
export function statusOf(
  { grouping, medType, clrWay }: GroupedStay,
  { bed_day, paid_apart }: OutsideGroups,
): CaseStatus {
  // prettier-ignore
  const among = ({ med_types, clr_ways }: OutsideGroups['bed_day']): boolean =>
    (medType !== undefined && med_types.includes(medType)) || (clrWay !== undefined && clr_ways.includes(clrWay))
  if (among(paid_apart)) return 'paid-apart'
  if (among(bed_day)) return 'bed-day'
  if (grouping.status === '歧义病组') return 'qy'
  return grouping.status === '分组成功' ? 'grouped' : 'ungrouped'
}

function weightCase(stay: GroupedStay, settings: WeightSettings): WeightCase {
  const { id, hospital, grouping, los, cost, parts, died } = stay
  const status = statusOf(stay, settings)
  const drg = status === 'grouped' ? grouping.drg : ''
  return { id, hospital, status, drg, los, cost, ...(parts ? { parts } : {}), ...(died === undefined ? {} : { died }) }
}

function qualityOf(cases: readonly UsableCase[], trimmed: boolean): WeighedStays['quality'][number] {
  const measured = (measure: 'cost' | 'log-cost' | 'los'): GroupingQuality => groupingQuality(cases, { measure })
  return { trimmed, cost: measured('cost'), logCost: measured('log-cost'), los: measured('los') }
}

function hospitalMixes(kept: readonly UsableCase[], weights: ReadonlyMap<string, Ratio>): HospitalMix[] {
  const indexes = new Map(efficiencyIndexes(kept, 'ratio-of-sums').map((one) => [one.hospital, one]))
  const rates = new Map(complicationRates(kept).map((one) => [one.hospital, one]))
  const byHospital = [...Map.groupBy(kept, (one) => one.hospital)].sort(([a], [b]) => (a < b ? -1 : 1))
  return byHospital.map(([hospital, members]) => {
    const { n, totalWeight, cmi } = caseMix(members, weights)
    const { cost, time }: EfficiencyIndex = indexes.get(hospital)!
    const complications = rates.get(hospital)
    return { hospital, n, totalWeight, cmi, costIndex: cost, timeIndex: time, ccRate: complications?.ccRate ?? null, mccRate: complications?.mccRate ?? null } // prettier-ignore
  })
}
