import type { Verdict } from '@yijian/contract'
import { sql, type Transaction } from 'kysely'
import { scopePredicate, type Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { RulesTables } from '../schema.ts'
import { coveredJudges } from './finding-reviews.ts'

type RulesDb = Db<RulesTables> | Transaction<RulesTables>

export interface QualityRecord {
  readonly id: string
  readonly name: string
  readonly hits: number
  readonly shown: number
  readonly answered: number
  readonly changed: number
  readonly right_n: number
  readonly wrong_n: number
  readonly unclear_n: number
}

const BY = {
  kind: sql`j.kind AS id, MAX(j.kind) AS name`,
  point: sql`j.kp_id AS id, MAX(j.kp_id) AS name`,
  institution: sql`j.fixmedins_code AS id, MAX(j.fixmedins_name) AS name`,
} as const
const GROUP = { kind: sql`j.kind`, point: sql`j.kp_id`, institution: sql`j.fixmedins_code` } as const

/** Judges of a rule since a moment, with the last answer and the last review of each (not those a finding's conclusion speaks of). */
export async function qualityOf(
  db: RulesDb,
  access: Access,
  { kind, since, by }: { kind: string; since: Date; by: keyof typeof BY },
): Promise<QualityRecord[]> {
  const columns = { admdvs: 'j.admdvs', fixmedinsCode: 'j.fixmedins_code' }
  const count = (where: string) => sql`COUNT(DISTINCT j.jr_id) FILTER (WHERE ${sql.raw(where)})`
  const { rows } =
    await sql<QualityRecord>`SELECT ${BY[by]}, COUNT(DISTINCT j.jr_id) AS hits, ${count('j.shown')} AS shown,
      ${count('f.dspo_way IS NOT NULL')} AS answered, ${count("f.dspo_way = '2'")} AS changed,
      ${count("r.verdict = 'right'")} AS right_n, ${count("r.verdict = 'wrong'")} AS wrong_n, ${count("r.verdict = 'unclear'")} AS unclear_n
    FROM rule_judge j
    LEFT JOIN LATERAL (SELECT dspo_way FROM rule_feedback f WHERE f.jr_id = j.jr_id AND f.fixmedins_code = j.fixmedins_code
      ORDER BY feedback_id DESC LIMIT 1) f ON TRUE
    LEFT JOIN LATERAL (SELECT verdict FROM rule_review r WHERE r.jr_id = j.jr_id ORDER BY review_id DESC LIMIT 1) r
      ON j.jr_id NOT IN (${coveredJudges(sql`kind = ${kind}`)})
    WHERE j.kind = ${kind} AND j.at >= ${since} AND ${scopePredicate(access, columns)}
    GROUP BY ${GROUP[by]} ORDER BY hits DESC LIMIT 200`.execute(db)
  return rows
}

export interface JudgeRef {
  readonly jr_id: string
  readonly kp_id: string
  readonly kind: string
  readonly fixmedins_code: string
  readonly fixmedins_name: string
  readonly admdvs: string | null
}

/** Undefined when it is not there, or not in the caller's scope. */
export async function findJudge(db: RulesDb, access: Access, judgeId: number): Promise<JudgeRef | undefined> {
  const columns = { admdvs: 'j.admdvs', fixmedinsCode: 'j.fixmedins_code' }
  const { rows } =
    await sql<JudgeRef>`SELECT j.jr_id, j.kp_id, j.kind, j.fixmedins_code, j.fixmedins_name, j.admdvs FROM rule_judge j
    WHERE j.judge_id = ${judgeId} AND ${scopePredicate(access, columns)}`.execute(db)
  return rows[0]
}

export interface NewReview extends JudgeRef {
  readonly at: Date
  readonly verdict: Verdict
  readonly note: string
  readonly by_account: string
  readonly by_name: string
}

export async function insertReview(tx: RulesDb, review: NewReview): Promise<void> {
  await tx.insertInto('rule_review').values(review).execute()
}

/** Reviews of a point since it last was resumed, each judge's last, but for judges that a finding's conclusion speaks of. */
export async function reviewCounts(
  db: RulesDb,
  kpId: string,
  since: Date | null,
): Promise<{ right: number; wrong: number }> {
  const { rows } = await sql<{ right_n: number; wrong_n: number }>`
    SELECT COUNT(*) FILTER (WHERE verdict = 'right') AS right_n, COUNT(*) FILTER (WHERE verdict = 'wrong') AS wrong_n
    FROM (SELECT DISTINCT ON (jr_id) verdict, at FROM rule_review WHERE kp_id = ${kpId}
      AND jr_id NOT IN (${coveredJudges(sql`kp_ids @> ARRAY[${kpId}]::text[]`)}) ORDER BY jr_id, review_id DESC) r
    WHERE ${since === null ? sql`TRUE` : sql`at > ${since}`}`.execute(db)
  return { right: Number(rows[0]?.right_n ?? 0), wrong: Number(rows[0]?.wrong_n ?? 0) }
}
