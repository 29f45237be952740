import type { Hit } from '@yijian/rules'
import type { Place } from './place-found.ts'

/** Running sums of hits. */
export interface HitTally {
  hits: number
  amount: bigint
  readonly ids: Set<string>
  readonly persons: Set<string>
  readonly institutions: Map<string, Sum>
  /** By `YYYY-MM`. */
  readonly months: Map<string, Sum>
  add(hit: Hit, place: Place): void
}

export interface Sum {
  hits: number
  amount: bigint
}

export function createTally(): HitTally {
  const tally: HitTally = {
    hits: 0,
    amount: 0n,
    ids: new Set(),
    persons: new Set(),
    institutions: new Map(),
    months: new Map(),
    add({ jrId, psnNo, amount }, { inst, day }) {
      tally.hits += 1
      tally.amount += amount
      tally.ids.add(jrId)
      tally.persons.add(psnNo)
      addTo(tally.institutions, inst, amount)
      addTo(tally.months, day.slice(0, 7), amount)
    },
  }
  return tally
}

function addTo(sums: Map<string, Sum>, key: string, amount: bigint): void {
  const sum = sums.get(key)
  if (sum) {
    sum.hits += 1
    sum.amount += amount
  } else sums.set(key, { hits: 1, amount })
}
