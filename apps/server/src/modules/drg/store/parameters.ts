import type { Insertable, Transaction } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { DrgTables } from '../schema.ts'

type DrgDb = Db<DrgTables> | Transaction<DrgTables>

export function listParameterRows(db: DrgDb) {
  return db.selectFrom('drg_parameters').selectAll().orderBy('version', 'desc').execute()
}

export function parametersRow(db: DrgDb, version: number) {
  return db.selectFrom('drg_parameters').selectAll().where('version', '=', version).executeTakeFirst()
}

/** The newest approved version: what is settled by now. */
export function activeParameters(db: DrgDb) {
  return db
    .selectFrom('drg_parameters')
    .selectAll()
    .where('status', '=', 'approved')
    .orderBy('version', 'desc')
    .executeTakeFirst()
}

export async function insertParameters(
  tx: Transaction<DrgTables>,
  row: Omit<Insertable<DrgTables['drg_parameters']>, 'version'>,
): Promise<number> {
  // prettier-ignore
  const last = await tx.selectFrom('drg_parameters').select('version').orderBy('version', 'desc').limit(1).forUpdate().executeTakeFirst()
  const version = (last?.version ?? 0) + 1
  await tx.insertInto('drg_parameters').values({ ...row, version }).execute() // prettier-ignore
  return version
}

export async function decideParametersRow(
  tx: Transaction<DrgTables>,
  version: number,
  decision: { status: 'approved' | 'rejected'; decided_by: string; decided_by_name: string; decided_at: Date; opinion: string }, // prettier-ignore
): Promise<boolean> {
  const done = await tx.updateTable('drg_parameters').set(decision).where('version', '=', version).where('status', '=', 'draft').executeTakeFirst() // prettier-ignore
  return Number(done.numUpdatedRows) === 1
}
