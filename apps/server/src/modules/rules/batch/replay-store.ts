import { REPLAY_CAUSES } from '@yijian/contract'
import { sql, type Transaction } from 'kysely'
import { scopePredicate, type Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { PackedCall } from '../real-time/pack.ts'
import type { RulesTables } from '../schema.ts'

type RulesDb = Db<RulesTables> | Transaction<RulesTables>
type Cause = (typeof REPLAY_CAUSES)[number]

export interface CallRow {
  readonly call_id: number
  readonly fixmedins_code: string
  readonly fixmedins_name: string
  readonly admdvs: string | null
  readonly psn_no: string
  readonly mdtrt_id: string
  readonly release_id: string | null
  readonly claims: PackedCall
}

export interface LoggedJudge {
  readonly jr_id: string
  readonly stage: string
  readonly kind: string
  readonly kp_id: string
  readonly psn_no: string
  readonly mdtrt_id: string
  readonly release_id: string
  readonly message: string
  readonly amount: string
  readonly lines: readonly { readonly sn: string }[]
}

/** At most so many calls of a day are judged again: the latest. */
const MOST_CALLS = 50_000

/** What was asked on a day (Beijing time), oldest first. */
export async function callsOf(db: RulesDb, from: Date, to: Date): Promise<CallRow[]> {
  const answer = await sql<CallRow>`SELECT * FROM (
      SELECT call_id, fixmedins_code, fixmedins_name, admdvs, psn_no, mdtrt_id, release_id, claims FROM rule_call
      WHERE at >= ${from} AND at < ${to} AND psn_no IS NOT NULL AND mdtrt_id IS NOT NULL AND claims IS NOT NULL
      ORDER BY call_id DESC LIMIT ${MOST_CALLS}) c ORDER BY call_id`.execute(db)
  return answer.rows
}

/** The judges of a day, the last of each encounter. */
export async function judgesOf(db: RulesDb, from: Date, to: Date): Promise<LoggedJudge[]> {
  const answer = await sql<LoggedJudge>`
    SELECT DISTINCT ON (jr_id, mdtrt_id) jr_id, stage, kind, kp_id, psn_no, mdtrt_id, release_id, message, amount::text AS amount, lines
    FROM rule_judge WHERE at >= ${from} AND at < ${to} ORDER BY jr_id, mdtrt_id, judge_id DESC`.execute(db)
  return answer.rows
}

interface ReplayRow {
  readonly day: string
  readonly at: Date
  readonly snapshot: string
  readonly release_title: string
  readonly calls: number
  readonly persons: number
  readonly judges: number
  readonly unsettled: number
  readonly same: number
}

export interface DifferenceRow {
  readonly jr_id: string
  readonly side: 'real-time' | 'settled'
  readonly cause: Cause
  readonly reason: string
  readonly stage: string | null
  readonly kind: string
  readonly kp_id: string
  readonly fixmedins_code: string
  readonly fixmedins_name: string
  readonly admdvs: string | null
  readonly psn_no: string
  readonly mdtrt_id: string
  readonly message: string
  readonly amount: string
}

/** Replaces what is known of the day. */
export async function saveReplay(tx: RulesDb, row: ReplayRow, differences: readonly DifferenceRow[]): Promise<void> {
  await sql`DELETE FROM rule_replay WHERE day = ${row.day}`.execute(tx)
  await sql`INSERT INTO rule_replay SELECT * FROM json_populate_record(NULL::rule_replay, ${JSON.stringify(row)}::json)`.execute(tx) // prettier-ignore
  const rows = JSON.stringify(differences.map((difference) => ({ ...difference, day: row.day })))
  await sql`INSERT INTO rule_replay_difference SELECT * FROM json_populate_recordset(NULL::rule_replay_difference, ${rows}::json)`.execute(tx) // prettier-ignore
}

const columns = { admdvs: 'd.admdvs', fixmedinsCode: 'd.fixmedins_code' }

/** The last days that were replayed; differences counted within the caller's scope. */
export async function replays(db: RulesDb, access: Access) {
  const counts = REPLAY_CAUSES.map((cause) => sql`count(*) FILTER (WHERE d.cause = ${cause})::int AS ${sql.ref(cause)}`)
  const answer = await sql<ReplayRow & Record<Cause, number>>`
    SELECT r.day::text AS day, r.at, r.snapshot, r.release_title, r.calls, r.persons, r.judges, r.unsettled, r.same, ${sql.join(counts)}
    FROM rule_replay r LEFT JOIN rule_replay_difference d ON d.day = r.day AND ${scopePredicate(access, columns)}
    GROUP BY r.day ORDER BY r.day DESC LIMIT 31`.execute(db)
  return answer.rows
}

export interface DifferenceQuery {
  readonly day: string
  readonly cause?: Cause | undefined
  readonly page: number
  readonly size: number
}

export async function differencesOf(db: RulesDb, access: Access, { day, cause, page, size }: DifferenceQuery) {
  const where = sql`d.day::text = ${day} AND ${scopePredicate(access, columns)} AND ${cause === undefined ? sql`TRUE` : sql`d.cause = ${cause}`}` // prettier-ignore
  const total = await sql<{
    n: number
  }>`SELECT count(*)::int AS n FROM rule_replay_difference d WHERE ${where}`.execute(db)
  const answer =
    await sql<DifferenceRow>`SELECT d.*, d.amount::text AS amount FROM rule_replay_difference d WHERE ${where}
    ORDER BY d.cause = 'unexplained' DESC, d.cause, d.kind, d.jr_id, d.side LIMIT ${size} OFFSET ${(page - 1) * size}`.execute(
      db,
    )
  return { rows: answer.rows, total: total.rows[0]?.n ?? 0 }
}

export async function lastReplayDay(db: RulesDb): Promise<string | undefined> {
  const answer = await sql<{ day: string }>`SELECT day::text AS day FROM rule_replay ORDER BY day DESC LIMIT 1`.execute(db) // prettier-ignore
  return answer.rows[0]?.day
}
