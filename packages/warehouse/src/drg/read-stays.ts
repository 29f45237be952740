import type { Grouper } from '@yijian/drg'
import type { Fen } from '@yijian/kernel'
import { openEngine, type Engine } from '../engine/public.ts'
import { mountPrepared, prepareSnapshot, type Prepared } from '../prepare/public.ts'
import { loadTables } from '../tables/public.ts'
import type { GroupedStay, Value } from './grouped-stay.ts'
import { grouping, type VersionAt } from './scheme-versions.ts'
import { itemFeeQuery, monthQuery, partsOf, STAY_COLUMNS, stayQuery, type Discharged } from './stay-query.ts'

export interface StayOptions {
  readonly dataDirectory: string
  readonly contentDirectory: string
  readonly region?: string
  readonly signal?: AbortSignal
}

export interface HospitalRow {
  readonly code: string
  readonly name: string
  /** '3' | '2' | '1' | '0' of the register. */
  readonly tier: string
  readonly admdvs: string | null
}

/** A stay as the row of `stayQuery` says it, in JSON: whole fen as text. What a frozen case is kept as and grouped from again. */
export type StayFacts = Readonly<Record<string, string | number | boolean | null>>

/** The latest snapshot opened for grouping and payment. Prepares it when nobody did before. */
export interface StaySource {
  readonly prepared: Prepared
  /** Grouped stays in chunks of some 2,000: many months in parts, the stays of a part in the order of their keys. */
  grouped(by: Grouper | VersionAt, discharged?: Discharged): AsyncIterable<readonly GroupedStay[]>
  /** The same stays before grouping. */
  facts(discharged: Discharged): AsyncIterable<readonly StayFacts[]>
  hospitals(): Promise<readonly HospitalRow[]>
  /** Fees of the items by stay and item code. */
  itemFees(codes: readonly string[], discharged: Discharged): Promise<ReadonlyMap<string, ReadonlyMap<string, Fen>>>
  close(): void
}

/** Columns with few values among many rows. */
const SHARED = new Set<string>(['fixmedins_code', 'insutype', 'med_type', 'clr_way', 'dept', 'dsc', 'gend', 'dscg_way', 'adm', 'admdvs'] satisfies (typeof STAY_COLUMNS)[number][]) // prettier-ignore

const EVERYTHING: Discharged = { from: null, to: null }

export async function openStays(options: StayOptions): Promise<StaySource> {
  const prepared = await prepareSnapshot(options)
  const engine = await openEngine({ memoryLimit: '3GB', threads: 2, preserveOrder: true })
  try {
    const { dataDirectory, contentDirectory } = options
    await mountPrepared(engine, { dataDirectory, tables: loadTables(contentDirectory), prepared })
  } catch (error) {
    engine.close()
    throw error
  }
  return {
    prepared,
    grouped: (by, discharged = EVERYTHING) => groupedStays(engine, { by, discharged }, options.signal),
    facts: (discharged) => stayFacts(engine, discharged, options.signal),
    hospitals: async () => {
      const rows = await engine.rows(`SELECT fixmedins_code AS code, COALESCE(fixmedins_name, '') AS name, tier, admdvs FROM institution ORDER BY code`) // prettier-ignore
      return rows.map(({ code, name, tier, admdvs }) => ({ code: code as string, name: name as string, tier: tier as string, admdvs: admdvs as string | null })) // prettier-ignore
    },
    itemFees: async (codes, discharged) => {
      const fees = new Map<string, Map<string, Fen>>()
      if (codes.length === 0) return fees
      for (const { stay_key: stay, item_code: item, amount } of await engine.rows(itemFeeQuery(codes, discharged))) {
        const own = fees.get(stay as string) ?? new Map<string, Fen>()
        fees.set(stay as string, own.set(item as string, amount as Fen))
      }
      return fees
    },
    close: () => engine.close(),
  }
}

async function* groupedStays(
  engine: Engine,
  { by, discharged }: { by: Grouper | VersionAt; discharged: Discharged },
  signal: AbortSignal | undefined,
): AsyncIterable<readonly GroupedStay[]> {
  const groupOf = grouping(by)
  for await (const rows of stayRows(engine, discharged, signal)) yield rows.map(groupOf)
}

async function* stayFacts(
  engine: Engine,
  discharged: Discharged,
  signal: AbortSignal | undefined,
): AsyncIterable<readonly StayFacts[]> {
  const plain = (value: Value) => (typeof value === 'bigint' ? value.toString() : value)
  for await (const rows of stayRows(engine, discharged, signal))
    yield rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])))
}

async function* stayRows(
  engine: Engine,
  discharged: Discharged,
  signal: AbortSignal | undefined,
): AsyncIterable<readonly Readonly<Record<string, Value>>[]> {
  const kept = new Map<string, string>()
  /** One string for all stays that say the same: the engine makes a new one each time, and a year of them is kept. */
  const shared = (value: Value): Value => {
    if (typeof value !== 'string') return value
    const known = kept.get(value)
    if (known === undefined) kept.set(value, value)
    return known ?? value
  }
  const months = (await engine.rows(monthQuery(discharged))).map(({ month, n }) => ({ month: month as string | null, n: Number(n) })) // prettier-ignore
  for (const part of partsOf(months, discharged))
    for await (const chunk of engine.chunks(stayQuery(part), signal)) {
      const columns = STAY_COLUMNS.map((name, at) => {
        const values = chunk.getColumnValues(at) as readonly Value[]
        return SHARED.has(name) ? values.map(shared) : values
      })
      yield Array.from({ length: chunk.rowCount }, (_, row) =>
        Object.fromEntries(STAY_COLUMNS.map((name, at) => [name, columns[at]![row]!])),
      )
    }
}
