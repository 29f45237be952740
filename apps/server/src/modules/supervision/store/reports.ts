import { sql, type RawBuilder } from 'kysely'
import { scopePredicate, type Access } from '../../../platform/access/scope.ts'
import { monthFigures, type MonthFigures } from './months.ts'
import { likePattern, type SupervisionDb } from './visible.ts'

/** Current findings within the scope that are dispatched (观察 is stored only, §2.9); every report starts from this. */
function hits(access: Access): RawBuilder<unknown> {
  const predicate = scopePredicate(access, { admdvs: 'f.admdvs', fixmedinsCode: 'f.fixmedins_code' })
  return sql`SELECT * FROM finding f WHERE f.current AND f.excluded_by IS NULL AND f.level <> '观察' AND ${predicate}`
}

/**
 * Money by visit: where several models' findings rest on one visit, the largest part counts (§2.8); rules together count each line once
 * (`amt_once`, decision 6), or alone, `byRule`, what each finds; of models and rules the larger. A finding without visits counts as itself.
 * `dimension` is what the money is grouped by; a visit counts once in each group.
 */
function moneyBy(dimension: RawBuilder<unknown>, byRule = false): RawBuilder<unknown> {
  const ofRules = byRule ? sql`max(v.amt_fund) FILTER (WHERE v.amt_once IS NOT NULL)` : sql`sum(v.amt_once)`
  return sql`SELECT key, sum(amt)::numeric(18,2) AS amt FROM (
      SELECT ${dimension} AS key, CASE WHEN v.amt_fund IS NULL THEN f.finding_id ELSE v.mdtrt_id || '@' || v.fixmedins_code END AS part,
        GREATEST(max(COALESCE(v.amt_fund, f.amt_fund)) FILTER (WHERE v.amt_once IS NULL), ${ofRules}) AS amt
      FROM hit f LEFT JOIN finding_visit v ON v.finding_id = f.finding_id GROUP BY 1, 2) parts
    GROUP BY key`
}

export interface Slice {
  readonly key: string
  readonly findings: number
  readonly high: number
  readonly amt: string
}

async function sliceBy(db: SupervisionDb, access: Access, dimension: RawBuilder<unknown>): Promise<Slice[]> {
  return slices(db, { access, dimension, byRule: false })
}

interface SliceOptions {
  readonly access: Access
  readonly dimension: RawBuilder<unknown>
  readonly byRule: boolean
}

async function slices(db: SupervisionDb, { access, dimension, byRule }: SliceOptions): Promise<Slice[]> {
  const answer = await sql<Slice>`
    WITH hit AS MATERIALIZED (${hits(access)}),
    money AS (${moneyBy(dimension, byRule)}),
    counted AS (SELECT ${dimension} AS key, count(*) AS findings, count(*) FILTER (WHERE f.level = '高') AS high
                FROM hit f GROUP BY 1)
    SELECT c.key, c.findings, c.high, m.amt FROM counted c JOIN money m ON m.key = c.key
    WHERE c.key IS NOT NULL ORDER BY m.amt DESC, c.key`.execute(db)
  return answer.rows
}

export interface OverviewFigures {
  readonly total: { findings: number; persons: number; institutions: number; amt: string }
  readonly byLevel: readonly Slice[]
  readonly byModel: readonly Slice[]
  readonly byRegion: readonly Slice[]
  readonly byInstitution: readonly Slice[]
  readonly byMonth: readonly MonthFigures[]
}

export async function overviewFigures(db: SupervisionDb, access: Access): Promise<OverviewFigures> {
  const total = await sql<OverviewFigures['total']>`
    WITH hit AS MATERIALIZED (${hits(access)})
    SELECT count(*) AS findings, count(DISTINCT f.fixmedins_code) AS institutions,
      (SELECT count(DISTINCT p) FROM (
         SELECT psn_no AS p FROM hit WHERE psn_no IS NOT NULL
         UNION ALL SELECT v.psn_no FROM finding_visit v JOIN hit h USING (finding_id) WHERE h.psn_no IS NULL) persons) AS persons,
      COALESCE((SELECT sum(amt) FROM (${moneyBy(sql`1`)}) once), 0)::numeric(18,2) AS amt
    FROM hit f`.execute(db)
  return {
    total: total.rows[0] ?? { findings: 0, persons: 0, institutions: 0, amt: '0.00' },
    byLevel: await sliceBy(db, access, sql`f.level`),
    byModel: await slices(db, { access, dimension: sql`f.model_id`, byRule: true }),
    byRegion: await sliceBy(db, access, sql`f.admdvs`),
    byInstitution: await sliceBy(db, access, sql`f.fixmedins_code`),
    byMonth: await monthFigures(db, hits(access)),
  }
}

export interface InstitutionFigures {
  readonly fixmedins_code: string
  readonly fixmedins_name: string
  readonly hosp_lv: string | null
  readonly tier: string | null
  readonly admdvs: string | null
  readonly models: number
  readonly visits: number
  readonly findings: number
  readonly score: number
  readonly amt: string
}

export interface InstitutionCriteria {
  readonly admdvs?: string | undefined
  readonly tier?: string | undefined
  readonly q?: string | undefined
  readonly code?: string | undefined
  readonly sort: 'score' | 'amtFund' | 'visits' | 'models' | 'findings'
  readonly order: 'asc' | 'desc'
}

const SORTS = { score: 'score', amtFund: 'amt', visits: 'visits', models: 'models', findings: 'findings' } as const

/**
 * 机构分析报告: every institution with a finding in the scope. Score (§2.9): S = 100 × (1 − Π(1 − best/100 · ρ)) over the best
 * finding of each model; ρ is the model's precision from verified findings, 0.5 while there are none. Rules are one signal together: they are
 * not independent of each other, as the formula has it.
 */
const signal = (modelId: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`CASE WHEN ${modelId} LIKE 'rule:%' THEN 'rule' ELSE ${modelId} END`

function institutionReport(access: Access, criteria: InstitutionCriteria): RawBuilder<unknown> {
  const { admdvs, tier, q, code } = criteria
  const conditions = [sql`TRUE`]
  if (code !== undefined) conditions.push(sql`r.fixmedins_code = ${code}`)
  if (admdvs) conditions.push(sql`r.admdvs = ${admdvs}`)
  if (tier) conditions.push(sql`r.tier = ${tier}`)
  if (q?.trim()) {
    conditions.push(sql`(r.fixmedins_code = ${q.trim()} OR r.fixmedins_name ILIKE ${likePattern(q.trim())})`)
  }
  return sql`
    WITH hit AS MATERIALIZED (SELECT * FROM (${hits(access)}) h WHERE h.fixmedins_code IS NOT NULL),
    precision AS (SELECT ${signal(sql`model_id`)} AS signal, (count(*) FILTER (WHERE status = 'confirmed') + 1.0) / (count(*) + 2.0) AS rho
                  FROM finding WHERE status <> 'new' GROUP BY 1),
    best AS (SELECT h.fixmedins_code, ${signal(sql`h.model_id`)} AS signal, count(DISTINCT h.model_id) AS models, max(h.score) AS best, count(*) AS findings
             FROM hit h GROUP BY 1, 2),
    scored AS (SELECT b.fixmedins_code, sum(b.models)::bigint AS models, sum(b.findings)::bigint AS findings,
                 round((100 * (1 - exp(sum(ln(1 - LEAST(b.best, 100) / 100.0 * COALESCE(p.rho, 0.5))))))::numeric, 1)::float8 AS score
               FROM best b LEFT JOIN precision p USING (signal) GROUP BY 1),
    visited AS (SELECT h.fixmedins_code, count(DISTINCT v.mdtrt_id) AS visits
                FROM hit h JOIN finding_visit v USING (finding_id) WHERE v.fixmedins_code = h.fixmedins_code GROUP BY 1),
    money AS (${moneyBy(sql`f.fixmedins_code`)}),
    named AS (SELECT h.fixmedins_code, max(h.fixmedins_name) AS name, max(h.tier) AS tier, max(h.admdvs) AS admdvs FROM hit h GROUP BY 1)
    SELECT r.* FROM (
      SELECT n.fixmedins_code, COALESCE(i.fixmedins_name, n.name, n.fixmedins_code) AS fixmedins_name, i.hosp_lv,
        COALESCE(i.tier, n.tier) AS tier, COALESCE(n.admdvs, i.admdvs) AS admdvs, s.models,
        COALESCE(v.visits, 0) AS visits, s.findings, s.score, m.amt
      FROM named n JOIN scored s USING (fixmedins_code) JOIN money m ON m.key = n.fixmedins_code
      LEFT JOIN visited v USING (fixmedins_code) LEFT JOIN institution i USING (fixmedins_code)) r
    WHERE ${sql.join(conditions, sql` AND `)}`
}

export async function listInstitutionFigures(
  db: SupervisionDb,
  access: Access,
  criteria: InstitutionCriteria,
): Promise<InstitutionFigures[]> {
  const direction = criteria.order === 'asc' ? sql`ASC` : sql`DESC`
  const answer = await sql<InstitutionFigures>`${institutionReport(access, criteria)}
    ORDER BY ${sql.ref(SORTS[criteria.sort])} ${direction}, r.fixmedins_code`.execute(db)
  return answer.rows
}

export interface InstitutionModelFigures {
  readonly model_id: string
  readonly findings: number
  readonly visits: number
  readonly best: number
  readonly amt: string
}

export async function institutionByModel(
  db: SupervisionDb,
  access: Access,
  code: string,
): Promise<InstitutionModelFigures[]> {
  const answer = await sql<InstitutionModelFigures>`
    WITH hit AS MATERIALIZED (SELECT * FROM (${hits(access)}) h WHERE h.fixmedins_code = ${code}),
    money AS (${moneyBy(sql`f.model_id`, true)})
    SELECT h.model_id, count(DISTINCT h.finding_id) AS findings, count(DISTINCT v.mdtrt_id) AS visits, max(h.score) AS best, max(m.amt) AS amt
    FROM hit h JOIN money m ON m.key = h.model_id
    LEFT JOIN finding_visit v ON v.finding_id = h.finding_id AND v.fixmedins_code = h.fixmedins_code
    GROUP BY h.model_id ORDER BY best DESC, h.model_id`.execute(db)
  return answer.rows
}

export function institutionByMonth(db: SupervisionDb, access: Access, code: string): Promise<MonthFigures[]> {
  return monthFigures(db, sql`SELECT * FROM (${hits(access)}) h WHERE h.fixmedins_code = ${code}`)
}
