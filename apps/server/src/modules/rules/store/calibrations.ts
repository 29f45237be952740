import { sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { LifecycleTables } from '../lifecycle-schema.ts'
import type { RulesTables } from '../schema.ts'

type RulesDb = Db<RulesTables> | Transaction<RulesTables>

export interface CalibrationRecord extends Omit<LifecycleTables['rule_calibration'], 'record_id'> {
  readonly record_id: number
}

export interface CalibrationCriteria {
  readonly kpId?: string | undefined
  readonly kind?: string | undefined
  readonly q?: string | undefined
  /** `kpId@version` of points the caller may not know of. */
  readonly unseen: readonly string[]
}

export async function insertCalibrations(
  tx: RulesDb,
  rows: readonly Omit<CalibrationRecord, 'record_id'>[],
): Promise<CalibrationRecord[]> {
  // prettier-ignore
  if (rows.length === 0) return []
  return tx.insertInto('rule_calibration').values([...rows]).returningAll().execute() // prettier-ignore
}

export async function pageOfCalibrations(
  db: RulesDb,
  c: CalibrationCriteria & { readonly page: number; readonly size: number },
): Promise<{ rows: CalibrationRecord[]; total: number }> {
  const parts: RawBuilder<SqlBool>[] = [sql<SqlBool>`NOT (kp_id || '@' || version) = ANY (${[...c.unseen]}::text[])`]
  if (c.kpId) parts.push(sql`kp_id = ${c.kpId}`)
  if (c.kind) parts.push(sql`kind = ${c.kind}`)
  if (c.q) parts.push(sql`strpos(lower(concat_ws(' ', kp_id, name, expert, evidence)), ${c.q.toLowerCase()}) > 0`)
  const where = sql.join(parts, sql` AND `)
  const [rows, count] = await Promise.all([
    sql<CalibrationRecord>`SELECT * FROM rule_calibration WHERE ${where} ORDER BY record_id DESC
      LIMIT ${c.size} OFFSET ${(c.page - 1) * c.size}`.execute(db),
    sql<{ n: number }>`SELECT COUNT(*) AS n FROM rule_calibration WHERE ${where}`.execute(db),
  ])
  return { rows: rows.rows, total: Number(count.rows[0]?.n ?? 0) }
}
