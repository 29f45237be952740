import { useSyncExternalStore } from 'react'

/** True while the window is narrower than `px`: phones get cards in place of wide tables. */
export function useNarrow(px: number): boolean {
  const query = `(max-width: ${px - 1}px)`
  return useSyncExternalStore(
    (notify) => {
      const media = matchMedia(query)
      media.addEventListener('change', notify)
      return () => {
        media.removeEventListener('change', notify)
      }
    },
    () => matchMedia(query).matches,
  )
}
