import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MIGRATIONS } from '../../compose.ts'
import { createTestDatabase, temporaryDirectory, type TestDatabase } from '../../testing/database.ts'
import { migrate } from './migrate.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 4 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const folder = temporaryDirectory()
function source(module: string, files: Record<string, string>) {
  const directory = join(folder, module)
  mkdirSync(directory, { recursive: true })
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(directory, name), sql)
  return { module, directory: pathToFileURL(`${directory}/`) }
}

describe('migrations', () => {
  it('are applied once, in order, by whoever comes first', async () => {
    const files = source('a', {
      '0002-b.sql': 'ALTER TABLE t ADD b int',
      '0001-a.sql': 'CREATE TABLE t (a int)',
      'notes.txt': 'x',
    })
    const done = await Promise.all([migrate(pool, [files]), migrate(pool, [files]), migrate(pool, [files])])
    expect(done.flat()).toEqual(['a/0001-a.sql', 'a/0002-b.sql'])
    expect(await migrate(pool, [files])).toEqual([])
  })

  it('stop the start when an applied file was changed', async () => {
    const files = source('a', { '0001-a.sql': 'CREATE TABLE t (a bigint)' })
    await expect(migrate(pool, [files])).rejects.toMatchObject({ code: 'migrations.changed' })
    source('a', { '0001-a.sql': 'CREATE TABLE t (a int)' })
    expect(await migrate(pool, [files])).toEqual([])
  })

  it('leave nothing of a file that fails', async () => {
    const files = source('a', {})
    const broken = source('b', { '0001-x.sql': 'CREATE TABLE half (a int); SELECT 1/0' })
    await expect(migrate(pool, [files, broken])).rejects.toThrow(/division by zero/)
    expect((await pool.query("SELECT to_regclass('half') AS half")).rows).toEqual([{ half: null }])
    source('b', { '0001-x.sql': 'CREATE TABLE half (a int)' })
    expect(await migrate(pool, [files, broken])).toEqual(['b/0001-x.sql'])
  })

  it('refuse a store from a newer version', async () => {
    await expect(migrate(pool, [source('a', {})])).rejects.toMatchObject({ code: 'migrations.unknown' })
  })

  it('of the product run on an empty store', async () => {
    const own = await createTestDatabase()
    const ownPool = new pg.Pool({ connectionString: own.url, max: 2 })
    expect((await migrate(ownPool, MIGRATIONS)).length).toBeGreaterThanOrEqual(3)
    await ownPool.end()
    await own.drop()
  })
})
