import { sql } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { PackedVisit } from '../real-time/settled-history.ts'
import type { RulesTables } from '../schema.ts'

type RulesDb = Db<RulesTables>
export type Slot = 0 | 1

/** Which of the two tables is in use, and what is in it. */
export interface SettledCoverage {
  readonly slot: Slot
  readonly at: Date
  readonly snapshot: string
  /** Hash of the rules that it was made for. */
  readonly wanted: string
  readonly release_title: string
  readonly persons: number
  readonly visits: number
  readonly lines: number
  readonly from_day: string | null
  readonly until_day: string | null
  readonly took_ms: number
}

export const SETTLED_TABLES = ['rule_settled_0', 'rule_settled_1'] as const

export function lastCoverage(db: RulesDb): Promise<SettledCoverage | undefined> {
  return db.selectFrom('rule_settled').selectAll().orderBy('build_id', 'desc').limit(1).executeTakeFirst()
}

/** Since when settled visits are known at all. */
export async function firstCoverage(db: RulesDb): Promise<Date | undefined> {
  const row = await db
    .selectFrom('rule_settled')
    .select((on) => on.fn.min('at').as('at'))
    .executeTakeFirst()
  return row?.at ?? undefined
}

export async function insertCoverage(db: RulesDb, coverage: SettledCoverage): Promise<void> {
  await db.insertInto('rule_settled').values(coverage).execute()
}

/** Settled visits of these persons. */
export async function settledOf(
  db: RulesDb,
  slot: Slot,
  persons: readonly string[],
): Promise<ReadonlyMap<string, readonly PackedVisit[]>> {
  const { rows } = await sql<{ psn_no: string; visits: readonly PackedVisit[] }>`
    SELECT psn_no, visits FROM ${sql.table(SETTLED_TABLES[slot])} WHERE psn_no = ANY (${persons}::text[])`.execute(db)
  return new Map(rows.map(({ psn_no, visits }) => [psn_no, visits]))
}
