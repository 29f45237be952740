import { CompiledQuery, sql } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { RulesTables } from '../schema.ts'
import type { Minute } from '../real-time/metrics.ts'
import type { StoredHistory } from '../real-time/history.ts'
import { CALL_COLUMNS, type LogEntry } from '../real-time/log-writer.ts'
import { unpackCalls } from '../real-time/pack.ts'

type RulesDb = Db<RulesTables>

const COLUMNS = CALL_COLUMNS.join(', ')
const OF_CALL = 'call_id, at, fixmedins_code, fixmedins_name, admdvs, doctor, psn_no, mdtrt_id, task_id, release_id'
const OF_JUDGE = 'jr_id, stage, kind, kp_id, severity, message, basis, amount, lines, shown'
const JUDGE_TYPES = 'call_id bigint, jr_id text, stage text, kind text, kp_id text, severity smallint, message text, basis text, amount numeric, lines json, shown boolean' // prettier-ignore

/** Calls and judges of many requests in one statement: committed together, before any of them is answered. */
export async function insertCalls(db: RulesDb, entries: readonly LogEntry[]): Promise<void> {
  const judges = entries.flatMap((entry) => entry.judges)
  const values: unknown[] = entries.flatMap(({ call }) => [...call])
  const call = `INSERT INTO rule_call (${COLUMNS}) VALUES ${placesOf(entries.length)}`
  const size = entries.length
  if (judges.length === 0) {
    await db.executeQuery(prepared(`rule_call_${size}`, call, values))
    return
  }
  const statement = `WITH called AS (${call} RETURNING ${OF_CALL})
    INSERT INTO rule_judge (${OF_CALL}, ${OF_JUDGE}) SELECT ${OF_CALL}, ${OF_JUDGE}
    FROM json_to_recordset($${values.length + 1}::json) AS judge (${JUDGE_TYPES}) JOIN called USING (call_id)`
  await db.executeQuery(prepared(`rule_call_judge_${size}`, statement, [...values, `[${judges.join(',')}]`]))
}

const MOST_PREPARED = 40

/** A statement that the database parses and plans once a connection. The driver takes a named query where Kysely hands over a text. */
function prepared<Row>(name: string, text: string, values: readonly unknown[]): CompiledQuery<Row> {
  const isKept = !/_\d+$/.test(name) || Number(name.split('_').at(-1)) <= MOST_PREPARED
  return CompiledQuery.raw(isKept ? ({ name, text } as unknown as string) : text, [...values])
}

const places: string[] = []

/** `($1, …), ($20, …)` for so many rows. */
function placesOf(rows: number): string {
  const width = CALL_COLUMNS.length
  return (places[rows] ??= Array.from({ length: rows }, (_, row) => `(${CALL_COLUMNS.map((_name, i) => `$${row * width + i + 1}`).join()})`).join()) // prettier-ignore
}

export async function lastCallId(db: RulesDb): Promise<number> {
  const row = await db.selectFrom('rule_call').select((on) => on.fn.max('call_id').as('last')).executeTakeFirst() // prettier-ignore
  return Number(row?.last ?? 0)
}

const CALLS_A_PERSON = 400
const SHOWN_DAYS = 180
const HISTORY_DAYS = 3 * 366

/** One text a person: a row each would cost more than what is in it. */
const READ_HISTORIES = `SELECT p.psn_no,
    (SELECT '[' || string_agg(c.claims::text, ',' ORDER BY c.call_id) || ']' FROM (
      SELECT call_id, claims FROM rule_call WHERE psn_no = p.psn_no AND at >= $2::timestamptz AND claims IS NOT NULL
      ORDER BY call_id DESC LIMIT ${CALLS_A_PERSON}) c) AS claims,
    (SELECT json_agg(json_build_object('mdtrtId', s.mdtrt_id, 'jrId', s.jr_id, 'taskId', s.task_id)) FROM (
      SELECT j.mdtrt_id, j.jr_id, MIN(j.task_id) AS task_id FROM rule_judge j
      WHERE j.psn_no = p.psn_no AND j.shown AND j.stage = 'B' AND j.at >= $3::timestamptz
        AND NOT EXISTS (SELECT 1 FROM rule_feedback f WHERE f.jr_id = j.jr_id AND f.dspo_way = '2')
      GROUP BY j.mdtrt_id, j.jr_id) s) AS shown
  FROM (SELECT DISTINCT unnest($1::text[]) AS psn_no) p`

interface HistoryRow {
  readonly psn_no: string
  readonly claims: string | null
  readonly shown: StoredHistory['shown'] | null
}

/** What the log holds of these persons: their latest calls, oldest first, and the reminders shown. */
export async function readHistories(
  db: RulesDb,
  persons: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, StoredHistory>> {
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()
  const values = [persons, ago(HISTORY_DAYS), ago(SHOWN_DAYS)]
  const { rows } = await db.executeQuery(prepared<HistoryRow>('rule_history', READ_HISTORIES, values))
  return new Map(rows.map(({ psn_no, claims, shown }) => [psn_no, { calls: claims === null ? [] : unpackCalls(claims), shown: shown ?? [] }])) // prettier-ignore
}

/** Which of these judges exist, and of which institution and person. */
export function findJudges(db: RulesDb, jrIds: readonly string[]) {
  return db
    .selectFrom('rule_judge')
    .select(['jr_id', 'fixmedins_code', 'psn_no'])
    .distinct()
    .where('jr_id', 'in', jrIds)
    .where('shown', '=', true)
    .execute()
}

export interface NewFeedback {
  readonly jr_id: string
  readonly fixmedins_code: string
  readonly warn_type: string | null
  readonly dspo_way: '1' | '2'
  readonly reason: string
  readonly opter: string | null
  readonly at: Date
}

export async function insertFeedback(db: RulesDb, rows: readonly NewFeedback[]): Promise<void> {
  await db.insertInto('rule_feedback').values(rows).execute()
}

export async function insertMinutes(db: RulesDb, minutes: readonly Minute[]): Promise<void> {
  if (minutes.length === 0) return
  const rows = minutes.map((row) => ({
    minute: new Date(row.minute),
    fixmedins_code: row.fixmedinsCode,
    fixmedins_name: row.fixmedinsName,
    admdvs: row.admdvs,
    calls: row.calls,
    lines: row.lines,
    refused: row.refused,
    not_judged: row.notJudged,
    with_hits: row.withHits,
    hits: row.hits,
    latency: sql`${JSON.stringify(row.latency)}::jsonb`,
  }))
  await db.insertInto('rule_minute').values(rows).execute()
}
