import type { Session } from '../engine/public.ts'
import type { CodeSetRow } from './code-sets.ts'
import { createInputs } from './inputs.ts'
import type { SiteSettings } from './settings.ts'
import { PREPARATION_STEPS, sqlOf } from './steps.ts'

export interface MemoryPreparation {
  readonly settings: SiteSettings
  readonly codeSets: readonly CodeSetRow[]
}

/** Prepares small data (cases, tests) wholly in memory from `ods_*` tables of the session. Same SQL as the stored preparation. */
export async function prepareInMemory(session: Session, options: MemoryPreparation): Promise<void> {
  await createInputs(session, options.settings, options.codeSets)
  for (const step of PREPARATION_STEPS) {
    await session.run(`CREATE OR REPLACE TABLE ${step.table} AS ${sqlOf(step)}`)
  }
}
