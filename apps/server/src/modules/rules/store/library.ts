import type { PointStatus } from '@yijian/contract'
import type { KnowledgePoint } from '@yijian/rules'
import { sql, type Transaction } from 'kysely'
import type { Db } from '../../../platform/db/pool.ts'
import type { ExpertOpinion, RulesTables } from '../schema.ts'

type RulesDb = Db<RulesTables> | Transaction<RulesTables>

/** One version of a knowledge point as it is kept. */
export interface StoredPoint {
  readonly point: KnowledgePoint
  readonly status: PointStatus
  /** Was in the library at some time; before, a version is the business of those who write, review and approve. */
  readonly released: boolean
  /** Last day of its force when it was superseded or retired after having been published. */
  readonly until: string | null
  readonly maker: string
  readonly makerName: string
}

export async function allPoints(db: RulesDb): Promise<StoredPoint[]> {
  const rows = await db
    .selectFrom('knowledge_point as p')
    .innerJoin('knowledge_point_status as s', (on) =>
      on.onRef('s.kp_id', '=', 'p.kp_id').onRef('s.version', '=', 'p.version'),
    ) // prettier-ignore
    .leftJoin(
      (from) => from.selectFrom('knowledge_point_event').select(['kp_id', 'version']).where('to_status', '=', 'published').distinct().as('e'), // prettier-ignore
      (on) => on.onRef('e.kp_id', '=', 'p.kp_id').onRef('e.version', '=', 'p.version'),
    )
    .select(['p.content', 'p.maker', 'p.maker_name', 's.status', 's.until', 's.retracted_at', 'e.version as released'])
    .orderBy('p.kp_id')
    .orderBy('p.version')
    .execute()
  return rows.map(({ content, maker, maker_name, status, until, retracted_at, released }) => ({
    point: { ...content, retractedAt: retracted_at?.toISOString() ?? null },
    status,
    released: released !== null,
    until,
    maker,
    makerName: maker_name,
  }))
}

export interface NewPoint {
  readonly point: KnowledgePoint
  readonly maker: string
  readonly makerName: string
  readonly status: PointStatus
}

const CHUNK = 1000

export async function insertPoints(tx: RulesDb, rows: readonly NewPoint[]): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const part = rows.slice(from, from + CHUNK)
    await tx
      .insertInto('knowledge_point')
      .values(
        part.map(({ point, maker, makerName }) => ({
          kp_id: point.kpId,
          version: point.version,
          kind: point.kind,
          content: sql`${JSON.stringify(point)}::json`,
          recorded_at: new Date(point.recordedAt),
          maker,
          maker_name: makerName,
        })),
      )
      .execute()
    await tx
      .insertInto('knowledge_point_status')
      .values(
        part.map(({ point, status }) => ({
          kp_id: point.kpId,
          version: point.version,
          status,
          until: null,
          retracted_at: null,
        })),
      ) // prettier-ignore
      .execute()
  }
}

export interface NewEvent {
  readonly kpId: string
  readonly version: number
  readonly at: Date
  readonly by: { readonly account: string; readonly name: string }
  readonly from: PointStatus | null
  readonly to: PointStatus
  readonly opinion: string
  readonly experts: readonly ExpertOpinion[]
}

export async function insertEvents(tx: RulesDb, events: readonly NewEvent[]): Promise<void> {
  for (let from = 0; from < events.length; from += CHUNK) {
    const rows = events.slice(from, from + CHUNK).map((event) => ({
      kp_id: event.kpId,
      version: event.version,
      at: event.at,
      by_account: event.by.account,
      by_name: event.by.name,
      from_status: event.from,
      to_status: event.to,
      opinion: event.opinion,
      experts: sql`${JSON.stringify(event.experts)}::jsonb`,
    }))
    await tx.insertInto('knowledge_point_event').values(rows).execute()
  }
}

export interface StatusChange {
  readonly kpId: string
  readonly version: number
  readonly from: PointStatus
  readonly to: PointStatus
  readonly until: string | null
  readonly retractedAt: Date | null
}

/** False when somebody else was quicker. */
export async function changeStatus(tx: RulesDb, change: StatusChange): Promise<boolean> {
  const done = await tx
    .updateTable('knowledge_point_status')
    .set({ status: change.to, until: change.until, retracted_at: change.retractedAt })
    .where('kp_id', '=', change.kpId)
    .where('version', '=', change.version)
    .where('status', '=', change.from)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

export function eventsOf(db: RulesDb, kpId: string) {
  return db.selectFrom('knowledge_point_event').selectAll().where('kp_id', '=', kpId).orderBy('event_id').execute()
}
