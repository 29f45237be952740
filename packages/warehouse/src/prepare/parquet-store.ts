import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { quoteLiteral, type Session } from '../engine/public.ts'
import type { TableStore } from './execute.ts'
import { SORTED_BY } from './sorted.ts'
import type { PreparationStep } from './steps.ts'

const PARQUET = 'FORMAT parquet, COMPRESSION lz4'

/** Writes every prepared table as Parquet into a folder and shows it to the session as a view. */
export function parquetStore(
  session: Session,
  { folder, buckets, signal }: { folder: string; buckets: number; signal?: AbortSignal },
): TableStore {
  mkdirSync(folder, { recursive: true })
  const run = (sql: string) => session.run(sql, signal)
  return {
    buckets,
    put: async (step, sql) => {
      if (step.kind !== 'view') await run(copyStatement(step, sql, folder))
      if (step.kind === 'partitioned' && isEmpty(join(folder, step.table))) await run(emptyPartition(step, sql, folder))
      await run(viewStatement(step, folder, sql))
    },
    putBucket: (table, sql) => run(`CREATE OR REPLACE TABLE ${table} AS ${sql}`),
    dropBucket: (tables) => run(tables.map((table) => `DROP TABLE ${table}`).join('; ')),
    putPart: async (step, sql, bucket) => {
      mkdirSync(join(folder, step.table), { recursive: true })
      await run(`COPY (${sql}) TO ${quoteLiteral(partPath(folder, step.table, bucket))} (${PARQUET})`)
    },
    joinParts: async (steps) => {
      for (const step of steps) await run(viewOverParts(step.table, folder))
    },
  }
}

const partPath = (folder: string, table: string, bucket: number): string =>
  join(folder, table, `part-${String(bucket).padStart(4, '0')}.parquet`)

function copyStatement(step: PreparationStep, sql: string, folder: string): string {
  const target = quoteLiteral(join(folder, step.kind === 'partitioned' ? step.table : `${step.table}.parquet`))
  switch (step.kind) {
    case 'sorted':
      return `SET preserve_insertion_order = true;
        COPY (SELECT * FROM (${sql}) ORDER BY ${SORTED_BY}) TO ${target} (${PARQUET});
        SET preserve_insertion_order = false`
    case 'partitioned':
      return `COPY (${sql}) TO ${target} (${PARQUET}, PARTITION_BY (bucket), DICTIONARY_SIZE_LIMIT 1)`
    case 'publish':
    case 'keep':
    case 'internal':
    case 'view':
      return `COPY (${sql}) TO ${target} (${PARQUET})`
  }
}

const isEmpty = (folder: string): boolean => !existsSync(folder) || readdirSync(folder).length === 0

/** Without a single row the engine writes no partition at all, and nothing could be read back. */
function emptyPartition(step: PreparationStep, sql: string, folder: string): string {
  const partition = join(folder, step.table, 'bucket=0')
  mkdirSync(partition, { recursive: true })
  return `COPY (SELECT * EXCLUDE (bucket) FROM (${sql}) LIMIT 0) TO ${quoteLiteral(join(partition, 'empty.parquet'))} (${PARQUET})`
}

/** The view over a stored table; `sql` is needed for steps that are not stored. */
export function viewStatement(step: PreparationStep, folder: string, sql = ''): string {
  const file = quoteLiteral(join(folder, `${step.table}.parquet`))
  switch (step.kind) {
    case 'view':
      return `CREATE OR REPLACE VIEW ${step.table} AS ${sql}`
    case 'sorted':
      return `CREATE OR REPLACE VIEW ${step.table} AS SELECT CAST(file_row_number + 1 AS INTEGER) AS sid, * EXCLUDE (file_row_number)
        FROM read_parquet(${file}, file_row_number = true)`
    case 'partitioned':
      return `CREATE OR REPLACE VIEW ${step.table} AS SELECT * FROM read_parquet(${quoteLiteral(join(folder, step.table, '*', '*.parquet'))}, hive_partitioning = true)`
    case 'publish':
    case 'keep':
    case 'internal':
      return `CREATE OR REPLACE VIEW ${step.table} AS SELECT * FROM read_parquet(${file})`
  }
}

/** The view over the parts of a table worked through in buckets. */
export function viewOverParts(table: string, folder: string): string {
  return `CREATE OR REPLACE VIEW ${table} AS SELECT * FROM read_parquet(${quoteLiteral(join(folder, table, '*.parquet'))})`
}
