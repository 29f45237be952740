import { join } from 'node:path'
import type { Session } from '../engine/public.ts'
import { type Tables, warehouseViews } from '../tables/public.ts'
import type { Prepared } from './prepared.ts'
import { viewOverParts, viewStatement } from './parquet-store.ts'
import { stateAt } from './prepare-snapshot.ts'
import { BUCKET_PARTS, CHEAP_VARIANTS, ON_DEMAND, sqlFile, STEPS_AFTER_LINES, STEPS_BEFORE_LINES } from './steps.ts'

/** Tables and the columns of them that somebody reads. */
export type Reads = Readonly<Record<string, readonly string[]>>

export interface Mount {
  readonly dataDirectory: string
  readonly tables: Tables
  readonly prepared: Prepared
}

/** Shows a published preparation to a session: prepared tables, `ods_*` of the same snapshot, `delivered`. */
export async function mountPrepared(session: Session, { dataDirectory, tables, prepared }: Mount): Promise<void> {
  await session.run(warehouseViews({ dataDirectory, tables, state: stateAt(dataDirectory, prepared.snapshot) }))
  const folder = join(dataDirectory, prepared.folder)
  const kept = [...STEPS_BEFORE_LINES, ...STEPS_AFTER_LINES].filter((step) => step.kind !== 'internal')
  const parts = BUCKET_PARTS.filter((step) => step.kind !== 'internal').map((step) => viewOverParts(step.table, folder))
  const views = kept.map((step) => viewStatement(step, folder, step.kind === 'view' ? sqlFile(step.file) : ''))
  await session.run(
    [
      ...views.filter((_, i) => kept[i]?.kind !== 'view'),
      ...parts,
      ...views.filter((_, i) => kept[i]?.kind === 'view'),
    ].join(';\n'),
  )
  for (const step of ON_DEMAND) await session.run(`CREATE OR REPLACE VIEW ${step.table} AS ${sqlFile(step.file)}`)
}

/**
 * Defines on-demand relations in the current schema as the columns read need them: the cheap variant when it has them all. A schema
 * defines them for itself, so that it never meets a variant made for somebody else.
 */
export async function chooseVariants(session: Session, reads: Reads): Promise<void> {
  for (const step of ON_DEMAND) {
    const columns = reads[step.table]
    const variant = CHEAP_VARIANTS[step.table]
    if (!columns || !variant) continue
    const isCheap = !columns.some((column) => variant.without.includes(column))
    await session.run(`CREATE OR REPLACE VIEW ${step.table} AS ${sqlFile(isCheap ? variant.file : step.file)}`)
  }
}
