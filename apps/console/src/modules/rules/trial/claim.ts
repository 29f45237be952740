/** A claim to try a rule on, as the form holds it. Days and times are China time without a zone. */
export interface TrialLine {
  readonly id: string
  readonly code: string
  readonly name: string
  /** `YYYY-MM-DD HH:mm`. */
  readonly at: string
  readonly qty: number
  readonly price: number
  /** Days of supply of a prescription line. */
  readonly days: number
  /** Paid by the patient alone: payment limits do not apply. */
  readonly ownPaid: boolean
}

export const MODES = {
  OPT: { label: '普通门诊', medType: '11', mdtrtType: '1', scene: '2' },
  EMERG: { label: '急诊', medType: '13', mdtrtType: '1', scene: '2' },
  OPSP: { label: '门诊慢特病', medType: '14', mdtrtType: '1', scene: '2' },
  IPT: { label: '住院', medType: '21', mdtrtType: '2', scene: '4' },
  PHA: { label: '药店购药', medType: '41', mdtrtType: '3', scene: '2' },
} as const
export type TrialMode = keyof typeof MODES
export const TRIAL_MODES = Object.keys(MODES) as TrialMode[]

export const INSURANCES = { '310': '职工基本医疗保险', '390': '城乡居民基本医疗保险', '510': '生育保险' } as const
export const TIERS = { '3': '三级', '2': '二级', '1': '一级' } as const
export const MATERNITY = { '0': '无', '1': '妊娠', '2': '哺乳' } as const
export const AGE_UNITS = { year: '岁', month: '月', day: '天' } as const

export interface TrialClaim {
  readonly gend: '1' | '2'
  readonly age: number
  readonly ageUnit: keyof typeof AGE_UNITS
  readonly maternity: keyof typeof MATERNITY
  readonly insutype: keyof typeof INSURANCES
  readonly mode: TrialMode
  readonly tier: keyof typeof TIERS
  readonly dept: string
  readonly day: string
  /** Diagnosis codes, the first one principal. */
  readonly dx: readonly string[]
  readonly ops: readonly string[]
  readonly lines: readonly TrialLine[]
}

export const emptyLine = (id: string, day: string): TrialLine => ({
  ...{ id, code: '', name: '', at: `${day} 09:00`, qty: 1, price: 100, days: 1, ownPaid: false },
})

export const plainClaim = (day: string): TrialClaim => ({
  ...{ gend: '1', age: 45, ageUnit: 'year', maternity: '0', insutype: '310', mode: 'IPT', tier: '3', dept: '普通内科' },
  ...{ day, dx: ['I10.x00'], ops: [], lines: [emptyLine('1', day)] },
})

/** A number of line that is not taken yet. */
export const nextId = (lines: readonly TrialLine[]): string =>
  String(lines.reduce((top, line) => Math.max(top, Number(line.id)), 0) + 1)

/** `I10.x00，E11.900 K74` → the codes, in order, each once. */
export function splitCodes(text: string): string[] {
  return [...new Set(text.split(/[\s,，;；、]+/).filter((code) => code !== ''))]
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The birthday that makes a person exactly this old on the day. */
export function birthdayOf(claim: Pick<TrialClaim, 'age' | 'ageUnit' | 'day'>): string {
  if (claim.ageUnit === 'day') return addDays(claim.day, -claim.age)
  const months = claim.ageUnit === 'year' ? claim.age * 12 : claim.age
  const [year = 0, month = 1, date = 1] = claim.day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 - months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, last))
  return first.toISOString().slice(0, 10)
}

/** What is missing before the claim can be tried; empty when nothing is. */
export function claimProblems(claim: TrialClaim): string[] {
  const problems: string[] = []
  if (!/^\d{4}-\d{2}-\d{2}$/.test(claim.day)) problems.push('请填写就诊日期')
  if (claim.dx.length === 0) problems.push('请至少填写一个诊断编码')
  if (!claim.lines.some((line) => line.code.trim() !== '')) problems.push('请至少填写一条医嘱的项目编码')
  if (claim.lines.some((line) => !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(line.at)))
    problems.push('医嘱时间应为 YYYY-MM-DD HH:mm')
  return problems
}
