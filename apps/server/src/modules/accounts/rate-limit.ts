import type { Clock } from '../../platform/clock.ts'

const MAX_KEYS = 10_000

/** Token bucket by key, in memory. Full of keys, it forgets the oldest. */
export function createRateLimit({ perMinute, clock }: { perMinute: number; clock: Clock }) {
  const buckets = new Map<string, { tokens: number; atMs: number }>()
  return {
    take(key: string): boolean {
      const now = clock.now().getTime()
      const bucket = buckets.get(key) ?? { tokens: perMinute, atMs: now }
      const tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.atMs) / 60_000) * perMinute)
      buckets.delete(key)
      buckets.set(key, { tokens: Math.max(0, tokens - 1), atMs: now })
      if (buckets.size > MAX_KEYS) buckets.delete(buckets.keys().next().value ?? '')
      return tokens >= 1
    },
  }
}
