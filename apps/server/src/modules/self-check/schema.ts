import type { CheckStatus, Remedy, SelfHitGroup, SelfHitMark, UploadReading } from '@yijian/contract'
import type { ColumnType, Generated, Selectable, Transaction } from 'kysely'
import type { Db } from '../../platform/db/pool.ts'

type Json<T> = ColumnType<T, unknown, unknown>
/** `numeric` comes back as exact decimal text. */
type Money = string

export interface Scanned {
  readonly persons: number
  readonly visits: number
  readonly lines: number
}
export interface Untold {
  readonly kindId: string
  readonly name: string
  readonly n: number
}
export interface FailedRule {
  readonly id: string
  readonly name: string
  readonly reason: string
}
export interface Fact {
  readonly label: string
  readonly value: string
}
export type StoredReading = Omit<UploadReading, 'keepUntil' | 'removed'> & { readonly batch: string | null }

/** What a step of the institution has changed, as it was before. */
export interface StepBefore {
  readonly marks?: readonly { readonly jr_id: string; readonly mark: SelfHitMark; readonly mark_reason: string; readonly marked_by: string | null }[] // prettier-ignore
  readonly remedy?: { readonly kind: string; readonly row: RemedyRecord | null }
}

/** The figures that were sent, as the page showed them when it was confirmed. */
export interface SubmittedContent {
  readonly hits: number
  readonly marks: Record<SelfHitMark, number>
  readonly amount: string
  readonly confirmedAmount: string
  readonly refund: string
  readonly byKind: readonly SelfHitGroup[]
  readonly byDept: readonly SelfHitGroup[]
  readonly remedies: readonly Remedy[]
}

interface RemedyColumns {
  check_id: string
  kind: string
  cause: string
  measures: string
  dept: string
  due_on: string | null
  refund: Money | null
}
export type RemedyRecord = Omit<RemedyColumns, 'check_id'>

export type SelfCheckTables = {
  self_check: {
    check_id: string
    fixmedins_code: string
    fixmedins_name: string
    admdvs: string | null
    source: 'settled' | 'upload'
    period_from: string | null
    period_to: string | null
    file_names: Json<readonly string[]>
    release_id: string
    release_title: string
    /** The scan has ended and its hits are stored; until then its job says how it goes. */
    ready: Generated<boolean>
    job_id: string
    snapshot: string | null
    /** Every line once: of all hits, and of those marked 属实. */
    amount: Generated<Money>
    confirmed_amount: Generated<Money>
    scanned: Json<Scanned | null>
    reading: Json<StoredReading | null>
    cannot_tell: ColumnType<readonly Untold[], string | undefined, string>
    failed: ColumnType<readonly FailedRule[], string | undefined, string>
    status: Generated<CheckStatus>
    due_on: string | null
    created_by: string
    created_by_name: string
    created_at: Date
    keep_until: Date | null
    files_removed_at: Date | null
  }
  self_check_hit: {
    check_id: string
    jr_id: string
    kind: string
    kind_name: string
    kp_id: string
    point_name: string
    severity: 1 | 2 | 3
    psn_no: string
    mdtrt_id: string
    day: string | null
    dept: string
    amount: Money
    message: string
    basis: string
    lawful: string | null
    facts: Json<readonly Fact[]>
    mark: Generated<SelfHitMark>
    mark_reason: Generated<string>
    marked_by: string | null
  }
  self_check_line: {
    check_id: string
    jr_id: string
    seq: number
    role: 'violating' | 'involved'
    sn: string
    mdtrt_id: string
    code: string | null
    name: string
    day: string | null
    cnt: string | null
    line_amount: Money | null
    amount: Money
  }
  self_check_step: { step_id: Generated<number>; check_id: string; label: string; before: Json<StepBefore> }
  self_check_remedy: RemedyColumns
  self_check_file: {
    file_id: string
    check_id: string
    kind: string | null
    name: string
    bytes: number
    at: Date
    by_name: string
    /** Taken out of the check after it was sent: still part of what was sent. */
    removed: Generated<boolean>
  }
  self_check_submission: {
    submission_id: Generated<number>
    check_id: string
    round: number
    at: Date
    by_name: string
    statement: string
    content: Json<SubmittedContent>
    file_ids: string[]
    opened_at: Date | null
    opened_by: string | null
    withdrawn_at: Date | null
  }
  self_check_submission_hit: {
    submission_id: number
    check_id: string
    jr_id: string
    mark: SelfHitMark
    mark_reason: string
    marked_by: string | null
  }
  self_check_event: {
    event_id: Generated<number>
    check_id: string
    at: Date
    by_account: string
    by_name: string
    side: 'institution' | 'bureau'
    text: string
    opinion: Generated<string>
    due_on: string | null
  }
}

export type SelfCheckDb = Db<SelfCheckTables> | Transaction<SelfCheckTables>
export type CheckRecord = Selectable<SelfCheckTables['self_check']>
export type HitRecord = Selectable<SelfCheckTables['self_check_hit']>
export type LineRecord = Selectable<SelfCheckTables['self_check_line']>
export type SubmissionRecord = Selectable<SelfCheckTables['self_check_submission']>
export type FileRecord = Selectable<SelfCheckTables['self_check_file']>
