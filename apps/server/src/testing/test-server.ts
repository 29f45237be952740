import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeGuessesCheap } from '../platform/passwords.ts'
import { startServer, type RunningServer } from '../server.ts'
import { createTestDatabase, temporaryDirectory } from './database.ts'
import { createTestClock, type TestClock } from './test-clock.ts'

export interface TestServer extends RunningServer {
  readonly dataDirectory: string
  readonly databaseUrl: string
  readonly clock: TestClock
}

export interface TestServerOptions {
  readonly demo?: boolean
  readonly environment?: Readonly<Record<string, string>>
  readonly dataDirectory?: string
  readonly contentDirectory?: string
}

export const ADMIN_PASSWORD = 'First-Secret-2026'
const CONTENT = resolve(fileURLToPath(new URL('../../../../content', import.meta.url)))

/** A whole server on a database of its own, with `admin` (password changed at first sign-in) unless `demo`. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  makeGuessesCheap()
  const database = await createTestDatabase()
  const dataDirectory = options.dataDirectory ?? temporaryDirectory()
  const clock = createTestClock()
  const environment = {
    DATABASE_URL: database.url,
    YIJIAN_LOG_LEVEL: process.env['YIJIAN_LOG_LEVEL'] ?? 'silent',
    YIJIAN_DATABASE_CONNECTIONS: '8',
    YIJIAN_ADMIN_PASSWORD: ADMIN_PASSWORD,
    ...options.environment,
  }
  const cleanUp = async () => {
    await database.drop()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
  try {
    const server = await startServer({
      dataDirectory,
      contentDirectory: options.contentDirectory ?? CONTENT,
      consoleDirectory: resolve(dataDirectory, 'no-console'),
      port: 0,
      demo: options.demo ?? false,
      environment,
      clock,
    })
    const close = async () => {
      await server.close()
      await cleanUp()
    }
    return { ...server, dataDirectory, databaseUrl: database.url, clock, close }
  } catch (error) {
    await cleanUp()
    throw error
  }
}
