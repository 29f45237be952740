import type { PointStatus } from '@yijian/contract'
import type { KnowledgePoint } from '@yijian/rules'
import type { ColumnType, Generated } from 'kysely'
import type { LifecycleTables } from './lifecycle-schema.ts'

type Json<T> = ColumnType<T, unknown, unknown>

export interface ExpertOpinion {
  readonly name: string
  readonly field: 'clinical' | 'coding' | 'pricing'
  readonly opinion: string
}

export type RulesTables = LifecycleTables & {
  knowledge_point: {
    kp_id: string
    version: number
    kind: string
    content: Json<KnowledgePoint>
    recorded_at: Date
    maker: string
    maker_name: string
  }
  knowledge_point_event: {
    event_id: Generated<number>
    kp_id: string
    version: number
    at: Date
    by_account: string
    by_name: string
    from_status: PointStatus | null
    to_status: PointStatus
    opinion: string
    experts: Json<readonly ExpertOpinion[]>
  }
  knowledge_point_status: {
    kp_id: string
    version: number
    status: PointStatus
    until: string | null
    retracted_at: Date | null
  }
  rule_release: {
    seq: Generated<number>
    release_id: string
    hash: string
    title: string
    note: string
    content: string
    rules: number
    points: number
    failed: number
    made_by: string
    made_by_name: string
    made_at: Date
  }
  rule_activation: {
    seq: Generated<number>
    release_id: string
    state: 'active' | 'trial'
    at: Date
    by_name: string
    reason: string
  }
  rule_call: {
    call_id: number
    at: Date
    infno: string
    task_id: string | null
    fixmedins_code: string
    fixmedins_name: string
    admdvs: string | null
    psn_no: string | null
    mdtrt_id: string | null
    doctor: string | null
    lines: number
    release_id: string | null
    state: string | null
    took_us: number
    hits: number
    shown: number
    outcome: 'judged' | 'not-judged' | 'refused'
    reason: string | null
    claims: Json<unknown>
  }
  rule_judge: {
    judge_id: Generated<number>
    call_id: number
    jr_id: string
    at: Date
    stage: 'B' | 'D'
    kind: string
    kp_id: string
    severity: number
    fixmedins_code: string
    fixmedins_name: string
    admdvs: string | null
    doctor: string | null
    psn_no: string
    mdtrt_id: string
    task_id: string | null
    message: string
    basis: string
    amount: string
    lines: Json<unknown>
    shown: boolean
    release_id: string
  }
  rule_feedback: {
    feedback_id: Generated<number>
    at: Date
    jr_id: string
    fixmedins_code: string
    warn_type: string | null
    dspo_way: '1' | '2'
    reason: string
    opter: string | null
  }
  rule_minute: {
    minute: Date
    fixmedins_code: string
    fixmedins_name: string
    admdvs: string | null
    calls: number
    lines: number
    refused: number
    not_judged: number
    with_hits: number
    hits: number
    /** Calls by bucket of latency. */
    latency: Json<Record<string, number>>
  }
}
