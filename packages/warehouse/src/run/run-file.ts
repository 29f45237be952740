import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { z } from 'zod'
import { readState } from '../log/public.ts'

const ModelRunSchema = z.object({
  model_id: z.string(),
  name: z.string(),
  version: z.string(),
  state: z.enum(['succeeded', 'failed']),
  /** Step and message when it failed. */
  error: z.string().nullable(),
  findings: z.number(),
  excluded: z.number(),
  cannot_tell: z.array(z.object({ reason: z.string(), n: z.number() })),
  amount_fund: z.string(),
  duration_ms: z.number(),
  cpu_ms: z.number(),
  peak_rss_mb: z.number(),
  rows_read: z.number(),
  /** Findings of a rule that are not among `findings` but only in the run's files. */
  held_back: z.number().optional(),
  parameters: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
})

/** What a run of rules says besides its rules. */
const RuleRunSchema = z.object({
  release_hash: z.string(),
  release_title: z.string(),
  /** Basis of the preparation that was read. */
  basis: z.string(),
  hits: z.number(),
  /** Findings that only the run's files hold, because people cannot work on so many, and their fund amount. */
  held_back: z.number(),
  held_back_fund: z.string(),
  /** Rows of the prepared tables. */
  persons: z.number(),
  visits: z.number(),
  lines: z.number(),
  /** What was taken over from an earlier run of the same release; null: everything was scanned. */
  carried: z.object({ run_id: z.string(), hits: z.number(), rescanned_persons: z.number() }).nullable(),
})
export type RuleRun = z.infer<typeof RuleRunSchema>

const RunFileSchema = z.object({
  /** Rules are run as a whole: what the latest run of them does not name has no findings any more. */
  kind: z.enum(['models', 'rules']).default('models'),
  rules: RuleRunSchema.optional(),
  run_id: z.string(),
  snapshot: z.string(),
  as_of: z.string(),
  at: z.string(),
  by: z.string(),
  duration_ms: z.number(),
  models: z.array(ModelRunSchema),
  /** Grouping schemes that models grouped by. */
  schemes: z.array(z.object({ id: z.string(), hash: z.string() })).optional(),
})

/** One model of a run. */
export type ModelRun = z.infer<typeof ModelRunSchema>
/** A run as it was published: `runs/<run_id>/run.json`. */
export type RunFile = z.infer<typeof RunFileSchema>

const Published = z.looseObject({ run_id: z.string() })

export const runsDirectory = (dataDirectory: string): string => join(dataDirectory, 'warehouse', 'runs')
export const runFolder = (dataDirectory: string, runId: string): string => join(runsDirectory(dataDirectory), runId)
/** File of a model's findings. */
export const findingsFile = (folder: string, modelId: string): string =>
  join(folder, `findings-${modelId.replaceAll(':', '-')}.parquet`)
/** File of one of a model's evidence tables. */
export const detailFile = (folder: string, modelId: string, table: string): string =>
  join(folder, `detail-${modelId.replaceAll(':', '-')}-${table}.parquet`)
/** The delivered fee lines behind a run's findings. */
export const findingLinesFile = (folder: string): string => join(folder, 'finding_line.parquet')

/** Ids of the published runs, oldest first. */
export function publishedRunIds(dataDirectory: string): readonly string[] {
  return readState(dataDirectory).runs.map((entry) => Published.parse(entry.payload).run_id)
}

/** A published run. Throws when there is none of this id. */
export function readRun(dataDirectory: string, runId: string): RunFile {
  const path = join(runFolder(dataDirectory, runId), 'run.json')
  if (!publishedRunIds(dataDirectory).includes(runId) || !existsSync(path))
    throw new AppError('missing', 'run.unknown', `没有这次运行：${runId}`)
  return RunFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
}

/** The published runs, newest first. */
export function readRuns(dataDirectory: string): readonly RunFile[] {
  return publishedRunIds(dataDirectory)
    .toReversed()
    .map((id) => readRun(dataDirectory, id))
}

export interface PublishedFindings {
  readonly modelId: string
  readonly runId: string
  /** Parquet file with the columns `FINDING_COLUMNS`. */
  readonly path: string
}

/** The findings of the latest successful run of each model. */
export function latestFindings(dataDirectory: string): readonly PublishedFindings[] {
  const found = new Map<string, PublishedFindings>()
  let haveRules = false
  for (const run of readRuns(dataDirectory)) {
    if (run.kind === 'rules' && haveRules) continue
    haveRules ||= run.kind === 'rules'
    for (const model of run.models) {
      if (model.state !== 'succeeded' || found.has(model.model_id)) continue
      const path = findingsFile(runFolder(dataDirectory, run.run_id), model.model_id)
      found.set(model.model_id, { modelId: model.model_id, runId: run.run_id, path })
    }
  }
  return [...found.values()]
}
