import { join } from 'node:path'
import { anchorFile, type AnchorFile } from './platform/audit/anchor.ts'
import { createAudit, type AuditVerdict } from './platform/audit/audit.ts'
import { auditKey } from './platform/audit/key.ts'
import { systemClock } from './platform/clock.ts'
import { findRunningPostgres, startPostgres } from './platform/db/embedded.ts'
import { ensureDatabase, openStore } from './platform/db/pool.ts'
import { migrate } from './platform/db/migrate.ts'
import { createLog } from './platform/log.ts'
import { MIGRATIONS } from './compose.ts'
import { DATABASE } from './server.ts'

/** Recomputes the hash chain of the audit trail, beside a running server or without one. */
export async function verifyAudit(
  dataDirectory: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<AuditVerdict> {
  const external = environment['DATABASE_URL']
  const key = auditKey(dataDirectory, environment['YIJIAN_AUDIT_KEY'])
  const anchors = anchorFile(environment['YIJIAN_AUDIT_ANCHOR'] ?? join(dataDirectory, 'audit.anchor'))
  if (external) return verifyAt(external, key, anchors)
  const running = findRunningPostgres(dataDirectory)
  const server = running ?? (await startPostgres(dataDirectory))
  try {
    await ensureDatabase(server.url('postgres'), DATABASE)
    return await verifyAt(server.url(DATABASE), key, anchors)
  } finally {
    if (!running) await server.stop()
  }
}

async function verifyAt(url: string, key: string, anchors: AnchorFile): Promise<AuditVerdict> {
  const store = await openStore(url, { connections: 2, log: createLog({ level: 'silent', clock: systemClock }) })
  try {
    await migrate(store.pool, MIGRATIONS)
    return await createAudit({ db: store.db, clock: systemClock, key, anchors }).verify()
  } finally {
    await store.close()
  }
}
