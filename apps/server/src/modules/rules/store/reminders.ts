import { sql } from 'kysely'
import { scopePredicate, type Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { RulesTables } from '../schema.ts'

type RulesDb = Db<RulesTables>

/** A reminder as it was shown, with the doctor's last answer. */
export interface ReminderRecord {
  readonly judge_id: number
  readonly jr_id: string
  readonly at: Date
  readonly stage: 'B' | 'D'
  readonly kind: string
  readonly kp_id: string
  readonly severity: 1 | 2 | 3
  readonly fixmedins_code: string
  readonly mdtrt_id: string
  readonly message: string
  readonly basis: string
  readonly amount: string
  readonly dspo_way: '1' | '2' | null
  readonly reason: string | null
}

const ANSWER = sql`LEFT JOIN LATERAL (SELECT dspo_way, reason FROM rule_feedback f WHERE f.jr_id = j.jr_id
  AND f.fixmedins_code = j.fixmedins_code ORDER BY feedback_id DESC LIMIT 1) f ON TRUE`
const COLUMNS = sql`j.judge_id, j.jr_id, j.at, j.stage, j.kind, j.kp_id, j.severity, j.fixmedins_code, j.mdtrt_id, j.message, j.basis,
  j.amount, f.dspo_way, f.reason`

export interface TaskRef {
  readonly institution: string
  readonly taskId: string
}

/** What one call of a hospital was answered with. */
export async function remindersOfTask(db: RulesDb, { institution, taskId }: TaskRef, since: Date) {
  const { rows } = await sql<ReminderRecord>`SELECT ${COLUMNS} FROM rule_judge j ${ANSWER}
    WHERE j.at >= ${since} AND j.fixmedins_code = ${institution} AND j.task_id = ${taskId} AND j.shown
    ORDER BY j.severity, j.judge_id LIMIT 50`.execute(db)
  return rows
}

/** Undefined when it is not there, or not in the caller's scope. */
export async function findReminder(db: RulesDb, access: Access, judgeId: number): Promise<ReminderRecord | undefined> {
  const scope = scopePredicate(access, { admdvs: 'j.admdvs', fixmedinsCode: 'j.fixmedins_code' })
  const { rows } = await sql<ReminderRecord>`SELECT ${COLUMNS} FROM rule_judge j ${ANSWER}
    WHERE j.judge_id = ${judgeId} AND j.shown AND ${scope}`.execute(db)
  return rows[0]
}
