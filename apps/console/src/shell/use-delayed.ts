import { useEffect, useState } from 'react'

/** The value once it has rested for `ms`, so that typing does not ask the server at every key. */
export function useDelayed<T>(value: T, ms: number): T {
  const [delayed, setDelayed] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => {
      setDelayed(value)
    }, ms)
    return () => {
      clearTimeout(timer)
    }
  }, [value, ms])
  return delayed
}
