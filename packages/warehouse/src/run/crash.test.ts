import { fork } from 'node:child_process'
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLog, verifyLog } from '../log/public.ts'
import { readRuns, runsDirectory } from './run-file.ts'
import { runModels } from './run-models.ts'
import { contentDirectory, openTestWarehouse, type TestWarehouse } from './run.test-helper.ts'

let warehouse: TestWarehouse
beforeAll(async () => {
  warehouse = openTestWarehouse()
  const stay = { psn: 'A', inst: 'H1', main: 'J44.900', cost: '1000.00', fund: '700.00' }
  await warehouse.deliver({
    stays: [1, 2, 3, 4].map((n) => ({ ...stay, id: `A${n}`, adm: `2025-0${n}-05`, dsc: `2025-0${n}-10` })),
  })
})
afterAll(() => warehouse.remove())

/** The way a process ended: killed by a signal, or by itself. */
function crashAt(dataDirectory: string, instant: string): Promise<NodeJS.Signals | null> {
  const child = fork(new URL('./crash.test-child.ts', import.meta.url), [dataDirectory, contentDirectory, instant], {
    stdio: 'ignore',
    execArgv: [],
  })
  return new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)))
}

describe('killed in the middle of a run', () => {
  it.each([
    ['prepare.built', 0, 0],
    ['run.model.frequent-hospitalization', 1, 0],
    ['run.built', 1, 0],
    ['run.published', 1, 1],
  ] as const)(
    'at %s: %i preparations and %i runs are visible, and the next run is whole',
    async (instant, prepares, runs) => {
      const data = join(warehouse.scratch, instant)
      cpSync(warehouse.dataDirectory, data, { recursive: true })
      expect(await crashAt(data, instant)).toBe('SIGKILL')
      expect(verifyLog(data).problem).toBeUndefined()
      expect(readLog(data).filter((entry) => entry.kind === 'prepare')).toHaveLength(prepares)
      expect(readRuns(data)).toHaveLength(runs)
      const next = await runModels({
        dataDirectory: data,
        contentDirectory,
        models: ['frequent-hospitalization'],
        threads: 1,
      })
      expect(next.models).toMatchObject([{ state: 'succeeded', findings: 1 }])
      expect(readRuns(data)).toHaveLength(runs + 1)
      expect(readdirSync(runsDirectory(data))).toHaveLength(runs + 1)
      const dwd = join(data, 'warehouse', 'dwd')
      expect(existsSync(dwd) ? readdirSync(dwd) : []).toHaveLength(1)
      rmSync(data, { recursive: true, force: true })
    },
  )
})
