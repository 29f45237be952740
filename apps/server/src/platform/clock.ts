/** The only place where "now" comes from. Tests hand over a clock that they move. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** `2026-11-22 21:05:09`, China time, for headers of exports. */
export function chinaTimeText(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
