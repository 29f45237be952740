import type { FastifyRequest } from 'fastify'
import type { Principal } from '../../platform/access/principal.ts'
import type { ModuleInfo, ModuleParts, Platform } from '../../platform/module.ts'
import { readToken } from './cookie.ts'
import { accountsRoutes } from './routes.ts'
import type { AccountsTables } from './schema.ts'
import type { AccountsContext } from './service.ts'
import { createSessions } from './sessions.ts'
import { createSignIn } from './sign-in.ts'
import { activeAccounts } from './store.ts'

const SWEEP_MS = 10 * 60_000

export const accountsInfo = {
  id: 'accounts',
  name: '账号与权限',
  dependsOn: [],
  auditNames: {
    'session.sign-in': '登录',
    'session.refused': '登录失败',
    'session.locked': '账号锁定',
    'session.sign-out': '退出登录',
    'account.create': '新建账号',
    'account.change': '修改账号',
    'account.reset': '重置密码',
    'account.password': '修改密码',
  },
  migrations: { module: 'accounts', directory: new URL('./migrations/', import.meta.url) },
} as const satisfies ModuleInfo

export interface AccountsModule extends ModuleParts {
  readonly context: AccountsContext
  readonly authenticate: (request: FastifyRequest) => Promise<Principal | undefined>
  readonly isAlive: (principal: Principal) => Promise<boolean>
  /** Experts who can sign in, for panels. */
  readonly experts: () => Promise<readonly { readonly username: string; readonly displayName: string }[]>
}

export function accountsModule(platform: Platform): AccountsModule {
  const { clock, audit, regions, settings } = platform
  const db = platform.db.withTables<AccountsTables>()
  const context: AccountsContext = { db, clock, audit, regions }
  const sessions = createSessions(db, clock, settings)
  const signIn = createSignIn({ db, audit, clock })
  return {
    context,
    routes: accountsRoutes({ platform, context, sessions, signIn }),
    authenticate: async (request) => {
      const token = readToken(request)
      return token === undefined || token === '' ? undefined : sessions.find(token)
    },
    isAlive: (principal) => sessions.isAlive(principal),
    experts: () => activeAccounts(db, 'expert'),
    tick: { everyMs: SWEEP_MS, run: () => sessions.sweep() },
  }
}
