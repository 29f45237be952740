export interface Cost {
  readonly duration_ms: number
  readonly cpu_ms: number
  readonly peak_rss_mb: number
}

/** Wall time, processor time and the largest resident memory between start and stop. Stopping twice is harmless. */
export function measure(): { stop(): Cost } {
  const started = performance.now()
  const cpu = process.cpuUsage()
  let peak = process.memoryUsage.rss()
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 100)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      const used = process.cpuUsage(cpu)
      peak = Math.max(peak, process.memoryUsage.rss())
      return {
        duration_ms: Math.round(performance.now() - started),
        cpu_ms: Math.round((used.user + used.system) / 1000),
        peak_rss_mb: Math.round(peak / 1_048_576),
      }
    },
  }
}
