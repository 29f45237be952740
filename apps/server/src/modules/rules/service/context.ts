import type { Db } from '../../../platform/db/pool.ts'
import type { Platform } from '../../../platform/module.ts'
import type { RulesTables } from '../schema.ts'
import type { ActiveRelease } from './active.ts'
import type { Histories } from '../real-time/history.ts'
import type { Metrics } from '../real-time/metrics.ts'
import type { CodeTables } from './code-tables.ts'
import type { Library } from './library.ts'
import type { Settled } from './settled.ts'

export interface RulesContext {
  readonly platform: Platform
  readonly db: Db<RulesTables>
  readonly library: Library
  readonly codeTables: CodeTables
  readonly active: ActiveRelease
  readonly metrics: Metrics
  readonly histories: Histories
  readonly settled: Settled
  /** Signs exported releases. */
  readonly signingKey: string
}
