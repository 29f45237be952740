import { loadTables } from '@yijian/warehouse'
import { readExcluded, readPreparationCounts, readRejects } from './read-data.ts'
import type { ReadContext } from './read-context.ts'
import { readItems } from './read-items.ts'
import { readDetails, readFindings, readInstitutions, readLines, readVisits } from './read-runs.ts'
import { readPlaces } from './self-check-places.ts'

export type Operation = (context: ReadContext, input: unknown) => Promise<unknown>
const operation =
  <I>(work: (context: ReadContext, input: I) => Promise<unknown>): Operation =>
  (context, input) =>
    work(context, input as I)

/** Starts the engine and reads the table definitions before anybody waits for them. */
async function warm(context: ReadContext): Promise<null> {
  await (await context.engine()).rows('SELECT 1')
  loadTables(context.contentDirectory)
  return null
}

/** What the server asks of the warehouse's files while somebody waits, or while it copies a published run. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'run.findings': operation(readFindings),
  'run.visits': operation(readVisits),
  'run.details': operation(readDetails),
  'run.institutions': operation(readInstitutions),
  'finding.lines': operation(readLines),
  'batch.rejects': operation(readRejects),
  'rules.items': operation(readItems),
  'self-check.places': operation(readPlaces),
  warm: operation(warm),
  preparation: operation(readPreparationCounts),
  'preparation.excluded': operation(readExcluded),
}
