import type { Release } from '@yijian/rules'
import type { Access } from '../../../platform/access/scope.ts'
import type { Principal } from '../../../platform/access/principal.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { Platform } from '../../../platform/module.ts'
import type { SelfCheckTables } from '../schema.ts'

/** The rules in force, as a scan needs them. */
export interface CurrentRules {
  readonly releaseId: string
  readonly title: string
  readonly state: 'active' | 'trial'
  readonly release: Release
}

export interface RuleSource {
  readonly current: () => CurrentRules | undefined
  readonly release: (releaseId: string) => Promise<Release | undefined>
}

export interface SelfCheckContext extends RuleSource {
  readonly platform: Platform
  readonly db: Db<SelfCheckTables>
}

export interface Caller {
  readonly principal: Principal
  readonly access: Access
}
