import { type Institution } from '../places/institutions.ts'

/** Overrides of one person the plan needs to be somebody in particular. Days are offsets from the start of the period. */
export interface Actor {
  readonly pid: number
  readonly gend?: '1' | '2'
  readonly age?: number
  /** Day of birth; overrides `age`. */
  readonly born?: number
  readonly household?: string
  readonly address?: string
  readonly phone?: string
  readonly employer?: number
  readonly district?: number
  readonly died?: number
  readonly insutype?: '310' | '390'
  readonly chronic?: number
  /** From this day on the person carries a second number. */
  readonly renumbered?: number
}

export interface PlannedStay {
  readonly ev: number
  readonly pid: number
  readonly iid: number
  readonly tier: string
  readonly did: number
  readonly adm: number
  readonly los_days: number
  readonly code: string | null
  readonly adm_way: string
  readonly dscg_way: string
  readonly med_type: string
  readonly clr_way: string
  readonly op_day: number | null
  /** Stays of the same template draw the same items. */
  readonly tkey: number
  /** 0 = as chance has it … 1 = the middle of every draw. */
  readonly typical: number
  readonly f_drug: number
  readonly f_exam: number
  readonly f_mat: number
  readonly f_treat: number
  readonly more: number
  /** Days (0 = admission) with nothing but bed, nursing and consultation. */
  readonly idle: readonly number[]
  readonly batch: boolean
  readonly split_at: number | null
  /** 1 one visit, two settlements · 2 two visits at the turn of the year · 3 two visits, interim settlement. */
  readonly split_mode: number
  readonly rinp_flag: string
  readonly rinp_purpose: string | null
  readonly light: boolean
  readonly secondary: readonly string[] | null
  readonly refund: '' | 'full'
  readonly planned: true
  readonly operations: readonly string[]
  readonly extra: readonly string[]
}

export interface PlannedVisit {
  readonly ev: number
  readonly pid: number
  readonly day: number
  readonly minute: number
  readonly med_type: string
  readonly iid: number
  readonly tier: string
  readonly pack: number | null
  readonly code: string | null
  readonly dept_no: number
  readonly dise_no: string | null
  readonly tkey: number
  readonly typical: number
  readonly more: number
  /** Days between the visit and its settlement. */
  readonly settled_late: number
  readonly refund: '' | 'full'
  readonly planned: true
  readonly extra: readonly string[]
  readonly own: boolean
  readonly sent_out: boolean
}

export interface Registration {
  readonly pid: number
  readonly code: string
  readonly name: string
}

/** An institution that gives more of an item than others: `times` the quantity, and to `forced` of the cases besides. */
export interface Boost {
  readonly iid: number
  readonly item: number
  /** Disease number, −1 = all. */
  readonly did: number
  readonly times: number
  readonly forced: number
}

/** An order 医嘱 of a planned stay: leave, or care carried out but not charged on that day. */
export interface PlannedOrder {
  readonly ev: number
  readonly pid: number
  readonly kind: '请假' | '长期医嘱'
  readonly from: number
  readonly to: number
}

/** Part of the billed quantity of a consumable that was never bought. */
export interface StockGap {
  readonly iid: number
  readonly item: number
  readonly share: number
}

export interface Truth {
  readonly modelId: string
  readonly label: 'fraud' | 'decoy'
  readonly subjectType: 'person' | 'visit' | 'institution' | 'group'
  readonly subjectId: string
  readonly members: readonly string[]
  readonly note: string
}

export interface CityPlan {
  readonly institutions: readonly Institution[]
  readonly actors: readonly Actor[]
  readonly stays: readonly PlannedStay[]
  readonly visits: readonly PlannedVisit[]
  readonly registrations: readonly Registration[]
  readonly orders: readonly PlannedOrder[]
  readonly boosts: readonly Boost[]
  readonly stockGaps: readonly StockGap[]
  readonly truth: readonly Truth[]
}
