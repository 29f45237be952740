import {
  REASONS,
  type CaseRecord,
  type CostPart,
  type Grouper,
  type Grouping,
  type Ratio,
  type Reason,
} from '@yijian/drg'
import type { Day, Fen } from '@yijian/kernel'

/** A stay of the snapshot as a grouped case. `undefined` = not delivered, never zero. */
export interface GroupedStay {
  readonly id: string
  readonly hospital: string
  readonly insutype: string | undefined
  readonly medType: string | undefined
  readonly clrWay: string | undefined
  readonly discharged: Day | undefined
  readonly los: number | undefined
  readonly cost: Fen | undefined
  /** Everything the funds paid, and of it the pooled fund (统筹). */
  readonly fundPaid: Fen | undefined
  readonly pooled: Fen | undefined
  readonly died: boolean | undefined
  readonly main: string
  readonly operations: readonly string[]
  readonly grouping: Grouping
  /** Weight of its group, where the scheme has versions by day of discharge. */
  readonly weight?: Ratio
  /** The parts of the cost, when fee lines were delivered. */
  readonly parts?: Readonly<Record<CostPart, Fen>>
}

export type Value = string | number | bigint | boolean | null

/** Reads a row of `stayQuery` and groups it. */
export function groupStay(row: Readonly<Record<string, Value>>, grouper: Grouper): GroupedStay {
  const record = recordOf(row)
  const discharged = text(row['dsc']) as Day | undefined
  const refusal = refusalOf(record, { discharged, cost: money(row['cost']) }, grouper)
  const parts = partsOf(row)
  return {
    id: text(row['stay_key']) ?? '',
    hospital: text(row['fixmedins_code']) ?? '',
    insutype: text(row['insutype']),
    medType: text(row['med_type']),
    clrWay: text(row['clr_way']),
    discharged,
    los: record.los,
    cost: money(row['cost']),
    fundPaid: money(row['fund']),
    pooled: money(row['pooled']),
    died: record.leaveType === undefined ? undefined : record.leaveType === 5,
    main: record.dx[0] ?? '',
    operations: record.op,
    grouping: refusal === null ? grouper.group(record) : rejected(refusal),
    ...(parts === undefined ? {} : { parts }),
  }
}

export function recordOf(row: Readonly<Record<string, Value>>): CaseRecord {
  const sex = text(row['gend'])
  const medType = text(row['med_type'])
  const leave = text(row['dscg_way'])
  return {
    sex: sex === '1' ? 1 : sex === '2' ? 2 : undefined,
    age: number(row['age']),
    ageDays: number(row['age_days']),
    birthWeight: number(row['birth_weight']),
    dx: codes(row['dx']),
    op: codes(row['op']),
    los: number(row['los']),
    leaveType: leave !== undefined && /^\d$/.test(leave) ? Number(leave) : undefined,
    icuHours: number(row['icu_hours']),
    ventHours: number(row['vent_hours']),
    nursingDays: number(row['nursing_days']),
    daySurgery: medType === undefined ? undefined : medType === '28',
    dept: text(row['dept']),
  }
}

/** What a case file is refused for before grouping holds for a stay too. */
function refusalOf(
  { age, ageDays, birthWeight }: CaseRecord,
  { discharged, cost }: { discharged: string | undefined; cost: Fen | undefined },
  { scheme }: Grouper,
): Reason | null {
  if ((age ?? 0) < 0 || (ageDays ?? 0) < 0) return 'age-conflict'
  if (birthWeight !== undefined && birthWeight < 100) return 'weight-unit'
  if (cost !== undefined && cost < 0n) return 'negative-cost'
  if (discharged === undefined) return 'missing-discharge-date'
  const day = Number(discharged.replaceAll('-', ''))
  return day < scheme.validFrom || day > scheme.validTo ? 'outside-scheme-dates' : null
}

function rejected(code: Reason): Grouping {
  const [status, reason] = REASONS[code]
  return { mdc: '0000', adrg: '00', drg: '0000', status, reasonCode: code, reason }
}

/** 护理、医技、药耗 by their lines, 管理 = bed, 医疗 = the rest. Unknown when a part is. */
function partsOf(row: Readonly<Record<string, Value>>): Record<CostPart, Fen> | undefined {
  if (row['has_lines'] !== true) return undefined
  const [nursing, technology, supplies, management, lines] = ['nursing', 'technology', 'supplies', 'management', 'lines'].map((name) => money(row[name])) // prettier-ignore
  if (nursing === undefined || technology === undefined || supplies === undefined) return undefined
  if (management === undefined || lines === undefined) return undefined
  const medical = (lines - nursing - technology - supplies - management) as Fen
  return { medical, nursing, technology, supplies, management }
}

const text = (value: Value | undefined): string | undefined =>
  value === null || value === undefined || value === '' ? undefined : String(value)
const number = (value: Value | undefined): number | undefined =>
  value === null || value === undefined ? undefined : Number(value)
const money = (value: Value | undefined): Fen | undefined =>
  value === null || value === undefined ? undefined : (BigInt(value) as Fen)
const codes = (value: Value | undefined): readonly string[] => text(value)?.split('|') ?? []
