import { Navigate, useLocation } from '@tanstack/react-router'
import { ErrorState, PageSkeleton } from '@yijian/web-kit'
import type { ReactNode } from 'react'
import { SessionProvider, useSessionQuery } from '../session.tsx'
import { FirstPasswordPage } from './first-password.tsx'

/** Lets through who is signed in and has a password of their own. */
export function SignedInGate({ children }: { readonly children: ReactNode }) {
  const query = useSessionQuery()
  const location = useLocation()
  if (query.data === undefined) {
    if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    return <PageSkeleton />
  }
  if (query.data === null) {
    const next = location.href === '/' ? undefined : location.href
    return <Navigate to="/sign-in" search={next === undefined ? {} : { next }} replace />
  }
  return (
    <SessionProvider session={query.data}>
      {query.data.mustChangePassword ? <FirstPasswordPage /> : children}
    </SessionProvider>
  )
}
