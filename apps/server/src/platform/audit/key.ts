import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The key of the audit chain: from the environment, or a random one kept outside the database, in the data folder. */
export function auditKey(dataDirectory: string, configured: string | undefined): string {
  if (configured !== undefined) return configured
  const file = join(dataDirectory, 'audit.key')
  if (!existsSync(file)) {
    mkdirSync(dataDirectory, { recursive: true })
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8').trim()
}
