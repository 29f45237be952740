import type { FINDING_STATUSES, SUBJECT_TYPES } from '@yijian/contract'
import type { Level } from '@yijian/kernel'
import type { ColumnType, Generated, Selectable } from 'kysely'

type Json<T> = ColumnType<T, unknown, unknown>
export type ParameterValue = string | number | boolean
export type SubjectType = (typeof SUBJECT_TYPES)[number]
export type FindingStatus = (typeof FINDING_STATUSES)[number]

/** `numeric` comes back as exact decimal text. */
type Money = string

export type FindingTable = {
  finding_id: string
  model_id: string
  model_version: string
  run_id: string
  current: boolean
  subject_type: SubjectType
  subject_id: string
  subtype: string | null
  psn_no: string | null
  fixmedins_code: string | null
  fixmedins_name: string | null
  admdvs: string | null
  tier: string | null
  period_from: string
  period_to: string
  score: number
  level: Level
  amt_total: Money
  amt_fund: Money
  amt_method: string | null
  excluded_by: string | null
  explain: string
  against: string | null
  snapshot: string
  as_of: string
  missing_share: number | null
  parameters: Json<Record<string, ParameterValue>>
  facts: Json<Record<string, unknown>>
  peer: Json<StoredPeer | null>
  passed: string[]
  tags: string[]
  member_ids: string[]
  mdtrt_ids: string[]
  setl_ids: string[]
  related_psn_nos: string[]
  status: Generated<FindingStatus>
}

export interface StoredPeer {
  readonly label: string
  readonly n: number
  readonly value: number
  readonly median: number
  readonly quantiles: readonly number[]
}

export type FindingVisitTable = {
  finding_id: string
  mdtrt_id: string
  setl_ids: string[]
  kind: 'stay' | 'outpatient' | 'pharmacy' | 'other'
  psn_no: string
  fixmedins_code: string
  fixmedins_name: string
  tier: string | null
  begin_at: string
  end_at: string
  los: number | null
  main_code: string | null
  main_name: string | null
  dept: string | null
  cost: Money | null
  fund: Money | null
  amt_fund: Money | null
  marks: string[]
  amt_once: Money | null
}

export interface StoredRuleRun {
  readonly release_hash: string
  readonly release_title: string
  readonly hits: number
  readonly held_back: number
  readonly held_back_fund: string
  readonly persons: number
  readonly visits: number
  readonly lines: number
  readonly carried: { readonly run_id: string; readonly hits: number; readonly rescanned_persons: number } | null
}

export type SupervisionTables = {
  model_run: {
    run_id: string
    seq: number
    snapshot: string
    as_of: string
    at: Date
    run_by: string
    duration_ms: number
    kind: Generated<'models' | 'rules'>
    rules: Json<StoredRuleRun | null>
  }
  model_run_model: {
    run_id: string
    model_id: string
    name: string
    version: string
    state: 'succeeded' | 'failed' | 'cancelled'
    error: string | null
    findings: number
    excluded: number
    cannot_tell: Json<{ reason: string; n: number }[]>
    amount_fund: Money
    duration_ms: number
    rows_read: number
    held_back: Generated<number>
    parameters: Json<Record<string, ParameterValue>>
  }
  model_current: { model_id: string; run_id: string; seq: number }
  model_parameters: {
    model_id: string
    version: number
    parameters: Json<Record<string, ParameterValue>>
    reason: string
    made_by: string
    made_at: Date
  }
  institution: {
    fixmedins_code: string
    fixmedins_name: string
    hosp_lv: string | null
    tier: string | null
    admdvs: string | null
  }
  finding: FindingTable
  finding_visit: FindingVisitTable
  finding_detail: {
    finding_id: string
    name: string
    rows: Json<Record<string, unknown>[]>
    truncated: boolean
  }
  finding_label: {
    label_id: Generated<number>
    finding_id: string
    at: Date
    by_name: string
    status: FindingStatus
    note: string
  }
}

export type FindingRecord = Selectable<FindingTable>
export type FindingVisitRecord = Selectable<FindingVisitTable>
export type RunRecord = Selectable<SupervisionTables['model_run']>
export type RunModelRecord = Selectable<SupervisionTables['model_run_model']>
