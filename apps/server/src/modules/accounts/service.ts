import { randomUUID } from 'node:crypto'
import { ROLE_LABELS, type accountsEndpoints, type DataScope, type SignedIn } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { Transaction } from 'kysely'
import type { z } from 'zod'
import { checkRoleScope, type Principal, type RoleId } from '../../platform/access/principal.ts'
import type { Audit } from '../../platform/audit/audit.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/pool.ts'
import { checkPasswordRules, hashPassword, makeFirstPassword, verifyPassword } from '../../platform/passwords.ts'
import type { Regions } from '../../platform/regions.ts'
import type { AccountRow, AccountsTables } from './schema.ts'
import {
  clearFailures,
  deleteSessionsOf,
  findAccount,
  findFailure,
  insertAccount,
  listAccounts,
  lockAccount,
  updateAccount,
} from './store.ts'

export interface AccountsContext {
  readonly db: Db<AccountsTables>
  readonly audit: Audit
  readonly clock: Clock
  readonly regions: Regions
}

type AccountView = z.output<(typeof accountsEndpoints)['updateAccount']['response']>

export function describePrincipal(principal: Principal, regions: Regions): SignedIn {
  return {
    accountId: principal.accountId,
    username: principal.username,
    displayName: principal.displayName,
    role: principal.role,
    roleLabel: ROLE_LABELS[principal.role],
    scope: principal.scope,
    scopeLabel: regions.labelOf(principal.scope),
    permissions: [...principal.permissions],
    mustChangePassword: principal.mustChangePassword,
    demonstration: principal.demonstration,
  }
}

function toAccount({ regions, clock }: AccountsContext, row: AccountRow, lockedUntil: Date | null): AccountView {
  const locked = lockedUntil !== null && lockedUntil > clock.now()
  return {
    accountId: row.account_id,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    roleLabel: ROLE_LABELS[row.role],
    scope: row.scope,
    scopeLabel: regions.labelOf(row.scope),
    state: row.disabled ? 'disabled' : locked ? 'locked' : 'active',
    demonstration: row.demonstration,
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }
}

export async function pageOfAccounts(
  context: AccountsContext,
  query: { q?: string | undefined; page: number; size: number },
) {
  const { rows, total } = await listAccounts(context.db, query)
  return { rows: rows.map((row) => toAccount(context, row, row.locked_until)), total }
}

export async function changePassword(
  context: AccountsContext,
  principal: Principal,
  { current, next }: { current: string; next: string },
): Promise<void> {
  const { db, audit } = context
  const account = await getAccount(context, principal.accountId)
  if (!(await verifyPassword(current, account.password))) {
    throw new AppError('invalid', 'password.wrong', '当前密码不正确')
  }
  if (current === next) throw new AppError('invalid', 'password.same', '新密码不能与当前密码相同')
  checkPasswordRules(next, account.username)
  const password = await hashPassword(next)
  await db.transaction().execute(async (tx) => {
    await updateAccount(tx, account.account_id, { password, must_change_password: false })
    await deleteSessionsOf(tx, account.account_id, principal.sessionId)
    await audit.append(tx, { actor: principal.username, action: 'account.password', subject: account.username })
  })
}

async function getAccount({ db }: AccountsContext, accountId: string): Promise<AccountRow> {
  const account = await findAccount(db, accountId)
  if (!account) throw new AppError('missing', 'account.missing', '账号不存在')
  return account
}

export interface NewAccount {
  readonly username: string
  readonly displayName: string
  readonly role: RoleId
  readonly scope: DataScope
}

export async function createAccount(context: AccountsContext, principal: Principal, input: NewAccount) {
  const { db, audit, clock } = context
  checkRoleScope(input.role, input.scope)
  const firstPassword = makeFirstPassword()
  const row: AccountRow = {
    account_id: randomUUID(),
    username: input.username,
    display_name: input.displayName,
    role: input.role,
    scope: input.scope,
    password: await hashPassword(firstPassword),
    must_change_password: true,
    disabled: false,
    demonstration: false,
    last_sign_in_at: null,
    created_at: clock.now(),
  }
  await db.transaction().execute(async (tx) => {
    if (!(await insertAccount(tx, row)))
      throw new AppError('conflict', 'account.exists', `用户名 ${input.username} 已存在`)
    const details = { displayName: input.displayName, role: input.role, scope: input.scope }
    await audit.append(tx, { actor: principal.username, action: 'account.create', subject: input.username, details })
  })
  return { account: toAccount(context, row, null), firstPassword }
}

export interface AccountChange {
  readonly displayName?: string | undefined
  readonly role?: RoleId | undefined
  readonly scope?: DataScope | undefined
  readonly state?: 'active' | 'disabled' | undefined
}

/** A change of rights ends the account's sessions: the next sign-in has the new ones. */
export async function changeAccount(
  context: AccountsContext,
  principal: Principal,
  { accountId, change }: { accountId: string; change: AccountChange },
): Promise<AccountView> {
  const { db, audit } = context
  const row = await db.transaction().execute(async (tx) => {
    const before = await lockAccount(tx, accountId)
    if (!before) throw new AppError('missing', 'account.missing', '账号不存在')
    const after = applyChange(before, change)
    checkRoleScope(after.role, after.scope)
    if (losesAdministrator(before, after)) await refuseLastAdministrator(tx, principal, before)
    await updateAccount(tx, accountId, after)
    if (change.role ?? change.scope ?? change.state) await deleteSessionsOf(tx, accountId)
    await audit.append(tx, {
      actor: principal.username,
      action: 'account.change',
      subject: before.username,
      details: { before: rightsOf(before), after: rightsOf(after) },
    })
    return after
  })
  const failure = await findFailure(db, row.username)
  return toAccount(context, row, failure?.locked_until ?? null)
}

function applyChange(before: AccountRow, change: AccountChange): AccountRow {
  return {
    ...before,
    display_name: change.displayName ?? before.display_name,
    role: change.role ?? before.role,
    scope: change.scope ?? before.scope,
    disabled: change.state === undefined ? before.disabled : change.state === 'disabled',
  }
}

function rightsOf(row: AccountRow) {
  return { displayName: row.display_name, role: row.role, scope: row.scope, disabled: row.disabled }
}

function losesAdministrator(before: AccountRow, after: AccountRow): boolean {
  const isAdministrator = (row: AccountRow) => row.role === 'administrator' && !row.disabled
  return isAdministrator(before) && !isAdministrator(after)
}

async function refuseLastAdministrator(
  tx: Transaction<AccountsTables>,
  principal: Principal,
  account: AccountRow,
): Promise<void> {
  if (account.account_id === principal.accountId) {
    throw new AppError('conflict', 'account.self', '不能停用自己的账号或更改自己的角色，请由另一位管理员操作')
  }
  // Locks all administrators: two of them cannot remove each other at the same moment.
  const others = await tx
    .selectFrom('account')
    .select('account_id')
    .where('role', '=', 'administrator')
    .where('disabled', '=', false)
    .where('account_id', '<>', account.account_id)
    .forUpdate()
    .execute()
  if (others.length === 0) throw new AppError('conflict', 'account.last', '至少保留一个可用的系统管理员')
}

export async function resetPassword(context: AccountsContext, principal: Principal, accountId: string) {
  const { db, audit } = context
  const firstPassword = makeFirstPassword()
  const password = await hashPassword(firstPassword)
  const row = await db.transaction().execute(async (tx) => {
    const before = await lockAccount(tx, accountId)
    if (!before) throw new AppError('missing', 'account.missing', '账号不存在')
    await updateAccount(tx, accountId, { password, must_change_password: true })
    await clearFailures(tx, before.username)
    await deleteSessionsOf(tx, accountId)
    await audit.append(tx, { actor: principal.username, action: 'account.reset', subject: before.username })
    return before
  })
  return { account: toAccount(context, row, null), firstPassword }
}
