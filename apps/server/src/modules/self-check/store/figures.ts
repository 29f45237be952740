import type { SelfHitFilter } from '@yijian/contract'
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { SelfCheckDb } from '../schema.ts'
import { hitsFrom, type HitSource } from './visible.ts'

export function hitCondition(filter: SelfHitFilter): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [sql<SqlBool>`TRUE`]
  if (filter.kind) parts.push(sql`h.kind = ${filter.kind}`)
  if (filter.dept) parts.push(sql`h.dept = ${filter.dept}`)
  if (filter.mark) parts.push(sql`m.mark = ${filter.mark}`)
  if (filter.severity) parts.push(sql`h.severity = ${Number(filter.severity)}`)
  if (filter.q?.trim()) {
    const like = `%${filter.q.trim().replace(/[\\%_]/g, '\\$&')}%`
    parts.push(sql`(h.mdtrt_id = ${filter.q.trim()} OR h.message ILIKE ${like} OR h.point_name ILIKE ${like} OR EXISTS (SELECT 1
      FROM self_check_line l WHERE l.check_id = h.check_id AND l.jr_id = h.jr_id AND (l.code = ${filter.q.trim()} OR l.name ILIKE ${like})))`)
  }
  return sql<SqlBool>`${sql.join(parts, sql` AND `)}`
}

/**
 * 金额只计一次: a line under several hits counts with the largest of its amounts; a visit that is in question as a whole counts with
 * its amount or with that of its lines, whichever is more. `by`: within each group of its own, so that groups may overlap.
 */
function onceCounted(source: HitSource, { by, where }: { by: RawBuilder<unknown>; where: RawBuilder<SqlBool> }) {
  return sql`SELECT by, SUM(GREATEST(lines, whole)) AS amount FROM (
    SELECT by, mdtrt_id, COALESCE(SUM(amount) FILTER (WHERE NOT is_visit), 0) AS lines, COALESCE(MAX(amount) FILTER (WHERE is_visit), 0) AS whole
    FROM (SELECT ${by} AS by, l.mdtrt_id, l.sn, l.sn LIKE 'visit:%' AS is_visit, MAX(l.amount) AS amount
      FROM ${hitsFrom(source)} JOIN self_check_line l ON l.check_id = h.check_id AND l.jr_id = h.jr_id AND l.role = 'violating'
      WHERE ${where} GROUP BY 1, 2, 3) line GROUP BY by, mdtrt_id) visit GROUP BY by`
}

const ALL = sql`''::text`

/** Amount of the hits that the condition finds, in yuan. */
export async function amountOf(db: SelfCheckDb, source: HitSource, where: RawBuilder<SqlBool>): Promise<string> {
  const { rows } = await sql<{ amount: string }>`${onceCounted(source, { by: ALL, where })}`.execute(db)
  return rows[0]?.amount ?? '0.00'
}

export const CONFIRMED = sql<SqlBool>`m.mark = 'confirmed'`

export interface GroupFigures {
  readonly id: string
  readonly name: string
  readonly hits: number
  readonly amount: string
  readonly confirmed: number
  readonly confirmed_amount: string
  readonly open: number
}

const GROUPS = {
  kind: { id: sql`h.kind`, name: sql`MAX(h.kind_name)` },
  dept: { id: sql`h.dept`, name: sql`MAX(h.dept)` },
} as const

export async function groupFigures(
  db: SelfCheckDb,
  source: HitSource,
  by: keyof typeof GROUPS,
): Promise<GroupFigures[]> {
  const { id, name } = GROUPS[by]
  const { rows } = await sql<GroupFigures>`
    WITH figure AS (SELECT ${id} AS id, ${name} AS name, COUNT(*) AS hits, COUNT(*) FILTER (WHERE m.mark = 'confirmed') AS confirmed,
      COUNT(*) FILTER (WHERE m.mark = 'open') AS open FROM ${hitsFrom(source)} GROUP BY 1),
    every AS (${onceCounted(source, { by: id, where: sql`TRUE` })}),
    sure AS (${onceCounted(source, { by: id, where: CONFIRMED })})
    SELECT f.*, COALESCE(e.amount, 0)::numeric(16,2) AS amount, COALESCE(s.amount, 0)::numeric(16,2) AS confirmed_amount
    FROM figure f LEFT JOIN every e ON e.by = f.id LEFT JOIN sure s ON s.by = f.id ORDER BY amount DESC, f.hits DESC, f.id`.execute(
    db,
  )
  return rows
}

/**
 * The confirmed amount given to rules so that the parts add up to the whole: a line goes to the rule with its largest amount (the
 * first by its code when equal), and the lines of a visit in question as a whole go to that rule.
 */
export async function refundByKind(db: SelfCheckDb, source: HitSource): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ kind: string; amount: string }>`
    WITH line AS (SELECT DISTINCT ON (l.mdtrt_id, l.sn) l.mdtrt_id, l.sn, l.sn LIKE 'visit:%' AS is_visit, h.kind, l.amount
      FROM ${hitsFrom(source)} JOIN self_check_line l ON l.check_id = h.check_id AND l.jr_id = h.jr_id AND l.role = 'violating'
      WHERE ${CONFIRMED} ORDER BY l.mdtrt_id, l.sn, l.amount DESC, h.kind),
    visit AS (SELECT mdtrt_id, COALESCE(MAX(amount) FILTER (WHERE is_visit), 0) > COALESCE(SUM(amount) FILTER (WHERE NOT is_visit), 0) AS whole
      FROM line GROUP BY mdtrt_id)
    SELECT kind, SUM(amount)::numeric(16,2) AS amount FROM line JOIN visit USING (mdtrt_id) WHERE is_visit = whole GROUP BY kind`.execute(
    db,
  )
  return new Map(rows.map(({ kind, amount }) => [kind, amount]))
}

/** Brings the sums of the check up to date with its marks. */
export async function refreshAmounts(db: SelfCheckDb, checkId: string): Promise<void> {
  const source = { checkId, submissionId: null }
  const [amount, confirmed_amount] = await Promise.all([
    amountOf(db, source, sql`TRUE`),
    amountOf(db, source, CONFIRMED),
  ])
  await db.updateTable('self_check').set({ amount, confirmed_amount }).where('check_id', '=', checkId).execute()
}
