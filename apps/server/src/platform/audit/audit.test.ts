import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { migrate } from '../db/migrate.ts'
import { openStore, type Store } from '../db/pool.ts'
import { createLog } from '../log.ts'
import { systemClock } from '../clock.ts'
import { anchorFile } from './anchor.ts'
import { createAudit, type Audit } from './audit.ts'
import { canonicalJson } from './chain.ts'

const log = createLog({ level: 'silent', clock: systemClock })
let database: TestDatabase
let store: Store
let audit: Audit
beforeAll(async () => {
  database = await createTestDatabase()
  store = await openStore(database.url, { connections: 8, log })
  await migrate(store.pool, [{ module: 'platform', directory: new URL('../migrations/', import.meta.url) }])
  const anchors = anchorFile(join(mkdtempSync(join(tmpdir(), 'yijian-anchor-')), 'audit.anchor'))
  audit = createAudit({ db: store.db, clock: systemClock, key: 'k'.repeat(32), anchors })
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

const record = (subject: string, details: Record<string, unknown> = {}) =>
  audit.record({ actor: 'tester', action: 'test.done', subject, details })

/** What somebody with the table owner's rights could do. */
async function tamper(statement: string): Promise<void> {
  await store.pool.query('ALTER TABLE audit_entry DISABLE TRIGGER USER')
  await store.pool.query(statement)
  await store.pool.query('ALTER TABLE audit_entry ENABLE TRIGGER USER')
}

describe('the audit trail', () => {
  it('is intact while it is only written, whatever the details hold', async () => {
    expect(await audit.verify()).toMatchObject({ ok: true, entries: 0 })
    await record('中文 😀', { b: 1, a: [1.5, null, { z: undefined, y: 'é' }], big: 1e21, text: 'a\u0000b "q" \\' })
    await record('plain')
    expect(await audit.verify()).toMatchObject({ ok: true, entries: 2 })
  })

  it('chains entries written at the same moment without a gap', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => record(`parallel ${n}`)))
    expect(await audit.verify()).toMatchObject({ ok: true, entries: 42 })
  })

  it('is written with the change or not at all', async () => {
    const failing = store.db.transaction().execute(async (tx) => {
      await audit.append(tx, { actor: 'tester', action: 'test.undone', subject: 'x' })
      throw new Error('the change failed')
    })
    await expect(failing).rejects.toThrow('the change failed')
    expect(await audit.verify()).toMatchObject({ ok: true, entries: 42 })
  })

  it.each([
    'UPDATE audit_entry SET actor = $$x$$ WHERE seq = 1',
    'DELETE FROM audit_entry WHERE seq = 1',
    'TRUNCATE audit_entry',
  ])('refuses %s', async (statement) => {
    await expect(store.pool.query(statement)).rejects.toThrow(/append-only/)
  })

  it.each([
    [
      'a changed actor',
      "UPDATE audit_entry SET actor = 'other' WHERE seq = 5",
      "UPDATE audit_entry SET actor = 'tester' WHERE seq = 5",
      5,
    ],
    [
      'a changed moment',
      "UPDATE audit_entry SET at = at + interval '1 second' WHERE seq = 7",
      "UPDATE audit_entry SET at = at - interval '1 second' WHERE seq = 7",
      7,
    ],
    [
      'changed details',
      `UPDATE audit_entry SET details = '{"a":1}' WHERE seq = 3`,
      "UPDATE audit_entry SET details = '{}' WHERE seq = 3",
      3,
    ],
    ['a moved head', 'UPDATE audit_head SET seq = 41', 'UPDATE audit_head SET seq = 42', 43],
  ])('finds %s', async (...[, damage, repair, firstBroken]) => {
    await tamper(damage)
    expect(await audit.verify()).toMatchObject({ ok: false, firstBroken })
    await tamper(repair)
    expect(await audit.verify()).toMatchObject({ ok: true })
  })

  it('finds a removed entry in the middle and at the end', async () => {
    await tamper(
      'CREATE TEMP TABLE IF NOT EXISTS nothing (); CREATE TABLE saved AS SELECT * FROM audit_entry WHERE seq IN (10, 42)',
    )
    await tamper('DELETE FROM audit_entry WHERE seq = 42')
    expect(await audit.verify()).toMatchObject({ ok: false, firstBroken: 42 })
    await tamper('DELETE FROM audit_entry WHERE seq = 10')
    expect(await audit.verify()).toMatchObject({ ok: false, firstBroken: 10 })
    await tamper('INSERT INTO audit_entry SELECT * FROM saved')
    expect(await audit.verify()).toMatchObject({ ok: true, entries: 42 })
  })

  it('finds that the newest entries are gone together with the head, by the anchor outside the database', async () => {
    await audit.anchor()
    await tamper(
      'CREATE TABLE cut AS SELECT * FROM audit_entry WHERE seq > 40; CREATE TABLE old_head AS SELECT * FROM audit_head',
    )
    await tamper(`DELETE FROM audit_entry WHERE seq > 40;
      UPDATE audit_head SET seq = 40, hash = (SELECT hash FROM audit_entry WHERE seq = 40)`)
    expect(await audit.verify()).toMatchObject({ ok: false, firstBroken: 41 })
    await record('written over the gap')
    await record('and once more')
    expect(await audit.verify()).toMatchObject({ ok: false, firstBroken: 42 })
    await tamper(`DELETE FROM audit_entry WHERE seq > 40; INSERT INTO audit_entry SELECT * FROM cut;
      UPDATE audit_head SET seq = o.seq, hash = o.hash FROM old_head o`)
    expect(await audit.verify()).toMatchObject({ ok: true, entries: 42 })
  })

  it('does not verify with another key: nobody without it can write a chain that does', async () => {
    const anchors = anchorFile(join(tmpdir(), 'yijian-no-such-anchor'))
    const other = createAudit({ db: store.db, clock: systemClock, key: 'other', anchors })
    expect(await other.verify()).toMatchObject({ ok: false, firstBroken: 1 })
  })
})

describe('canonical JSON', () => {
  it('does not depend on the order of keys', () => {
    expect(canonicalJson({ b: 1, a: { d: [2, { f: 1, e: 2 }], c: null } })).toBe(
      '{"a":{"c":null,"d":[2,{"e":2,"f":1}]},"b":1}',
    )
  })
})
