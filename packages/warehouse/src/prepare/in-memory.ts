import { quoteLiteral, type Session } from '../engine/public.ts'
import type { CodeSetRow } from './code-sets.ts'
import { executePreparation, type TableStore } from './execute.ts'
import { createInputs } from './inputs.ts'
import type { SiteSettings } from './settings.ts'
import { ON_DEMAND, type PreparationStep, sqlFile } from './steps.ts'
import { SORTED_BY } from './sorted.ts'

export interface MemoryPreparation {
  readonly settings: SiteSettings
  readonly codeSets: readonly CodeSetRow[]
  /** Only these tables are made (see `neededFor`); default: all. */
  readonly needed?: ReadonlySet<string>
}

/** Prepares small data (cases, tests) wholly in memory from `ods_*` tables of the session. Same SQL as the stored preparation. */
export async function prepareInMemory(session: Session, options: MemoryPreparation): Promise<void> {
  const { needed } = options
  await createInputs(session, { ...options, buckets: 1 })
  await executePreparation(memoryStore(session), needed ? { needed } : {})
  await dropReplaced(session)
  for (const step of ON_DEMAND.filter(({ table }) => needed?.has(table) ?? true))
    await session.run(`CREATE OR REPLACE VIEW ${step.table} AS ${sqlFile(step.file)}`)
}

/** A case before this one may have put a table in the place of a view. */
async function dropReplaced(session: Session): Promise<void> {
  const names = ON_DEMAND.map((step) => quoteLiteral(step.table)).join(', ')
  const rows = await session.rows(
    `SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND table_name IN (${names})`,
  )
  for (const row of rows) await session.run(`DROP TABLE ${row['table_name'] as string}`)
}

function memoryStore(session: Session): TableStore {
  const put = (step: PreparationStep, sql: string) => session.run(statement(step, sql))
  return { session, buckets: 1, put, putPart: put, joinParts: () => Promise.resolve() }
}

function statement(step: PreparationStep, sql: string): string {
  if (step.kind === 'view') return `CREATE OR REPLACE VIEW ${step.table} AS ${sql}`
  if (step.kind !== 'sorted') return `CREATE OR REPLACE TABLE ${step.table} AS ${sql}`
  return `CREATE OR REPLACE TABLE ${step.table} AS SELECT CAST(row_number() OVER (ORDER BY ${SORTED_BY}) AS INTEGER) AS sid, q.* FROM (${sql}) q`
}
