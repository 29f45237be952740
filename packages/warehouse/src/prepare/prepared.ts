import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { readState, type LogEntry, type WarehouseState } from '../log/public.ts'
import { type CodeSetRow, loadCodeSets } from './code-sets.ts'
import { loadSettings, type SiteSettings } from './settings.ts'

const Payload = z.object({
  snapshot: z.string(),
  /** Hash of everything but the snapshot that the result depends on. */
  basis: z.string(),
  /** Folder of the tables, relative to the data directory. */
  folder: z.string(),
  los_mode: z.enum(['exclusive', 'inclusive']),
  as_of: z.string().nullable(),
  buckets: z.number(),
  rows: z.record(z.string(), z.number()),
  counts: z.array(z.object({ step: z.number(), reason: z.string(), label: z.string(), n: z.number() })),
  duration_ms: z.number(),
})

/** A published preparation, as its log entry says. `as_of` is the latest settlement day. */
export type Prepared = z.infer<typeof Payload>

/** Site settings and code sets a preparation is made with. */
export interface Basis {
  readonly settings: SiteSettings
  readonly codeSets: readonly CodeSetRow[]
  readonly hash: string
}

export function loadBasis(contentDirectory: string, region?: string): Basis {
  const settings = loadSettings(contentDirectory, region)
  const codeSets = loadCodeSets(contentDirectory)
  const hash = createHash('sha256')
  hash.update(JSON.stringify([settings.los_mode, settings.med_types, codeSets, preparationVersion()]))
  return { settings, codeSets, hash: hash.digest('hex').slice(0, 16) }
}

/** Changes with any statement of the preparation. */
function preparationVersion(): string {
  const folder = new URL('./sql/', import.meta.url)
  const hash = createHash('sha256')
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(new URL(file, folder)))
  for (const file of ['./steps.ts', './inputs.ts', './sorted.ts'])
    hash.update(readFileSync(new URL(file, import.meta.url)))
  return hash.digest('hex')
}

export const toPrepared = (entry: LogEntry): Prepared => Payload.parse(entry.payload)

/** The published preparation of a snapshot with this basis, if there is one. */
export function findPrepared(state: WarehouseState, snapshot: string, basis: string): Prepared | undefined {
  return state.prepares.map(toPrepared).findLast((p) => p.snapshot === snapshot && p.basis === basis)
}

/** The latest published preparation, with the moment it was published; undefined when there is none. */
export function readPreparation(dataDirectory: string): (Prepared & { readonly at: string }) | undefined {
  const entry = readState(dataDirectory).prepares.at(-1)
  return entry && { ...toPrepared(entry), at: entry.at }
}
