import { cellCount, type Session } from '../../engine/public.ts'
import { carryOver } from './carry-over.ts'
import { type GatherContext, type Gathered, type RuleRunOptions, scanInto } from './scan-into.ts'

/** The hits of the snapshot as tables `hit_raw` and `hit_row_raw`: carried over where an earlier run allows it, else scanned. */
export async function gatherHits(session: Session, options: RuleRunOptions, context: GatherContext): Promise<Gathered> {
  const carried = options.full ? undefined : await carryOver(session, options, context)
  if (carried) return carried
  const { cannotTell, failed } = await scanInto(session, options, context)
  await session.run(`CREATE OR REPLACE TABLE hit_raw AS SELECT * FROM new_hit; CREATE OR REPLACE TABLE hit_row_raw AS SELECT * FROM new_hit_row`) // prettier-ignore
  const n = cellCount((await session.row('SELECT COUNT(*) AS n FROM hit_raw'))['n'])
  return { hits: n, cannotTell, failed, carried: null }
}
