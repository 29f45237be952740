import { createHash } from 'node:crypto'
import { z } from 'zod'

/** The previous entry's hash of the first entry. */
export const GENESIS = '0'.repeat(64)

export const LOG_KINDS = ['import', 'prepare', 'run'] as const
export type LogKind = (typeof LOG_KINDS)[number]

const Entry = z.strictObject({
  seq: z.int().positive(),
  /** sha256 of the previous entry's bytes, 64 zeros for the first. */
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime({ offset: true }),
  kind: z.enum(LOG_KINDS),
  payload: z.record(z.string(), z.unknown()),
})

/** One line of the warehouse's history, with the sha256 of its own bytes. */
export type LogEntry = Readonly<z.infer<typeof Entry>> & { readonly hash: string }

export function hashOf(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Parses the bytes of one log file. Throws when they are not an entry. */
export function parseEntry(bytes: string): LogEntry {
  return { ...Entry.parse(JSON.parse(bytes)), hash: hashOf(bytes) }
}

export function entryFileName(seq: number): string {
  return `${String(seq).padStart(12, '0')}.json`
}
