import type { Endpoint } from '../endpoint.ts'

/** The hospital's way to what the bureau also reads: the same question and answer at an address of its own. */
export type OwnSide<T extends Record<string, Endpoint>> = {
  readonly [K in keyof T & string as `own${Capitalize<K>}`]: Omit<T[K], 'permission' | 'path'> & {
    readonly permission: 'drg.submit'
    readonly path: string
  }
}

export function ownSide<const T extends Record<string, Endpoint>>(table: T): OwnSide<T> {
  const entries = Object.entries(table).map(([name, endpoint]) => [
    `own${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    { ...endpoint, permission: 'drg.submit', path: endpoint.path.replace('/api/drg/', '/api/drg/own/') },
  ])
  return Object.fromEntries(entries) as OwnSide<T>
}
