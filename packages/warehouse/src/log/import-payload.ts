import { z } from 'zod'

const Count = z.int().nonnegative()

/** One immutable Parquet file of a table. */
const Part = z.object({
  /** Relative to the data directory. */
  path: z.string(),
  rows: Count,
  bytes: Count,
  /** Columns the file holds; the table's other columns were not delivered. */
  columns: z.array(z.string()),
  /** NULLs per column of the file. */
  nulls: z.record(z.string(), Count),
  /** Smallest and largest value of the first key column, to see that batches cannot overlap. */
  key_min: z.string().nullable(),
  key_max: z.string().nullable(),
})

/** A file listing rows of earlier parts that this batch replaces: (part VARCHAR, row BIGINT), part = file name. */
const Removal = z.object({ path: z.string(), parts: z.record(z.string(), Count) })

const Counts = z.object({
  read: Count,
  accepted: Count,
  rejected: Count,
  /** Identical rows left out: already in the warehouse or twice in the delivery. */
  duplicate: Count,
  /** Rows of earlier batches replaced by rows with the same key. */
  superseded: Count,
  /** Rows rejected earlier for a missing reference that this batch supplied. */
  recovered: Count,
  /** Good rows a check or reference only warns about. */
  warned: Count,
})

const ImportedTable = z.object({
  counts: Counts,
  parts: z.array(Part),
  removals: z.array(Removal),
  /** Rows rejected only because what they refer to has not arrived; they go in when it does. */
  waiting: z.array(z.object({ path: z.string(), rows: Count })),
  /** Waiting files of earlier batches that this batch has taken over. */
  released: z.array(z.string()),
})

const ImportedFile = z.object({
  name: z.string(),
  table: z.string().nullable(),
  bytes: Count,
  sha256: z.string(),
  status: z.enum(['imported', 'already-imported', 'refused', 'ignored']),
  reason: z.string().nullable(),
  encoding: z.string().nullable(),
  rows: Count,
  rejected: Count,
  /** Fingerprint of the definitions the file was checked with: with others, a file with rejects may be imported again. */
  rules: z.string(),
  /** Delivered columns nobody knows. */
  unknown_columns: z.array(z.string()),
})

const Warning = z.object({ table: z.string(), check: z.string(), label: z.string(), rows: Count })

export const ImportPayloadSchema = z.object({
  batch: z.string(),
  source: z.string().nullable(),
  directory: z.string(),
  started_at: z.string(),
  files: z.array(ImportedFile),
  tables: z.record(z.string(), ImportedTable),
  warnings: z.array(Warning),
})

export type ImportPayload = z.infer<typeof ImportPayloadSchema>
export type ImportedTable = z.infer<typeof ImportedTable>
export type ImportedFile = z.infer<typeof ImportedFile>
export type Part = z.infer<typeof Part>
export type Removal = z.infer<typeof Removal>
export type ImportCounts = z.infer<typeof Counts>
export type ImportWarning = z.infer<typeof Warning>
