import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { platform } from './client.ts'
import { startSession } from './session.tsx'

export function useSignOut(): () => void {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useCallback(() => {
    void platform.call
      .signOut({})
      .catch(() => undefined)
      .then(async () => {
        startSession(queries, null)
        await navigate({ to: '/sign-in', replace: true })
      })
  }, [queries, navigate])
}
