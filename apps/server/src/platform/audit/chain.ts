import { createHmac } from 'node:crypto'

export const GENESIS = '0'.repeat(64)

export interface ChainEntry {
  readonly seq: number
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly details: unknown
  readonly prev: string
}

/** JSON with sorted keys: the same text before the store and after it. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value).filter(([, item]) => item !== undefined)
    pairs.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${pairs.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

/** Keyed, so that somebody who can write the table but does not hold the key cannot make a chain that verifies. */
export function hashEntry(key: string, entry: ChainEntry): string {
  const { seq, at, actor, action, subject, details, prev } = entry
  const text = canonicalJson({ seq, at: at.toISOString(), actor, action, subject, details, prev })
  return createHmac('sha256', key).update(text).digest('hex')
}
