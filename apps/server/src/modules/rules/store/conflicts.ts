import { sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { RulesTables } from '../schema.ts'

type RulesDb = Db<RulesTables> | Transaction<RulesTables>

export interface StoredConflict {
  readonly conflict_id: string
  readonly code: string
  readonly level: 'error' | 'warning' | 'info'
  /** `kpId@version`. */
  readonly points: readonly string[]
  readonly key: string
  readonly message: string
}

export interface ConflictCriteria {
  readonly level?: 'error' | 'warning' | 'info' | undefined
  readonly code?: string | undefined
  readonly q?: string | undefined
}

interface Unseen {
  /** `kpId@version` of points the caller may not know of. */
  readonly unseen: readonly string[]
}

export async function lastCheck(db: RulesDb) {
  return db.selectFrom('rule_conflict_check').selectAll().orderBy('check_id', 'desc').limit(1).executeTakeFirst()
}

/** None of the points is one of `unseen`. */
const seen = (unseen: readonly string[]) => sql<SqlBool>`NOT points ?| ${[...unseen]}::text[]`

function where({ level, code, q, unseen }: ConflictCriteria & Unseen): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [seen(unseen)]
  if (level) parts.push(sql`level = ${level}`)
  if (code) parts.push(sql`code = ${code}`)
  if (q) parts.push(sql`strpos(search, ${q.toLowerCase()}) > 0`)
  return sql<SqlBool>`${sql.join(parts, sql` AND `)}`
}

export async function pageOfConflicts(
  db: RulesDb,
  c: ConflictCriteria & Unseen & { readonly page: number; readonly size: number },
) {
  const [rows, count] = await Promise.all([
    sql<StoredConflict & { has_witness: boolean }>`SELECT conflict_id, code, level, points, key, message,
        (witness IS NOT NULL AND witness::text <> 'null') AS has_witness
      FROM rule_conflict WHERE ${where(c)} ORDER BY place LIMIT ${c.size} OFFSET ${(c.page - 1) * c.size}`.execute(db),
    sql<{ n: number }>`SELECT COUNT(*) AS n FROM rule_conflict WHERE ${where(c)}`.execute(db),
  ])
  return { rows: rows.rows, total: Number(count.rows[0]?.n ?? 0) }
}

export async function conflictCounts(db: RulesDb, unseen: readonly string[]) {
  const { rows } = await sql<{ code: string; level: StoredConflict['level']; n: number }>`
    SELECT code, level, COUNT(*) AS n FROM rule_conflict WHERE ${seen(unseen)} GROUP BY code, level ORDER BY level, code`.execute(
    db,
  )
  return rows
}

export function findConflict(db: RulesDb, conflictId: string, unseen: readonly string[]) {
  return db
    .selectFrom('rule_conflict')
    .selectAll()
    .where('conflict_id', '=', conflictId)
    .where(seen(unseen))
    .executeTakeFirst()
}

export interface NewCheck {
  readonly at: Date
  readonly cause: string
  readonly points: number
  readonly tookMs: number
  readonly conflicts: readonly (StoredConflict & { readonly search: string; readonly witness: unknown })[]
}

/** What the last check found takes the place of what the one before found. */
export async function replaceConflicts(tx: Transaction<RulesTables>, check: NewCheck): Promise<void> {
  const count = (level: string) => check.conflicts.filter((one) => one.level === level).length
  const { check_id } = await tx
    .insertInto('rule_conflict_check')
    .values({
      at: check.at,
      cause: check.cause,
      points: check.points,
      took_ms: check.tookMs,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
    }) // prettier-ignore
    .returning('check_id')
    .executeTakeFirstOrThrow()
  await tx.deleteFrom('rule_conflict').execute()
  for (let from = 0; from < check.conflicts.length; from += 500) {
    const part = check.conflicts.slice(from, from + 500).map((one, at) => ({
      ...one,
      check_id,
      place: from + at,
      points: sql`${JSON.stringify(one.points)}::jsonb`,
      witness: sql`${JSON.stringify(one.witness)}::json`,
    }))
    await tx.insertInto('rule_conflict').values(part).execute()
  }
}
