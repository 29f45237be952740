import type { Clock } from '../platform/clock.ts'

export interface TestClock extends Clock {
  readonly forward: (ms: number) => void
}

/** Real time with an offset that the test moves. */
export function createTestClock(): TestClock {
  let offset = 0
  return {
    now: () => new Date(Date.now() + offset),
    forward: (ms) => {
      offset += ms
    },
  }
}
