import type { TableCache } from '../engine/public.ts'
import type { CodeSetRow } from './code-sets.ts'
import { executePreparation, type TableStore } from './execute.ts'
import { inputRelations } from './inputs.ts'
import type { SiteSettings } from './settings.ts'
import { SORTED_BY } from './sorted.ts'
import { ON_DEMAND, type PreparationStep, sqlFile } from './steps.ts'

export interface MemoryPreparation {
  readonly settings: SiteSettings
  readonly codeSets: readonly CodeSetRow[]
  /** Only these tables are made (see `neededFor`); default: all. */
  readonly needed?: ReadonlySet<string>
}

/** Prepares small data (cases, tests) wholly in memory from the `ods_*` tables of the cache. Same SQL as the stored preparation. */
export async function prepareInMemory(cache: TableCache, options: MemoryPreparation): Promise<void> {
  const { needed } = options
  for (const { kind, name, sql } of inputRelations({ ...options, buckets: 1 })) {
    if (kind === 'view') await cache.view(name, sql)
    else await cache.put(name, sql)
  }
  await executePreparation(memoryStore(cache), needed ? { needed } : {})
  for (const step of ON_DEMAND.filter(({ table }) => needed?.has(table) ?? true))
    await cache.view(step.table, sqlFile(step.file))
}

function memoryStore(cache: TableCache): TableStore {
  const put = ({ kind, table }: PreparationStep, sql: string): Promise<void> => {
    if (kind === 'view') return cache.view(table, sql)
    return cache.put(table, kind === 'sorted' ? numbered(sql) : sql)
  }
  return {
    buckets: 1,
    put,
    putPart: put,
    putBucket: (table, sql) => cache.put(table, sql),
    dropBucket: () => Promise.resolve(),
    joinParts: () => Promise.resolve(),
  }
}

const numbered = (sql: string): string =>
  `SELECT CAST(row_number() OVER (ORDER BY ${SORTED_BY}) AS INTEGER) AS sid, q.* FROM (${sql}) q`
