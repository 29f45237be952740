import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { appendRetrying, ensureDirectory } from '../log/public.ts'
import { isAlive, syncTree } from '../prepare/prepare-snapshot.ts'
import { publishedRunIds, type RunFile, runFolder, runsDirectory } from './run-file.ts'

export interface NewRun {
  readonly runId: string
  readonly folder: string
  readonly at: Date
}

/** An empty folder for a run, marked as this process's until it is published. What dead processes left is removed. */
function openRun(dataDirectory: string): NewRun {
  sweepRuns(dataDirectory)
  const at = new Date()
  const runId = `r${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}-${randomBytes(4).toString('hex')}`
  const folder = runFolder(dataDirectory, runId)
  ensureDirectory(folder)
  writeFileSync(join(folder, 'owner'), String(process.pid))
  return { runId, folder, at }
}

interface PublishOptions {
  readonly dataDirectory: string
  readonly onStep?: (step: string) => void
}

/** Works a run out and publishes it in one step; what fails before that leaves nothing behind. */
export async function publishing<R extends RunFile>(
  { dataDirectory, onStep }: PublishOptions,
  work: (run: NewRun) => Promise<R>,
): Promise<R> {
  const opened = openRun(dataDirectory)
  try {
    const run = await work(opened)
    onStep?.('run.built')
    await publish(dataDirectory, run, opened.folder)
    onStep?.('run.published')
    return run
  } catch (error) {
    if (!publishedRunIds(dataDirectory).includes(opened.runId)) rmSync(opened.folder, { recursive: true, force: true })
    throw error
  }
}

async function publish(dataDirectory: string, run: RunFile, folder: string): Promise<void> {
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run, null, 1))
  syncTree(folder)
  const models = run.models.map(({ model_id, version, state, findings, excluded }) => ({
    model_id,
    version,
    state,
    findings,
    excluded,
  }))
  await appendRetrying(dataDirectory, () => ({
    kind: 'run',
    payload: { run_id: run.run_id, snapshot: run.snapshot, as_of: run.as_of, by: run.by, models },
  }))
  rmSync(join(folder, 'owner'), { force: true })
}

/** Removes folders of runs that never were published and whose process is gone. */
function sweepRuns(dataDirectory: string): void {
  const directory = runsDirectory(dataDirectory)
  if (!existsSync(directory)) return
  const published = new Set(publishedRunIds(dataDirectory))
  for (const name of readdirSync(directory)) {
    if (published.has(name)) continue
    const owner = join(directory, name, 'owner')
    if (!existsSync(owner) || !isAlive(Number(readFileSync(owner, 'utf8'))))
      rmSync(join(directory, name), { recursive: true, force: true })
  }
}
