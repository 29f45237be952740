/** One discharged case as the grouper reads it. `undefined` = not delivered, never zero. */
export interface CaseRecord {
  readonly sex: 1 | 2 | undefined
  /** Completed years. */
  readonly age: number | undefined
  readonly ageDays: number | undefined
  /** Grams. */
  readonly birthWeight: number | undefined
  /** Main diagnosis first, 医保版 codes. */
  readonly dx: readonly string[]
  /** Main operation first. */
  readonly op: readonly string[]
  readonly los?: number | undefined
  /** 离院方式, 1–5 and 9. */
  readonly leaveType?: number | undefined
  readonly icuHours?: number | undefined
  /** Invasive ventilation. */
  readonly ventHours?: number | undefined
  /** Days of special nursing (特级护理). */
  readonly nursingDays?: number | undefined
  readonly daySurgery?: boolean | undefined
  readonly newTech?: boolean | undefined
  readonly dept?: string | undefined
}

/** 全角→半角, upper case but the `x` of local extensions, blanks dropped, † ＋ as +. */
export function normaliseCode(code: string): string {
  if (/^[A-Z0-9][A-WYZ0-9.+*x]*$/.test(code)) return code
  return code
    .normalize('NFKC')
    .replace(/[\s†]/g, (char) => (char === '†' ? '+' : ''))
    .toUpperCase()
    .replace(/(?!^)X(?=\d{2})/g, 'x')
}
