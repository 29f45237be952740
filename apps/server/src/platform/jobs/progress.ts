import type { JobProgress } from './definition.ts'

export interface ProgressState {
  readonly progress: number | null
  readonly step: string | null
  readonly rows: number | null
  readonly rowsPerSecond: number | null
  readonly secondsLeft: number | null
}

/** Rate and time left from what a job reports, over the time since it began. */
export function createMeter(startMs: number) {
  let state: ProgressState = { progress: null, step: null, rows: null, rowsPerSecond: null, secondsLeft: null }
  return (report: JobProgress, nowMs: number): ProgressState => {
    const seconds = Math.max(0.001, (nowMs - startMs) / 1000)
    const progress = report.progress === undefined ? state.progress : clamp(report.progress)
    const rows = report.rows ?? state.rows
    state = {
      progress,
      rows,
      step: report.step ?? state.step,
      rowsPerSecond: rows === null ? null : Math.round(rows / seconds),
      secondsLeft: progress === null || progress < 0.02 ? null : Math.round((seconds * (1 - progress)) / progress),
    }
    return state
  }
}

function clamp(value: number | null): number | null {
  return value === null || Number.isNaN(value) ? null : Math.min(1, Math.max(0, value))
}
