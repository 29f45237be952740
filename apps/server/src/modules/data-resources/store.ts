import { sql } from 'kysely'
import type { Db } from '../../platform/db/pool.ts'
import type { PlatformTables } from '../../platform/schema.ts'

/** Who imported a batch, by the job that made it. */
export async function importers(db: Db<PlatformTables>, batchIds: readonly string[]): Promise<Map<string, string>> {
  if (batchIds.length === 0) return new Map()
  const batch = sql<string>`result->>'batchId'`
  const rows = await db
    .selectFrom('job')
    .select(['created_by_name', batch.as('batch')])
    .where('kind', '=', 'import')
    .where(batch, 'in', [...batchIds])
    .execute()
  return new Map(rows.map((row) => [row.batch, row.created_by_name]))
}
