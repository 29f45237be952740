import { sql } from 'kysely'
import { scopePredicate, type Access } from '../../../platform/access/scope.ts'
import type { RunModelRecord, RunRecord } from '../schema.ts'
import type { SupervisionDb } from './visible.ts'

export interface RunQuery {
  readonly modelId?: string | undefined
  readonly kind?: 'models' | 'rules' | undefined
  readonly page: number
  readonly size: number
}

export async function listRuns(
  db: SupervisionDb,
  { modelId, kind, page, size }: RunQuery,
): Promise<{ rows: RunRecord[]; total: number }> {
  let base = db.selectFrom('model_run')
  if (kind) base = base.where('kind', '=', kind)
  if (modelId) {
    base = base.where((on) =>
      on.exists(
        on
          .selectFrom('model_run_model as m')
          .select('m.run_id')
          .whereRef('m.run_id', '=', 'model_run.run_id')
          .where('m.model_id', '=', modelId),
      ),
    )
  }
  const counted = await base.select((on) => on.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const rows = await base
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(size)
    .offset((page - 1) * size)
    .execute()
  return { rows, total: counted.n }
}

export function findRun(db: SupervisionDb, runId: string): Promise<RunRecord | undefined> {
  return db.selectFrom('model_run').selectAll().where('run_id', '=', runId).executeTakeFirst()
}

export function modelsOfRuns(db: SupervisionDb, runIds: readonly string[]): Promise<RunModelRecord[]> {
  if (runIds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('model_run_model')
    .selectAll()
    .where('run_id', 'in', [...runIds])
    .orderBy('model_id')
    .execute()
}

/** What a scope may see of a run's model: how many findings and how much, counted in the scope and not city-wide. */
export async function scopedCounts(db: SupervisionDb, access: Access, runIds: readonly string[]) {
  const predicate = scopePredicate(access, { admdvs: 'f.admdvs', fixmedinsCode: 'f.fixmedins_code' })
  const answer = await sql<{ run_id: string; model_id: string; findings: number; excluded: number; amt: string }>`
    SELECT f.run_id, f.model_id, count(*) FILTER (WHERE f.excluded_by IS NULL) AS findings,
      count(*) FILTER (WHERE f.excluded_by IS NOT NULL) AS excluded,
      COALESCE(sum(f.amt_fund) FILTER (WHERE f.excluded_by IS NULL), 0)::numeric(18,2) AS amt
    FROM finding f WHERE f.run_id = ANY (${[...runIds]}::text[]) AND ${predicate} GROUP BY 1, 2`.execute(db)
  return answer.rows
}

export interface LastRun extends RunModelRecord {
  readonly at: Date
}

/** The latest attempt of each model, whatever became of it. */
export async function latestAttempts(db: SupervisionDb): Promise<LastRun[]> {
  const answer = await sql<LastRun>`
    SELECT DISTINCT ON (m.model_id) m.*, r.at FROM model_run_model m JOIN model_run r USING (run_id)
    ORDER BY m.model_id, r.seq DESC`.execute(db)
  return answer.rows
}

export interface ModelFigures {
  readonly model_id: string
  readonly findings: number
  readonly excluded: number
  readonly amt: string
  readonly confirmed: number
  readonly labelled: number
}

export async function modelFigures(db: SupervisionDb, access: Access): Promise<ModelFigures[]> {
  const predicate = scopePredicate(access, { admdvs: 'f.admdvs', fixmedinsCode: 'f.fixmedins_code' })
  const answer = await sql<ModelFigures>`
    SELECT f.model_id, count(*) FILTER (WHERE f.current AND f.excluded_by IS NULL) AS findings,
      count(*) FILTER (WHERE f.current AND f.excluded_by IS NOT NULL) AS excluded,
      COALESCE(sum(f.amt_fund) FILTER (WHERE f.current AND f.excluded_by IS NULL), 0)::numeric(18,2) AS amt,
      count(*) FILTER (WHERE f.status = 'confirmed') AS confirmed, count(*) FILTER (WHERE f.status <> 'new') AS labelled
    FROM finding f WHERE ${predicate} GROUP BY f.model_id`.execute(db)
  return answer.rows
}

export function latestRun(db: SupervisionDb): Promise<RunRecord | undefined> {
  return db.selectFrom('model_run').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst()
}

export function findParameters(db: SupervisionDb, modelId: string) {
  return db
    .selectFrom('model_parameters')
    .selectAll()
    .where('model_id', '=', modelId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function latestParameters(db: SupervisionDb) {
  return db
    .selectFrom('model_parameters')
    .distinctOn('model_id')
    .selectAll()
    .orderBy('model_id')
    .orderBy('version', 'desc')
    .execute()
}
