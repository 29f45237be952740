import type { Grouper } from '../group.ts'
import type { Grouping } from '../outcome.ts'
import { normaliseCode, type CaseRecord } from '../record.ts'
import { priceList, type PriceList, type Pricing } from './pricing.ts'
import { createSweeper, SWEEPS, type SweepKind } from './sweep.ts'

/** Another result and what it is worth. Weights in ten-thousandths, null where the scheme has none. */
export interface WhatIfChange {
  readonly from: Grouping
  readonly to: Grouping
  readonly weightFrom: number | null
  readonly weightTo: number | null
  /** Price of the new group less that of the old, null where either has no weight. */
  readonly fen: bigint | null
}
export interface SweptChange extends WhatIfChange {
  readonly sweep: SweepKind
  readonly code: string
}

export interface WhatIf {
  /** Any edit of the record, regrouped. */
  readonly edit: (record: CaseRecord, changes: Partial<CaseRecord>) => WhatIfChange
  /** Each other diagnosis and operation as main, each complication dropped: what changes the group, dearest first. */
  readonly sweep: (record: CaseRecord) => readonly SweptChange[]
}

export function createWhatIf(grouper: Grouper, pricing: Pricing): WhatIf {
  const { scheme } = grouper
  const prices = priceList(scheme, pricing)
  const sweeper = createSweeper(grouper)
  const change = (from: number, to: number): WhatIfChange => ({
    from: scheme.results[from]!,
    to: scheme.results[to]!,
    ...difference(prices, from, to),
  })
  return {
    edit: (record, changes) =>
      change(grouper.groupNumber(grouper.code(record)), grouper.groupNumber(grouper.code({ ...record, ...changes }))),
    sweep: (record) => {
      const { count, base, kind, position, result } = sweeper(grouper.code(record))
      const found = Array.from({ length: count }, (_, i): SweptChange => {
        const sweep = SWEEPS[kind[i]!]!
        const code = (sweep === 'main-operation' ? record.op : record.dx)[position[i]!] ?? ''
        return { sweep, code: normaliseCode(code), ...change(base, result[i]!) }
      })
      return found.sort((a, b) => Number((b.fen ?? 0n) - (a.fen ?? 0n)) || (a.code < b.code ? -1 : 1))
    },
  }
}

function difference({ weight, fen }: PriceList, from: number, to: number) {
  const known = fen[from]! >= 0 && fen[to]! >= 0
  return {
    weightFrom: weight[from]! < 0 ? null : weight[from]!,
    weightTo: weight[to]! < 0 ? null : weight[to]!,
    fen: known ? BigInt(fen[to]! - fen[from]!) : null,
  }
}
