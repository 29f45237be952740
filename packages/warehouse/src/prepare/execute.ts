import {
  BUCKET_PARTS,
  BUCKET_TABLES,
  type PreparationStep,
  sqlFile,
  STEPS_AFTER_LINES,
  STEPS_BEFORE_LINES,
} from './steps.ts'

/** Where prepared tables go: the engine's memory, or Parquet files. */
export interface TableStore {
  /** Person ranges that the fee lines are worked through in. */
  readonly buckets: number
  put(step: PreparationStep, sql: string): Promise<void>
  /** A table that only the work on one bucket needs. */
  putBucket(table: string, sql: string): Promise<void>
  dropBucket(tables: readonly string[]): Promise<void>
  /** One bucket's part of a table. */
  putPart(step: PreparationStep, sql: string, bucket: number): Promise<void>
  /** Called when all parts of the tables are there. */
  joinParts(steps: readonly PreparationStep[]): Promise<void>
}

export interface PreparationProgress {
  readonly label: string
  /** 0…1 of all steps. */
  readonly done: number
}

export interface ExecuteOptions {
  /** Only these tables are made (see `neededFor`); default: all. */
  readonly needed?: ReadonlySet<string>
  readonly onProgress?: (progress: PreparationProgress) => void
}

/** Runs the whole preparation into a store. The inputs (`createInputs`) must be there. */
export async function executePreparation(
  store: TableStore,
  { needed, onProgress }: ExecuteOptions = {},
): Promise<void> {
  const isNeeded = ({ table }: PreparationStep) => needed?.has(table) ?? true
  const parts = BUCKET_PARTS.filter(isNeeded)
  const total = STEPS_BEFORE_LINES.length + STEPS_AFTER_LINES.length + store.buckets
  let done = 0
  const advance = (label: string) => {
    onProgress?.({ label, done: done / total })
    done += 1
  }
  for (const step of STEPS_BEFORE_LINES.filter(isNeeded)) {
    advance(step.label)
    await store.put(step, sqlFile(step.file))
  }
  for (let bucket = 0; bucket < store.buckets && parts.length > 0; bucket += 1) {
    advance(`费用明细汇总 ${bucket + 1}/${store.buckets}`)
    await executeBucket({ store, parts, tables: BUCKET_TABLES.filter(isNeeded) }, bucket)
  }
  await store.joinParts(parts)
  for (const step of STEPS_AFTER_LINES.filter(isNeeded)) {
    advance(step.label)
    await store.put(step, sqlFile(step.file))
  }
}

interface BucketWork {
  readonly store: TableStore
  readonly tables: readonly PreparationStep[]
  readonly parts: readonly PreparationStep[]
}

async function executeBucket({ store, tables, parts }: BucketWork, bucket: number) {
  const lines = `SELECT visit, sid, pid, iid, item_id, minute, chrg, cnt, amt, inscp, ownpay, etip FROM x_net_line WHERE bucket = ${bucket}`
  await store.putBucket('b_line', lines)
  for (const step of tables) await store.putBucket(step.table, sqlFile(step.file))
  for (const step of parts) await store.putPart(step, sqlFile(step.file), bucket)
  await store.dropBucket(['b_line', ...tables.map((step) => step.table)])
}
