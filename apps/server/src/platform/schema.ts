import type { ColumnType, Generated } from 'kysely'

type Json<T> = ColumnType<T, unknown, unknown>

export type AuditTables = {
  audit_entry: {
    seq: number
    at: Date
    actor: string
    action: string
    subject: string
    details: Json<Record<string, unknown>>
    prev: string
    hash: string
  }
  audit_head: { one: Generated<boolean>; seq: number; hash: string }
}

export type JobTable = {
  job_id: string
  kind:
    | 'import'
    | 'prepare'
    | 'model-run'
    | 'recompute'
    | 'export'
    | 'self-check'
    | 'rule-backtest'
    | 'rule-conflicts'
    | 'rule-run'
    | 'rule-replay'
    | 'rule-history'
    | 'drg'
    | 'drg-simulation'
  lane: string
  title: string
  payload: Json<unknown>
  state: Generated<'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'>
  progress: number | null
  step: string | null
  rows: number | null
  rows_per_second: number | null
  seconds_left: number | null
  created_by: string
  created_by_name: string
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
  heartbeat_at: Date | null
  instance: string | null
  attempts: Generated<number>
  cancel_requested: Generated<boolean>
  error: string | null
  result: Json<Record<string, unknown> | null>
}

export type PlatformTables = AuditTables & {
  job: JobTable
  region: { admdvs: string; name: string }
}
