import type { ProposedPoint, RowError } from '@yijian/rules'
import { sql, type Transaction } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { RulesTables } from '../schema.ts'

type RulesDb = Db<RulesTables> | Transaction<RulesTables>

export interface ImportRecord {
  readonly import_id: string
  readonly at: Date
  readonly by_account: string
  readonly by_name: string
  readonly file: string
  readonly shape: 'official' | 'own'
  readonly points: readonly ProposedPoint[]
  readonly superseded: readonly { readonly kpId: string; readonly by: string }[]
  readonly errors: readonly RowError[]
}

export interface Decision {
  readonly import_id: string
  readonly kp_id: string
  readonly at: Date
  readonly by_name: string
  readonly decision: 'confirmed' | 'skipped'
  readonly note: string
}

export async function insertImport(tx: RulesDb, row: ImportRecord): Promise<void> {
  await tx.insertInto('rule_import').values(valuesOf(row)).execute()
}

function valuesOf(row: ImportRecord) {
  const json = (value: unknown) => sql`${JSON.stringify(value)}::json`
  return { ...row, points: json(row.points), superseded: json(row.superseded), errors: json(row.errors) }
}

/** False when this batch is there already. */
export async function insertImportOnce(tx: RulesDb, row: ImportRecord): Promise<boolean> {
  const done = await tx.insertInto('rule_import').values(valuesOf(row)).onConflict((on) => on.column('import_id').doNothing()).executeTakeFirst() // prettier-ignore
  return Number(done.numInsertedOrUpdatedRows ?? 0) > 0
}

/** Earlier batches of one file, newest first. */
export async function importsOf(db: RulesDb, file: string): Promise<ImportRecord[]> {
  const rows = await db.selectFrom('rule_import').selectAll().where('file', '=', file).orderBy('at', 'desc').execute()
  return rows as unknown as ImportRecord[]
}

export async function findImport(db: RulesDb, importId: string): Promise<ImportRecord | undefined> {
  const row = await db.selectFrom('rule_import').selectAll().where('import_id', '=', importId).executeTakeFirst()
  return row as ImportRecord | undefined
}

/** Newest first. */
export async function lastImports(db: RulesDb): Promise<ImportRecord[]> {
  const rows = await db.selectFrom('rule_import').selectAll().orderBy('at', 'desc').limit(50).execute()
  return rows as unknown as ImportRecord[]
}

export function decisionsOf(db: RulesDb, importIds: readonly string[]): Promise<Decision[]> {
  return importIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('rule_import_decision')
        .selectAll()
        .where('import_id', 'in', [...importIds])
        .execute()
}

export async function insertDecisions(tx: RulesDb, rows: readonly Decision[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('rule_import_decision').values([...rows]).execute() // prettier-ignore
}
