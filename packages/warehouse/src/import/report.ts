import type { ImportCounts, ImportedFile, ImportWarning } from '../log/public.ts'

export interface ImportProgress {
  readonly phase: 'read' | 'check' | 'publish'
  readonly table: string
  readonly file: string
  /** Rows of the whole import so far. */
  readonly rows: number
  readonly bytes: number
  readonly totalBytes: number
  /** Rows a second since the start. */
  readonly rate: number
  readonly secondsLeft: number | undefined
}

export interface TableReport extends ImportCounts {
  readonly table: string
  readonly label: string
  /** Absolute path of the reject file, when rows were rejected. */
  readonly rejectsPath: string | undefined
}

export interface ImportReport {
  /** Undefined when nothing new was delivered: then nothing was published. */
  readonly batch: string | undefined
  readonly snapshot: string | undefined
  readonly seconds: number
  readonly rows: number
  readonly rowsPerSecond: number
  readonly files: readonly ImportedFile[]
  readonly tables: readonly TableReport[]
  readonly warnings: readonly ImportWarning[]
}

export interface Meter {
  readonly start: number
  totalBytes: number
  bytes: number
  rows: number
}

/** Progress of the whole import from what has been read of it. */
export function progressOf(meter: Meter, at: Pick<ImportProgress, 'phase' | 'table' | 'file'>): ImportProgress {
  const seconds = (performance.now() - meter.start) / 1000
  const { bytes, totalBytes, rows } = meter
  const secondsLeft = bytes > 0 && seconds > 0.5 ? (seconds * Math.max(0, totalBytes - bytes)) / bytes : undefined
  return { ...at, rows, bytes, totalBytes, rate: seconds > 0 ? Math.round(rows / seconds) : 0, secondsLeft }
}
