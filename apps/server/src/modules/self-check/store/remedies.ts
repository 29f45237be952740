import { sql } from 'kysely'
import type { FileRecord, RemedyRecord, SelfCheckDb, StepBefore } from '../schema.ts'

export function remediesOf(db: SelfCheckDb, checkId: string): Promise<RemedyRecord[]> {
  return db
    .selectFrom('self_check_remedy')
    .select(['kind', 'cause', 'measures', 'dept', 'due_on', 'refund'])
    .where('check_id', '=', checkId)
    .orderBy('kind')
    .execute()
}

/** Writes the remedy of a rule, or removes it (null). */
export async function putRemedy(
  tx: SelfCheckDb,
  checkId: string,
  { kind, row }: { readonly kind: string; readonly row: RemedyRecord | null },
): Promise<void> {
  await tx.deleteFrom('self_check_remedy').where('check_id', '=', checkId).where('kind', '=', kind).execute()
  if (row) await tx.insertInto('self_check_remedy').values({ ...row, kind, check_id: checkId }).execute() // prettier-ignore
}

export async function findRemedy(db: SelfCheckDb, checkId: string, kind: string): Promise<RemedyRecord | null> {
  const row = await db
    .selectFrom('self_check_remedy')
    .select(['kind', 'cause', 'measures', 'dept', 'due_on', 'refund'])
    .where('check_id', '=', checkId)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return row ?? null
}

const KEPT_STEPS = 50

export async function pushStep(
  tx: SelfCheckDb,
  checkId: string,
  step: { label: string; before: StepBefore },
): Promise<void> {
  await tx
    .insertInto('self_check_step')
    .values({ check_id: checkId, label: step.label, before: JSON.stringify(step.before) })
    .execute()
  await sql`DELETE FROM self_check_step WHERE check_id = ${checkId} AND step_id <= (SELECT step_id FROM self_check_step
    WHERE check_id = ${checkId} ORDER BY step_id DESC OFFSET ${KEPT_STEPS} LIMIT 1)`.execute(tx)
}

export function lastStep(db: SelfCheckDb, checkId: string) {
  return db.selectFrom('self_check_step').selectAll().where('check_id', '=', checkId).orderBy('step_id', 'desc').limit(1).executeTakeFirst() // prettier-ignore
}

export async function dropStep(tx: SelfCheckDb, stepId: number): Promise<void> {
  await tx.deleteFrom('self_check_step').where('step_id', '=', stepId).execute()
}

export async function clearSteps(tx: SelfCheckDb, checkId: string): Promise<void> {
  await tx.deleteFrom('self_check_step').where('check_id', '=', checkId).execute()
}

export function filesOf(db: SelfCheckDb, checkId: string) {
  return db.selectFrom('self_check_file').selectAll().where('check_id', '=', checkId).where('removed', '=', false).orderBy('at').orderBy('file_id').execute() // prettier-ignore
}

export async function insertFile(tx: SelfCheckDb, row: Omit<FileRecord, 'removed'>): Promise<void> {
  await tx.insertInto('self_check_file').values(row).execute()
}

/** What was sent with some submission stays known and on the disk; `gone`: nobody has it any more. */
export async function removeFile(
  tx: SelfCheckDb,
  checkId: string,
  fileId: string,
): Promise<'kept' | 'gone' | undefined> {
  const { rows } = await sql<{
    sent: boolean
  }>`UPDATE self_check_file f SET removed = TRUE WHERE f.check_id = ${checkId} AND f.file_id = ${fileId}
    AND NOT f.removed RETURNING EXISTS (SELECT 1 FROM self_check_submission s WHERE f.file_id = ANY (s.file_ids)) AS sent`.execute(
    tx,
  )
  if (!rows[0]) return undefined
  if (rows[0].sent) return 'kept'
  await tx.deleteFrom('self_check_file').where('file_id', '=', fileId).execute()
  return 'gone'
}
