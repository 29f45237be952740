import { formatMoment } from '@yijian/web-kit'
import { useMemo } from 'react'
import { useSession } from './session.tsx'

/** Who looked and when: stands behind every page with personal data. */
export function useWatermark(): string {
  const session = useSession()
  return useMemo(
    () => `${session.displayName} ${session.username} ${formatMoment(new Date().toISOString())}`,
    [session.displayName, session.username],
  )
}
