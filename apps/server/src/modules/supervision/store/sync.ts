import { sql, type Transaction } from 'kysely'
import type { DetailRow, LoadedFinding, LoadedInstitution, LoadedVisit } from '../loaded.ts'
import type { RunModelRecord, RunRecord, SupervisionTables } from '../schema.ts'
import type { SupervisionDb } from './visible.ts'

type Tx = Transaction<SupervisionTables>

export async function knownRuns(db: SupervisionDb): Promise<Set<string>> {
  const rows = await db.selectFrom('model_run').select('run_id').execute()
  return new Set(rows.map(({ run_id }) => run_id))
}

/** Keeps two servers, or a tick and a job, from copying the same run at the same time. */
export async function lockSync(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7243003)`.execute(tx)
}

/** False when the run is there already. */
export async function insertRun(tx: Tx, run: RunRecord, models: readonly RunModelRecord[]): Promise<boolean> {
  const done = await tx
    .insertInto('model_run')
    .values({ ...run, rules: run.rules === null ? null : JSON.stringify(run.rules) })
    .onConflict((on) => on.column('run_id').doNothing())
    .executeTakeFirst()
  if (Number(done.numInsertedOrUpdatedRows ?? 0) === 0) return false
  const rows = models.map((model) => ({
    ...model,
    cannot_tell: JSON.stringify(model.cannot_tell),
    parameters: JSON.stringify(model.parameters),
  }))
  if (rows.length > 0) await tx.insertInto('model_run_model').values(rows).execute()
  return true
}

/** Whether this run is newer than the one that the model's findings come from. */
export async function isNewer(tx: Tx, modelId: string, seq: number): Promise<boolean> {
  const current = await tx.selectFrom('model_current').select('seq').where('model_id', '=', modelId).executeTakeFirst()
  return current === undefined || current.seq < seq
}

/** Findings in the store as the run has them; what people added (status) stays. */
export async function upsertFindings(tx: Tx, runId: string, findings: readonly LoadedFinding[]): Promise<void> {
  const rows = JSON.stringify(findings.map((finding) => ({ ...finding, run_id: runId, peer: peerOf(finding) })))
  await sql`
    INSERT INTO finding (finding_id, model_id, model_version, run_id, current, subject_type, subject_id, subtype, psn_no,
      fixmedins_code, fixmedins_name, admdvs, tier, period_from, period_to, score, level, amt_total, amt_fund, amt_method,
      excluded_by, explain, against, snapshot, as_of, missing_share, parameters, facts, peer, passed, tags, member_ids,
      mdtrt_ids, setl_ids, related_psn_nos)
    SELECT finding_id, model_id, model_version, run_id, TRUE, subject_type, subject_id, subtype, psn_no,
      fixmedins_code, fixmedins_name, admdvs, tier, period_from, period_to, score, level, COALESCE(amt_total, 0), COALESCE(amt_fund, 0),
      amt_method, excluded_by, explain_zh, against_zh, snapshot, as_of, missing_share, param_json::jsonb, facts_json::jsonb, peer,
      passed, tags, member_ids, mdtrt_ids, setl_ids, related_psn_nos
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(finding_id text, model_id text, model_version text, run_id text, subject_type text,
      subject_id text, subtype text, psn_no text, fixmedins_code text, fixmedins_name text, admdvs text, tier text, period_from date,
      period_to date, score int, level text, amt_total numeric, amt_fund numeric, amt_method text, excluded_by text, explain_zh text,
      against_zh text, snapshot text, as_of date, missing_share float8, param_json text, facts_json text, peer jsonb, passed text[],
      tags text[], member_ids text[], mdtrt_ids text[], setl_ids text[], related_psn_nos text[])
    ON CONFLICT (finding_id) DO UPDATE SET model_version = excluded.model_version, run_id = excluded.run_id, current = TRUE,
      subject_type = excluded.subject_type, subject_id = excluded.subject_id, subtype = excluded.subtype, psn_no = excluded.psn_no,
      fixmedins_code = excluded.fixmedins_code, fixmedins_name = excluded.fixmedins_name, admdvs = excluded.admdvs,
      tier = excluded.tier, period_from = excluded.period_from, period_to = excluded.period_to, score = excluded.score,
      level = excluded.level, amt_total = excluded.amt_total, amt_fund = excluded.amt_fund, amt_method = excluded.amt_method,
      excluded_by = excluded.excluded_by, explain = excluded.explain, against = excluded.against, snapshot = excluded.snapshot,
      as_of = excluded.as_of, missing_share = excluded.missing_share, parameters = excluded.parameters, facts = excluded.facts,
      peer = excluded.peer, passed = excluded.passed, tags = excluded.tags, member_ids = excluded.member_ids,
      mdtrt_ids = excluded.mdtrt_ids, setl_ids = excluded.setl_ids, related_psn_nos = excluded.related_psn_nos`.execute(
    tx,
  )
}

function peerOf(finding: LoadedFinding) {
  const { peer_label, peer_n, peer_value, peer_median, peer_quantiles } = finding
  if (peer_label === null || peer_value === null || peer_median === null) return null
  return { label: peer_label, n: peer_n ?? 0, value: peer_value, median: peer_median, quantiles: peer_quantiles ?? [] }
}

/** Replaces the evidence of these findings. */
export async function replaceEvidence(
  tx: Tx,
  findingIds: readonly string[],
  { visits, details }: { visits: readonly LoadedVisit[]; details: readonly StoredDetail[] },
): Promise<void> {
  const ids = [...findingIds]
  await sql`DELETE FROM finding_visit WHERE finding_id = ANY (${ids}::text[])`.execute(tx)
  await sql`DELETE FROM finding_detail WHERE finding_id = ANY (${ids}::text[])`.execute(tx)
  await sql`
    INSERT INTO finding_visit
    SELECT finding_id, mdtrt_id, setl_ids, kind, psn_no, fixmedins_code, fixmedins_name, tier, "begin", "end", los, main_code,
      main_name, dept, cost, fund, amt_fund, marks, amt_once
    FROM jsonb_to_recordset(${JSON.stringify(visits)}::jsonb) AS r(finding_id text, mdtrt_id text, setl_ids text[], kind text,
      psn_no text, fixmedins_code text, fixmedins_name text, tier text, "begin" text, "end" text, los int, main_code text,
      main_name text, dept text, cost numeric, fund numeric, amt_fund numeric, marks text[], amt_once numeric)
    ON CONFLICT DO NOTHING`.execute(tx)
  await sql`
    INSERT INTO finding_detail (finding_id, name, rows, truncated)
    SELECT finding_id, name, rows, truncated
    FROM jsonb_to_recordset(${JSON.stringify(details)}::jsonb) AS r(finding_id text, name text, rows jsonb, truncated boolean)`.execute(
    tx,
  )
}

export interface StoredDetail {
  readonly finding_id: string
  readonly name: string
  readonly rows: readonly unknown[]
  readonly truncated: boolean
}

const MAX_DETAIL_ROWS = 200

export function groupDetails(name: string, rows: readonly DetailRow[]): StoredDetail[] {
  const grouped = new Map<string, unknown[]>()
  for (const { finding_id, row } of rows) {
    const own = grouped.get(finding_id) ?? []
    own.push(JSON.parse(row))
    grouped.set(finding_id, own)
  }
  return [...grouped].map(([finding_id, own]) => ({
    finding_id,
    name,
    rows: own.slice(0, MAX_DETAIL_ROWS),
    truncated: own.length >= MAX_DETAIL_ROWS,
  }))
}

/** From now on this run's findings of the model are the ones shown; what it no longer makes becomes history. */
export async function makeCurrent(
  tx: Tx,
  { modelId, runId, seq }: { modelId: string; runId: string; seq: number },
): Promise<void> {
  await tx
    .updateTable('finding')
    .set({ current: false })
    .where('model_id', '=', modelId)
    .where('current', '=', true)
    .where('run_id', '<>', runId)
    .execute()
  await tx
    .insertInto('model_current')
    .values({ model_id: modelId, run_id: runId, seq })
    .onConflict((on) => on.column('model_id').doUpdateSet({ run_id: runId, seq }))
    .execute()
}

/** Rules are run as a whole: a rule that the latest run of them does not name finds nothing any more. */
export async function retireRules(tx: Tx, { runId, seq }: { runId: string; seq: number }): Promise<void> {
  const newer = await tx.selectFrom('model_run').select('run_id').where('kind', '=', 'rules').where('seq', '>', seq).executeTakeFirst() // prettier-ignore
  if (newer) return
  await tx
    .updateTable('finding')
    .set({ current: false })
    .where('model_id', 'like', 'rule:%')
    .where('current', '=', true)
    .where('run_id', '<>', runId)
    .execute()
}

export async function upsertInstitutions(tx: Tx, institutions: readonly LoadedInstitution[]): Promise<void> {
  if (institutions.length === 0) return
  await sql`
    INSERT INTO institution
    SELECT fixmedins_code, COALESCE(fixmedins_name, fixmedins_code), hosp_lv, tier, admdvs
    FROM jsonb_to_recordset(${JSON.stringify(institutions)}::jsonb)
      AS r(fixmedins_code text, fixmedins_name text, hosp_lv text, tier text, admdvs text)
    ON CONFLICT (fixmedins_code) DO UPDATE SET fixmedins_name = excluded.fixmedins_name, hosp_lv = excluded.hosp_lv,
      tier = excluded.tier, admdvs = excluded.admdvs`.execute(tx)
}

export async function institutionNames(db: SupervisionDb): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('institution').select(['fixmedins_code', 'fixmedins_name']).execute()
  return new Map(rows.map(({ fixmedins_code, fixmedins_name }) => [fixmedins_code, fixmedins_name]))
}

export function districtsOfInstitutions(db: SupervisionDb): Promise<{ admdvs: string | null; n: number }[]> {
  return db
    .selectFrom('institution')
    .select(['admdvs', sql<number>`count(*)`.as('n')])
    .where('admdvs', 'is not', null)
    .groupBy('admdvs')
    .orderBy('n', 'desc')
    .orderBy('admdvs')
    .execute()
}
