import { sql, type Transaction } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { RulesTables } from '../schema.ts'

type RulesDb = Db<RulesTables> | Transaction<RulesTables>

export interface StoredSettings {
  readonly factor: number
  readonly least_hits: number
  readonly window_minutes: number
  readonly least_reviews: number
  readonly upper_bound: number
}

export function lastSettings(db: RulesDb) {
  return db.selectFrom('rule_breaker_setting').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst()
}

export async function insertSettings(
  tx: RulesDb,
  row: StoredSettings & { readonly at: Date; readonly by_name: string; readonly reason: string },
): Promise<void> {
  await tx.insertInto('rule_breaker_setting').values(row).execute()
}

/** Points with their distinct hits since a moment, those with at least so many. */
export async function hitsSince(db: RulesDb, since: Date, least: number): Promise<{ kp_id: string; hits: number }[]> {
  const { rows } = await sql<{
    kp_id: string
    hits: number
  }>`SELECT kp_id, COUNT(DISTINCT jr_id) AS hits FROM rule_judge
    WHERE at >= ${since} GROUP BY kp_id HAVING COUNT(DISTINCT jr_id) >= ${least}`.execute(db)
  return rows.map(({ kp_id, hits }) => ({ kp_id, hits: Number(hits) }))
}

/** Of one point: distinct hits in a span of time. */
export async function hitsBetween(db: RulesDb, kpId: string, { from, to }: { from: Date; to: Date }): Promise<number> {
  const { rows } = await sql<{ hits: number }>`SELECT COUNT(DISTINCT jr_id) AS hits FROM rule_judge
    WHERE kp_id = ${kpId} AND at >= ${from} AND at < ${to}`.execute(db)
  return Number(rows[0]?.hits ?? 0)
}

export async function linesBetween(db: RulesDb, from: Date, to: Date): Promise<number> {
  const { rows } = await sql<{ lines: number }>`SELECT COALESCE(SUM(lines), 0) AS lines FROM rule_minute
    WHERE minute >= ${from} AND minute < ${to}`.execute(db)
  return Number(rows[0]?.lines ?? 0)
}

export interface TripRecord {
  readonly trip_id: number
  readonly kp_id: string
  readonly version: number
  readonly cause: 'surge' | 'precision'
  readonly at: Date
  readonly evidence: Readonly<Record<string, number | string>>
  readonly resumed_at: Date | null
  readonly resumed_by: string | null
  readonly resume_reason: string | null
  readonly accepted_rate: number | null
}

export async function insertTrip(
  tx: RulesDb,
  trip: Pick<TripRecord, 'kp_id' | 'version' | 'cause' | 'at' | 'evidence'>,
): Promise<void> {
  await tx
    .insertInto('rule_trip')
    .values({
      ...trip,
      evidence: sql`${JSON.stringify(trip.evidence)}::jsonb`,
      resumed_at: null,
      resumed_by: null,
      resume_reason: null,
      accepted_rate: null,
    }) // prettier-ignore
    .execute()
}

export async function lastTrip(db: RulesDb, kpId: string, version: number): Promise<TripRecord | undefined> {
  return db.selectFrom('rule_trip').selectAll().where('kp_id', '=', kpId).where('version', '=', version).orderBy('trip_id', 'desc').limit(1).executeTakeFirst() // prettier-ignore
}

export async function findTrip(db: RulesDb, tripId: number): Promise<TripRecord | undefined> {
  return db.selectFrom('rule_trip').selectAll().where('trip_id', '=', tripId).executeTakeFirst()
}

/** Those that are open, then the latest. */
export async function listTrips(db: RulesDb, since: Date): Promise<TripRecord[]> {
  const { rows } = await sql<TripRecord>`SELECT * FROM rule_trip WHERE resumed_at IS NULL OR at >= ${since}
    ORDER BY (resumed_at IS NULL) DESC, trip_id DESC LIMIT 100`.execute(db)
  return rows
}

export async function closeTrips(
  tx: RulesDb,
  { kpId, version, at, by, reason, acceptLevel }: { kpId: string; version: number; at: Date; by: string; reason: string; acceptLevel: boolean }, // prettier-ignore
): Promise<void> {
  await sql`UPDATE rule_trip SET resumed_at = ${at}, resumed_by = ${by}, resume_reason = ${reason},
      accepted_rate = CASE WHEN ${acceptLevel} THEN (evidence->>'rate')::double precision END
    WHERE kp_id = ${kpId} AND version = ${version} AND resumed_at IS NULL`.execute(tx)
}

export interface ShadowCount {
  readonly hour: Date
  readonly kp_id: string
  readonly version: number
  readonly fixmedins_code: string
  readonly fixmedins_name: string
  readonly admdvs: string | null
  readonly calls: number
  readonly lines: number
  readonly hits: number
  readonly amount: string
}

export async function addShadow(db: RulesDb, rows: readonly ShadowCount[]): Promise<void> {
  if (rows.length === 0) return
  await sql`INSERT INTO rule_shadow SELECT * FROM json_populate_recordset(NULL::rule_shadow, ${JSON.stringify(rows)}::json)
    ON CONFLICT (hour, kp_id, version, fixmedins_code) DO UPDATE SET calls = rule_shadow.calls + EXCLUDED.calls,
      lines = rule_shadow.lines + EXCLUDED.lines, hits = rule_shadow.hits + EXCLUDED.hits, amount = rule_shadow.amount + EXCLUDED.amount`.execute(db) // prettier-ignore
}

export interface ShadowTotal {
  readonly kp_id: string
  readonly version: number
  readonly calls: number
  readonly lines: number
  readonly hits: number
  readonly amount: string
  readonly since: Date | null
}

export async function shadowTotals(
  db: RulesDb,
  scope: ReturnType<typeof sql<boolean>>,
  since: Date,
): Promise<ShadowTotal[]> {
  // prettier-ignore
  const { rows } = await sql<ShadowTotal>`SELECT kp_id, version, SUM(calls)::float8 AS calls, SUM(lines)::float8 AS lines,
      SUM(hits)::float8 AS hits, SUM(amount)::text AS amount, MIN(hour) AS since
    FROM rule_shadow s WHERE hour >= ${since} AND ${scope} GROUP BY kp_id, version`.execute(db)
  return rows
}
