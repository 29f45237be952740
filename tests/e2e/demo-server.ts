import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startServer } from '@yijian/server'
import { synthesizeCity } from '@yijian/synthetic-city'
import { importDelivery, runModels } from '@yijian/warehouse'
import { ensureConsoleBuilt } from '../../apps/cli/src/console-build.ts'
import { makeGuessesCheap } from '../../apps/server/src/platform/passwords.ts'
import { createTestDatabase } from '../../apps/server/src/testing/database.ts'

const contentDirectory = resolve(import.meta.dirname, '../../content')

export interface DemoServer {
  readonly url: string
  readonly dataDirectory: string
  close(): Promise<void>
}

/**
 * A server over a small labelled city, made as a bureau would: delivery, import, run, serve. The city is made once in a test run;
 * every file of tests gets a copy of its own.
 */
export async function startDemoServer(): Promise<DemoServer> {
  const root = mkdtempSync(join(tmpdir(), 'yijian-e2e-'))
  const dataDirectory = join(root, 'data')
  cpSync(await sharedCity(root), dataDirectory, { recursive: true })
  const consoleDirectory = await ensureConsoleBuilt()
  makeGuessesCheap()
  // A server with a database server of its own is what `start.test.ts` is about.
  const database = await createTestDatabase()
  const environment = { YIJIAN_LOG_LEVEL: 'error', DATABASE_URL: database.url }
  const server = await startServer({
    dataDirectory,
    contentDirectory,
    consoleDirectory,
    port: 0,
    demo: true,
    environment,
  })
  return {
    url: server.url,
    dataDirectory,
    async close() {
      await server.close()
      await database.drop()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** The data folder of the city: made by whoever comes first, waited for by the others. */
async function sharedCity(fallback: string): Promise<string> {
  const shared = join(process.env['YIJIAN_TEST_CLUSTER'] ?? fallback, 'e2e-city')
  const made = join(shared, 'made')
  const failed = join(shared, 'failed')
  if (claim(shared)) await makeCity(shared).then(() => mkdirSync(made), (error: unknown) => refuse(failed, error)) // prettier-ignore
  for (const until = Date.now() + CITY_MS; !existsSync(made); await sleep(200)) {
    if (existsSync(failed) || Date.now() > until) throw new Error('the city of the end-to-end tests was not made')
  }
  return join(shared, 'data')
}

const CITY_MS = 300_000

/** Whether this process is the first to come. */
function claim(directory: string): boolean {
  try {
    mkdirSync(directory)
    return true
  } catch {
    return false
  }
}

/** Tells the others before failing. */
function refuse(marker: string, error: unknown): never {
  mkdirSync(marker)
  throw error
}

async function makeCity(directory: string): Promise<void> {
  const delivery = join(directory, 'delivery')
  const dataDirectory = join(directory, 'data')
  await synthesizeCity({ directory: delivery, persons: 4000, months: 24, seed: 11, format: 'parquet', fraud: true })
  await importDelivery({ directory: delivery, dataDirectory, contentDirectory })
  await runModels({ dataDirectory, contentDirectory })
}
