import { sql, type Selectable, type Transaction } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../db/pool.ts'
import type { AuditTables, PlatformTables } from '../schema.ts'
import type { Anchor, AnchorFile } from './anchor.ts'
import { GENESIS, hashEntry } from './chain.ts'

export interface AuditEvent {
  /** Username, or `系统`. */
  readonly actor: string
  /** Dotted name declared by a module: `account.create`. */
  readonly action: string
  /** What it was done to: an account, finding, model, run. */
  readonly subject: string
  readonly details?: Readonly<Record<string, unknown>>
}

export interface AuditVerdict {
  readonly ok: boolean
  readonly entries: number
  readonly firstBroken: number | null
  readonly message: string
}

export interface Audit {
  /** Appends inside the transaction of the change: both are stored or neither. Writers queue on the head row. */
  append<T>(tx: Transaction<T>, event: AuditEvent): Promise<void>
  /** An event without a change of its own: sign-in, export, unmasking. */
  record(event: AuditEvent): Promise<void>
  verify(): Promise<AuditVerdict>
  /** Writes the head down outside the database. */
  anchor(): Promise<void>
}

export interface AuditParts {
  readonly db: Db
  readonly clock: Clock
  readonly key: string
  readonly anchors: AnchorFile
}

export function createAudit({ db, clock, key, anchors }: AuditParts): Audit {
  const append = <T>(tx: Transaction<T>, event: AuditEvent) =>
    appendEntry(tx as unknown as Transaction<PlatformTables>, { event, at: clock.now(), key })
  return {
    append,
    record: (event) => db.transaction().execute((tx) => append(tx, event)),
    verify: () => verifyChain(db.withTables<PlatformTables>(), key, anchors.read()),
    anchor: async () => {
      const store = db.withTables<PlatformTables>()
      const head = await store.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()
      if (head !== undefined && head.seq > 0) anchors.add(head, clock.now())
    },
  }
}

async function appendEntry(
  tx: Transaction<PlatformTables>,
  { event, at, key }: { event: AuditEvent; at: Date; key: string },
): Promise<void> {
  const head = await tx.selectFrom('audit_head').select(['seq', 'hash']).forUpdate().executeTakeFirstOrThrow()
  // jsonb cannot hold U+0000; the round trip also drops undefined, so that what is hashed is what is stored.
  const text = JSON.stringify(event.details ?? {}).replaceAll('\\u0000', '')
  const entry = {
    seq: head.seq + 1,
    at,
    actor: event.actor,
    action: event.action,
    subject: event.subject,
    details: JSON.parse(text) as Record<string, unknown>,
    prev: head.hash,
  }
  const hash = hashEntry(key, entry)
  await tx
    .insertInto('audit_entry')
    .values({ ...entry, details: sql`${text}::jsonb`, hash })
    .execute()
  await tx.updateTable('audit_head').set({ seq: entry.seq, hash }).execute()
}

const PAGE = 2000

async function verifyChain(db: Db<PlatformTables>, key: string, anchors: readonly Anchor[]): Promise<AuditVerdict> {
  const anchored = new Map(anchors.map(({ seq, hash }) => [seq, hash]))
  // One snapshot for entries and head, so that an entry written meanwhile does not look like damage.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const state: ChainState = { seq: 0, hash: GENESIS }
      for (;;) {
        const rows = await readEntries(tx, state.seq)
        const broken = walk(rows, state, { key, anchored })
        if (broken !== undefined) return verdict(state.seq, broken)
        if (rows.length < PAGE) break
      }
      const head = await tx.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()
      const reached = anchors.every(({ seq }) => seq <= state.seq)
      const intact = head !== undefined && head.seq === state.seq && head.hash === state.hash && reached
      return verdict(state.seq, intact ? null : state.seq + 1)
    })
}

interface ChainState {
  seq: number
  hash: string
}

interface Against {
  readonly key: string
  /** Hashes that were written down outside the database, by number. */
  readonly anchored: ReadonlyMap<number, string>
}

type StoredEntry = Selectable<AuditTables['audit_entry']>

function readEntries(tx: Transaction<PlatformTables>, after: number) {
  return tx.selectFrom('audit_entry').selectAll().where('seq', '>', after).orderBy('seq').limit(PAGE).execute()
}

/** Advances the state over intact rows; the number of the first broken one, if any. */
function walk(rows: readonly StoredEntry[], state: ChainState, against: Against): number | undefined {
  for (const row of rows) {
    const expected = state.seq + 1
    if (row.seq !== expected || row.prev !== state.hash || hashEntry(against.key, row) !== row.hash) return expected
    if ((against.anchored.get(row.seq) ?? row.hash) !== row.hash) return expected
    state.seq = row.seq
    state.hash = row.hash
  }
  return undefined
}

function verdict(entries: number, firstBroken: number | null): AuditVerdict {
  if (firstBroken === null) {
    return { ok: true, entries, firstBroken, message: `审计日志完整：共 ${entries} 条，未发现改动` }
  }
  const message = `审计日志从第 ${firstBroken} 条起不能通过校验：记录被修改、删除，或校验密钥不一致`
  return { ok: false, entries, firstBroken, message }
}
