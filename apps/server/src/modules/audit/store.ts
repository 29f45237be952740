import { sql } from 'kysely'
import type { Db } from '../../platform/db/pool.ts'
import type { PlatformTables } from '../../platform/schema.ts'

export interface AuditFilter {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  /** Days or instants; a day as `to` includes that day in China time. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly page: number
  readonly size: number
}

export async function listEntries(db: Db<PlatformTables>, filter: AuditFilter) {
  let base = db.selectFrom('audit_entry')
  if (filter.actor) base = base.where('actor', '=', filter.actor)
  if (filter.action) base = base.where('action', '=', filter.action)
  if (filter.subject) base = base.where('subject', '=', filter.subject)
  if (filter.from) base = base.where('at', '>=', sql<Date>`${startOf(filter.from)}::timestamptz`)
  if (filter.to) base = base.where('at', '<', sql<Date>`${endOf(filter.to)}::timestamptz`)
  const counted = await base.select((on) => on.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const rows = await base
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(filter.size)
    .offset((filter.page - 1) * filter.size)
    .execute()
  return { rows, total: counted.n }
}

const isDayOnly = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)
const startOf = (text: string) => (isDayOnly(text) ? `${text}T00:00:00+08:00` : text)

function endOf(text: string): string {
  if (!isDayOnly(text)) return text
  return new Date(Date.parse(`${text}T00:00:00+08:00`) + 86_400_000).toISOString()
}
