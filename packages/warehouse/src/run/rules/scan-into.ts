import type { CompiledRelease, Evaluation, Release } from '@yijian/rules'
import type { Session } from '../../engine/public.ts'
import type { PrepareOptions } from '../../prepare/prepare-snapshot.ts'
import type { Prepared } from '../../prepare/prepared.ts'
import { explainHistory } from '../../rules/explain-history.ts'
import type { Limits } from './finding-sql.ts'
import { openHitWriter } from './hit-tables.ts'

export interface RuleRunOptions extends Omit<PrepareOptions, 'snapshot'> {
  readonly release: Release
  readonly title: string
  /** Scan everything, also where an earlier run of the release could be carried over. */
  readonly full?: boolean
  /** Who started it. */
  readonly by?: string
  /** How many findings people get. */
  readonly limits?: Limits
}

export interface Gathered extends Omit<Evaluation, 'hits'> {
  readonly hits: number
  readonly carried: { readonly run_id: string; readonly hits: number; readonly rescanned_persons: number } | null
}

export interface GatherContext {
  readonly compiled: CompiledRelease
  readonly prepared: Prepared
  /** Beginning of the names of files written aside. */
  readonly scratch: string
}

/** Scans the snapshot (or only some persons of it) into tables `new_hit` and `new_hit_row`. */
export async function scanInto(
  session: Session,
  options: RuleRunOptions,
  { compiled, prepared, scratch, persons }: GatherContext & { readonly persons?: readonly string[] },
) {
  const { onProgress } = options
  const writer = openHitWriter(scratch)
  const history = {
    ...options,
    snapshot: prepared.snapshot,
    onProgress: ({ label, done }: { label: string; done: number }) => onProgress?.({ label, done: 0.3 + done * 0.5 }),
    ...(persons ? { persons } : {}),
  }
  const said = await explainHistory(history, compiled, (hits) => writer.add(hits))
  await writer.finish(session)
  return said
}
