import { AppError } from '@yijian/kernel'

export interface CityOptions {
  /** Where the delivery is written; made when missing. */
  readonly directory: string
  readonly persons: number
  readonly months: number
  readonly seed: number
  readonly format: 'csv' | 'parquet'
  /** Plant the frauds. The hard negatives are always there. */
  readonly fraud: boolean
  readonly onProgress?: (progress: CityProgress) => void
  readonly signal?: AbortSignal
  /** Threads of the engine; never changes what is written. */
  readonly threads?: number
  /** DuckDB notation, e.g. `4GB`. */
  readonly memoryLimit?: string
  /** Persons per file: changes how the rows are spread over files, never the rows. Default 50,000. */
  readonly personsPerFile?: number
}

export interface CityProgress {
  readonly phase: 'plan' | 'people-and-claims' | 'stock'
  readonly donePersons: number
  readonly persons: number
}

/** The time a city covers: whole months up to 30 June 2025, so that a turn of the year lies in the last twelve months. */
export interface Period {
  /** YYYY-MM-DD */
  readonly start: string
  readonly end: string
  /** Days from start to end, both included. */
  readonly days: number
  readonly months: number
}

const END_YEAR = 2025
const END_MONTH = 6
const DAY_MS = 86_400_000

export function periodOf(months: number): Period {
  const start = Date.UTC(END_YEAR, END_MONTH - months, 1)
  const end = Date.UTC(END_YEAR, END_MONTH, 0)
  return { start: isoDay(start), end: isoDay(end), days: Math.round((end - start) / DAY_MS) + 1, months }
}

/** Days from the start of the period to a YYYY-MM-DD day. */
export function offsetOf(period: Period, day: string): number {
  return Math.round((Date.parse(day) - Date.parse(period.start)) / DAY_MS)
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

export function checkOptions(options: CityOptions): void {
  const { persons, months, seed } = options
  if (!Number.isInteger(persons) || persons < 1000 || persons > 100_000_000)
    throw new AppError('invalid', 'city.persons', '人数应在 1000 到 1 亿之间')
  if (!Number.isInteger(months) || months < 12 || months > 120)
    throw new AppError('invalid', 'city.months', '月数应在 12 到 120 之间')
  if (!Number.isSafeInteger(seed)) throw new AppError('invalid', 'city.seed', '随机种子应为整数')
}
