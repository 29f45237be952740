import type { Db } from '../../../platform/db/pool.ts'
import type { StoredHistory } from '../real-time/history.ts'
import type { RulesTables } from '../schema.ts'
import { lastCoverage, settledOf, type Slot } from '../store/settled-history.ts'

type Read = (persons: readonly string[]) => Promise<ReadonlyMap<string, StoredHistory>>

/** The settled history beside the log: which table is in use is kept in memory, so that without one nothing is asked. */
export interface Settled {
  reload(): Promise<void>
  /** Reads a log's histories together with what is settled. */
  beside(read: Read): Read
}

export function createSettled(db: Db<RulesTables>): Settled {
  let slot: Slot | undefined
  return {
    reload: async () => {
      slot = (await lastCoverage(db))?.slot
    },
    beside: (read) => async (persons) => {
      if (slot === undefined) return read(persons)
      const [logged, settled] = await Promise.all([read(persons), settledOf(db, slot, persons)])
      const histories = new Map(logged)
      for (const [psnNo, visits] of settled)
        histories.set(psnNo, { ...(histories.get(psnNo) ?? { calls: [], shown: [] }), settled: visits })
      return histories
    },
  }
}
