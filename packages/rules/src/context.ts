import type { Day, Fen } from '@yijian/kernel'

/** Pieces, in ten-thousandths: `DECIMAL(16,4)` in SQL, a whole number here. */
export type Quantity = number

/** 就诊方式: how the person was treated. Words of the knowledge points' `modes`. */
export const VISIT_MODES = ['IPT', 'OPT', 'EMERG', 'OBS', 'OPSP', 'PHA', 'OTH'] as const
export type VisitMode = (typeof VISIT_MODES)[number]

/** `null` everywhere means “not in the data”: a rule that needs it cannot tell, it does not hit. */
export interface Person {
  readonly psnNo: string
  readonly brdy: Day | null
  /** 1 male, 2 female. */
  readonly gend: 1 | 2 | null
  readonly dieDate: Day | null
  readonly pregnant: boolean | null
  readonly lactating: boolean | null
}

export interface Encounter {
  readonly mdtrtId: string
  readonly psnNo: string
  /** A correction carries a higher number; the highest counts. */
  readonly rev: number
  /** 整单退费: the settlement was taken back as a whole. */
  readonly void: boolean
  readonly mode: VisitMode | null
  readonly medType: string | null
  readonly insutype: string | null
  readonly adm: Day
  /** Null while the stay is open. */
  readonly dsc: Day | null
  readonly inst: string
  /** 机构等级 1…3. */
  readonly tier: number | null
  readonly hospType: string | null
  readonly dept: string | null
  /** 门慢特病种编码. */
  readonly diseaseNo: string | null
  readonly internet: boolean
  /** Main diagnosis first. */
  readonly dx: readonly string[]
  readonly ops: readonly string[]
  readonly dscgWay: string | null
  readonly receivingInst: string | null
  /** Grams. */
  readonly birthWeight: number | null
  readonly gestWeeks: number | null
  /** Days of the stay as the hospital reported them. */
  readonly reportedDays: number | null
  /** 凭证: the card or code the visit was settled with. */
  readonly cert: string | null
  /** False when the institution was not designated on the day. */
  readonly instDesignated: boolean | null
  /** Largest share of lines posted in one minute, in millionths. */
  readonly batchShare: number | null
}

/** One order or fee line as delivered; several messages may speak of one line. */
export interface Line {
  readonly sn: string
  /** A correction carries a higher number; the highest counts. */
  readonly rev: number
  /** 退费: the line this one takes back (wholly or in part), by its `sn`. */
  readonly initSn: string | null
  readonly mdtrtId: string
  /** National code (exact text). */
  readonly code: string
  readonly name: string
  /** `YYYY-MM-DD HH:mm:ss`, local. */
  readonly time: string
  readonly qty: Quantity | null
  readonly price: Fen | null
  readonly amt: Fen | null
  /** 符合范围金额: the money rules speak about. */
  readonly inscp: Fen | null
  readonly dept: string | null
  /** 1 assistant, 2 physician, 3 attending, 4 associate chief, 5 chief. */
  readonly title: number | null
  readonly hasDoctor: boolean
  /** Days supplied. */
  readonly days: number | null
  /** Daily dose in ten-thousandths of the unit of the knowledge points. */
  readonly dose: number | null
  readonly rx: string | null
  /** Signed self-pay consent. */
  readonly consent: boolean
  /** 医院审批标志: 0 none, 1 confirmed, 2 declined (self-paid). */
  readonly approval: 0 | 1 | 2
  /** Hours between service and posting. */
  readonly delayHours: number | null
  /** Whether an order, execution record or document backs the line. */
  readonly executed: boolean | null
  /** The cash price of the same product at the same place, when known. */
  readonly cashPrice: Fen | null
}

/** An aggregate of an institution that indicators and stock equations read. */
export interface Aggregate {
  readonly id: string
  readonly inst: string
  /** `ratio:<indicator>` or `stock:<item code>` (`stock:trace:<code>`). */
  readonly code: string
  readonly day: Day
  readonly num: number | null
  readonly den: number | null
  /** Informational volume in fen; for stock the unit price. */
  readonly volume: number | null
}

/** What one evaluation looks at: whole persons with everything known of them. */
export interface ClaimSet {
  readonly persons: readonly Person[]
  readonly encounters: readonly Encounter[]
  readonly lines: readonly Line[]
  readonly aggregates: readonly Aggregate[]
}
