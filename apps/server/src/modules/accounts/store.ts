import { sql, type Transaction } from 'kysely'
import type { Db } from '../../platform/db/pool.ts'
import type { AccountRow, AccountsTables, FailureRow } from './schema.ts'

type AccountsDb = Db<AccountsTables> | Transaction<AccountsTables>

export function findAccount(db: AccountsDb, accountId: string): Promise<AccountRow | undefined> {
  return db.selectFrom('account').selectAll().where('account_id', '=', accountId).executeTakeFirst()
}

export function findAccountByName(db: AccountsDb, username: string): Promise<AccountRow | undefined> {
  return db.selectFrom('account').selectAll().where('username', '=', username).executeTakeFirst()
}

export async function lockAccount(tx: Transaction<AccountsTables>, accountId: string): Promise<AccountRow | undefined> {
  return tx.selectFrom('account').selectAll().where('account_id', '=', accountId).forUpdate().executeTakeFirst()
}

export async function insertAccount(db: AccountsDb, row: AccountRow): Promise<boolean> {
  const done = await db
    .insertInto('account')
    .values({ ...row, scope: JSON.stringify(row.scope) })
    .onConflict((on) => on.column('username').doNothing())
    .executeTakeFirst()
  return Number(done.numInsertedOrUpdatedRows ?? 0) === 1
}

export async function updateAccount(db: AccountsDb, accountId: string, change: Partial<AccountRow>): Promise<void> {
  const { scope, ...rest } = change
  const set = scope === undefined ? rest : { ...rest, scope: JSON.stringify(scope) }
  if (Object.keys(set).length === 0) return
  await db.updateTable('account').set(set).where('account_id', '=', accountId).execute()
}

export async function listAccounts(
  db: AccountsDb,
  { q, page, size }: { q?: string | undefined; page: number; size: number },
) {
  const pattern = q === undefined ? undefined : `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const base = db
    .selectFrom('account')
    .$if(pattern !== undefined, (query) =>
      query.where((on) =>
        on.or([on('account.username', 'ilike', pattern ?? ''), on('account.display_name', 'ilike', pattern ?? '')]),
      ),
    )
  const counted = await base.select((on) => on.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const rows = await base
    .leftJoin('sign_in_failure', 'sign_in_failure.username', 'account.username')
    .selectAll('account')
    .select('sign_in_failure.locked_until')
    .orderBy('account.created_at')
    .orderBy('account.username')
    .limit(size)
    .offset((page - 1) * size)
    .execute()
  return { rows, total: counted.n }
}

export async function countAccounts(
  db: AccountsDb,
): Promise<{ all: number; demonstration: number; administrators: number }> {
  return db
    .selectFrom('account')
    .select([
      sql<number>`count(*)`.as('all'),
      sql<number>`count(*) FILTER (WHERE demonstration AND NOT disabled)`.as('demonstration'),
      sql<number>`count(*) FILTER (WHERE role = 'administrator' AND NOT disabled)`.as('administrators'),
    ])
    .executeTakeFirstOrThrow()
}

export function listDemonstrationNames(db: AccountsDb): Promise<{ username: string }[]> {
  return db
    .selectFrom('account')
    .select('username')
    .where('demonstration', '=', true)
    .where('disabled', '=', false)
    .execute()
}

export function findFailure(db: AccountsDb, username: string): Promise<FailureRow | undefined> {
  return db.selectFrom('sign_in_failure').selectAll().where('username', '=', username).executeTakeFirst()
}

/** Counts one more failure and answers the count; starts again at one when the last lock or window is over. */
export async function addFailure(
  db: AccountsDb,
  { username, at, windowStart }: { username: string; at: Date; windowStart: Date },
): Promise<number> {
  const row = await db
    .insertInto('sign_in_failure')
    .values({ username, failures: 1, last_at: at, locked_until: null })
    .onConflict((on) =>
      on.column('username').doUpdateSet({
        failures: sql<number>`CASE WHEN sign_in_failure.last_at < ${windowStart} OR sign_in_failure.locked_until <= ${at}
                                   THEN 1 ELSE sign_in_failure.failures + 1 END`,
        locked_until: sql<Date | null>`CASE WHEN sign_in_failure.locked_until > ${at} THEN sign_in_failure.locked_until END`,
        last_at: at,
      }),
    )
    .returning('failures')
    .executeTakeFirstOrThrow()
  return row.failures
}

export async function lockUntil(db: AccountsDb, username: string, until: Date): Promise<void> {
  await db.updateTable('sign_in_failure').set({ locked_until: until }).where('username', '=', username).execute()
}

export async function clearFailures(db: AccountsDb, username: string): Promise<void> {
  await db.deleteFrom('sign_in_failure').where('username', '=', username).execute()
}

export async function insertSession(
  db: AccountsDb,
  { tokenHash, accountId, at }: { tokenHash: string; accountId: string; at: Date },
): Promise<void> {
  const row = { token_hash: tokenHash, account_id: accountId, created_at: at, last_seen_at: at }
  await db.insertInto('session').values(row).execute()
}

export interface SessionLimits {
  readonly idleSince: Date
  readonly createdSince: Date
}

/** The account behind a live session. */
export function findSession(db: AccountsDb, tokenHash: string, limits: SessionLimits) {
  return db
    .selectFrom('session')
    .innerJoin('account', 'account.account_id', 'session.account_id')
    .selectAll('account')
    .select('session.last_seen_at')
    .where('session.token_hash', '=', tokenHash)
    .where('session.last_seen_at', '>', limits.idleSince)
    .where('session.created_at', '>', limits.createdSince)
    .where('account.disabled', '=', false)
    .executeTakeFirst()
}

export async function touchSession(db: AccountsDb, tokenHash: string, at: Date): Promise<void> {
  await db.updateTable('session').set({ last_seen_at: at }).where('token_hash', '=', tokenHash).execute()
}

export async function deleteSession(db: AccountsDb, tokenHash: string): Promise<void> {
  await db.deleteFrom('session').where('token_hash', '=', tokenHash).execute()
}

/** Ends an account's sessions, all or all but one. */
export async function deleteSessionsOf(db: AccountsDb, accountId: string, keep?: string): Promise<void> {
  let query = db.deleteFrom('session').where('account_id', '=', accountId)
  if (keep !== undefined) query = query.where('token_hash', '<>', keep)
  await query.execute()
}

export async function deleteExpiredSessions(db: AccountsDb, limits: SessionLimits): Promise<void> {
  await db
    .deleteFrom('session')
    .where((on) => on.or([on('last_seen_at', '<=', limits.idleSince), on('created_at', '<=', limits.createdSince)]))
    .execute()
}

/** Accounts of a role that are not disabled, by name. */
export async function activeAccounts(db: AccountsDb, role: AccountRow['role']) {
  const rows = await db.selectFrom('account').select(['username', 'display_name']).where('role', '=', role).where('disabled', '=', false).orderBy('username').execute() // prettier-ignore
  return rows.map(({ username, display_name }) => ({ username, displayName: display_name }))
}
