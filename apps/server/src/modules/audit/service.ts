import type { Db } from '../../platform/db/pool.ts'
import type { PlatformTables } from '../../platform/schema.ts'
import { listEntries, type AuditFilter } from './store.ts'

export type AuditNames = Readonly<Record<string, string>>

export async function pageOfEntries(db: Db<PlatformTables>, names: AuditNames, filter: AuditFilter) {
  const { rows, total } = await listEntries(db, filter)
  return {
    rows: rows.map(({ seq, at, actor, action, subject, details, hash }) => ({
      seq,
      at: at.toISOString(),
      actor,
      action,
      actionLabel: names[action] ?? action,
      subject,
      details,
      hash,
    })),
    total,
    actions: Object.entries(names).map(([value, label]) => ({ value, label })),
  }
}
