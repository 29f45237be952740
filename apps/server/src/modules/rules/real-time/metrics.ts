/** Latencies by bucket: eight to a doubling, from a microsecond up; a quantile is right to a twelfth. */
export type Histogram = Record<string, number>

export function addTo(histogram: Histogram, micros: number): void {
  const bucket = String(Math.max(0, Math.floor(Math.log2(Math.max(1, micros)) * 8)))
  histogram[bucket] = (histogram[bucket] ?? 0) + 1
}

export function mergeInto(into: Histogram, other: Histogram): void {
  for (const [bucket, count] of Object.entries(other)) into[bucket] = (into[bucket] ?? 0) + count
}

/** In milliseconds; null without any. */
export function quantilesOf(histogram: Histogram): { p50: number; p90: number; p99: number; max: number } | null {
  const buckets = Object.entries(histogram).map(([bucket, count]) => [Number(bucket), count] as const).sort(([a], [b]) => a - b) // prettier-ignore
  const total = buckets.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return null
  const at = (share: number) => {
    let seen = 0
    for (const [bucket, count] of buckets) {
      seen += count
      if (seen >= total * share) return millis(bucket)
    }
    return millis(buckets.at(-1)![0])
  }
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) }
}

function millis(bucket: number): number {
  return Math.round(2 ** ((bucket + 0.5) / 8) / 10) / 100
}

export interface MinuteKey {
  readonly minute: number
  readonly fixmedinsCode: string
}

export interface Minute extends MinuteKey {
  fixmedinsName: string
  admdvs: string | null
  calls: number
  lines: number
  refused: number
  notJudged: number
  withHits: number
  hits: number
  readonly latency: Histogram
}

export interface CallFigures {
  readonly at: Date
  readonly fixmedinsCode: string
  readonly fixmedinsName: string
  readonly admdvs: string | null
  readonly lines: number
  readonly outcome: 'judged' | 'not-judged' | 'refused'
  readonly shown: number
  readonly micros: number
}

export interface Metrics {
  add(call: CallFigures): void
  /** What is not stored yet. */
  pending(): readonly Minute[]
  /** Takes what is not stored yet, to store it. */
  take(): readonly Minute[]
}

export function createMetrics(): Metrics {
  let minutes = new Map<string, Minute>()
  return {
    add(call) {
      const minute = Math.floor(call.at.getTime() / 60_000) * 60_000
      const key = `${minute}|${call.fixmedinsCode}`
      let row = minutes.get(key)
      if (!row) {
        row = { minute, fixmedinsCode: call.fixmedinsCode, fixmedinsName: call.fixmedinsName, admdvs: call.admdvs, calls: 0, lines: 0, refused: 0, notJudged: 0, withHits: 0, hits: 0, latency: {} } // prettier-ignore
        minutes.set(key, row)
      }
      row.calls++
      row.lines += call.lines
      row.hits += call.shown
      if (call.shown > 0) row.withHits++
      if (call.outcome === 'refused') row.refused++
      if (call.outcome === 'not-judged') row.notJudged++
      addTo(row.latency, call.micros)
    },
    pending: () => [...minutes.values()],
    take() {
      const taken = [...minutes.values()]
      minutes = new Map()
      return taken
    },
  }
}
