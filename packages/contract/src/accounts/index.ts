import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DataScope, Moment, Page, Role } from '../platform/index.ts'

export const Account = z.object({
  accountId: z.string(),
  username: z.string(),
  displayName: z.string(),
  role: Role,
  roleLabel: z.string(),
  scope: DataScope,
  scopeLabel: z.string(),
  state: z.enum(['active', 'locked', 'disabled']),
  demonstration: z.boolean(),
  lastSignInAt: Moment.nullable(),
  createdAt: Moment,
})
export const AuditEntry = z.object({
  seq: z.number(),
  at: Moment,
  actor: z.string(),
  action: z.string(),
  actionLabel: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
})
const AccountParams = z.object({ accountId: z.string() })
const NewAccount = z.object({
  username: z.string().regex(/^[a-z][a-z0-9._-]{2,31}$/, '用户名为 3–32 位小写字母、数字或 . _ -，以字母开头'),
  displayName: z.string().min(1).max(32),
  role: Role,
  scope: DataScope,
})

export const accountsEndpoints = endpoints({
  listAccounts: {
    method: 'GET',
    path: '/api/accounts',
    summary: '账号列表',
    permission: 'accounts.manage',
    query: Page.extend({ q: z.string().max(64).optional() }),
    response: z.object({ rows: z.array(Account), total: z.number() }),
  },
  /** The first password is shown once and must be changed at the first sign-in. */
  createAccount: {
    method: 'POST',
    path: '/api/accounts',
    summary: '新建账号',
    permission: 'accounts.manage',
    body: NewAccount,
    response: z.object({ account: Account, firstPassword: z.string() }),
  },
  updateAccount: {
    method: 'PATCH',
    path: '/api/accounts/:accountId',
    summary: '修改账号',
    permission: 'accounts.manage',
    params: AccountParams,
    body: z
      .object({
        displayName: z.string().min(1).max(32),
        role: Role,
        scope: DataScope,
        state: z.enum(['active', 'disabled']),
      })
      .partial(),
    response: Account,
  },
  resetPassword: {
    method: 'POST',
    path: '/api/accounts/:accountId/password',
    summary: '重置密码并解锁',
    permission: 'accounts.manage',
    params: AccountParams,
    response: z.object({ account: Account, firstPassword: z.string() }),
  },
  listRegions: {
    method: 'GET',
    path: '/api/regions',
    summary: '区县列表',
    permission: 'signed-in',
    response: z.object({ rows: z.array(z.object({ admdvs: z.string(), name: z.string() })) }),
  },
  listAudit: {
    method: 'GET',
    path: '/api/audit',
    summary: '审计日志',
    permission: 'audit.read',
    query: Page.extend({
      actor: z.string().optional(),
      action: z.string().optional(),
      subject: z.string().optional(),
      from: z.string().optional(),
      to: z.string().optional(),
    }),
    response: z.object({
      rows: z.array(AuditEntry),
      total: z.number(),
      actions: z.array(z.object({ value: z.string(), label: z.string() })),
    }),
  },
  /** Recomputes the hash chain. */
  verifyAudit: {
    method: 'POST',
    path: '/api/audit/verify',
    summary: '校验审计日志',
    permission: 'audit.read',
    response: z.object({
      ok: z.boolean(),
      entries: z.number(),
      firstBroken: z.number().nullable(),
      message: z.string(),
    }),
  },
})
