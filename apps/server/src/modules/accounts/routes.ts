import { accountsEndpoints, platformEndpoints } from '@yijian/contract'
import type { Platform } from '../../platform/module.ts'
import { route, type Route } from '../../platform/http/route.ts'
import { clearToken, setToken } from './cookie.ts'
import { demonstrationHints } from './seed.ts'
import {
  changeAccount,
  changePassword,
  createAccount,
  describePrincipal,
  pageOfAccounts,
  resetPassword,
  type AccountsContext,
} from './service.ts'
import type { Sessions } from './sessions.ts'
import type { SignIn } from './sign-in.ts'

export interface AccountsRoutesInput {
  readonly platform: Platform
  readonly context: AccountsContext
  readonly sessions: Sessions
  readonly signIn: SignIn
}

export function accountsRoutes(input: AccountsRoutesInput): Route[] {
  return [...sessionRoutes(input), ...managementRoutes(input)]
}

function sessionRoutes({ platform, context, sessions, signIn }: AccountsRoutesInput): Route[] {
  const { settings, regions, audit } = platform
  return [
    route(platformEndpoints.signIn, async ({ body, request, reply }) => {
      const username = body.username.trim().toLowerCase()
      const account = await signIn.check({ username, password: body.password, address: request.ip })
      const { token, principal } = await sessions.open(account)
      setToken({ request, reply }, token, settings)
      return describePrincipal(principal, regions)
    }),
    route(platformEndpoints.signInHints, async () => ({
      demonstration: settings.demo,
      accounts: settings.demo ? demonstrationHints() : [],
    })),
    route(platformEndpoints.session, async ({ principal }) => describePrincipal(principal, regions)),
    route(platformEndpoints.signOut, async ({ principal, reply }) => {
      await sessions.close(principal)
      await audit.record({ actor: principal.username, action: 'session.sign-out', subject: principal.username })
      clearToken(reply)
      return { done: true as const }
    }),
    route(platformEndpoints.changePassword, async ({ principal, body }) => {
      await changePassword(context, principal, body)
      return { done: true as const }
    }),
  ]
}

function managementRoutes({ platform, context }: AccountsRoutesInput): Route[] {
  return [
    route(accountsEndpoints.listAccounts, ({ query }) => pageOfAccounts(context, query)),
    route(accountsEndpoints.createAccount, ({ principal, body }) => createAccount(context, principal, body)),
    route(accountsEndpoints.updateAccount, ({ principal, params, body }) =>
      changeAccount(context, principal, { accountId: params.accountId, change: body }),
    ),
    route(accountsEndpoints.resetPassword, ({ principal, params }) =>
      resetPassword(context, principal, params.accountId),
    ),
    route(accountsEndpoints.listRegions, async () => ({ rows: [...(await platform.regions.list())] })),
  ]
}
