import { AppError, type Day } from '@yijian/kernel'
import type { KnowledgePoint } from '../knowledge.ts'
import type { ParamName, ParamValue } from '../params.ts'
import { draftPoint, type ProposedPoint } from './read-library.ts'

/** What an expert decided about a proposal, parameter by parameter. */
export interface Confirmation {
  readonly by: string
  /** ISO moment. */
  readonly at: string
  /** Proposals taken as they are. */
  readonly accepted: readonly ParamName[]
  /** Values the expert set instead, or in addition; null: not to be limited. */
  readonly changed?: Readonly<Partial<Record<ParamName, ParamValue | null>>>
  /** Partner codes; left out: those proposed are accepted. Required when any were only proposed. */
  readonly partners?: readonly string[]
  readonly effBegin?: Day
  readonly effEnd?: Day
  readonly area?: string
}

/** 临床专家校准记录: what was proposed and what was decided. */
export interface CalibrationRecord {
  readonly kpId: string
  readonly by: string
  readonly at: string
  readonly changes: readonly { readonly param: ParamName; readonly from: ParamValue | null; readonly to: ParamValue | null }[] // prettier-ignore
}

export interface Confirmed {
  readonly point: KnowledgePoint
  readonly record: CalibrationRecord
}

/** The knowledge point in force. Throws `invalid` when a proposed value was neither accepted nor changed: nothing is applied unseen. */
export function confirmPoint(proposed: ProposedPoint, confirmation: Confirmation): Confirmed {
  const { by, at, accepted, changed = {} } = confirmation
  const proposals = new Map(proposed.proposals.map(({ param, value }) => [param, value]))
  const seen = new Set<string>([...accepted, ...Object.keys(changed)])
  const unseen = proposed.proposals.filter(({ param }) => !seen.has(param))
  if (unseen.length > 0) throw invalid(`参数尚未确认：${unseen.map(({ param }) => param).join('、')}`)
  const unknown = accepted.filter((param) => !proposals.has(param))
  if (unknown.length > 0) throw invalid(`没有这样的建议值：${unknown.join('、')}`)
  if (proposed.partnerProposals.length > 0 && !confirmation.partners) throw invalid('配套（一线）目录尚未确认')
  const entries = new Map<ParamName, ParamValue>(proposals)
  const changes: CalibrationRecord['changes'][number][] = []
  for (const [name, to] of Object.entries(changed) as [ParamName, ParamValue | null][]) {
    changes.push({ param: name, from: proposals.get(name) ?? null, to })
    if (to === null) entries.delete(name)
    else entries.set(name, to)
  }
  const point: KnowledgePoint = {
    ...draftPoint(proposed),
    params: Object.fromEntries(entries),
    partners: confirmation.partners ?? proposed.partners,
    area: confirmation.area ?? null,
    effBegin: confirmation.effBegin ?? proposed.effBegin,
    effEnd: confirmation.effEnd ?? null,
    recordedAt: at,
  }
  return { point, record: { kpId: proposed.kpId, by, at, changes } }
}

function invalid(message: string): AppError {
  return new AppError('invalid', 'rules.confirm', message)
}
