import { sql, type RawBuilder } from 'kysely'
import type { SupervisionDb } from './visible.ts'

export interface MonthFigures {
  readonly month: string
  /** Findings whose period touches the month: what the list of findings shows for it. */
  readonly findings: number
  readonly amt: string
}

/**
 * Money by the month in which it was spent, of the findings `hit` selects: a visit's in the month it ended, once whatever number of
 * findings rest on it; that of a finding without visits in equal parts over the months of its period. A year-long finding does not pile
 * up in the month it begins.
 */
export async function monthFigures(db: SupervisionDb, hit: RawBuilder<unknown>): Promise<MonthFigures[]> {
  const answer = await sql<MonthFigures>`
    WITH hit AS MATERIALIZED (${hit}),
    span AS (SELECT f.finding_id, f.amt_fund, to_char(m, 'YYYY-MM') AS month, count(*) OVER (PARTITION BY f.finding_id) AS months
      FROM hit f CROSS JOIN LATERAL generate_series(date_trunc('month', f.period_from::timestamp),
        date_trunc('month', GREATEST(f.period_to, f.period_from)::timestamp), INTERVAL '1 month') m),
    visited AS (SELECT COALESCE(NULLIF(left(v.end_at, 7), ''), left(v.begin_at, 7)) AS month, v.mdtrt_id, v.fixmedins_code,
        GREATEST(max(v.amt_fund) FILTER (WHERE v.amt_once IS NULL), sum(v.amt_once)) AS amt
      FROM hit f JOIN finding_visit v USING (finding_id) WHERE v.amt_fund IS NOT NULL GROUP BY 1, 2, 3),
    spent AS (SELECT month, amt FROM visited
      UNION ALL SELECT s.month, s.amt_fund / s.months FROM span s
        WHERE NOT EXISTS (SELECT 1 FROM finding_visit v WHERE v.finding_id = s.finding_id AND v.amt_fund IS NOT NULL)),
    money AS (SELECT month, sum(amt)::numeric(18,2) AS amt FROM spent GROUP BY month),
    counted AS (SELECT month, count(*) AS findings FROM span GROUP BY month)
    SELECT month, COALESCE(c.findings, 0) AS findings, COALESCE(m.amt, 0)::numeric(18,2) AS amt
    FROM money m FULL JOIN counted c USING (month) WHERE month IS NOT NULL ORDER BY month`.execute(db)
  return answer.rows
}
