import { sql } from 'kysely'
import type { SelfCheckDb } from '../schema.ts'
import type { ScannedHit } from '../scan.ts'

/** Puts a portion of a scan's hits in, with their lines. */
export async function insertHits(tx: SelfCheckDb, checkId: string, hits: readonly ScannedHit[]): Promise<void> {
  await sql`INSERT INTO self_check_hit (check_id, jr_id, kind, kind_name, kp_id, point_name, severity, psn_no, mdtrt_id, day, dept, amount, message, basis, lawful, facts)
    SELECT ${checkId}, "jrId", kind, "kindName", "kpId", "pointName", severity, "psnNo", "mdtrtId", day, dept, amount, message, basis, lawful, facts
    FROM jsonb_to_recordset(${JSON.stringify(hits)}::jsonb) AS h("jrId" text, kind text, "kindName" text, "kpId" text, "pointName" text, severity smallint,
      "psnNo" text, "mdtrtId" text, day date, dept text, amount numeric(16,2), message text, basis text, lawful text, facts jsonb)`.execute(
    tx,
  )
  const lines = hits.flatMap(({ jrId, lines: own }) => own.map((line, seq) => ({ ...line, jrId, seq })))
  await sql`INSERT INTO self_check_line (check_id, jr_id, seq, role, sn, mdtrt_id, code, name, day, cnt, line_amount, amount)
    SELECT ${checkId}, "jrId", seq, role, sn, "mdtrtId", code, name, day, cnt, "lineAmount", amount
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS l("jrId" text, seq integer, role text, sn text, "mdtrtId" text, code text, name text, day date,
      cnt numeric(16,4), "lineAmount" numeric(16,2), amount numeric(16,2))`.execute(tx)
}

export async function clearHits(tx: SelfCheckDb, checkId: string): Promise<void> {
  await tx.deleteFrom('self_check_hit').where('check_id', '=', checkId).execute()
}

/** False when the check was deleted meanwhile. */
export async function setReady(
  tx: SelfCheckDb,
  checkId: string,
  done: {
    snapshot: string
    scanned: unknown
    reading: unknown
    cannotTell: unknown
    failed: unknown
    from: string | null
    to: string | null
  },
): Promise<boolean> {
  const { rows } =
    await sql`UPDATE self_check SET ready = TRUE, snapshot = ${done.snapshot}, scanned = ${JSON.stringify(done.scanned)}::jsonb,
    reading = ${JSON.stringify(done.reading)}::jsonb, cannot_tell = ${JSON.stringify(done.cannotTell)}::jsonb, failed = ${JSON.stringify(done.failed)}::jsonb,
    period_from = COALESCE(period_from, ${done.from}::date), period_to = COALESCE(period_to, ${done.to}::date)
    WHERE check_id = ${checkId} RETURNING 1`.execute(tx)
  return rows.length > 0
}
