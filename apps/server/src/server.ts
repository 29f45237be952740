import { readFileSync } from 'node:fs'
import { compose, MIGRATIONS, type Composed } from './compose.ts'
import { parseConfig, type Config } from './config.ts'
import { DEMONSTRATION_HOSPITAL, prepareDemonstration } from './demonstration.ts'
import { refuseDefaultSecrets, seedAccounts } from './modules/accounts/public.ts'
import { auditKey } from './platform/audit/key.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import { startPostgres, type PostgresServer } from './platform/db/embedded.ts'
import { migrate } from './platform/db/migrate.ts'
import { ensureDatabase, openStore, takeServerLock, type ServerLock, type Store } from './platform/db/pool.ts'
import { precompress } from './platform/http/static.ts'
import { createLog, describeDefect, type Log } from './platform/log.ts'

export interface ServerOptions {
  readonly dataDirectory: string
  readonly contentDirectory: string
  readonly consoleDirectory: string
  /** 0: any free port. */
  readonly port: number
  readonly host?: string
  /** Fills an empty data folder with a demonstration city and makes demonstration accounts. */
  readonly demo: boolean
  /** Default `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly clock?: Clock
  /** One Chinese line at a time of what is being prepared. */
  readonly onProgress?: (line: string) => void
}

export interface RunningServer {
  readonly url: string
  /** What the prompt should say: accounts and first passwords. */
  readonly notices: readonly string[]
  /** Resolves when the demonstration city is there (at once without one), whatever became of it. */
  readonly ready: Promise<void>
  /** For tests and the benchmark. */
  readonly composed: Composed
  readonly store: Store
  close(): Promise<void>
}

export const DATABASE = 'yijian'

/** Opens from the store outwards; whatever fails, what was opened before is closed again. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { environment = process.env, clock = systemClock, ...input } = options
  const config = parseConfig({ ...input, environment })
  refuseDefaultSecrets(config)
  const log = createLog({ level: config.logLevel, clock })
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) {
      await closer().catch((error: unknown) => log.warn('server.close', describeDefect(error)))
    }
  }
  try {
    const store = await openOperationalStore(config, { log, closers })
    const applied = await migrate(store.pool, MIGRATIONS)
    if (applied.length > 0) log.info('db.migrated', { files: applied.length })
    const key = auditKey(config.dataDirectory, config.auditKey)
    const composed = await compose({ config, store, clock, log, auditKey: key, version: version() })
    closers.push(() => composed.stop())
    const notices = await begin(composed, config, options.onProgress ?? (() => undefined))
    const address = await composed.app.listen({ port: config.port, host: config.host })
    const url = address.replace('127.0.0.1', 'localhost').replace('[::1]', 'localhost')
    log.info('server.listening', { url, production: config.production })
    const ready = config.demo ? demonstrate(composed, log, options.onProgress ?? (() => undefined)) : Promise.resolve()
    return { url, notices, ready, composed, store, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function openOperationalStore(
  config: Config,
  { log, closers }: { log: Log; closers: (() => Promise<unknown>)[] },
): Promise<Store> {
  let url = config.databaseUrl
  if (url === undefined) {
    const server: PostgresServer = await startPostgres(config.dataDirectory)
    url = server.url(DATABASE)
    await ensureDatabase(server.url('postgres'), DATABASE)
    // Only the holder of the lock stops the cluster: a second start must not take it from under the first.
    const lock = await takeServerLock(url)
    closers.push(() => server.stop(), releaseOf(lock))
  } else {
    closers.push(releaseOf(await takeServerLock(url)))
  }
  const store = await openStore(url, { connections: config.databaseConnections, log })
  closers.push(() => store.close())
  return store
}

/** The server is up meanwhile: people see the jobs at work, and Ctrl-C stops in order. */
async function demonstrate(composed: Composed, log: Log, onProgress: (line: string) => void): Promise<void> {
  try {
    await prepareDemonstration(composed, onProgress)
  } catch (error) {
    log.error('demonstration.failed', describeDefect(error))
    onProgress('演示城市未能准备好，请在控制台的任务列表查看原因；重新启动会继续准备')
  }
}

function releaseOf(lock: ServerLock): () => Promise<void> {
  return () => lock.release()
}

async function begin(
  composed: Composed,
  config: Config,
  onProgress: (line: string) => void,
): Promise<readonly string[]> {
  const notices = await seedAccounts(composed.accounts.context, {
    production: config.production,
    demo: config.demo,
    adminPassword: config.adminPassword,
    auditKey: config.auditKey,
    databaseUrl: config.databaseUrl,
    demoDistrict: () => composed.supervision.firstDistrict(),
    demoHospital: DEMONSTRATION_HOSPITAL,
  })
  onProgress('正在同步模型运行结果')
  await composed.supervision.syncRuns()
  await composed.start()
  void precompress(config.consoleDirectory).catch(() => undefined)
  return notices
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
