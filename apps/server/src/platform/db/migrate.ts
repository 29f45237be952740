import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { AppError } from '@yijian/kernel'

/** A module's numbered SQL files. */
export interface MigrationSource {
  readonly module: string
  readonly directory: URL
}

interface Migration {
  readonly module: string
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

const MIGRATION_LOCK = 7_243_002
const FILE_NAME = /^\d{4}-[a-z0-9-]+\.sql$/

/**
 * Brings the store to the state of the code: each new file in one transaction, in the order of the sources. A file that
 * changed after it was applied, or one that the code does not know, stops the start: the store belongs to another version.
 */
export async function migrate(pool: pg.Pool, sources: readonly MigrationSource[]): Promise<readonly string[]> {
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query(`CREATE TABLE IF NOT EXISTS migration (
      module text NOT NULL, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (module, name))`)
    const wanted = sources.flatMap(readMigrations)
    const applied = await client.query<{ module: string; name: string; checksum: string }>('SELECT * FROM migration')
    const todo = compare(wanted, applied.rows)
    for (const migration of todo) await apply(client, migration)
    return todo.map(({ module, name }) => `${module}/${name}`)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined)
    client.release()
  }
}

function readMigrations({ module, directory }: MigrationSource): Migration[] {
  const names = readdirSync(fileURLToPath(directory)).filter((name) => FILE_NAME.test(name))
  return names.sort().map((name) => {
    const sql = readFileSync(new URL(name, directory), 'utf8')
    return { module, name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

function compare(
  wanted: readonly Migration[],
  applied: readonly { module: string; name: string; checksum: string }[],
): readonly Migration[] {
  const done = new Map(applied.map((row) => [`${row.module}/${row.name}`, row.checksum]))
  const todo = wanted.filter(({ module, name, checksum }) => {
    const known = done.get(`${module}/${name}`)
    done.delete(`${module}/${name}`)
    if (known !== undefined && known !== checksum) {
      throw new AppError('conflict', 'migrations.changed', `迁移脚本 ${module}/${name} 在执行后被修改，拒绝启动`)
    }
    return known === undefined
  })
  const [unknown] = done.keys()
  if (unknown !== undefined) {
    throw new AppError(
      'conflict',
      'migrations.unknown',
      `数据库来自更新的版本（迁移 ${unknown} 未知），请使用对应版本的程序`,
    )
  }
  return todo
}

async function apply(client: pg.PoolClient, { module, name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query('INSERT INTO migration (module, name, checksum) VALUES ($1, $2, $3)', [module, name, checksum])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
