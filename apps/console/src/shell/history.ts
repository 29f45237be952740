import { useRouter } from '@tanstack/react-router'

interface History {
  readonly canGoBack: () => boolean
  readonly back: () => void
}

/** The browser's history as the router keeps it. */
export function useHistory(): History {
  const { history } = useRouter() as { readonly history: History }
  return history
}
