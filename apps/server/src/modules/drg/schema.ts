import type { MappingRow, SimulationInput, SimulationResult, SplitRowInput } from '@yijian/contract'
import type { SpecialDecision, StoredList } from './stored.ts'
import type { ColumnType, Generated } from 'kysely'

type Json<T> = ColumnType<T, unknown, unknown>
type Fund = 'employee' | 'resident'

export type DrgTables = {
  drg_hospital: { fixmedins_code: string; name: string; tier: string; admdvs: string | null }
  drg_parameters: {
    version: number
    title: string
    content: string
    scheme_id: string
    reason: string
    status: 'draft' | 'approved' | 'rejected'
    made_by: string
    made_by_name: string
    made_at: Date
    decided_by: string | null
    decided_by_name: string | null
    decided_at: Date | null
    opinion: Generated<string>
  }
  drg_month: {
    month: string
    frozen: boolean
    snapshot: string
    scheme_id: string
    scheme_hash: string
    parameters: number
    read: number
    grouped: number
    ambiguous: number
    ungrouped: number
    rejected: number
    paid: number
    refused: number
    at: Date
    frozen_by: string | null
    frozen_by_name: string | null
    frozen_at: Date | null
  }
  drg_case: {
    case_id: string
    month: string
    fixmedins_code: string
    admdvs: string | null
    fund: Fund | null
    discharged: string
    los: number | null
    dept: string
    main: string
    oprn: string
    mdtrt_ids: string[]
    setl_ids: string[]
    mdc: string
    adrg: string
    drg: string
    status: string
    reason: string | null
    weight: string | null
    rule: string | null
    standard: string | null
    value: string | null
    cost: string | null
    patient_pay: string | null
    other_funds: string | null
    actual_fund: string | null
    payable: string | null
    gain: string | null
    pending: boolean
    refused: string | null
    inputs: Json<Record<string, string | readonly Record<string, string | number>[]>>
    facts: Json<Record<string, string | number | boolean | null>>
    list_id: string | null
  }
  drg_list: {
    list_id: string
    month: string
    fixmedins_code: string
    admdvs: string | null
    dept: string
    source: 'upload' | 'warehouse'
    form: '4101' | '4101A'
    case_id: string | null
    mdtrt_id: string
    setl_id: string
    discharged: string | null
    main: string
    version: number
    score: string
    errors: number
    warnings: number
    cannot_tell: number
    judged: Json<Record<string, number>>
    failed: Json<Record<string, number>>
    deducted: Json<Record<string, string>>
    content: Json<StoredList>
    updated_at: Date
    updated_by_name: string
  }
  drg_list_version: {
    list_id: string
    version: number
    at: Date
    by_account: string
    by_name: string
    how: 'upload' | 'form'
    content: Json<StoredList>
    score: string
    errors: number
    warnings: number
  }
  drg_list_problem: { list_id: string; rule_id: string; row: number; kind: string; severity: string; value: string }
  drg_ledger: {
    seq: Generated<number>
    month: string
    fixmedins_code: string
    fund: Fund
    at: Date
    by_account: string
    by_name: string
    side: string
    kind: string
    step: string | null
    content: Json<Record<string, unknown>>
  }
  drg_account: {
    month: string
    fixmedins_code: string
    fund: Fund
    admdvs: string | null
    state: string
    cases: number
    payable: string
    paid: string
    note: Generated<string>
    disputed: Json<readonly string[]>
  }
  drg_review: {
    review_id: string
    case_id: string
    month: string
    fixmedins_code: string
    admdvs: string | null
    reasons: Json<readonly string[]>
    statement: string
    applied_on: string
    applied_by: string
    state: string
    proposal: string
    support: Json<Record<string, string>>
    decision: Json<SpecialDecision | null>
    at: Date
  }
  drg_review_event: {
    seq: Generated<number>
    review_id: string
    at: Date
    by_account: string
    by_name: string
    side: string
    step: string
    content: Json<Record<string, unknown>>
  }
  drg_review_expert: { review_id: string; expert: string; declared: 'none' | 'conflict' | null }
  drg_review_file: { file_id: string; review_id: string; name: string; bytes: number; at: Date; content: Buffer }
  drg_expert: { expert: string; specialties: Json<readonly string[]>; conflicts: Json<readonly string[]> }
  drg_budget: {
    year: number
    fund: Fund
    input: Json<Record<string, unknown>>
    total: string
    local: string
    off_site: string
    growth: string
    from_surplus: string
    uncovered: string
    state: string
    events: Json<readonly Record<string, string>[]>
  }
  drg_simulation: {
    simulation_id: string
    kind: 'policy' | 'split'
    title: string
    input: Json<SimulationInput>
    scheme_id: string
    parameters: number
    job_id: string
    result: Json<SimulationResult | null>
    made_by: string
    made_by_name: string
    made_at: Date
  }
  drg_split: {
    split_id: number
    title: string
    root_scheme: string
    scheme_id: string
    rule_id: string
    rows: Json<readonly SplitRowInput[]>
    /** Weights of the groups that the split touches. */
    weights: Json<Record<string, string>>
    valid_from: string
    reason: string
    simulation_id: string
    status: 'draft' | 'approved' | 'rejected'
    made_by: string
    made_by_name: string
    made_at: Date
    decided_by: string | null
    decided_by_name: string | null
    decided_at: Date | null
    opinion: Generated<string>
    result_scheme: string | null
  }
  drg_mapping: {
    mapping_id: string
    kind: 'dx' | 'op'
    code: string
    name: string
    cases: number
    mains: number
    suggestions: Json<MappingRow['suggestions']>
    state: 'open' | 'confirmed' | 'none'
    target: string | null
    note: Generated<string>
    decided_by: string | null
    decided_by_name: string | null
    decided_at: Date | null
  }
  drg_year: {
    year: number
    version: number
    hash: string
    parameters: number
    scheme_id: string
    scheme_hash: string
    report: Json<Record<string, unknown>>
    made_by: string
    made_by_name: string
    made_at: Date
  }
  drg_year_case: { year: number; case_id: string; fixmedins_code: string; fund: Fund; drg: string; rule: string; payable: string; settled: string } // prettier-ignore
  drg_year_event: {
    seq: Generated<number>
    year: number
    fixmedins_code: string
    step: string
    side: string
    at: Date
    by_account: string
    by_name: string
    note: string
    report_hash: string
  }
  drg_adjustment: {
    adjustment_id: string
    year: number
    fixmedins_code: string
    fund: Fund
    kind: string
    amount: string
    basis: string
    made_by_name: string
    at: Date
  }
}
