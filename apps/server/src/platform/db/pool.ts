import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { AppError } from '@yijian/kernel'
import type { Log } from '../log.ts'

/** The operational store. A module adds its own tables to the type: `db.withTables<SupervisionTables>()`. */
export type Db<Tables = object> = Kysely<Tables>

export interface Store {
  readonly db: Db
  readonly pool: pg.Pool
  readonly url: string
  close(): Promise<void>
}

const OID_INT8 = 20
const OID_DATE = 1082
const MIN_VERSION = 150_000

/** Counts as numbers, days as text, money (numeric) as exact decimal text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary'): unknown => {
    if (oid === OID_INT8) return Number
    if (oid === OID_DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format)
  }) as typeof pg.types.getTypeParser,
}

export async function openStore(url: string, { connections, log }: { connections: number; log: Log }): Promise<Store> {
  const pool = new pg.Pool({ connectionString: url, max: connections, types, application_name: 'yijian' })
  pool.on('error', () => log.warn('db.connection-lost'))
  await checkVersion(pool).catch(async (error: unknown) => {
    await pool.end()
    throw error
  })
  const db = new Kysely<object>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, url, close: () => db.destroy() }
}

function refuseUnreachable(): never {
  throw new AppError('unavailable', 'db.unreachable', '无法连接数据库，请检查 DATABASE_URL 与数据库服务')
}

async function checkVersion(pool: pg.Pool): Promise<void> {
  const answer = await pool
    .query<{ version: string }>("SELECT current_setting('server_version_num') AS version")
    .catch(refuseUnreachable)
  if (Number(answer.rows[0]?.version) < MIN_VERSION) {
    throw new AppError('unavailable', 'db.version', '数据库版本过低，需要 PostgreSQL 15 或更高版本')
  }
}

/** Creates the database when the cluster does not have it yet. `adminUrl` points at a database that exists. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

const SERVER_LOCK = 7_243_001

export interface ServerLock {
  release(): Promise<void>
}

/** One server per database. The lock ends with its connection, so that a killed server does not keep it. */
export async function takeServerLock(url: string, waitMs = 5000): Promise<ServerLock> {
  const client = new pg.Client({ connectionString: url, application_name: 'yijian-server-lock' })
  client.on('error', () => undefined)
  await client.connect().catch(refuseUnreachable)
  const deadline = Date.now() + waitMs
  for (;;) {
    const answer = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [SERVER_LOCK])
    if (answer.rows[0]?.taken) return { release: () => client.end() }
    if (Date.now() > deadline) {
      await client.end()
      throw new AppError('conflict', 'server.running', '已有一个医鉴服务正在使用该数据目录或数据库，请先停止它')
    }
    await new Promise((resume) => setTimeout(resume, 200))
  }
}
