import type { Audit } from './audit/audit.ts'
import type { Clock } from './clock.ts'
import type { Db } from './db/pool.ts'
import type { MigrationSource } from './db/migrate.ts'
import type { EventHub } from './events.ts'
import type { Route } from './http/route.ts'
import type { JobDefinition } from './jobs/definition.ts'
import type { JobQueue } from './jobs/queue.ts'
import type { Log } from './log.ts'
import type { Regions } from './regions.ts'
import type { Reader } from './workers/reader.ts'
import type { WorkerPool } from './workers/pool.ts'

/** What the house gives to every sub-system. */
export interface Platform {
  readonly db: Db
  /** For workers that write very many rows; never logged, never stored. */
  readonly databaseUrl: string
  readonly clock: Clock
  readonly log: Log
  readonly audit: Audit
  readonly events: EventHub
  readonly regions: Regions
  readonly jobs: JobQueue
  readonly workers: WorkerPool
  readonly reader: Reader
  readonly settings: Settings
}

export interface Settings {
  readonly production: boolean
  readonly demo: boolean
  readonly dataDirectory: string
  readonly contentDirectory: string
  readonly trustProxy: boolean
  readonly cookieSecure: boolean
  readonly sessionIdleMs: number
  readonly sessionMaxMs: number
  readonly version: string
}

export interface HealthCheck {
  readonly name: string
  readonly check: () => Promise<string>
}

/** What a sub-system says about itself before anything runs. */
export interface ModuleInfo {
  readonly id: string
  /** Chinese name, as in the menu. */
  readonly name: string
  readonly dependsOn: readonly string[]
  /** Chinese names of what it writes into the audit trail. */
  readonly auditNames: Readonly<Record<string, string>>
  readonly migrations?: MigrationSource
}

/** What a sub-system adds to the running server. */
export interface ModuleParts {
  readonly routes: readonly Route[]
  readonly jobs?: readonly JobDefinition[]
  readonly health?: readonly HealthCheck[]
  /** Repeated work: synchronisation, cleaning up. */
  readonly tick?: { readonly everyMs: number; readonly run: () => Promise<void> }
}
