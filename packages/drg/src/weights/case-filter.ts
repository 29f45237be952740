import type { Fen } from '@yijian/kernel'

/** 医疗 / 护理 / 医技 / 药耗 / 管理: the five parts of a cost that the structure adjustment weighs apart. */
export const COST_PARTS = ['medical', 'nursing', 'technology', 'supplies', 'management'] as const
export type CostPart = (typeof COST_PARTS)[number]

/** How the case left the grouper, and whether it is paid inside the groups at all. */
export type CaseStatus = 'grouped' | 'ungrouped' | 'qy' | 'bed-day' | 'paid-apart'

/** What weights and indexes need of one discharged case. `undefined` = not delivered, never zero. */
export interface WeightCase {
  readonly id: string
  readonly hospital: string
  readonly status: CaseStatus
  /** DRG code; empty when the case was not grouped. */
  readonly drg: string
  /** 实际住院天数. */
  readonly los: number | undefined
  /** Total medical cost. */
  readonly cost: Fen | undefined
  readonly parts?: Readonly<Record<CostPart, Fen>>
  readonly died?: boolean
}

/** A case that passed the filter: everything needed is known. */
export interface UsableCase extends WeightCase {
  readonly los: number
  readonly cost: Fen
}

export interface CaseFilter {
  /** A longer stay is left out (usual: 60). */
  readonly maxLos: number
  /** A shorter stay is left out (usual: 0; 庆阳 2025 leaves out ≤ 2, so 3). */
  readonly minLos: number
  /** A cheaper case is left out (usual: 5 yuan). More than zero, so that a logarithm exists. */
  readonly minCost: Fen
}

export const CASE_FILTER: CaseFilter = { maxLos: 60, minLos: 0, minCost: 500n as Fen }

/** Why a case is left out, in the order of the checks. */
export const DROP_REASONS = {
  duplicate: '病例号重复',
  ungrouped: '未入组',
  qy: '歧义组（QY）',
  'bed-day': '按床日付费',
  'paid-apart': '单独付费',
  'cost-unknown': '缺少总费用',
  'cost-low': '费用低于下限（含负数）',
  'los-unknown': '缺少住院天数',
  'los-long': '住院天数超过上限',
  'los-short': '住院天数低于下限（含负数）',
} as const
export type DropReason = keyof typeof DROP_REASONS

export interface FilteredCases {
  readonly kept: readonly UsableCase[]
  readonly dropped: Readonly<Record<DropReason, number>>
}

/** Cases that may shape weights. in = kept + Σ dropped, always. Of cases with one number the first counts. */
export function filterCases(cases: readonly WeightCase[], filter: CaseFilter): FilteredCases {
  const reasons = Object.keys(DROP_REASONS) as DropReason[]
  const dropped = Object.fromEntries(reasons.map((reason) => [reason, 0])) as Record<DropReason, number>
  const seen = new Set<string>()
  const kept: UsableCase[] = []
  for (const one of cases) {
    const reason = seen.has(one.id) ? 'duplicate' : dropReason(one, filter)
    seen.add(one.id)
    if (reason === null) kept.push(one as UsableCase)
    else dropped[reason]++
  }
  return { kept, dropped }
}

function dropReason(one: WeightCase, filter: CaseFilter): DropReason | null {
  if (one.status !== 'grouped') return one.status
  if (one.drg === '') return 'ungrouped'
  if (one.cost === undefined) return 'cost-unknown'
  if (one.cost < filter.minCost) return 'cost-low'
  if (one.los === undefined || Number.isNaN(one.los)) return 'los-unknown'
  if (one.los > filter.maxLos) return 'los-long'
  return one.los < filter.minLos ? 'los-short' : null
}
