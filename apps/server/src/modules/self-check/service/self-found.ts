import type { Access } from '../../../platform/access/scope.ts'
import type { Platform } from '../../../platform/module.ts'
import type { SelfCheckTables } from '../schema.ts'
import { selfFoundRecords } from '../store/submissions.ts'

export interface SelfFound {
  readonly checkId: string
  readonly fixmedinsName: string
  readonly status: 'submitted' | 'accepted' | 'returned' | 'closed'
  /** When the institution reported it: what came to light earlier by other means is not self-found. */
  readonly reportedAt: Date
}

/**
 * 机构已自查: which of these judgements (`jrId`) an institution has reported as 属实 in a submitted self-check. Within the caller's
 * scope; drafts and withdrawn reports do not count.
 */
export async function selfFound(
  { db }: Pick<Platform, 'db'>,
  access: Access,
  jrIds: readonly string[],
): Promise<ReadonlyMap<string, SelfFound>> {
  if (jrIds.length === 0) return new Map()
  const rows = await selfFoundRecords(db.withTables<SelfCheckTables>(), access, jrIds)
  return new Map(
    rows.map(({ jr_id, check_id, fixmedins_name, status, at }) => [
      jr_id,
      { checkId: check_id, fixmedinsName: fixmedins_name, status, reportedAt: at },
    ]),
  )
}
