import { addDays, isDay, type Day } from '@yijian/kernel'
import type { Principal } from '../../../platform/access/principal.ts'
import type { Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { Platform } from '../../../platform/module.ts'
import type { DrgTables } from '../schema.ts'
import { lastDischarge } from '../store/cases.ts'
import type { Schemes } from './scheme-catalogue.ts'

export interface ExpertAccount {
  readonly username: string
  readonly displayName: string
}

export interface DrgContext {
  readonly platform: Platform
  readonly db: Db<DrgTables>
  readonly schemes: Schemes
  /** Open months may have to be tried anew: parameters or a version of the scheme were approved. */
  readonly changed: () => void
  /** Accounts of experts that can sign in. */
  readonly experts: () => Promise<readonly ExpertAccount[]>
}

export const SYSTEM = { accountId: 'system', username: '系统', displayName: '系统' } as const
/** Who asks, and what he may see. */
export interface Caller {
  readonly principal: Principal
  readonly access: Access
}
export type By = Pick<Principal, 'accountId' | 'username' | 'displayName'>

/** Today in China; in the demonstration, whose data ends in the past, some days after its last discharge. */
export async function businessDay({ platform, db }: DrgContext): Promise<Day> {
  const today = new Date(platform.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10) as Day
  if (!platform.settings.demo) return today
  const last = await lastDischarge(db)
  if (last === undefined || !isDay(last)) return today
  const shown = addDays(last, 12)
  return shown < today ? shown : today
}
