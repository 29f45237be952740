import { fork } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEngine, publishedRunIds, readLog, readRun, runFolder, verifyLog } from '@yijian/warehouse'

/**
 * Kills a run at many instants and looks at what is left (target: 200 crash points, nothing lost, doubled or half-published).
 * Every kill works on a copy of a data directory that holds an import; `points` kills are spread evenly over the time a run takes.
 */
export async function benchCrashRun({
  dataDirectory,
  points,
}: {
  dataDirectory: string
  points: number
}): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'yijian-crash-run-'))
  try {
    const work = join(root, 'data')
    cpSync(dataDirectory, work, { recursive: true })
    const whole = await runAndKill(work, Number.POSITIVE_INFINITY)
    const outcomes = { before: 0, after: 0 }
    for (let point = 0; point < points; point += 1) {
      rmSync(work, { recursive: true, force: true })
      cpSync(dataDirectory, work, { recursive: true })
      await runAndKill(work, (whole.ms * 1.1 * (point + 1)) / points)
      outcomes[await stateAfter(work)] += 1
    }
    await runAndKill(work, Number.POSITIVE_INFINITY)
    await stateAfter(work)
    console.log(
      `crash points of a run: ${points}, previous state ${outcomes.before}, next state ${outcomes.after}, in between 0 (a whole run ${(whole.ms / 1000).toFixed(1)} s)`,
    )
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Runs all models in a child process, killed after so many milliseconds. */
function runAndKill(dataDirectory: string, afterMs: number): Promise<{ readonly ms: number }> {
  const started = performance.now()
  const child = fork(new URL('./crash-run-child.ts', import.meta.url), [dataDirectory], { stdio: 'ignore' })
  const timer = Number.isFinite(afterMs) ? setTimeout(() => child.kill('SIGKILL'), afterMs) : undefined
  return new Promise((resolve) =>
    child.on('exit', () => {
      clearTimeout(timer)
      resolve({ ms: performance.now() - started })
    }),
  )
}

/** `before` or `after`; throws when the directory is in neither state. */
export async function stateAfter(dataDirectory: string): Promise<'before' | 'after'> {
  const { problem } = verifyLog(dataDirectory)
  if (problem) throw new Error(`log broken at ${problem.seq}: ${problem.reason}`)
  for (const entry of readLog(dataDirectory).filter(({ kind }) => kind === 'prepare')) {
    if (!existsSync(join(dataDirectory, String(entry.payload['folder']))))
      throw new Error('a published preparation has no folder')
  }
  const ids = publishedRunIds(dataDirectory)
  const engine = await openEngine({ memoryLimit: '512MB', threads: 1 })
  try {
    for (const id of ids) {
      for (const model of readRun(dataDirectory, id).models.filter(({ state }) => state === 'succeeded')) {
        const path = join(runFolder(dataDirectory, id), `findings-${model.model_id}.parquet`)
        const row = await engine.row(
          `SELECT COUNT(*) AS n, COUNT(DISTINCT finding_id) AS ids FROM read_parquet('${path}')`,
        )
        const expected = BigInt(model.findings + model.excluded)
        if (row['n'] !== expected || row['ids'] !== expected)
          throw new Error(`run ${id}: ${model.model_id} is incomplete`)
      }
    }
  } finally {
    engine.close()
  }
  return ids.length === 0 ? 'before' : 'after'
}
