import { useRouter } from '@tanstack/react-router'
import { ErrorState, formatQuery, PageSkeleton } from '@yijian/web-kit'
import { lazy, Suspense, type ReactNode } from 'react'
import { SessionProvider, useSessionQuery } from '../session.tsx'
import { Redirect } from '../redirect.tsx'

const FirstPasswordPage = lazy(async () => ({ default: (await import('./first-password.tsx')).FirstPasswordPage }))

/** Lets through who is signed in and has a password of their own. */
export function SignedInGate({ children }: { readonly children: ReactNode }) {
  const query = useSessionQuery()
  const router = useRouter()
  if (query.data === undefined) {
    if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    return <PageSkeleton />
  }
  if (query.data === null) {
    const here = router.latestLocation.href
    if (here.startsWith('/sign-in')) return null
    return <Redirect to={here === '/' ? '/sign-in' : `/sign-in?${formatQuery({ next: here })}`} />
  }
  return (
    <SessionProvider session={query.data}>
      {query.data.mustChangePassword ? (
        <Suspense fallback={<PageSkeleton />}>
          <FirstPasswordPage />
        </Suspense>
      ) : (
        children
      )}
    </SessionProvider>
  )
}
