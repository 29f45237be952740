import { sql, type RawBuilder, type Transaction } from 'kysely'
import { scopePredicate, type Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { RulesTables } from '../schema.ts'

type RulesDb = Db<RulesTables> | Transaction<RulesTables>

export async function insertFindingReview(
  tx: RulesDb,
  review: Omit<RulesTables['rule_finding_review'], 'review_id'>,
): Promise<void> {
  await tx.insertInto('rule_finding_review').values(review).execute()
}

/** The conclusions that stand: of each finding the last, unless it was taken back. `of` narrows by what never changes for a finding. */
function standing(of: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`(SELECT * FROM (SELECT DISTINCT ON (finding_id) * FROM rule_finding_review WHERE ${of} ORDER BY finding_id, review_id DESC) d
    WHERE verdict <> 'withdrawn')`
}

/** Judges that a finding's conclusion already speaks of: their own reviews must not count a second time. */
export const coveredJudges = (of: RawBuilder<boolean>) => sql`SELECT unnest(d.jr_ids) FROM ${standing(of)} d`

export interface DecidedRecord {
  readonly id: string
  readonly name: string
  readonly confirmed: number
  readonly rejected: number
}

const BY = {
  kind: { from: sql``, id: sql`d.kind`, name: sql`d.kind` },
  point: { from: sql`CROSS JOIN LATERAL unnest(d.kp_ids) AS p(kp_id)`, id: sql`p.kp_id`, name: sql`p.kp_id` },
  institution: { from: sql``, id: sql`COALESCE(d.fixmedins_code, '')`, name: sql`COALESCE(d.fixmedins_name, '')` },
} as const

/** Findings of a rule with a conclusion since a moment, each once. */
export async function decidedFindings(
  db: RulesDb,
  access: Access,
  { kind, since, by }: { kind: string; since: Date; by: keyof typeof BY },
): Promise<DecidedRecord[]> {
  const { from, id, name } = BY[by]
  const scope = scopePredicate(access, { admdvs: 'd.admdvs', fixmedinsCode: 'd.fixmedins_code' })
  const { rows } = await sql<DecidedRecord>`SELECT ${id} AS id, MAX(${name}) AS name,
      COUNT(*) FILTER (WHERE d.verdict = 'right') AS confirmed, COUNT(*) FILTER (WHERE d.verdict = 'wrong') AS rejected
    FROM ${standing(sql`kind = ${kind}`)} d ${from} WHERE d.at >= ${since} AND ${scope} GROUP BY 1`.execute(db)
  return rows.map((row) => ({ ...row, confirmed: Number(row.confirmed), rejected: Number(row.rejected) }))
}

/** Conclusions on findings that a point took part in. */
export async function decidedOfPoint(
  db: RulesDb,
  kpId: string,
  since: Date | null,
): Promise<{ right: number; wrong: number }> {
  const { rows } = await sql<{ right_n: number; wrong_n: number }>`
    SELECT COUNT(*) FILTER (WHERE d.verdict = 'right') AS right_n, COUNT(*) FILTER (WHERE d.verdict = 'wrong') AS wrong_n
    FROM ${standing(sql`kp_ids @> ARRAY[${kpId}]::text[]`)} d WHERE ${since === null ? sql`TRUE` : sql`d.at > ${since}`}`.execute(
    db,
  )
  return { right: Number(rows[0]?.right_n ?? 0), wrong: Number(rows[0]?.wrong_n ?? 0) }
}
