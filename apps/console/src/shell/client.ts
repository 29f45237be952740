import { platformEndpoints, type Endpoint } from '@yijian/contract'
import { createClient, createTransport, type Client } from '@yijian/web-kit'

const listeners = new Set<() => void>()

/** Called when any request finds the session ended. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const transport = createTransport(() => {
  for (const listener of listeners) listener()
})

/** The client of one sub-system's endpoint table. */
export function clientFor<T extends Record<string, Endpoint>>(table: T): Client<T> {
  return createClient(table, transport)
}

export const platform = clientFor(platformEndpoints)
