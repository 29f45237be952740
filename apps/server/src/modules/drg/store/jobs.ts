import type { Db } from '../../../platform/db/pool.ts'
import type { PlatformTables } from '../../../platform/schema.ts'

/** The settlement job that waits or runs, if any. */
export function activeJob(db: Pick<Db, 'withTables'>) {
  return db
    .withTables<PlatformTables>()
    .selectFrom('job')
    .selectAll()
    .where('kind', '=', 'drg')
    .where('state', 'in', ['queued', 'running'])
    .orderBy('created_at')
    .executeTakeFirst()
}
