/** Rows of a published run as they come from the warehouse's files: money and days are text, lists are arrays. */
export interface LoadedFinding {
  readonly finding_id: string
  readonly model_id: string
  readonly model_version: string
  readonly subject_type: string
  readonly subject_id: string
  readonly subtype: string | null
  readonly psn_no: string | null
  readonly fixmedins_code: string | null
  readonly fixmedins_name: string | null
  readonly admdvs: string | null
  readonly tier: string | null
  readonly period_from: string
  readonly period_to: string
  readonly score: number
  readonly level: string
  readonly amt_total: string | null
  readonly amt_fund: string | null
  readonly amt_method: string | null
  readonly excluded_by: string | null
  readonly explain_zh: string
  readonly against_zh: string | null
  readonly snapshot: string
  readonly as_of: string
  readonly missing_share: number | null
  readonly param_json: string
  readonly facts_json: string
  readonly peer_label: string | null
  readonly peer_n: number | null
  readonly peer_value: number | null
  readonly peer_median: number | null
  readonly peer_quantiles: readonly number[] | null
  readonly passed: readonly string[]
  readonly tags: readonly string[]
  readonly member_ids: readonly string[]
  readonly mdtrt_ids: readonly string[]
  readonly setl_ids: readonly string[]
  readonly related_psn_nos: readonly string[]
}

export interface LoadedVisit {
  readonly finding_id: string
  readonly mdtrt_id: string
  readonly setl_ids: readonly string[]
  readonly kind: string
  readonly psn_no: string
  readonly fixmedins_code: string
  readonly fixmedins_name: string
  readonly tier: string | null
  readonly begin: string
  readonly end: string
  readonly los: number | null
  readonly main_code: string | null
  readonly main_name: string | null
  readonly dept: string | null
  readonly cost: string | null
  readonly fund: string | null
  /** This visit's part of the finding's fund amount; null: not said. */
  readonly amt_fund: string | null
  readonly marks: readonly string[]
  /** This visit's part when every line counts once over all rules; null for models. */
  readonly amt_once: string | null
}

export interface DetailRow {
  readonly finding_id: string
  /** JSON object. */
  readonly row: string
}

export interface LoadedInstitution {
  readonly fixmedins_code: string
  readonly fixmedins_name: string | null
  readonly hosp_lv: string | null
  readonly tier: string | null
  readonly admdvs: string | null
}

export interface FindingPage {
  readonly runId: string
  readonly modelId: string
  /** Ids greater than this. */
  readonly after: string
  readonly limit: number
}
