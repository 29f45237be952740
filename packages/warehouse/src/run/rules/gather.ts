import type { CompiledRelease, Evaluation } from '@yijian/rules'
import { cellCount, type Session } from '../../engine/public.ts'
import type { Prepared } from '../../prepare/prepared.ts'
import { explainHistory } from '../../rules/explain-history.ts'
import { carryOver } from './carry-over.ts'
import { openHitWriter } from './hit-tables.ts'
import type { RuleRunOptions } from './run-rules.ts'

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

/** The hits of the snapshot as tables `hit_raw` and `hit_row_raw`: carried over where an earlier run allows it, else scanned. */
export async function gatherHits(session: Session, options: RuleRunOptions, context: GatherContext): Promise<Gathered> {
  const carried = options.full ? undefined : await carryOver(session, options, context)
  if (carried) return carried
  const { cannotTell, failed } = await scanInto(session, options, context)
  await session.run(`CREATE OR REPLACE TABLE hit_raw AS SELECT * FROM new_hit; CREATE OR REPLACE TABLE hit_row_raw AS SELECT * FROM new_hit_row`) // prettier-ignore
  const n = cellCount((await session.row('SELECT COUNT(*) AS n FROM hit_raw'))['n'])
  return { hits: n, cannotTell, failed, carried: null }
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
