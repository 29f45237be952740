import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startServer } from '@yijian/server'
import { synthesizeCity } from '@yijian/synthetic-city'
import { importDelivery, runModels } from '@yijian/warehouse'
import { ensureConsoleBuilt } from '../../apps/cli/src/console-build.ts'

const contentDirectory = resolve(import.meta.dirname, '../../content')

export interface DemoServer {
  readonly url: string
  readonly dataDirectory: string
  close(): Promise<void>
}

/** A server over a small labelled city, made as a bureau would: delivery, import, run, serve. */
export async function startDemoServer(): Promise<DemoServer> {
  const root = mkdtempSync(join(tmpdir(), 'yijian-e2e-'))
  const delivery = join(root, 'delivery')
  const dataDirectory = join(root, 'data')
  await synthesizeCity({ directory: delivery, persons: 4000, months: 24, seed: 11, format: 'parquet', fraud: true })
  await importDelivery({ directory: delivery, dataDirectory, contentDirectory })
  await runModels({ dataDirectory, contentDirectory })
  const consoleDirectory = await ensureConsoleBuilt()
  const environment = { YIJIAN_LOG_LEVEL: 'error', DATABASE_URL: process.env['TEST_DATABASE_URL'] }
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
      rmSync(root, { recursive: true, force: true })
    },
  }
}
