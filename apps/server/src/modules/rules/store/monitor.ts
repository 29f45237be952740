import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { scopePredicate, type Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { RulesTables } from '../schema.ts'

type RulesDb = Db<RulesTables>

export interface Rates {
  readonly hits: number
  readonly shown: number
  readonly answered: number
  readonly overrides: number
}

export interface Window {
  readonly since: Date
  readonly institution?: string | undefined
}

function within(access: Access, { since, institution }: Window, alias: 'j' | 'c'): RawBuilder<SqlBool> {
  const columns = { admdvs: `${alias}.admdvs`, fixmedinsCode: `${alias}.fixmedins_code` }
  const own = institution === undefined ? sql`TRUE` : sql`${sql.ref(columns.fixmedinsCode)} = ${institution}`
  return sql<SqlBool>`${sql.ref(`${alias}.at`)} >= ${since} AND ${own} AND ${scopePredicate(access, columns)}`
}

/** A reminder counts once, whatever the number of calls that gave it again; the last answer counts. */
const RATES = sql<Rates>`COUNT(DISTINCT j.jr_id) AS hits, COUNT(DISTINCT j.jr_id) FILTER (WHERE j.shown) AS shown,
  COUNT(DISTINCT j.jr_id) FILTER (WHERE f.dspo_way IS NOT NULL) AS answered,
  COUNT(DISTINCT j.jr_id) FILTER (WHERE f.dspo_way = '1') AS overrides`
const ANSWER = sql`LEFT JOIN LATERAL (SELECT dspo_way, reason FROM rule_feedback f WHERE f.jr_id = j.jr_id
  AND f.fixmedins_code = j.fixmedins_code ORDER BY feedback_id DESC LIMIT 1) f ON TRUE`

export async function ratesByKind(db: RulesDb, access: Access, window: Window) {
  const { rows } = await sql<Rates & { kind: string }>`SELECT j.kind, ${RATES} FROM rule_judge j ${ANSWER}
    WHERE ${within(access, window, 'j')} GROUP BY j.kind ORDER BY hits DESC, j.kind`.execute(db)
  return rows
}

export async function ratesByInstitution(db: RulesDb, access: Access, window: Window) {
  const { rows } = await sql<Rates & { code: string; name: string }>`
    SELECT j.fixmedins_code AS code, MAX(j.fixmedins_name) AS name, ${RATES} FROM rule_judge j ${ANSWER}
    WHERE ${within(access, window, 'j')} GROUP BY j.fixmedins_code`.execute(db)
  return rows
}

export async function ratesByDoctor(db: RulesDb, access: Access, window: Window) {
  const { rows } = await sql<Rates & { doctor: string; code: string; name: string }>`
    SELECT j.doctor, j.fixmedins_code AS code, MAX(j.fixmedins_name) AS name, ${RATES} FROM rule_judge j ${ANSWER}
    WHERE ${within(access, window, 'j')} AND j.doctor IS NOT NULL GROUP BY j.doctor, j.fixmedins_code
    ORDER BY hits DESC, j.doctor LIMIT 50`.execute(db)
  return rows
}

export async function ratesInAll(db: RulesDb, access: Access, window: Window): Promise<Rates> {
  const { rows } = await sql<Rates>`SELECT ${RATES} FROM rule_judge j ${ANSWER} WHERE ${within(access, window, 'j')}`.execute(db) // prettier-ignore
  return rows[0] ?? { hits: 0, shown: 0, answered: 0, overrides: 0 }
}

export async function minutes(db: RulesDb, access: Access, { since, institution }: Window) {
  const columns = { admdvs: 'rule_minute.admdvs', fixmedinsCode: 'rule_minute.fixmedins_code' }
  let query = db.selectFrom('rule_minute').selectAll().where('minute', '>=', since).where(scopePredicate(access, columns)) // prettier-ignore
  if (institution !== undefined) query = query.where('fixmedins_code', '=', institution)
  return query.execute()
}

export interface JudgeCriteria {
  readonly kind?: string | undefined
  readonly institution?: string | undefined
  readonly stage?: 'B' | 'D' | 'A' | undefined
  readonly disposal?: '1' | '2' | 'none' | undefined
  readonly shown?: 'true' | 'false' | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly page: number
  readonly size: number
}

export interface JudgeRecord {
  readonly judge_id: number
  readonly jr_id: string
  readonly at: Date
  readonly stage: 'B' | 'D'
  readonly kind: `R${number}`
  readonly kp_id: string
  readonly severity: 1 | 2 | 3
  readonly fixmedins_code: string
  readonly fixmedins_name: string
  readonly doctor: string | null
  readonly psn_no: string
  readonly mdtrt_id: string
  readonly message: string
  readonly basis: string
  readonly amount: string
  readonly shown: boolean
  readonly release_id: string
  readonly dspo_way: '1' | '2' | null
  readonly reason: string | null
  readonly review: {
    readonly verdict: 'right' | 'wrong' | 'unclear'
    readonly note: string
    readonly by: string
    readonly at: string
  } | null
}

/** Days are days in China. */
export async function pageOfJudges(db: RulesDb, access: Access, c: JudgeCriteria) {
  const columns = { admdvs: 'j.admdvs', fixmedinsCode: 'j.fixmedins_code' }
  const parts: RawBuilder<SqlBool>[] = [scopePredicate(access, columns)]
  if (c.kind) parts.push(sql`j.kind = ${c.kind}`)
  if (c.institution) parts.push(sql`j.fixmedins_code = ${c.institution}`)
  if (c.stage) parts.push(sql`j.stage = ${c.stage}`)
  if (c.shown) parts.push(sql`j.shown = ${c.shown === 'true'}`)
  if (c.disposal) parts.push(c.disposal === 'none' ? sql`f.dspo_way IS NULL` : sql`f.dspo_way = ${c.disposal}`)
  if (c.from) parts.push(sql`j.at >= (${c.from}::date::timestamp AT TIME ZONE 'Asia/Shanghai')`)
  if (c.to) parts.push(sql`j.at < ((${c.to}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')`)
  const from = sql`FROM rule_judge j ${ANSWER} WHERE ${sql.join(parts, sql` AND `)}`
  const [rows, count] = await Promise.all([
    sql<JudgeRecord>`SELECT j.*, f.dspo_way, f.reason, (SELECT json_build_object('verdict', r.verdict, 'note', r.note, 'by', r.by_name, 'at', r.at)
        FROM rule_review r WHERE r.jr_id = j.jr_id ORDER BY review_id DESC LIMIT 1) AS review ${from} ORDER BY j.judge_id DESC
      LIMIT ${c.size} OFFSET ${(c.page - 1) * c.size}`.execute(db),
    sql<{ n: number }>`SELECT COUNT(*) AS n ${from}`.execute(db),
  ])
  return { rows: rows.rows, total: Number(count.rows[0]?.n ?? 0) }
}
