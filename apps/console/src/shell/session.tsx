import type { Permission, SignedIn } from '@yijian/contract'
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { toClientError } from '@yijian/web-kit'
import { createContext, useContext, useEffect, type ReactNode } from 'react'
import { onSignedOut, platform } from './client.ts'
import type { Access } from './module.ts'

const SESSION_KEY = ['session']
const Context = createContext<SignedIn | null>(null)

/** The signed-in account, or null; other failures are errors to show. */
export function useSessionQuery() {
  const queries = useQueryClient()
  useEffect(
    () =>
      onSignedOut(() => {
        queries.setQueryData(SESSION_KEY, null)
      }),
    [queries],
  )
  return useQuery({
    queryKey: SESSION_KEY,
    staleTime: 60_000,
    retry: false,
    queryFn: async ({ signal }): Promise<SignedIn | null> => {
      try {
        return await platform.call.session({}, { signal })
      } catch (error) {
        if (toClientError(error).kind === 'signed-out') return null
        throw error
      }
    },
  })
}

export function SessionProvider({ session, children }: { readonly session: SignedIn; readonly children: ReactNode }) {
  return <Context value={session}>{children}</Context>
}

export function useSession(): SignedIn {
  const session = useContext(Context)
  if (!session) throw new Error('useSession outside a signed-in page')
  return session
}

export function allows(session: SignedIn, access: Access): boolean {
  return access === 'signed-in' || session.permissions.includes(access)
}

export function useCan(permission: Permission): boolean {
  return allows(useSession(), permission)
}

/** Forgets everything that the previous account has seen. */
export function startSession(queries: QueryClient, session: SignedIn | null): void {
  queries.setQueryData(SESSION_KEY, session)
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] })
}

export function refreshSession(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: SESSION_KEY })
}
