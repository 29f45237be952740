import { createHash, randomBytes } from 'node:crypto'
import { ROLE_PERMISSIONS, type Principal } from '../../platform/access/principal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/pool.ts'
import type { AccountRow, AccountsTables } from './schema.ts'
import {
  deleteExpiredSessions,
  deleteSession,
  findSession,
  insertSession,
  touchSession,
  type SessionLimits,
} from './store.ts'

const TOUCH_EVERY_MS = 60_000

export interface SessionSettings {
  readonly sessionIdleMs: number
  readonly sessionMaxMs: number
}

/** Random token in the cookie, its hash in the store: reading the store signs nobody in. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export function toPrincipal(account: AccountRow, sessionId: string): Principal {
  return {
    accountId: account.account_id,
    sessionId,
    username: account.username,
    displayName: account.display_name,
    role: account.role,
    scope: account.scope,
    permissions: ROLE_PERMISSIONS[account.role],
    mustChangePassword: account.must_change_password,
    demonstration: account.demonstration,
  }
}

export interface Sessions {
  open(account: AccountRow): Promise<{ token: string; principal: Principal }>
  find(token: string): Promise<Principal | undefined>
  isAlive(principal: Principal): Promise<boolean>
  close(principal: Principal): Promise<void>
  sweep(): Promise<void>
}

export function createSessions(db: Db<AccountsTables>, clock: Clock, settings: SessionSettings): Sessions {
  const limits = (): SessionLimits => {
    const now = clock.now().getTime()
    return { idleSince: new Date(now - settings.sessionIdleMs), createdSince: new Date(now - settings.sessionMaxMs) }
  }
  const findByHash = (tokenHash: string) => findSession(db, tokenHash, limits())
  return {
    open: async (account) => {
      const token = randomBytes(32).toString('base64url')
      const tokenHash = hashToken(token)
      await insertSession(db, { tokenHash, accountId: account.account_id, at: clock.now() })
      return { token, principal: toPrincipal(account, tokenHash) }
    },
    find: async (token) => {
      const tokenHash = hashToken(token)
      const found = await findByHash(tokenHash)
      if (!found) return undefined
      const now = clock.now()
      if (now.getTime() - found.last_seen_at.getTime() > TOUCH_EVERY_MS) await touchSession(db, tokenHash, now)
      return toPrincipal(found, tokenHash)
    },
    isAlive: async (principal) => (await findByHash(principal.sessionId)) !== undefined,
    close: (principal) => deleteSession(db, principal.sessionId),
    sweep: () => deleteExpiredSessions(db, limits()),
  }
}
