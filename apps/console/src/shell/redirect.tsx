import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Goes elsewhere once per address; rendering again does not navigate again. */
export function Redirect({ to }: { readonly to: string }) {
  const navigate = useNavigate()
  useEffect(() => {
    void navigate({ href: to, replace: true })
  }, [navigate, to])
  return null
}
