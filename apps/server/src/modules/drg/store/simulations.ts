import { sql, type Insertable, type Transaction } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { PlatformTables } from '../../../platform/schema.ts'
import type { DrgTables } from '../schema.ts'

type DrgDb = Db<DrgTables> | Transaction<DrgTables>

export async function insertSimulation(
  tx: Transaction<DrgTables>,
  row: Insertable<DrgTables['drg_simulation']>,
): Promise<void> {
  // prettier-ignore
  await tx.insertInto('drg_simulation').values(row).execute()
}

const SHOWN = 100

/** The newest simulations, each with the state of its job. */
export function simulationRecords(db: Pick<Db, 'withTables'>, simulationId?: string) {
  return db
    .withTables<PlatformTables & DrgTables>()
    .selectFrom('drg_simulation')
    .leftJoin('job', 'job.job_id', 'drg_simulation.job_id')
    .selectAll('drg_simulation')
    .select(['job.state', 'job.error'])
    .$if(simulationId !== undefined, (query) => query.where('simulation_id', '=', simulationId ?? ''))
    .orderBy('made_at', 'desc')
    .limit(SHOWN)
    .execute()
}

export async function putSimulationResult(
  tx: Transaction<DrgTables>,
  simulationId: string,
  result: string,
): Promise<void> {
  // prettier-ignore
  await tx.updateTable('drg_simulation').set({ result }).where('simulation_id', '=', simulationId).execute()
}

export function splitRecords(db: DrgDb) {
  return db.selectFrom('drg_split').selectAll().orderBy('split_id', 'desc').execute()
}

export function splitRecord(db: DrgDb, splitId: number) {
  return db.selectFrom('drg_split').selectAll().where('split_id', '=', splitId).executeTakeFirst()
}

/** Local versions of a scheme, ascending by the day from which they hold. */
export function approvedSplits(db: DrgDb, rootScheme: string) {
  return db
    .selectFrom('drg_split')
    .selectAll()
    .where('root_scheme', '=', rootScheme)
    .where('status', '=', 'approved')
    .orderBy('valid_from')
    .execute()
}

export async function insertSplit(
  tx: Transaction<DrgTables>,
  row: Omit<Insertable<DrgTables['drg_split']>, 'split_id'>,
): Promise<number> {
  // prettier-ignore
  await sql`LOCK TABLE drg_split IN SHARE ROW EXCLUSIVE MODE`.execute(tx)
  const last = await tx.selectFrom('drg_split').select('split_id').orderBy('split_id', 'desc').limit(1).executeTakeFirst() // prettier-ignore
  const split_id = (last?.split_id ?? 0) + 1
  await tx.insertInto('drg_split').values({ ...row, split_id }).execute() // prettier-ignore
  return split_id
}

export async function decideSplitRow(
  tx: Transaction<DrgTables>,
  splitId: number,
  decision: { status: 'approved' | 'rejected'; decided_by: string; decided_by_name: string; decided_at: Date; opinion: string; result_scheme: string | null }, // prettier-ignore
): Promise<boolean> {
  const done = await tx.updateTable('drg_split').set(decision).where('split_id', '=', splitId).where('status', '=', 'draft').executeTakeFirst() // prettier-ignore
  return Number(done.numUpdatedRows) === 1
}
