import type { Session } from '../engine/public.ts'
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
  readonly session: Session
  /** Person ranges that the fee lines are worked through in. */
  readonly buckets: number
  put(step: PreparationStep, sql: string): Promise<void>
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
  readonly onProgress?: (progress: PreparationProgress) => void
  readonly signal?: AbortSignal
}

/** Runs the whole preparation into a store. The inputs (`createInputs`) must be there. */
export async function executePreparation(
  store: TableStore,
  { onProgress, signal }: ExecuteOptions = {},
): Promise<void> {
  const total = STEPS_BEFORE_LINES.length + STEPS_AFTER_LINES.length + store.buckets
  let done = 0
  const advance = (label: string) => {
    onProgress?.({ label, done: done / total })
    done += 1
  }
  for (const step of STEPS_BEFORE_LINES) {
    advance(step.label)
    await store.put(step, sqlFile(step.file))
  }
  for (let bucket = 0; bucket < store.buckets; bucket += 1) {
    advance(`费用明细汇总 ${bucket + 1}/${store.buckets}`)
    await executeBucket(store, bucket, signal)
  }
  await store.joinParts(BUCKET_PARTS)
  for (const step of STEPS_AFTER_LINES) {
    advance(step.label)
    await store.put(step, sqlFile(step.file))
  }
}

async function executeBucket(store: TableStore, bucket: number, signal?: AbortSignal): Promise<void> {
  const { session } = store
  const lines = `SELECT visit, sid, pid, iid, item_id, minute, chrg, cnt, amt, inscp, ownpay, etip FROM x_net_line WHERE bucket = ${bucket}`
  await session.run(`CREATE OR REPLACE TABLE b_line AS ${lines}`, signal)
  for (const step of BUCKET_TABLES)
    await session.run(`CREATE OR REPLACE TABLE ${step.table} AS ${sqlFile(step.file)}`, signal)
  for (const step of BUCKET_PARTS) await store.putPart(step, sqlFile(step.file), bucket)
  for (const name of ['b_line', ...BUCKET_TABLES.map((step) => step.table)]) await session.run(`DROP TABLE ${name}`)
}
