import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findRunningPostgres } from '../platform/db/embedded.ts'

/**
 * One embedded PostgreSQL for a whole test run. It is started by the first test that needs it and stopped here, so that runs
 * without such tests pay nothing.
 */
export default function setup(): () => Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'yijian-test-'))
  process.env['YIJIAN_TEST_CLUSTER'] = directory
  return async () => {
    await findRunningPostgres(directory)?.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}
