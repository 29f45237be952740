import { randomBytes } from 'node:crypto'
import { renameSync, rmSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { cellCount, openEngine, quoteList, quoteLiteral } from '../engine/public.ts'
import { findingsFile, latestFindings, readRun, runFolder } from '../run/run-file.ts'
import { EXPORT_COLUMNS } from './finish.ts'

export interface ExportOptions {
  readonly dataDirectory: string
  /** Default: the latest successful run of each model. */
  readonly runId?: string
  /** Only these models. */
  readonly models?: readonly string[]
  /** The target; its ending decides the form: .csv, .jsonl or .parquet. */
  readonly out: string
}

const FORMS: Readonly<Record<string, string>> = {
  '.csv': 'FORMAT csv, HEADER true',
  '.jsonl': 'FORMAT json',
  '.parquet': 'FORMAT parquet, COMPRESSION zstd',
}

const LISTS: readonly string[] = ['mdtrt_ids', 'setl_ids', 'feedetl_sns']

/** Writes findings, excluded candidates included, as one file. Id lists are JSON arrays. Returns the number of rows. */
export async function exportFindings({ dataDirectory, runId, models, out }: ExportOptions): Promise<number> {
  const ending = extname(out).toLowerCase()
  const form = FORMS[ending]
  if (form === undefined)
    throw new AppError('invalid', 'export.form', `导出文件应以 .csv、.jsonl 或 .parquet 结尾：${out}`)
  const files = findingFiles(dataDirectory, runId, models)
  const draft = join(dirname(out), `.${process.pid}-${randomBytes(4).toString('hex')}${ending}`)
  const engine = await openEngine({ memoryLimit: '1GB', preserveOrder: true })
  try {
    const columns = EXPORT_COLUMNS.map((name) =>
      LISTS.includes(name) && ending !== '.jsonl' ? `CAST(to_json(${name}) AS VARCHAR) AS ${name}` : name,
    )
    const source = files.length === 0 ? emptySource() : `SELECT * FROM read_parquet(${quoteList(files)})`
    const query = `SELECT ${columns.join(', ')} FROM (${source}) ORDER BY model_id, finding_id`
    await engine.run(`COPY (${query}) TO ${quoteLiteral(draft)} (${form})`)
    renameSync(draft, out)
    return cellCount((await engine.row(`SELECT COUNT(*) AS n FROM (${source})`))['n'])
  } finally {
    engine.close()
    rmSync(draft, { force: true })
  }
}

/** The files of findings of a run, or of the latest run of each model. */
export function findingFiles(dataDirectory: string, runId?: string, models?: readonly string[]): string[] {
  const wanted = (id: string) => models === undefined || models.includes(id)
  if (runId === undefined)
    return latestFindings(dataDirectory)
      .filter((f) => wanted(f.modelId))
      .map((f) => f.path)
  return readRun(dataDirectory, runId)
    .models.filter((m) => m.state === 'succeeded' && wanted(m.model_id))
    .map((m) => findingsFile(runFolder(dataDirectory, runId), m.model_id))
}

const emptySource = (): string =>
  `SELECT ${EXPORT_COLUMNS.map((name) => `CAST(NULL AS ${LISTS.includes(name) ? 'VARCHAR[]' : 'VARCHAR'}) AS ${name}`).join(', ')} WHERE FALSE`
