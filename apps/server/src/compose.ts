import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Config } from './config.ts'
import { accountsInfo, accountsModule, type AccountsModule } from './modules/accounts/public.ts'
import { auditInfo, auditModule } from './modules/audit/public.ts'
import { cockpitInfo, cockpitModule } from './modules/cockpit/public.ts'
import { dataResourcesInfo, dataResourcesModule } from './modules/data-resources/public.ts'
import { drgInfo, drgModule } from './modules/drg/public.ts'
import { rulesInfo, rulesModule, type RulesModule } from './modules/rules/public.ts'
import { selfCheckInfo, selfCheckModule } from './modules/self-check/public.ts'
import { supervisionInfo, supervisionModule, type SupervisionModule } from './modules/supervision/public.ts'
import { anchorFile } from './platform/audit/anchor.ts'
import { createAudit } from './platform/audit/audit.ts'
import type { Clock } from './platform/clock.ts'
import type { Store } from './platform/db/pool.ts'
import type { MigrationSource } from './platform/db/migrate.ts'
import { createEventHub } from './platform/events.ts'
import { healthRoute } from './platform/health.ts'
import { createApp } from './platform/http/app.ts'
import { eventRoute } from './platform/http/event-stream.ts'
import { jobRoutes } from './platform/jobs/routes.ts'
import { createJobQueue } from './platform/jobs/queue.ts'
import { describeDefect, type Log } from './platform/log.ts'
import type { HealthCheck, ModuleInfo, ModuleParts, Platform } from './platform/module.ts'
import { openRegions } from './platform/regions.ts'
import { createWorkerPool } from './platform/workers/pool.ts'
import { createReader } from './platform/workers/reader.ts'

/** Every sub-system, those that others depend on first. */
export const MODULES: readonly ModuleInfo[] = [
  accountsInfo,
  auditInfo,
  dataResourcesInfo,
  supervisionInfo,
  rulesInfo,
  drgInfo,
  selfCheckInfo,
  cockpitInfo,
]

export const MIGRATIONS: readonly MigrationSource[] = [
  { module: 'platform', directory: new URL('./platform/migrations/', import.meta.url) },
  ...MODULES.flatMap(({ migrations }) => (migrations ? [migrations] : [])),
]

export interface ComposeInput {
  readonly config: Config
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly auditKey: string
  readonly version: string
}

export interface Composed {
  readonly app: FastifyInstance
  readonly platform: Platform
  readonly accounts: AccountsModule
  readonly supervision: SupervisionModule
  /** Begins background work: jobs and repeated tasks. */
  start(): Promise<void>
  /** Runs every repeated task now, after those at work: tests wait for no clock. */
  tick(): Promise<void>
  stop(): Promise<void>
}

/** Puts the parts together; the only place that knows all of them. */
export async function compose(input: ComposeInput): Promise<Composed> {
  const { config, log, version } = input
  const platform = await createPlatform(input)
  const auditNames = Object.assign({}, ...MODULES.map((module) => module.auditNames)) as Record<string, string>
  const accounts = accountsModule(platform)
  const dataResources = dataResourcesModule(platform)
  const supervision = supervisionModule(platform, () => rules.decisions)
  const rules: RulesModule = rulesModule(platform, input.auditKey, () => supervision.syncRuns())
  const drg = drgModule(platform, accounts.experts)
  const cockpit = cockpitModule(platform, supervision)
  const parts: readonly ModuleParts[] = [
    accounts,
    auditModule(platform, auditNames),
    dataResources,
    supervision,
    rules,
    drg,
    selfCheckModule(platform, rules),
    cockpit,
  ]
  const checks = [databaseCheck(platform), ...parts.flatMap(({ health }) => health ?? [])]
  const routes = [
    healthRoute(checks, version),
    ...jobRoutes(platform),
    eventRoute(platform.events, accounts.isAlive),
    ...parts.flatMap((part) => part.routes),
  ]
  const { trustProxy, consoleDirectory } = config
  const { authenticate } = accounts
  const app = await createApp({ routes, authenticate, log, trustProxy, consoleDirectory, version })
  await rules.open(app)
  const ticks = createTicks(parts, log)
  return {
    app,
    platform,
    accounts,
    supervision,
    start: async () => {
      await platform.jobs.start(
        parts.flatMap(({ jobs }) => jobs ?? []),
        { ownerless: true },
      )
      ticks.start()
      // The first person who asks for fee lines should not wait for the engine to start.
      platform.reader.read('warm', {}).catch((error: unknown) => log.warn('reader.warm', describeDefect(error)))
    },
    tick: () => ticks.now(),
    stop: async () => {
      await ticks.stop()
      await platform.jobs.stop()
      await app.close()
      await rules.close()
      await platform.audit.anchor()
      await platform.reader.close()
    },
  }
}

async function createPlatform({ config, store, clock, log, auditKey, version }: ComposeInput): Promise<Platform> {
  const { db } = store
  const events = createEventHub()
  return {
    db,
    databaseUrl: store.url,
    clock,
    log,
    events,
    audit: createAudit({ db, clock, key: auditKey, anchors: anchorFile(config.auditAnchor) }),
    regions: await openRegions(db),
    jobs: createJobQueue({ db, clock, log, events }),
    workers: createWorkerPool({
      entry: new URL('./workers/worker.ts', import.meta.url),
      surroundings: {
        dataDirectory: config.dataDirectory,
        contentDirectory: config.contentDirectory,
        memoryMb: config.workerMemoryMb,
        threads: config.workerThreads,
      },
      log,
    }),
    reader: createReader({
      entry: new URL('./workers/reader.ts', import.meta.url),
      args: [config.dataDirectory, config.contentDirectory],
      log,
    }),
    settings: { ...config, version },
  }
}

function databaseCheck({ db }: Platform): HealthCheck {
  return {
    name: '数据库',
    check: async () => {
      await sql`SELECT 1`.execute(db)
      return '正常'
    },
  }
}

/** Repeated work, one run of each at a time. */
function createTicks(parts: readonly ModuleParts[], log: Log) {
  const timers: NodeJS.Timeout[] = []
  const running = new Map<number, Promise<void>>()
  const tasks = parts.flatMap(({ tick }) => tick ?? [])
  const run = (index: number) => {
    if (running.has(index)) return
    const work = tasks[index]
      ?.run()
      .catch((error: unknown) => log.warn('tick', describeDefect(error)))
      .finally(() => running.delete(index))
    if (work) running.set(index, work)
  }
  return {
    start: () => {
      for (const [index, { everyMs }] of tasks.entries()) timers.push(setInterval(() => run(index), everyMs).unref())
    },
    now: async () => {
      await Promise.all(running.values())
      for (const index of tasks.keys()) run(index)
      await Promise.all(running.values())
    },
    stop: async () => {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}
