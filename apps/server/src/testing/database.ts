import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { startPostgres } from '../platform/db/embedded.ts'

export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** An empty database of its own: on TEST_DATABASE_URL's server when that is set, else on the test run's embedded one. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const admin = process.env['TEST_DATABASE_URL'] ?? (await sharedCluster())
  const name = `yijian_test_${randomBytes(6).toString('hex')}`
  await execute(admin, `CREATE DATABASE ${name}`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => execute(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** No test pulls the plug on this cluster (those of `start.test.ts` have their own), so none need wait for the disk. */
const CARELESS = ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off']

/** Test files run side by side: the folder `starting` is the lock under which one of them starts the cluster. */
async function sharedCluster(): Promise<string> {
  const directory = process.env['YIJIAN_TEST_CLUSTER']
  if (directory === undefined) throw new Error('global-setup.ts is not configured in vitest.config.ts')
  chmodSync(directory, 0o755)
  const lock = join(directory, 'starting')
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch {
      await wait(50)
    }
  }
  try {
    const url = (await startPostgres(directory)).url('postgres')
    for (const setting of CARELESS) await execute(url, `ALTER SYSTEM SET ${setting}`)
    await execute(url, 'SELECT pg_reload_conf()')
    return url
  } finally {
    rmdirSync(lock)
  }
}

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'yijian-data-'))
  chmodSync(directory, 0o755)
  return directory
}
