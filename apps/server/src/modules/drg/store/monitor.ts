import { sql, type Transaction } from 'kysely'
import type { Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { DrgTables } from '../schema.ts'
import { money } from './cases.ts'
import { visible } from './scope.ts'

type DrgDb = Db<DrgTables> | Transaction<DrgTables>

export interface MonitorRow {
  readonly fixmedins_code: string | null
  readonly cases: number
  readonly gain: string
  readonly group_rate: number | null
  readonly refused_share: number | null
  readonly cmi: number | null
  readonly cost_index: number | null
  readonly time_index: number | null
  readonly high_share: number | null
  readonly low_share: number | null
  readonly patient_share: number | null
  readonly supplies_share: number | null
  readonly readmit_share: number | null
  readonly gain_share: number | null
  readonly list_score: number | null
}

const READMITTED_WITHIN = 15

/** Measures of the hospitals that the reader sees, against all cases of the period; without `hospital` the city as one. */
export async function monitorRows(
  db: DrgDb,
  access: Access,
  { from, to }: { from: string; to: string },
): Promise<MonitorRow[]> {
  // prettier-ignore
  const share = (top: ReturnType<typeof sql>, bottom: ReturnType<typeof sql>) => sql`((${top})::float8 / NULLIF((${bottom})::float8, 0))` // prettier-ignore
  const count = (what: ReturnType<typeof sql>) => sql`COUNT(*) FILTER (WHERE ${what})`
  const { rows } = await sql<MonitorRow>`
    WITH own AS (
      SELECT drg_case.*, (facts->>'supplies')::numeric AS supplies, (facts->>'lines')::numeric AS lines,
        lead(facts->>'adm') OVER (PARTITION BY facts->>'psn_no' ORDER BY facts->>'adm', case_id) AS next_adm
      FROM drg_case WHERE month BETWEEN ${from} AND ${to}
    ),
    region AS (SELECT drg, AVG(cost) AS cost, AVG(los) AS los FROM own WHERE status = '分组成功' AND cost IS NOT NULL GROUP BY drg),
    lists AS (SELECT fixmedins_code, AVG(score)::float8 AS score FROM drg_list WHERE month BETWEEN ${from} AND ${to} GROUP BY GROUPING SETS ((fixmedins_code), ()))
    SELECT own.fixmedins_code, COUNT(*) AS cases, ${money('own.gain')} AS gain,
      ${share(count(sql`status = '分组成功'`), sql`COUNT(*)`)} AS group_rate, ${share(count(sql`refused IS NOT NULL`), sql`COUNT(*)`)} AS refused_share,
      ${share(sql`SUM(weight)`, sql`COUNT(weight)`)} AS cmi,
      ${share(sql`SUM(own.cost) FILTER (WHERE region.cost > 0)`, sql`SUM(region.cost) FILTER (WHERE own.cost IS NOT NULL)`)} AS cost_index,
      ${share(sql`SUM(own.los) FILTER (WHERE region.los > 0)`, sql`SUM(region.los) FILTER (WHERE own.los IS NOT NULL)`)} AS time_index,
      ${share(count(sql`rule IN ('high', 'high-review', 'high-over-limit')`), sql`COUNT(*)`)} AS high_share, ${share(count(sql`rule = 'low'`), sql`COUNT(*)`)} AS low_share,
      ${share(sql`SUM(patient_pay)`, sql`SUM(own.cost) FILTER (WHERE patient_pay IS NOT NULL)`)} AS patient_share,
      ${share(sql`SUM(supplies) FILTER (WHERE lines IS NOT NULL)`, sql`SUM(lines) FILTER (WHERE supplies IS NOT NULL)`)} AS supplies_share,
      ${share(count(sql`next_adm IS NOT NULL AND next_adm::date - discharged BETWEEN 0 AND ${READMITTED_WITHIN}`), sql`COUNT(*)`)} AS readmit_share,
      ${share(sql`SUM(own.gain)`, sql`SUM(actual_fund)`)} AS gain_share, MAX(lists.score) AS list_score
    FROM own LEFT JOIN region ON region.drg = own.drg AND status = '分组成功'
    LEFT JOIN lists ON lists.fixmedins_code IS NOT DISTINCT FROM own.fixmedins_code
    WHERE ${visible(access, 'own')} GROUP BY GROUPING SETS ((own.fixmedins_code), ())`.execute(db)
  return rows
}

export interface StructureRow {
  readonly drg: string
  readonly cases: number
  readonly cases_before: number
  readonly cost: string
  readonly gain: string
  readonly cv: number | null
  readonly mean_cost: string | null
  readonly mean_before: string | null
  readonly nursing: number | null
  readonly technology: number | null
  readonly supplies: number | null
  readonly management: number | null
}

/** The groups that cost most, with the parts of their cost, against an earlier span of the same length. */
export async function structureRows(
  db: DrgDb,
  access: Access,
  span: { from: string; to: string; before: { from: string; to: string } },
): Promise<StructureRow[]> {
  // prettier-ignore
  const { from, to, before } = span
  const now = sql`month BETWEEN ${from} AND ${to}`
  const part = (name: string) => sql`(SUM((facts->>${name})::numeric) FILTER (WHERE ${now} AND has) / NULLIF(SUM((facts->>'lines')::numeric) FILTER (WHERE ${now} AND has), 0))::float8` // prettier-ignore
  const { rows } = await sql<StructureRow>`
    WITH own AS (SELECT *, COALESCE((facts->>'has_lines')::boolean AND facts->>'lines' IS NOT NULL AND facts->>'supplies' IS NOT NULL, false) AS has
      FROM drg_case WHERE status = '分组成功' AND month BETWEEN LEAST(${from}, ${before.from}) AND ${to} AND ${visible(access, 'drg_case')})
    SELECT drg, COUNT(*) FILTER (WHERE ${now}) AS cases, COUNT(*) FILTER (WHERE month BETWEEN ${before.from} AND ${before.to}) AS cases_before,
      (COALESCE(SUM(cost) FILTER (WHERE ${now}), 0))::numeric(18,2)::text AS cost, (COALESCE(SUM(gain) FILTER (WHERE ${now}), 0))::numeric(18,2)::text AS gain,
      (STDDEV_SAMP(cost) FILTER (WHERE ${now}) / NULLIF(AVG(cost) FILTER (WHERE ${now}), 0))::float8 AS cv,
      (AVG(cost) FILTER (WHERE ${now}))::numeric(16,2)::text AS mean_cost, (AVG(cost) FILTER (WHERE month BETWEEN ${before.from} AND ${before.to}))::numeric(16,2)::text AS mean_before,
      ${part('nursing')} AS nursing, ${part('technology')} AS technology, ${part('supplies')} AS supplies, ${part('management')} AS management
    FROM own GROUP BY drg HAVING COUNT(*) FILTER (WHERE ${now}) > 0 ORDER BY SUM(cost) FILTER (WHERE ${now}) DESC NULLS LAST, drg LIMIT 20`.execute(db) // prettier-ignore
  return rows
}
