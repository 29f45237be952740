import type { Verdict } from '@yijian/contract'
import type { ColumnType, Generated } from 'kysely'

type Json<T> = ColumnType<T, unknown, unknown>

/** What the life of a knowledge point leaves behind, beside the point itself. */
export type LifecycleTables = {
  rule_conflict_check: {
    check_id: Generated<number>
    at: Date
    cause: string
    points: number
    took_ms: number
    errors: number
    warnings: number
    infos: number
  }
  rule_conflict: {
    conflict_id: string
    check_id: number
    place: number
    code: string
    level: 'error' | 'warning' | 'info'
    points: Json<readonly string[]>
    search: string
    key: string
    message: string
    witness: Json<unknown>
  }
  rule_backtest: {
    backtest_id: string
    kp_id: string
    version: number
    kind: string
    name: string
    live_version: number | null
    job_id: string
    from_day: string | null
    to_day: string | null
    institutions: readonly string[]
    made_by: string
    made_by_name: string
    made_at: Date
    finished_at: Date | null
    report: Json<unknown>
  }
  rule_backtest_label: {
    label_id: Generated<number>
    backtest_id: string
    jr_id: string
    verdict: Verdict
    note: string
    by_account: string
    by_name: string
    at: Date
  }
  rule_shadow: {
    hour: Date
    kp_id: string
    version: number
    fixmedins_code: string
    fixmedins_name: string
    admdvs: string | null
    calls: number
    lines: number
    hits: number
    amount: string
  }
  rule_trip: {
    trip_id: Generated<number>
    kp_id: string
    version: number
    cause: 'surge' | 'precision'
    at: Date
    evidence: Json<Readonly<Record<string, number | string>>>
    resumed_at: Date | null
    resumed_by: string | null
    resume_reason: string | null
    accepted_rate: number | null
  }
  rule_breaker_setting: {
    seq: Generated<number>
    at: Date
    by_name: string
    reason: string
    factor: number
    least_hits: number
    window_minutes: number
    least_reviews: number
    upper_bound: number
  }
  rule_review: {
    review_id: Generated<number>
    at: Date
    jr_id: string
    kp_id: string
    kind: string
    fixmedins_code: string
    fixmedins_name: string
    admdvs: string | null
    verdict: Verdict
    note: string
    by_account: string
    by_name: string
  }
  rule_finding_review: {
    review_id: Generated<number>
    at: Date
    finding_id: string
    kind: string
    kp_ids: string[]
    jr_ids: string[]
    fixmedins_code: string | null
    fixmedins_name: string | null
    admdvs: string | null
    verdict: 'right' | 'wrong' | 'withdrawn'
    by_account: string
    by_name: string
  }
  rule_settled: {
    build_id: Generated<number>
    slot: 0 | 1
    at: Date
    snapshot: string
    wanted: string
    release_title: string
    persons: number
    visits: number
    lines: number
    from_day: string | null
    until_day: string | null
    took_ms: number
  }
  rule_calibration: {
    record_id: Generated<number>
    at: Date
    day: string
    kp_id: string
    version: number
    kind: string
    name: string
    expert: string
    field: string
    before: string
    after: string
    evidence: string
    source: 'import' | 'revision' | 'meeting'
    by_account: string
    by_name: string
  }
  rule_import: {
    import_id: string
    at: Date
    by_account: string
    by_name: string
    file: string
    shape: 'official' | 'own'
    points: Json<unknown>
    superseded: Json<unknown>
    errors: Json<unknown>
  }
  rule_import_decision: {
    import_id: string
    kp_id: string
    at: Date
    by_name: string
    decision: 'confirmed' | 'skipped'
    note: string
  }
}
