import { sql, type Insertable, type SqlBool, type Transaction } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { DrgTables } from '../schema.ts'
import { likePattern } from './scope.ts'

type DrgDb = Db<DrgTables> | Transaction<DrgTables>
type Kind = 'dx' | 'op'

/** Codes of all cases with how often they stand there, and how often first. */
export async function codesInUse(db: DrgDb, kind: Kind): Promise<{ code: string; cases: number; mains: number }[]> {
  const { rows } = await sql<{ code: string; cases: number; mains: number }>`
    SELECT code, COUNT(DISTINCT case_id) AS cases, COUNT(DISTINCT case_id) FILTER (WHERE place = 1) AS mains
    FROM drg_case CROSS JOIN LATERAL string_to_table(COALESCE(facts->>'given_' || ${kind}, facts->>${kind}), '|') WITH ORDINALITY AS one(code, place)
    WHERE code <> '' GROUP BY code`.execute(db)
  return rows
}

export async function putMappings(
  tx: Transaction<DrgTables>,
  rows: readonly Insertable<DrgTables['drg_mapping']>[],
): Promise<number> {
  // prettier-ignore
  let added = 0
  for (let at = 0; at < rows.length; at += 500) {
    const done = await tx
      .insertInto('drg_mapping')
      .values(rows.slice(at, at + 500))
      .onConflict((on) =>
        on.columns(['kind', 'code', 'name']).doUpdateSet((next) => ({
          cases: next.ref('excluded.cases'),
          mains: next.ref('excluded.mains'),
          suggestions: next.ref('excluded.suggestions'),
        })),
      ) // prettier-ignore
      .returning(sql<boolean>`xmax = 0`.as('fresh'))
      .execute()
    added += done.filter(({ fresh }) => fresh).length
  }
  return added
}

export interface MappingQuery {
  readonly page: number
  readonly size: number
  readonly state?: 'open' | 'confirmed' | 'none' | undefined
  readonly kind?: Kind | undefined
  readonly q?: string | undefined
}

export async function pageOfMappings(db: DrgDb, { page, size, state, kind, q }: MappingQuery) {
  const filtered = db
    .selectFrom('drg_mapping')
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'open'))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'dx'))
    .$if(q !== undefined && q !== '', (query) => query.where(sql<SqlBool>`(code ILIKE ${likePattern(q ?? '')} OR name ILIKE ${likePattern(q ?? '')})`)) // prettier-ignore
  const [rows, total, states] = await Promise.all([
    filtered.selectAll().orderBy('cases', 'desc').orderBy('mapping_id').limit(size).offset((page - 1) * size).execute(), // prettier-ignore
    filtered.select((on) => on.fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
    db.selectFrom('drg_mapping').select(['state', (on) => on.fn.countAll<number>().as('n')]).groupBy('state').execute(), // prettier-ignore
  ])
  return { rows, total: Number(total.n), counts: new Map(states.map((one) => [one.state, Number(one.n)])) }
}

export function mappingRecord(db: DrgDb, mappingId: string) {
  return db.selectFrom('drg_mapping').selectAll().where('mapping_id', '=', mappingId).executeTakeFirst()
}

export async function decideMappingRow(
  tx: Transaction<DrgTables>,
  mappingId: string,
  decision: { state: 'confirmed' | 'none'; target: string | null; note: string; decided_by: string; decided_by_name: string; decided_at: Date }, // prettier-ignore
): Promise<void> {
  await tx.updateTable('drg_mapping').set(decision).where('mapping_id', '=', mappingId).execute()
}

export function confirmedMappings(db: DrgDb, kind?: Kind) {
  return db
    .selectFrom('drg_mapping')
    .select(['kind', 'code', 'name', 'target', 'cases', 'decided_by_name', 'decided_at'])
    .where('state', '=', 'confirmed')
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'dx'))
    .orderBy('kind')
    .orderBy('code')
    .orderBy('name')
    .execute()
}
