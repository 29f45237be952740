import type { Transaction } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { RulesTables } from '../schema.ts'

type RulesDb = Db<RulesTables> | Transaction<RulesTables>

const HEAD = ['release_id', 'hash', 'title', 'note', 'rules', 'points', 'failed', 'made_by', 'made_by_name', 'made_at'] as const // prettier-ignore

export interface ReleaseHead {
  readonly release_id: string
  readonly hash: string
  readonly title: string
  readonly note: string
  readonly rules: number
  readonly points: number
  readonly failed: number
  readonly made_by: string
  readonly made_by_name: string
  readonly made_at: Date
}

/** Newest first. */
export function releaseHeads(db: RulesDb): Promise<ReleaseHead[]> {
  return db.selectFrom('rule_release').select(HEAD).orderBy('seq', 'desc').execute()
}

export async function contentOf(db: RulesDb, releaseId: string): Promise<string | undefined> {
  const row = await db.selectFrom('rule_release').select('content').where('release_id', '=', releaseId).executeTakeFirst() // prettier-ignore
  return row?.content
}

/** Oldest first. */
export function activations(db: RulesDb) {
  return db.selectFrom('rule_activation').selectAll().orderBy('seq').execute()
}

/** Publishing and activating go one after the other. */
export async function lockReleases(tx: Transaction<RulesTables>): Promise<void> {
  await tx.selectFrom('rule_release').select('seq').orderBy('seq', 'desc').limit(1).forUpdate().execute()
}

export interface NewRelease extends Omit<ReleaseHead, 'release_id'> {
  readonly content: string
}

export async function insertRelease(tx: RulesDb, release: NewRelease): Promise<string> {
  const last = await tx.selectFrom('rule_release').select((on) => on.fn.countAll<number>().as('n')).executeTakeFirstOrThrow() // prettier-ignore
  const release_id = `V${last.n + 1}`
  await tx
    .insertInto('rule_release')
    .values({ ...release, release_id })
    .execute()
  return release_id
}

export interface NewActivation {
  readonly release_id: string
  readonly state: 'active' | 'trial'
  readonly at: Date
  readonly by_name: string
  readonly reason: string
}

export async function insertActivation(tx: RulesDb, activation: NewActivation): Promise<void> {
  await tx.insertInto('rule_activation').values(activation).execute()
}
