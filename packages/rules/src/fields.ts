/**
 * Where a field of the context lives, and whether it is a number or a code. Rows are fee lines, and for rules about a visit, a
 * diagnosis, an operation or an institution's aggregate one row each of that source.
 */
export const NUMBER_FIELDS = {
  /** 0 fee line, 1 visit, 2 diagnosis, 3 operation, 4 aggregate. */
  src: 'row',
  /** Days since 1970-01-01. */
  day: 'row',
  /** Seconds since 1970-01-01, local. */
  time: 'row',
  qty: 'row',
  price: 'row',
  amt: 'row',
  inscp: 'row',
  title: 'row',
  hasDoctor: 'row',
  days: 'row',
  dose: 'row',
  consent: 'row',
  approval: 'row',
  delayHours: 'row',
  executed: 'row',
  cashPrice: 'row',
  num: 'row',
  den: 'row',
  volume: 'row',
  adm: 'encounter',
  dsc: 'encounter',
  tier: 'encounter',
  internet: 'encounter',
  birthWeight: 'encounter',
  gestWeeks: 'encounter',
  reportedDays: 'encounter',
  instDesignated: 'encounter',
  batchShare: 'encounter',
  brdy: 'person',
  dieDate: 'person',
  gend: 'person',
  pregnant: 'person',
  lactating: 'person',
  /** Days and completed months between birth and the day of the row. */
  ageDays: 'derived',
  ageMonths: 'derived',
} as const satisfies Readonly<Record<string, 'row' | 'encounter' | 'person' | 'derived'>>
export type NumberField = keyof typeof NUMBER_FIELDS

export const CODE_FIELDS = {
  code: 'row',
  dept: 'row',
  mode: 'encounter',
  medType: 'encounter',
  insutype: 'encounter',
  inst: 'encounter',
  hospType: 'encounter',
  diseaseNo: 'encounter',
  dscgWay: 'encounter',
  receivingInst: 'encounter',
  cert: 'encounter',
} as const satisfies Readonly<Record<string, 'row' | 'encounter'>>
export type CodeField = keyof typeof CODE_FIELDS

export const SOURCES = ['line', 'visit', 'dx', 'op', 'aggregate'] as const
export type Source = (typeof SOURCES)[number]
